/// A lease as the server keeps it.
public struct StoredLease: Sendable {
    public let id: ID<OfflineLease>
    public let till: ID<Till>
    public let store: ID<Store>
    public let campaign: ID<Campaign>
    public let coupons: Int
    /// Charged to it: coupons that were accepted under it and were not there any more.
    public var used: Int
    /// Minor units that it holds of the budget, and those that were charged.
    public let exposure: Int64
    public var exposureUsed: Int64
    /// The store's date when it was opened: the counters of that day hold it.
    public let countedOn: LocalDate
    public let openedAt: Instant
    /// Exclusive.
    public let endsAt: Instant
    public let closedAt: Instant?

    public init(
        id: ID<OfflineLease>, till: ID<Till>, store: ID<Store>, campaign: ID<Campaign>, coupons: Int, used: Int = 0,
        exposure: Int64, exposureUsed: Int64 = 0, countedOn: LocalDate, openedAt: Instant, endsAt: Instant,
        closedAt: Instant? = nil
    ) {
        self.id = id
        self.till = till
        self.store = store
        self.campaign = campaign
        self.coupons = coupons
        self.used = used
        self.exposure = exposure
        self.exposureUsed = exposureUsed
        self.countedOn = countedOn
        self.openedAt = openedAt
        self.endsAt = endsAt
        self.closedAt = closedAt
    }

    /// For the till.
    public var lease: OfflineLease {
        OfflineLease(id: id, campaign: campaign, coupons: coupons - used, endsAt: endsAt)
    }
}
