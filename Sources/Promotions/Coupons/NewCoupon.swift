/// A coupon about to be written. Its code is already hashed for the till and sealed for reprints.
public struct NewCoupon: Sendable {
    public let id: ID<Coupon>
    public let grant: Grant
    /// Nil for a code that is made for nobody yet.
    public let shopper: ID<Shopper>?
    public let session: ID<Session>?
    public let store: ID<Store>?
    public let alsoValidAt: [ID<Store>]
    public let checkIn: ID<CheckIn>?
    public let codeHash: [UInt8]
    public let codeSealed: [UInt8]
    public let issuedAt: Instant

    public init(
        grant: Grant, shopper: ID<Shopper>?, session: ID<Session>?, store: ID<Store>?, alsoValidAt: [ID<Store>],
        checkIn: ID<CheckIn>?, codeHash: [UInt8], codeSealed: [UInt8], issuedAt: Instant
    ) {
        id = grant.coupon
        self.grant = grant
        self.shopper = shopper
        self.session = session
        self.store = store
        self.alsoValidAt = alsoValidAt
        self.checkIn = checkIn
        self.codeHash = codeHash
        self.codeSealed = codeSealed
        self.issuedAt = issuedAt
    }
}
