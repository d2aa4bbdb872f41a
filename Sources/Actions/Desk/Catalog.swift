import Geofence
public import Promotions
import Synchronization

/// One retailer's part of what changes rarely, as of one version.
public struct RetailerBook: Sendable {
    public internal(set) var retailer: Retailer
    public internal(set) var version: Int64
    /// Archived ones too: old coupons still name them.
    public internal(set) var stores = StoreTable()
    public internal(set) var campaigns: [ID<Campaign>: Campaign] = [:]
    public internal(set) var tills: [ID<Till>: Till] = [:]
    /// Shoppers who work there: they earn nothing, and no position of theirs is kept.
    public internal(set) var staff: Set<ID<Shopper>> = []
    public internal(set) var apiKeys: [ID<APIKey>: APIKey] = [:]
    /// What stores say of themselves; each campaign has its part of it.
    var stock = StockBook()
    /// What a check-in looks at, store by store; made anew whenever campaigns or stores change.
    var offers = StoreOffers(enabled: [])
    /// Enabled campaigns whose coupons a service issues, by id.
    var givenLater: [Campaign] = []
    /// Codes that are being made or withdrawn.
    var openCodes: [CodeBatch] = []
    /// Whether some coupons have codes that the retailer brought.
    var hasBroughtCodes = false
    /// Enabled campaigns whose coupons are bought with points, by id.
    var priced: [Campaign] = []
    /// Crowds whose campaign is over: whoever still waits is told.
    var endedCrowds: [Campaign] = []

    init(_ retailer: Retailer) {
        self.retailer = retailer
        version = -1
    }

    public func store(_ id: ID<Store>) -> Store? {
        stores[id].flatMap { $0.archivedAt == nil ? $0 : nil }
    }

    /// The enabled campaigns of a store that are earned by being there, by id.
    func campaigns(at store: Store) -> [Campaign] {
        offers.at(store).campaigns
    }

    func policy(at store: Store) -> StorePolicy {
        offers.at(store).policy
    }

    func isRunning(at store: Store, now: Instant) -> Bool {
        campaigns(at: store).contains { $0.terms.schedule.isOpen(at: now, zone: store.zone) }
    }
}

/// Which enabled campaigns each store has, found when it is first asked: a crowd asks for the same few stores again and again.
final class StoreOffers: Sendable {
    struct Offers: Sendable {
        /// Earned by being there, by id.
        let campaigns: [Campaign]
        let policy: StorePolicy
    }

    private let enabled: [Campaign]
    private let recent: Recent<Store, Offers>

    /// - Parameters:
    ///   - enabled: every one that can be earned by being somewhere, by id.
    ///   - storeCount: of how many stores.
    init(enabled: [Campaign], storeCount: Int = 0) {
        self.enabled = enabled
        recent = Recent(of: storeCount)
    }

    func at(_ store: Store) -> Offers {
        if let offers = recent.value(store.id) { return offers }
        let campaigns = enabled.filter { $0.includes(store) }
        let offers = Offers(campaigns: campaigns, policy: StorePolicy(campaigns.map(\.terms.presence)))
        recent.keep(offers, as: store.id)
        return offers
    }
}

/// What a process holds in memory of all retailers: an immutable value that readers take and a reload replaces.
public struct Catalog: Sendable {
    public internal(set) var books: [ID<Retailer>: RetailerBook] = [:]
    var index = FenceIndex([])
    var owners = StoreOwners()

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

    /// Stores whose fences are within `meters`, nearest first.
    func near(_ position: Position, withinMeters meters: Double, atMost count: Int) -> [Ref<Store>] {
        refs(index.nearest(count, to: position, withinMeters: meters).map(\.key))
    }

    /// Stores of which the books know more than the index.
    struct Unindexed: Sendable {
        let retailer: ID<Retailer>
        let stores: [ID<Store>]
    }

    private static let changesMin = 1_000
    private static let changesShare = 8

    /// Brings the index up to what the books say of these stores. Takes long if they are many, and then returns true, because
    /// much memory was in use meanwhile.
    mutating func index(_ unindexed: [Unindexed]) -> Bool {
        let count = unindexed.reduce(0) { $0 + $1.stores.count }
        if count > max(Self.changesMin, index.count / Self.changesShare) {
            indexAll()
            return true
        }
        var fences: [(key: Int64, fence: Fence)] = []
        var gone: [Int64] = []
        for part in unindexed {
            for id in part.stores {
                if let store = book(part.retailer)?.store(id) {
                    fences.append((id.rawValue, store.fence))
                } else {
                    gone.append(id.rawValue)
                }
            }
            owners.add(part.stores.map { ($0.rawValue, part.retailer) })
        }
        index = index.changing(fences, removing: gone)
        return false
    }

    private mutating func indexAll() {
        let count = books.values.reduce(0) { $0 + $1.stores.count }
        var fences: [(key: Int64, fence: Fence)] = []
        var owned: [(id: Int64, owner: ID<Retailer>)] = []
        fences.reserveCapacity(count)
        owned.reserveCapacity(count)
        for (retailer, book) in books {
            book.stores.forEachFence { id, fence in
                owned.append((id, retailer))
                if let fence { fences.append((id, fence)) }
            }
        }
        owners.add(owned)
        owned = []
        index = FenceIndex(fences)
    }
}
