/// A campaign counted from its rows, not from its counters.
public struct CampaignResults: Sendable {
    public struct StoreDay: Sendable {
        public let store: ID<Store>
        /// The store's local date of issue.
        public let date: LocalDate
        public let issued: Int64
        public let redeemed: Int64

        public init(store: ID<Store>, date: LocalDate, issued: Int64, redeemed: Int64) {
            self.store = store
            self.date = date
            self.issued = issued
            self.redeemed = redeemed
        }
    }

    public let issued: Int64
    public let redeemed: Int64
    public let expired: Int64
    /// Redemptions that were taken back.
    public let voided: Int64
    /// Good right now, also those that a till holds.
    public let outstanding: Int64
    /// Minor units that coupons not yet used still reserve.
    public let openExposure: Int64
    /// Minor units reserved for all coupons that have not given theirs back: what the budget is held to.
    public let exposure: Int64
    /// Minor units given at tills.
    public let discount: Int64
    /// Of all sales, where they agree.
    public let currency: Currency?
    /// At most 10,000 rows: the newest days first, and each day by store.
    public let days: [StoreDay]

    public init(
        issued: Int64, redeemed: Int64, expired: Int64, voided: Int64, outstanding: Int64, openExposure: Int64,
        exposure: Int64, discount: Int64, currency: Currency?, days: [StoreDay]
    ) {
        self.issued = issued
        self.redeemed = redeemed
        self.expired = expired
        self.voided = voided
        self.outstanding = outstanding
        self.openExposure = openExposure
        self.exposure = exposure
        self.discount = discount
        self.currency = currency
        self.days = days
    }
}
