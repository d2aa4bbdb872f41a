/// Names one counter of the database.
public struct CounterKey: Hashable, Comparable, Sendable {
    public let scope: Limit.Scope
    public let campaign: ID<Campaign>
    /// The shopper, the store, the campaign again, or the number of a channel.
    public let subject: Int64
    public let period: Limit.Period
    public let start: LocalDate

    public init(
        scope: Limit.Scope, campaign: ID<Campaign>, subject: Int64, period: Limit.Period, start: LocalDate
    ) {
        self.scope = scope
        self.campaign = campaign
        self.subject = subject
        self.period = period
        self.start = start
    }

    /// The one lock order: shopper counters, store counters, those of campaigns and channels, each by id.
    public static func < (left: CounterKey, right: CounterKey) -> Bool {
        (left.scope.number, left.campaign, left.subject, left.period.number, left.start)
            < (right.scope.number, right.campaign, right.subject, right.period.number, right.start)
    }
}

/// What the database counted before a batch, and what the batch has added so far. Deciding one attempt after the
/// other against the same tally keeps a batch within every limit; the statements check it again.
public struct Tally: Sendable {
    public struct Total: Hashable, Sendable {
        public var state: Campaign.State
        public var revision: Int
        public var edition: Int
        public var coupons: Int64
        public var exposure: Int64
        /// Coupons that expired or were withdrawn, and count no longer, less what tills were lent: see `participants`.
        public var returned: Int64

        public init(
            state: Campaign.State, revision: Int, edition: Int = 0, coupons: Int64, exposure: Int64, returned: Int64 = 0
        ) {
            self.state = state
            self.revision = revision
            self.edition = edition
            self.coupons = coupons
            self.exposure = exposure
            self.returned = returned
        }

        /// How many have taken part: whoever did stays counted. What tills are lent is nobody's.
        public var participants: Int64 { coupons + returned }

        /// Whether it was read with the very terms and stock that `campaign` has in memory.
        public func matches(_ campaign: Campaign?) -> Bool {
            revision == campaign?.revision && edition == campaign?.stock.edition
        }
    }

    public private(set) var used: [CounterKey: Int]
    public private(set) var totals: [ID<Campaign>: Total]
    /// What unlocks remember, for the campaigns that need it.
    public var unlocks = UnlockBook()

    /// What shoppers have to spend, of those who may want to.
    public var points: [ID<Shopper>: Int64] = [:]

    public init(used: [CounterKey: Int], totals: [ID<Campaign>: Total]) {
        self.used = used
        self.totals = totals
    }

    /// The counters that one coupon of these terms moves, the campaign's total excepted.
    public static func keys(
        _ campaign: Campaign, shopper: ID<Shopper>?, store: ID<Store>?, channel: String? = nil, on date: LocalDate
    ) -> [(key: CounterKey, max: Int)] {
        let keys: [(key: CounterKey, max: Int)] = campaign.terms.limits.compactMap { limit in
            if limit.isCampaignTotal { return nil }
            let subject: Int64? =
                switch limit.per {
                case .shopper: shopper?.rawValue
                case .store: store?.rawValue
                case .campaign: campaign.id.rawValue
                case .channel: limit.number(of: channel)
                }
            return subject.map {
                (
                    CounterKey(
                        scope: limit.per, campaign: campaign.id, subject: $0, period: limit.period,
                        start: limit.period.start(of: date)),
                    limit.max
                )
            }
        }
        guard let store, let allotments = campaign.stock.allotments(of: store) else { return keys }
        return allotted(keys, allotments, of: campaign.id, to: store, on: date)
    }

    /// Which limit forbids one more coupon, if any.
    public func obstacle(
        _ campaign: Campaign, shopper: ID<Shopper>?, store: ID<Store>?, channel: String? = nil, on date: LocalDate
    ) -> CheckInReason? {
        guard let total = totals[campaign.id], total.state == .enabled, total.matches(campaign) else {
            // Another process paused it a moment ago: it may come back.
            return totals[campaign.id]?.state == .paused ? .noOfferHere : .ended
        }
        // The narrowest limit is named, whatever the order in which they were written.
        let exhausted = Self.keys(campaign, shopper: shopper, store: store, channel: channel, on: date)
            .filter { used[$0.key, default: 0] >= $0.max }.map(\.key.scope)
        switch exhausted.min(by: { $0.number < $1.number }) {
        case .shopper: return .limitShopper
        case .store: return .limitStore
        case .campaign: return .limitCampaign
        case .channel, nil: break
        }
        guard total.coupons < campaign.terms.couponsMax else { return .limitCampaign }
        guard total.exposure <= campaign.terms.exposureMax - campaign.terms.exposurePerCoupon else {
            return .budgetSpent
        }
        return exhausted.contains(.channel) ? .limitChannel : nil
    }

    /// Counts one more coupon, or says which limit forbids it and counts nothing.
    public mutating func take(
        _ campaign: Campaign, shopper: ID<Shopper>?, store: ID<Store>?, channel: String? = nil, on date: LocalDate
    ) -> CheckInReason? {
        if let obstacle = obstacle(
            campaign, shopper: shopper, store: store, channel: channel, on: date)
        {
            return obstacle
        }
        totals[campaign.id]?.coupons += 1
        totals[campaign.id]?.exposure += campaign.terms.exposurePerCoupon
        for (key, _) in Self.keys(campaign, shopper: shopper, store: store, channel: channel, on: date) {
            used[key, default: 0] += 1
        }
        return nil
    }
}
