public import Promotions
import Records

/// A store's next windows, as intervals of real time.
public struct StoreWindows: Sendable {
    public let store: Store
    public let windows: [Interval]
}

extension Desk {
    /// The next windows of a campaign, store by store; one that is open comes first.
    /// - Parameter store: only that one; nil for a page of all that take part.
    public func windows(
        _ ref: Ref<Campaign>, at store: Ref<Store>?, count: Int, after: ID<Store>?, limit: Int
    ) async throws -> Answer<[StoreWindows]> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        var stores: [Store] = []
        if let store {
            guard store.retailer == ref.retailer, let one = try await database.store(store.id, of: store.retailer)
            else { return .refused(.notFound) }
            guard one.archivedAt == nil, campaign.includes(one) else {
                return .refused(.notFound, "This store takes no part in the campaign.")
            }
            stores = [one]
        } else {
            var last = after
            while stores.count < limit {
                let page = try await database.stores(of: ref.retailer, after: last, limit: 1_000)
                stores += page.filter(campaign.includes)
                last = page.last?.id
                if page.count < 1_000 { break }
            }
        }
        // Thousands of stores share a few zones.
        var known: [Zone: [Interval]] = [:]
        return .done(
            stores.prefix(limit).map { store in
                let windows =
                    known[store.zone] ?? campaign.terms.schedule.windowsToCome(count, at: now, zone: store.zone)
                known[store.zone] = windows
                return StoreWindows(store: store, windows: windows)
            })
    }
}
