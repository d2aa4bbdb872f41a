/// What tills hold of a campaign while their lines are down.
public struct LeasedTotals: Hashable, Sendable {
    /// Coupons that open leases still cover.
    public let coupons: Int64
    /// Minor units that they reserve.
    public let exposure: Int64
    /// Minor units that all leases count: open ones whole, closed ones what was used.
    public let counted: Int64

    public init(coupons: Int64, exposure: Int64, counted: Int64) {
        self.coupons = coupons
        self.exposure = exposure
        self.counted = counted
    }
}

/// What came of a campaign at tills whose lines were down.
public struct OfflineResults: Sendable {
    public let leased: LeasedTotals
    public let booked: [OfflineBooked]

    public init(leased: LeasedTotals, booked: [OfflineBooked]) {
        self.leased = leased
        self.booked = booked
    }
}
