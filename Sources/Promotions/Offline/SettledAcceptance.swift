/// An acceptance with what became of it, as it is written.
public struct SettledAcceptance: Sendable {
    public let id: Int64
    public let acceptance: OfflineAcceptance
    public let settlement: OfflineSettlement
    /// Nil where no coupon has the code.
    public let coupon: Coupon?
    public let lease: ID<OfflineLease>?
    public let redemption: ID<Redemption>?
    /// Minor units: the worst case of the coupon.
    public let exposure: Int64
    public let discount: Money?

    public init(
        id: Int64, acceptance: OfflineAcceptance, settlement: OfflineSettlement, coupon: Coupon?,
        lease: ID<OfflineLease>? = nil, redemption: ID<Redemption>? = nil, exposure: Int64 = 0, discount: Money? = nil
    ) {
        self.id = id
        self.acceptance = acceptance
        self.settlement = settlement
        self.coupon = coupon
        self.lease = lease
        self.redemption = redemption
        self.exposure = exposure
        self.discount = discount
    }
}

/// What a till is told of an acceptance, also when it uploads it again.
public struct KeptAcceptance: Hashable, Sendable {
    public let name: String
    public let settlement: OfflineSettlement
    public let coupon: ID<Coupon>?
    public let redemption: ID<Redemption>?
    public let discount: Money?

    public init(
        name: String, settlement: OfflineSettlement, coupon: ID<Coupon>?, redemption: ID<Redemption>?, discount: Money?
    ) {
        self.name = name
        self.settlement = settlement
        self.coupon = coupon
        self.redemption = redemption
        self.discount = discount
    }

    public init(_ settled: SettledAcceptance) {
        self.init(
            name: settled.acceptance.name, settlement: settled.settlement, coupon: settled.coupon?.id,
            redemption: settled.redemption, discount: settled.discount)
    }
}
