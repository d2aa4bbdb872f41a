public import Promotions
import Records

extension Desk {
    /// The stores that somebody with this scope looks after, archived ones too; nil where that is all of them.
    public func stores(in scope: StoreScope, of retailer: ID<Retailer>) -> Set<ID<Store>>? {
        if scope.isEverything { return nil }
        let stores = shelf.current.book(retailer)?.stores.values.lazy.filter { scope.includes($0) }.map(\.id)
        return stores.map { Set($0) } ?? []
    }

    /// How much each of these campaigns gave in the stores of a scope.
    public func given(
        by campaigns: [ID<Campaign>], of retailer: ID<Retailer>, in scope: StoreScope
    ) async throws -> [ID<Campaign>: Int64] {
        guard let stores = stores(in: scope, of: retailer), !campaigns.isEmpty else { return [:] }
        return try await database.given(by: campaigns, of: retailer, in: stores)
    }
}
