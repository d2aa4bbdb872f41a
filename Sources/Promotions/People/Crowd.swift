/// How many people it takes, over all stores, and until when.
public struct Crowd: Hashable, Sendable {
    public enum Counted: String, CaseIterable, Sendable {
        /// Whoever says so, from anywhere.
        case pledges
        /// Whoever checks in at a store that takes part.
        case checkIns = "check_ins"
    }

    public static let targets: ClosedRange<Int64> = 2...10_000_000

    public let target: Int64
    public let counts: Counted
    /// If they have not come together by then it has failed.
    public let deadline: Instant

    public init(target: Int64, counts: Counted, deadline: Instant) {
        self.target = target
        self.counts = counts
        self.deadline = deadline
    }

    /// How far it is.
    public struct Standing: Hashable, Sendable {
        public let joined: Int64
        public let crossedAt: Instant?
        public let failedAt: Instant?

        public init(joined: Int64, crossedAt: Instant?, failedAt: Instant?) {
            self.joined = joined
            self.crossedAt = crossedAt
            self.failedAt = failedAt
        }

        public static let nobody = Standing(joined: 0, crossedAt: nil, failedAt: nil)

        public var state: OfferOutcome.State {
            if crossedAt != nil { return .unlocked }
            return failedAt == nil ? .inProgress : .expired
        }
    }
}

extension Crowd {
    init(reading fields: Fields) {
        let deadline = fields.requiredRead("deadline") { (json, path) throws(Invalid) in
            guard let instant = json.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
                throw Invalid(field: path, reason: "must be an RFC 3339 time, such as 2026-08-14T18:00:00Z")
            }
            return instant
        }
        self.init(
            target: fields.integer("target", in: Crowd.targets),
            counts: fields.choice("counts", Counted.self, default: .pledges),
            deadline: deadline ?? Instant(microseconds: 0))
    }

    func write(into object: inout JSONObject) {
        object["target"] = .int(target)
        object["counts"] = .string(counts.rawValue)
        object["deadline"] = .string(deadline.rfc3339)
    }
}

extension Decision {
    /// A visit that counts for a crowd; whoever counts the crowd gives the coupon.
    mutating func join(_ campaign: Campaign, unless obstacle: CheckInReason?) {
        let reason = obstacle ?? .joined
        reasons.append(reason)
        offers.append(
            OfferOutcome(
                campaign: campaign.id, revision: campaign.revision, state: CheckInRules.state(after: reason),
                reason: reason))
    }
}

extension OfferOutcome {
    /// The same as it stands with the crowd by now.
    public func among(_ standing: Crowd.Standing, of crowd: Crowd) -> OfferOutcome {
        OfferOutcome(
            campaign: campaign, revision: revision, state: standing.state, reason: reason, coupon: coupon,
            progress: Progress(Int(min(standing.joined, crowd.target)), of: Int(crowd.target)),
            participants: standing.joined)
    }
}
