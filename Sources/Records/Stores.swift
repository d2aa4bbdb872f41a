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
        try await run(StoreStatements.read(retailer.rawValue, id.rawValue)).first.map { row in
            var reader = StoreReader()
            return try reader.store(row)
        }
    }

    /// One page in order of creation, archived ones left out.
    public func stores(of retailer: ID<Retailer>, after: ID<Store>?, limit: Int) async throws -> [Store] {
        try Self.stores(try await run(StoreStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit))))
    }

    /// One page by id, archived ones too.
    public func stores(
        of retailer: ID<Retailer>, withArchivedAfter after: ID<Store>?, limit: Int
    ) async throws -> [Store] {
        try Self.stores(try await run(StoreStatements.listAll(retailer.rawValue, after?.rawValue ?? 0, Int64(limit))))
    }

    /// Archived ones too: an import brings them back.
    public func stores(of retailer: ID<Retailer>, externalIDs: [String]) async throws -> [Store] {
        try Self.stores(try await run(StoreStatements.byExternalIDs(retailer.rawValue, externalIDs)))
    }

    /// Archived ones too, in no order, and at most `limit`.
    public func stores(
        of retailer: ID<Retailer>, changedSince version: Int64, limit: Int
    ) async throws -> [Store] {
        try Self.stores(try await run(StoreStatements.changedSince(retailer.rawValue, version, Int64(limit))))
    }

    /// Archived ones too, by id, a page at a time: to read a million in one statement takes longer than one may.
    public func allStores(of retailer: ID<Retailer>) async throws -> [Store] {
        let limit = 5_000
        var stores: [Store] = []
        while true {
            let page = try await self.stores(of: retailer, withArchivedAfter: stores.last?.id, limit: limit)
            stores += page
            if page.count < limit { return stores }
        }
    }

    private static func stores(_ rows: [Row]) throws -> [Store] {
        var reader = StoreReader()
        return try rows.map { try reader.store($0) }
    }
}

/// Reads rows of stores. Thousands have the same hours and the same radius, and to read a week takes longer than all else
/// together: what was read is remembered by its text.
private struct StoreReader {
    private static let rememberedMax = 1_000
    private var hours: [String: OpeningHours] = [:]
    private var radii: [String: Double] = [:]

    mutating func store(_ row: Row) throws -> Store {
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
            zone: zone, location: location, fence: try self.fence(fence, around: location),
            hours: try hours.map { try self.hours($0) }, tags: tags, archivedAt: try row.optionalInstant())
    }

    private mutating func fence(_ text: String, around location: Position) throws -> Fence {
        if let radius = radii[text] { return .circle(center: location, radiusMeters: radius) }
        let fence = try Fence(reading: Fields(JSON(parsing: text)), around: location)
        if case .circle(_, let radius) = fence, radii.count < Self.rememberedMax { radii[text] = radius }
        return fence
    }

    private mutating func hours(_ text: String) throws -> OpeningHours {
        if let known = hours[text] { return known }
        let read = try OpeningHours(reading: Fields(JSON(parsing: text)))
        if hours.count < Self.rememberedMax { hours[text] = read }
        return read
    }
}
