/// How an offer stands for somebody who looks and has not come.
public enum OfferRules {
    public struct Looker: Sendable {
        public let shopper: ID<Shopper>
        public let assurance: Shopper.Assurance
        public let isStaff: Bool
        /// The shopper's own, by campaign.
        public let coupons: [ID<Campaign>: [Coupon]]
        /// In campaigns for friends.
        public var parties: [ID<Campaign>: ID<Party>] = [:]
        /// At this retailer.
        public var trail = Trail()
        /// Where they say they come from.
        public var channel: String?

        public init(
            shopper: ID<Shopper>, assurance: Shopper.Assurance, isStaff: Bool, coupons: [ID<Campaign>: [Coupon]]
        ) {
            self.shopper = shopper
            self.assurance = assurance
            self.isStaff = isStaff
            self.coupons = coupons
        }
    }

    public static func outcome(
        of campaign: Campaign, for looker: Looker, in store: Store, tally: Tally, at now: Instant
    ) -> OfferOutcome {
        let standing = UnlockRules.look(
            UnlockVisit(
                campaign, by: looker.shopper, in: store, at: now, party: looker.parties[campaign.id]), in: tally.unlocks
        )
        let coupons = (looker.coupons[campaign.id] ?? []).sorted { $0.id < $1.id }
        let participants = tally.totals[campaign.id]?.participants
        if let good = coupons.last(where: { $0.isGood(at: now) }) {
            return OfferOutcome(
                campaign: campaign.id, revision: campaign.revision, state: .issued, coupon: good.id,
                progress: Progress(standing.progress.target, of: standing.progress.target), participants: participants)
        }
        let obstacle = obstacle(campaign, looker, store, standing, tally, at: now)
        if obstacle == nil, let price = campaign.terms.price {
            return OfferOutcome(
                campaign: campaign.id, revision: campaign.revision, price.points, of: tally.points[looker.shopper] ?? 0,
                participants: participants)
        }
        var state = obstacle.map(CheckInRules.state(after:)) ?? .unlocked
        if obstacle == .limitShopper, let last = coupons.last { state = Self.state(of: last, at: now) }
        if state == .inProgress, standing.progress.done == 0 { state = .locked }
        return OfferOutcome(
            campaign: campaign.id, revision: campaign.revision, state: state, reason: obstacle,
            progress: standing.progress, participants: participants, donated: tally.donated(by: campaign))
    }

    /// What keeps the next visit from earning.
    private static func obstacle(
        _ campaign: Campaign, _ looker: Looker, _ store: Store, _ standing: Standing, _ tally: Tally, at now: Instant
    ) -> CheckInReason? {
        if looker.isStaff { return .staff }
        let time = CheckInRules.timeObstacle(campaign.terms, in: store, at: now)
        if time == .ended { return time }
        let limit = tally.obstacle(
            campaign, shopper: looker.shopper, store: store.id, channel: looker.channel,
            on: store.zone.localDate(at: now))
        if let limit { return limit }
        if let time { return time }
        if campaign.terms.unlock.isVisited, !store.isOpen(at: now) { return .storeClosed }
        if let stop = campaign.stock.obstacle(at: store.id, at: now) { return stop }
        if campaign.terms.identity == .verified, looker.assurance != .verified { return .identityRequired }
        if campaign.terms.unlock.isVisited, campaign.terms.presence.when == .toEarn,
            looker.trail.isTooSoon(campaign.terms.presence, in: store.id, at: now)
        {
            return .tooSoon
        }
        return standing.obstacle
    }

    private static func state(of coupon: Coupon, at now: Instant) -> OfferOutcome.State {
        switch coupon.state(at: now) {
        case .redeemed: .redeemed
        case .expired: .expired
        case .issued, .reserved, .revoked: .taken
        }
    }

    /// What one holds already, then what a visit gives, then what is nearly done, and last what cannot be had.
    public static func isMoreReachable(_ offer: OfferOutcome, than other: OfferOutcome) -> Bool {
        let (left, right) = (offer.reach, other.reach)
        return (left.rank, left.missing, offer.campaign) < (right.rank, right.missing, other.campaign)
    }
}

extension OfferOutcome {
    /// Of what is bought with points.
    fileprivate init(
        campaign: ID<Campaign>, revision: Int, _ price: Int64, of balance: Int64, participants: Int64?
    ) {
        self.init(
            campaign: campaign, revision: revision, state: balance < price ? .locked : .unlocked,
            progress: Progress(Int(min(balance, price)), of: Int(price)), participants: participants)
    }

    fileprivate var reach: (rank: Int, missing: Int) {
        let rank =
            switch state {
            case .issued, .donated, .credited: 0
            case .unlocked: 1
            case .inProgress: 2
            case .locked: 3
            case .beforeStart: 4
            case .taken, .redeemed, .expired, .ineligible: 5
            }
        return (rank, progress.map { max(0, $0.target - $0.done) } ?? 0)
    }
}

extension Coupon {
    fileprivate func isGood(at now: Instant) -> Bool {
        switch state(at: now) {
        case .issued, .reserved: true
        case .redeemed, .expired, .revoked: false
        }
    }
}
