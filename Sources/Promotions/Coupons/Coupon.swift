/// What a shopper holds and a till takes, once.
public struct Coupon: Identified, Hashable, Sendable {
    public static let idPrefix = "cpn"

    public enum State: String, CaseIterable, Sendable {
        case issued, reserved, redeemed, expired, revoked
    }

    public let id: ID<Coupon>
    public let campaign: ID<Campaign>
    /// The revision whose terms this coupon keeps, whatever the campaign says later.
    public let revision: Int
    public let shopper: ID<Shopper>?
    public let session: ID<Session>?
    /// Where it was earned; counts there. Nil if it was issued without a store.
    public let store: ID<Store>?
    /// Stores whose fences overlapped where it was earned: good there too.
    public let alsoValidAt: [ID<Store>]
    /// As stored: a coupon whose time has passed still says `issued` here. Ask `state(at:)`.
    public internal(set) var storedState: State
    public let issuedAt: Instant
    /// Exclusive.
    public let expiresAt: Instant
    public internal(set) var redeemedAt: Instant?
    public internal(set) var redeemedStore: ID<Store>?
    /// As stored: it may have ended.
    public internal(set) var reservation: Reservation?

    public init(
        id: ID<Coupon>, campaign: ID<Campaign>, revision: Int, shopper: ID<Shopper>?, session: ID<Session>?,
        store: ID<Store>?, alsoValidAt: [ID<Store>], storedState: State, issuedAt: Instant, expiresAt: Instant,
        redeemedAt: Instant?, redeemedStore: ID<Store>?, reservation: Reservation? = nil
    ) {
        self.id = id
        self.campaign = campaign
        self.revision = revision
        self.shopper = shopper
        self.session = session
        self.store = store
        self.alsoValidAt = alsoValidAt
        self.storedState = storedState
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.redeemedAt = redeemedAt
        self.redeemedStore = redeemedStore
        self.reservation = reservation
    }

    public func state(at now: Instant) -> State {
        switch storedState {
        case .issued: now < expiresAt ? .issued : .expired
        case .reserved where hasLapsed(at: now): now < expiresAt ? .issued : .expired
        case .reserved, .redeemed, .expired, .revoked: storedState
        }
    }
}
