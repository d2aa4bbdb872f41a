public import Geofence

/// A check-in as it is kept, and as it is told again to somebody who retries.
public struct CheckInRecord: Sendable {
    /// How we know of the visit.
    public enum Source: String, CaseIterable, Sendable {
        case position
        /// The rotating code on a screen in the store.
        case code
        /// A coupon printed at home was used at an enrolled till.
        case till
    }

    /// A store that the shopper may choose while the check-in is held.
    public struct Candidate: Hashable, Sendable {
        public let store: ID<Store>
        public let distanceMeters: Double
        public let containment: Double

        public init(store: ID<Store>, distanceMeters: Double, containment: Double) {
            self.store = store
            self.distanceMeters = distanceMeters
            self.containment = containment
        }
    }

    public let id: ID<CheckIn>
    public let shopper: ID<Shopper>
    public let session: ID<Session>
    public let store: ID<Store>
    public var verdict: Verdict
    public var reasons: [CheckInReason]
    public var source: Source
    public let checkedAt: Instant
    public let capturedAt: Instant?
    /// All fixes so far, fused. Nil without consent: then no position is kept.
    public let fix: Fix?
    /// How many fixes were fused.
    public let fixes: Int
    public let distanceMeters: Double?
    public let containment: Double?
    /// Exclusive; only while held.
    public var heldUntil: Instant?
    public var candidates: [Candidate]
    public var offers: [OfferOutcome]
    public let channel: String?
    public var evidence: CheckInEvidence

    public init(
        id: ID<CheckIn>, shopper: ID<Shopper>, session: ID<Session>, store: ID<Store>, verdict: Verdict,
        reasons: [CheckInReason], source: Source, checkedAt: Instant, capturedAt: Instant? = nil, fix: Fix? = nil,
        fixes: Int = 0, distanceMeters: Double? = nil, containment: Double? = nil, heldUntil: Instant? = nil,
        candidates: [Candidate] = [], offers: [OfferOutcome] = [], channel: String? = nil,
        evidence: CheckInEvidence = CheckInEvidence()
    ) {
        self.id = id
        self.shopper = shopper
        self.session = session
        self.store = store
        self.verdict = verdict
        self.reasons = reasons
        self.source = source
        self.checkedAt = checkedAt
        self.capturedAt = capturedAt
        self.fix = fix
        self.fixes = fixes
        self.distanceMeters = distanceMeters
        self.containment = containment
        self.heldUntil = heldUntil
        self.candidates = candidates
        self.offers = offers
        self.channel = channel
        self.evidence = evidence
    }
}

extension OfferOutcome {
    /// The short form in which a check-in remembers its offers.
    public var stored: JSON {
        var object: JSONObject = [
            "c": .int(campaign.rawValue), "r": .int(Int64(revision)), "s": .string(state.rawValue),
            "why": JSON(reason?.rawValue), "cpn": coupon.map { .int($0.rawValue) } ?? .null,
        ]
        if let participants { object["n"] = .int(participants) }
        if let donated { object["d"] = .int(donated) }
        if let progress { object["p"] = [.int(Int64(progress.done)), .int(Int64(progress.target))] }
        return .object(object)
    }

    public init?(stored: JSON) {
        guard let campaign = stored["c"]?.integerValue, let revision = stored["r"]?.integerValue,
            let state = stored["s"]?.stringValue.flatMap(State.init(rawValue:))
        else { return nil }
        var progress: Progress?
        if let done = stored["p"]?[0]?.integerValue, let target = stored["p"]?[1]?.integerValue {
            progress = Progress(Int(done), of: Int(target))
        }
        self.init(
            campaign: ID(campaign), revision: Int(revision), state: state,
            reason: stored["why"]?.stringValue.flatMap(CheckInReason.init(rawValue:)),
            coupon: stored["cpn"]?.integerValue.map { ID($0) }, progress: progress,
            participants: stored["n"]?.integerValue, donated: stored["d"]?.integerValue)
    }
}

extension CheckInRecord.Candidate {
    public var stored: JSON {
        ["s": .int(store.rawValue), "d": .double(distanceMeters), "p": .double(containment)]
    }

    public init?(stored: JSON) {
        guard let store = stored["s"]?.integerValue, let distance = stored["d"]?.numberValue,
            let containment = stored["p"]?.numberValue
        else { return nil }
        self.init(store: ID(store), distanceMeters: distance, containment: containment)
    }
}
