/// What one till did between two moments, so that a cashier can hand over the drawer.
public struct ShiftReport: Sendable {
    /// Of one cashier, or of nobody named, in one currency, or in none where the till said no amount.
    public struct Taken: Hashable, Sendable {
        public let cashier: String?
        public let currency: Currency?
        public let count: Int64
        public let discount: Int64
        public let basket: Int64

        public init(cashier: String?, currency: Currency?, count: Int64, discount: Int64, basket: Int64) {
            self.cashier = cashier
            self.currency = currency
            self.count = count
            self.discount = discount
            self.basket = basket
        }
    }

    /// Voids or returns in one currency.
    public struct Undone: Hashable, Sendable {
        public let currency: Currency?
        public let count: Int64
        /// Of the discounts, what was taken back.
        public let discount: Int64
        /// What customers got back with returns.
        public let refund: Int64

        public init(currency: Currency?, count: Int64, discount: Int64, refund: Int64) {
            self.currency = currency
            self.count = count
            self.discount = discount
            self.refund = refund
        }
    }

    /// Coupons taken, also those that were taken back since.
    public let taken: [Taken]
    public let voided: [Undone]
    public let returned: [Undone]
    public let failedScans: [TillRefusal: Int64]

    public init(taken: [Taken], voided: [Undone], returned: [Undone], failedScans: [TillRefusal: Int64]) {
        self.taken = taken
        self.voided = voided
        self.returned = returned
        self.failedScans = failedScans
    }
}
