/// A shopper who works for the retailer: may check in like anybody, and earns nothing there.
public struct StaffMember: Hashable, Sendable {
    /// How the retailer's staff became known. The first way stays until the person is removed.
    public enum Source: String, CaseIterable, Sendable {
        /// Scanned the staff code on a till.
        case till
        /// Stands on the list of hashed identities that the retailer sent.
        case identity
    }

    public let shopper: ID<Shopper>
    public let source: Source
    /// On whose till the code was; nil for an identity.
    public let store: ID<Store>?
    public let since: Instant

    public init(shopper: ID<Shopper>, source: Source, store: ID<Store>?, since: Instant) {
        self.shopper = shopper
        self.source = source
        self.store = store
        self.since = since
    }
}
