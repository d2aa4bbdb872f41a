/// What a shopper sees of one campaign at the store where they checked in.
public struct OfferOutcome: Hashable, Sendable {
    /// Computed, never stored as a state: what the shopper could do about this offer at that moment.
    public enum State: String, CaseIterable, Sendable {
        case beforeStart = "before_start"
        case inProgress = "in_progress"
        case locked
        case unlocked
        case issued
        /// This check-in gave to a charity.
        case donated
        /// This check-in added points.
        case credited
        case redeemed
        case taken
        case expired
        case ineligible
    }

    public let campaign: ID<Campaign>
    public let revision: Int
    public let state: State
    public let reason: CheckInReason?
    /// The coupon that this check-in earned.
    public let coupon: ID<Coupon>?
    /// Toward what unlocks it; nil where each visit does.
    public let progress: Progress?
    /// How many coupons the campaign had given by then, this one counted.
    public let participants: Int64?
    /// Of donations: minor units that the campaign had given by then, this one counted.
    public let donated: Int64?

    public init(
        campaign: ID<Campaign>, revision: Int, state: State, reason: CheckInReason? = nil, coupon: ID<Coupon>? = nil,
        progress: Progress? = nil, participants: Int64? = nil, donated: Int64? = nil
    ) {
        self.campaign = campaign
        self.revision = revision
        self.state = state
        self.reason = reason
        self.coupon = coupon
        self.progress = progress
        self.participants = participants
        self.donated = donated
    }
}

/// A coupon that a decision grants, or what is given in a coupon's place; the record turns it into a row.
public struct Grant: Sendable {
    public let coupon: ID<Coupon>
    public let campaign: Campaign
    public let expiresAt: Instant
    /// The counters it moves, with their maxima.
    public let counters: [(key: CounterKey, max: Int)]
    /// The store's local date, by which it is counted, and the channel in lower case: kept with the coupon, so that its
    /// expiry can give back.
    public let countedOn: LocalDate?
    public let channel: String?

    public init(
        coupon: ID<Coupon>, campaign: Campaign, expiresAt: Instant, counters: [(key: CounterKey, max: Int)],
        countedOn: LocalDate? = nil, channel: String? = nil
    ) {
        self.coupon = coupon
        self.campaign = campaign
        self.expiresAt = expiresAt
        self.counters = counters
        self.countedOn = countedOn
        self.channel = channel
    }
}

/// A coupon for somebody whose earlier visit was waiting for this one.
public struct SharedGrant: Sendable {
    public let grant: Grant
    public let member: UnlockState.Member
    /// What that earlier visit has come to.
    public internal(set) var outcome: OfferOutcome

    init(_ grant: Grant, to member: UnlockState.Member, _ tally: Tally) {
        self.grant = grant
        self.member = member
        outcome = OfferOutcome(grant, tally)
    }
}

extension Tally {
    /// Minor units that a campaign has given to its charity; what was counted for a donation never comes back.
    func donated(by campaign: Campaign) -> Int64? {
        campaign.terms.reward.form == .donation ? totals[campaign.id]?.exposure : nil
    }
}

extension OfferOutcome {
    /// What a check-in was given.
    init(_ grant: Grant, progress: Progress? = nil, _ tally: Tally) {
        let campaign = grant.campaign
        let state: State =
            switch campaign.terms.reward.form {
            case .coupon: .issued
            case .donation: .donated
            case .points: .credited
            }
        self.init(
            campaign: campaign.id, revision: campaign.revision, state: state,
            coupon: state == .issued ? grant.coupon : nil, progress: progress,
            participants: tally.totals[campaign.id]?.participants, donated: tally.donated(by: campaign))
    }
}

/// What a check-in comes to.
public struct Decision: Sendable {
    public var verdict: Verdict
    public var reasons: [CheckInReason]
    public var offers: [OfferOutcome]
    public var grants: [Grant]
    /// For others than the visitor.
    public var shared: [SharedGrant] = []
    /// Something is remembered of the visit, though it may have earned nothing.
    public var isCounted = false

    public init(
        verdict: Verdict, reasons: [CheckInReason] = [], offers: [OfferOutcome] = [], grants: [Grant] = []
    ) {
        self.verdict = verdict
        self.reasons = reasons
        self.offers = offers
        self.grants = grants
    }
}
