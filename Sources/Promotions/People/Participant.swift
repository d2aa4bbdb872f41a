/// Who gets a coupon from a service instead of at a check-in: somebody the retailer named, or one of a crowd.
public struct Participant: Hashable, Sendable {
    public let campaign: ID<Campaign>
    public let shopper: ID<Shopper>
    public let session: ID<Session>
    public let assurance: Shopper.Assurance
    /// The order in which a limit that is smaller than the crowd is given out.
    public let place: Int64
    /// Where they joined; nil for those who were named and for pledges from anywhere.
    public let store: ID<Store>?
    /// Of those whom the retailer named.
    public let message: String?

    public init(
        campaign: ID<Campaign>, shopper: ID<Shopper>, session: ID<Session>, assurance: Shopper.Assurance, place: Int64,
        store: ID<Store>? = nil, message: String? = nil
    ) {
        self.campaign = campaign
        self.shopper = shopper
        self.session = session
        self.assurance = assurance
        self.place = place
        self.store = store
        self.message = message
    }
}

/// What became of one participant, written in the transaction that issues the coupon.
public struct SettledParticipant: Hashable, Sendable {
    public let campaign: ID<Campaign>
    public let shopper: ID<Shopper>
    public let coupon: ID<Coupon>?
    public let refused: CheckInReason?

    public init(campaign: ID<Campaign>, shopper: ID<Shopper>, coupon: ID<Coupon>?, refused: CheckInReason?) {
        self.campaign = campaign
        self.shopper = shopper
        self.coupon = coupon
        self.refused = refused
    }
}

/// Issuing to participants.
public enum ParticipantRules {
    public enum Outcome: Sendable {
        case granted(Grant)
        /// For good.
        case refused(CheckInReason)
        /// Perhaps later: an offer opens again, an expired coupon gives its place back.
        case waiting(CheckInReason)
    }

    /// Nothing that happens later can change these.
    public static let finalReasons: Set<CheckInReason> = [.staff, .ended, .identityRequired, .limitShopper]

    /// - Parameter store: whose clock counts; its own counters move only if the participant joined there.
    public static func decide(
        _ campaign: Campaign, _ participant: Participant, in store: Store, isStaff: Bool, tally: inout Tally,
        at now: Instant, coupon: ID<Coupon>
    ) -> Outcome {
        if isStaff { return .refused(.staff) }
        switch CheckInRules.timeObstacle(campaign.terms, in: store, at: now) {
        case .ended: return .refused(.ended)
        case .some(let reason): return .waiting(reason)
        case nil: break
        }
        if campaign.terms.identity == .verified && participant.assurance != .verified {
            return .refused(.identityRequired)
        }
        if let place = participant.store, let stop = campaign.stock.obstacle(at: place, at: now) {
            return .waiting(stop)
        }
        let date = store.zone.localDate(at: now)
        switch tally.take(campaign, shopper: participant.shopper, store: participant.store, on: date) {
        case .limitShopper: return .refused(.limitShopper)
        case .some(let reason): return .waiting(reason)
        case nil: break
        }
        return .granted(
            Grant(
                coupon: coupon, campaign: campaign,
                expiresAt: campaign.terms.coupon.life.expiry(
                    issuedAt: now, in: store, schedule: campaign.terms.schedule),
                counters: Tally.keys(
                    campaign, shopper: participant.shopper, store: participant.store, on: date),
                countedOn: date, channel: nil))
    }
}
