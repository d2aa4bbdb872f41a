/// A device bound to one store, on which a cashier takes coupons.
public struct Till: Identified, Hashable, Sendable {
    public static let idPrefix = "til"

    public let id: ID<Till>
    public let store: ID<Store>
    public let name: String
    /// What the retailer's own middleware calls it; nil for a device that enrolled.
    public let register: String?
    public let createdAt: Instant
    public let enrolledAt: Instant?
    public let revokedAt: Instant?

    public init(
        id: ID<Till>, store: ID<Store>, name: String, register: String? = nil, createdAt: Instant, enrolledAt: Instant?,
        revokedAt: Instant?
    ) {
        self.id = id
        self.store = store
        self.name = name
        self.register = register
        self.createdAt = createdAt
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
    }
}
