import Geofence
public import Promotions

/// One retailer's part of what changes rarely, as of one version.
public struct RetailerBook: Sendable {
    public internal(set) var retailer: Retailer
    public internal(set) var version: Int64
    /// Archived ones too: old coupons still name them.
    public internal(set) var stores: [ID<Store>: Store] = [:]
    public internal(set) var campaigns: [ID<Campaign>: Campaign] = [:]
    public internal(set) var tills: [ID<Till>: Till] = [:]
    public internal(set) var apiKeys: [ID<APIKey>: APIKey] = [:]
    /// Enabled ones by id: what a check-in looks at.
    var enabled: [Campaign] = []

    init(_ retailer: Retailer) {
        self.retailer = retailer
        version = -1
    }

    public func store(_ id: ID<Store>) -> Store? {
        stores[id].flatMap { $0.archivedAt == nil ? $0 : nil }
    }

    /// The enabled campaigns of a store, by id.
    func campaigns(at store: Store) -> [Campaign] {
        enabled.filter { $0.terms.stores.includes(store) }
    }

    /// Those among them that can be earned by being there.
    func policy(at store: Store) -> StorePolicy {
        StorePolicy(
            campaigns(at: store).lazy.map(\.terms.presence).filter { presence in presence.when == .toEarn })
    }

    func isRunning(at store: Store, now: Instant) -> Bool {
        campaigns(at: store).contains { $0.terms.schedule.isOpen(at: now, zone: store.zone) }
    }
}

/// What a process holds in memory of all retailers: an immutable value that readers take and a reload replaces.
public struct Catalog: Sendable {
    public internal(set) var books: [ID<Retailer>: RetailerBook] = [:]
    var index = FenceIndex([])
    var owners: [Int64: ID<Retailer>] = [:]
    /// Some book has stores that the index has not seen.
    var isIndexOutdated = false

    public func book(_ retailer: ID<Retailer>) -> RetailerBook? {
        books[retailer]
    }

    /// Nil for an unknown, foreign or archived store.
    public func store(_ ref: Ref<Store>) -> Store? {
        books[ref.retailer]?.store(ref.id)
    }

    func refs(_ keys: some Sequence<Int64>) -> [Ref<Store>] {
        keys.compactMap { key in owners[key].map { Ref($0, ID(key)) } }
    }

    /// The store whose fence is nearest, within `meters`.
    func nearest(to position: Position, withinMeters meters: Double) -> Ref<Store>? {
        refs(index.nearest(1, to: position, withinMeters: meters).map(\.key)).first
    }

    mutating func rebuildIndex() {
        var fences: [(key: Int64, fence: Fence)] = []
        owners.removeAll(keepingCapacity: true)
        for (retailer, book) in books {
            for store in book.stores.values where store.archivedAt == nil {
                fences.append((store.id.rawValue, store.fence))
                owners[store.id.rawValue] = retailer
            }
        }
        index = FenceIndex(fences)
        isIndexOutdated = false
    }
}
