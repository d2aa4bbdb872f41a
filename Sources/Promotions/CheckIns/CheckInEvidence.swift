/// What was found about an attempt beyond its fix: kept for the receipt. Empty for most, and then nothing is stored.
public struct CheckInEvidence: Hashable, Sendable {
    public var isMocked = false
    public var speed: Trail.Speed?
    /// Since the shopper earned something in the same store.
    public var secondsSinceEarned: Double?
    /// Stores in which the shopper earned something just now and nearby, this one counted; nil when it is the only one.
    public var storesEarned: Int?
    /// More attempts in a day than are looked at.
    public var isTrailFull = false
    /// The check-in that came with the same fix.
    public var replayOf: ID<CheckIn>?
    public var code = CodeProof.none
    /// The store or the retailer believed the shopper after an appeal.
    public var isVouched = false
    /// Which campaigns' thresholds decided, where the check-in names no offers.
    public var policies: [Policy] = []

    public struct Policy: Hashable, Sendable {
        public let campaign: ID<Campaign>
        public let revision: Int

        public init(campaign: ID<Campaign>, revision: Int) {
            self.campaign = campaign
            self.revision = revision
        }
    }

    public init() {}

    /// As it stood, and that somebody believes the shopper all the same.
    public func vouched(with code: CodeProof) -> CheckInEvidence {
        var evidence = self
        evidence.isVouched = true
        if code.isRight { evidence.code = code }
        evidence.policies = []
        return evidence
    }

    /// Nil when there is nothing to keep.
    public var stored: JSON? {
        var object: JSONObject = [:]
        if isMocked { object["mocked"] = true }
        if let speed {
            object["mps"] = .double((speed.metersPerSecond * 100).rounded() / 100)
            object["since"] = .int(speed.since.rawValue)
        }
        if let secondsSinceEarned { object["earned_ago"] = .double(secondsSinceEarned.rounded()) }
        if let storesEarned { object["stores"] = .int(Int64(storesEarned)) }
        if isTrailFull { object["full"] = true }
        if let replayOf { object["replay_of"] = .int(replayOf.rawValue) }
        switch code {
        case .none: break
        case .wrong: object["code"] = "wrong"
        case .right(let steps): object["code"] = .int(Int64(steps))
        }
        if isVouched { object["vouched"] = true }
        if !policies.isEmpty {
            object["policy"] = .array(policies.map { [.int($0.campaign.rawValue), .int(Int64($0.revision))] })
        }
        return object.count == 0 ? nil : .object(object)
    }

    public init(stored json: JSON) {
        isMocked = json["mocked"] == true
        if let speed = json["mps"]?.numberValue, let since = json["since"]?.integerValue {
            self.speed = Trail.Speed(metersPerSecond: speed, since: ID(since))
        }
        secondsSinceEarned = json["earned_ago"]?.numberValue
        storesEarned = json["stores"]?.integerValue.map(Int.init)
        isTrailFull = json["full"] == true
        replayOf = json["replay_of"]?.integerValue.map { ID($0) }
        if json["code"] == "wrong" {
            code = .wrong
        } else if let steps = json["code"]?.integerValue {
            code = .right(stepsOff: Int(steps))
        }
        isVouched = json["vouched"] == true
        policies = (json["policy"]?.elements ?? []).compactMap { pair in
            guard let campaign = pair[0]?.integerValue, let revision = pair[1]?.integerValue else { return nil }
            return Policy(campaign: ID(campaign), revision: Int(revision))
        }
    }
}

/// What became of a presence code that was sent along.
public enum CodeProof: Hashable, Sendable {
    case none
    case wrong
    /// The code of this store, at most one step before or after the current one.
    case right(stepsOff: Int)

    public var isRight: Bool {
        if case .right = self { true } else { false }
    }
}
