import Geofence
import Postgres
public import Promotions

extension Database {
    /// Writes whole stores, new or known, in one statement.
    /// - Throws: `PostgresError` 23505 if another store has one of the external ids.
    public func save(_ stores: [Store], of retailer: ID<Retailer>, version: Int64, at now: Instant) async throws {
        guard !stores.isEmpty else { return }
        _ = try await run(
            StoreStatements.save(
                retailer.rawValue, stores.map(\.id.rawValue), stores.map(\.externalID), stores.map(\.name),
                stores.map(\.brand), stores.map(\.owner.rawValue), stores.map(\.region), stores.map(\.address),
                stores.map(\.zone.identifier), stores.map(\.location.latitude), stores.map(\.location.longitude),
                stores.map { $0.fence.json.text() }, stores.map { $0.hours?.json.text() },
                stores.map { $0.tags.joined(separator: "\u{1F}") }, stores.map { $0.archivedAt?.timestamp }, version,
                now.timestamp))
    }

    /// Archived ones too.
    public func store(_ id: ID<Store>, of retailer: ID<Retailer>) async throws -> Store? {
        try await run(StoreStatements.read(retailer.rawValue, id.rawValue)).first.map(Self.store)
    }

    /// One page in order of creation, archived ones left out.
    public func stores(of retailer: ID<Retailer>, after: ID<Store>?, limit: Int) async throws -> [Store] {
        try await run(StoreStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit))).map(Self.store)
    }

    /// Archived ones too: an import brings them back.
    public func stores(of retailer: ID<Retailer>, externalIDs: [String]) async throws -> [Store] {
        try await run(StoreStatements.byExternalIDs(retailer.rawValue, externalIDs)).map(Self.store)
    }

    /// Archived ones too. Version -1 reads all.
    public func stores(of retailer: ID<Retailer>, changedSince version: Int64) async throws -> [Store] {
        try await run(StoreStatements.changedSince(retailer.rawValue, version)).map(Self.store)
    }

    private static func store(_ row: Row) throws -> Store {
        var row = row
        let id: ID<Store> = try row.id()
        let externalID: String? = try row.read()
        let name: String = try row.read()
        let brand: String? = try row.read()
        let owner: Store.Owner = try row.choice()
        let region: String? = try row.read()
        let address: String? = try row.read()
        let identifier: String = try row.read()
        let latitude: Double = try row.read()
        let longitude: Double = try row.read()
        let fence: String = try row.read()
        let hours: String? = try row.read()
        let tags: [String] = try row.read()
        guard let zone = Zone(identifier: identifier) else { throw Damage("unknown time zone \(identifier)") }
        guard let location = Position(latitude: latitude, longitude: longitude) else {
            throw Damage("store \(id.rawValue) is not on Earth")
        }
        return Store(
            id: id, externalID: externalID, name: name, brand: brand, owner: owner, region: region, address: address,
            zone: zone, location: location,
            fence: try Fence(reading: Fields(JSON(parsing: fence)), around: location),
            hours: try hours.map { try OpeningHours(reading: Fields(JSON(parsing: $0))) }, tags: tags,
            archivedAt: try row.optionalInstant())
    }
}
