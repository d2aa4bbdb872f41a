/// Issuing without a visit: the coupon is printed at home and its use at an enrolled till is the visit.
public enum IssueRules {
    public enum Outcome: Sendable {
        case granted(Grant)
        case refused(CheckInReason)
        /// The price is above what the shopper has.
        case short(balance: Int64, price: Price)
    }

    /// - Parameters:
    ///   - store: where the shopper means to use it; also gives the zone in which dates are counted.
    ///   - claimed: the channel that the shopper names; the one of a sale's word counts before it.
    public static func decide(
        _ campaign: Campaign, shopper: ID<Shopper>, assurance: Shopper.Assurance, store: Store,
        channel claimed: String? = nil, tally: inout Tally, at now: Instant, nextCoupon: () -> ID<Coupon>
    ) -> Outcome {
        if let refusal = CheckInRules.timeObstacle(campaign.terms, in: store, at: now) {
            return .refused(refusal)
        }
        if campaign.terms.identity == .verified && assurance != .verified { return .refused(.identityRequired) }
        if let stop = campaign.stock.obstacle(at: store.id, at: now) { return .refused(stop) }
        let date = store.zone.localDate(at: now)
        let channel = campaign.wordChannel ?? claimed
        if let price = campaign.terms.price,
            tally.obstacle(campaign, shopper: shopper, store: store.id, channel: channel, on: date) == nil
        {
            let balance = tally.points[shopper] ?? 0
            if balance < price.points { return .short(balance: balance, price: price) }
            tally.points[shopper] = balance - price.points
        }
        if let refusal = tally.take(campaign, shopper: shopper, store: store.id, channel: channel, on: date) {
            return .refused(refusal)
        }
        return .granted(
            CheckInRules.grant(campaign, to: shopper, in: store, channel: channel, at: now, id: nextCoupon()))
    }
}
