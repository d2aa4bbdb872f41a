/// What somebody sees who watches a campaign run.
public struct LiveView: Hashable, Sendable {
    public let state: Campaign.State
    public let total: LiveTally
    /// How many were issued, those that expired since counted too.
    public let issued: Int64
    /// What counts against the limits, and what may; nil bounds are none.
    public struct Counted: Hashable, Sendable {
        public let coupons: Int64
        public let couponsMax: Int64?
        public let exposure: Int64
        public let exposureMax: Int64?
    }

    /// Nil for who sees some stores: all of them share it.
    public let counted: Counted?
    /// Nil where nothing in the campaign names one.
    public let currency: Currency?
    public let forecast: SellOutForecast
    /// Every store where it runs, by how it stands.
    public let stores: [StoreStanding: Int]
    /// Stores with something in the last minute, and those that stand otherwise than most; by id.
    public let places: [Place]
    public let openAppeals: Int64

    public struct Place: Hashable, Sendable {
        public let store: ID<Store>
        public let standing: StoreStanding
        public let minute: LiveMinute
    }

    /// - Parameter counted: what the campaign's counter says; nil where `total` is about some stores.
    public init(
        _ campaign: Campaign, total: LiveTally, counted: Tally.Total?, forecast: SellOutForecast,
        standings: [ID<Store>: StoreStanding], minute: [ID<Store>: LiveMinute], openAppeals: Int64
    ) {
        state = campaign.state
        self.total = total
        issued = counted?.participants ?? total.given
        self.counted = counted.map {
            Counted(
                coupons: $0.coupons,
                couponsMax: campaign.terms.couponsMax == .max ? nil : campaign.terms.couponsMax,
                exposure: $0.exposure, exposureMax: campaign.terms.budget == nil ? nil : campaign.terms.exposureMax)
        }
        currency = campaign.terms.budget?.money.currency ?? campaign.terms.reward.currency
        self.forecast = forecast
        let stores = standings.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let usual = Self.usual(stores)
        self.stores = stores
        places = standings.filter { $0.value != usual || minute[$0.key] != nil }
            .map { Place(store: $0.key, standing: $0.value, minute: minute[$0.key] ?? LiveMinute()) }
            .sorted { $0.store < $1.store }
        self.openAppeals = openAppeals
    }

    /// How most stores stand: said once, not for each of them.
    public var usual: StoreStanding { Self.usual(stores) }

    private static func usual(_ stores: [StoreStanding: Int]) -> StoreStanding {
        StoreStanding.allCases.max { stores[$0, default: 0] < stores[$1, default: 0] } ?? .running
    }
}

/// Counts that only grow by adding, so that what is old is counted once.
public struct LiveTally: Hashable, Sendable {
    /// Visits that were believed, in a store where the campaign is asked for.
    public var checkIns: Int64 = 0
    /// Attempts that were no visit.
    public var refused: Int64 = 0
    public var redeemed: Int64 = 0
    /// What was given, whatever became of it. Counted only where some stores are looked at.
    public var given: Int64 = 0
    /// Minor units taken off at tills.
    public var discount: Int64 = 0
    /// Why visits earned nothing, and why attempts were none.
    public var refusals: [CheckInReason: Int64] = [:]

    public init() {}

    public mutating func add(_ count: Int64, _ verdict: Verdict, _ reason: CheckInReason?) {
        if verdict == .refused { refused += count } else { checkIns += count }
        if let reason { refusals[reason, default: 0] += count }
    }

    public static func + (left: LiveTally, right: LiveTally) -> LiveTally {
        var sum = left
        sum.checkIns += right.checkIns
        sum.refused += right.refused
        sum.redeemed += right.redeemed
        sum.given += right.given
        sum.discount += right.discount
        sum.refusals.merge(right.refusals, uniquingKeysWith: +)
        return sum
    }
}

/// What happened in one store in the last minute.
public struct LiveMinute: Hashable, Sendable {
    public var checkIns: Int64 = 0
    public var coupons: Int64 = 0

    public init() {}
}
