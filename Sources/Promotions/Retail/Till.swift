/// A device bound to one store, on which a cashier takes coupons.
public struct Till: Identified, Hashable, Sendable {
    public static let idPrefix = "til"

    public let id: ID<Till>
    public let store: ID<Store>
    public let name: String
    public let createdAt: Instant
    public let enrolledAt: Instant?
    public let revokedAt: Instant?

    public init(
        id: ID<Till>, store: ID<Store>, name: String, createdAt: Instant, enrolledAt: Instant?, revokedAt: Instant?
    ) {
        self.id = id
        self.store = store
        self.name = name
        self.createdAt = createdAt
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
    }
}
