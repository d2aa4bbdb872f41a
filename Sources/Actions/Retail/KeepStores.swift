import Postgres
public import Promotions
import Records

/// Creating, changing and archiving stores. Called inside `once`, whose transaction they join.
extension Desk {
    public func createStore(_ json: JSON, of retailer: ID<Retailer>) async throws -> Answer<Store> {
        let store = try Store(reading: Fields(json), id: ids.next())
        return try await save(store, of: retailer)
    }

    /// - Parameter expected: the ETag the caller saw; nil changes whatever is there.
    /// - Parameter scope: whoever looks after some stores says neither which ones nor what follows from whose they are.
    public func patchStore(
        _ ref: Ref<Store>, with json: JSON, expecting expected: String?, by scope: StoreScope
    ) async throws -> Answer<Store> {
        // The version's row lock first: then nobody changes the store between reading and writing.
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let old = try await database.store(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        if let expected, expected != old.tag { return .refused(.preconditionFailed) }
        guard old.archivedAt == nil else { return .refused(.storeArchived) }
        let store = try Store(reading: Fields(json), id: ref.id, patching: old)
        guard scope.isEverything || store.belongs(like: old) else {
            return .refused(
                .forbidden,
                "Owner, brand, region and tags decide who looks after a store and which offers it gets. Ask somebody who works for all stores."
            )
        }
        return try await write(store, of: ref.retailer, version: version)
    }

    /// An archived store takes no more check-ins or coupons; what refers to it stays readable.
    public func archiveStore(_ ref: Ref<Store>) async throws -> Answer<Store> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            var store = try await database.store(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        store.archivedAt = store.archivedAt ?? now
        return try await write(store, of: ref.retailer, version: version)
    }

    public func store(_ ref: Ref<Store>) async throws -> Answer<Store> {
        try await database.store(ref.id, of: ref.retailer).map { .done($0) } ?? .refused(.notFound)
    }

    public func stores(of retailer: ID<Retailer>, after: ID<Store>?, limit: Int) async throws -> [Store] {
        try await database.stores(of: retailer, after: after, limit: limit)
    }

    private func save(_ store: Store, of retailer: ID<Retailer>) async throws -> Answer<Store> {
        guard let version = try await database.raiseVersion(of: retailer) else { return .refused(.notFound) }
        return try await write(store, of: retailer, version: version)
    }

    private func write(_ store: Store, of retailer: ID<Retailer>, version: Int64) async throws -> Answer<Store> {
        if let externalID = store.externalID {
            // The row lock on the retailer makes this look reliable; the unique key has the last word.
            let others = try await database.stores(of: retailer, externalIDs: [externalID])
            if others.contains(where: { $0.id != store.id }) { return .refused(.externalIDTaken) }
        }
        try await database.save([store], of: retailer, version: version, at: now)
        return .done(store)
    }
}

extension Store {
    /// Changes whenever anything of the store does: the ETag without its quotes.
    public var tag: String {
        contentTag(JSON.object(JSONObject(members)))
    }
}
