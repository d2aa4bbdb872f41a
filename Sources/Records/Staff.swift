import Postgres
public import Promotions

/// Every change comes after `raiseVersion`, with the version that it gave.
extension Database {
    /// Whoever was staff before is left alone, and whoever was removed comes back.
    /// - Parameter store: on whose till the code was; nil for listed identities.
    /// - Returns: those who are staff from now on.
    public func addStaff(
        _ shoppers: Set<ID<Shopper>>, of retailer: ID<Retailer>, at store: ID<Store>?, since now: Instant,
        version: Int64
    ) async throws -> Set<ID<Shopper>> {
        let source: StaffMember.Source = store == nil ? .identity : .till
        let rows = try await run(
            StaffStatements.add(
                retailer.rawValue, shoppers.map(\.rawValue).sorted(), source.rawValue, store?.rawValue, now.timestamp,
                version))
        return Set(try rows.map(Self.shopperID))
    }

    /// - Returns: false for somebody who never was staff.
    public func removeStaff(
        _ shopper: ID<Shopper>, of retailer: ID<Retailer>, at now: Instant, version: Int64
    ) async throws -> Bool {
        try await !run(StaffStatements.remove(retailer.rawValue, shopper.rawValue, now.timestamp, version)).isEmpty
    }

    public func staffMember(_ shopper: ID<Shopper>, of retailer: ID<Retailer>) async throws -> StaffMember? {
        try await run(StaffStatements.read(retailer.rawValue, shopper.rawValue)).first.map(Self.member)
    }

    /// One page, in order of the shoppers' ids: as they joined.
    public func staff(of retailer: ID<Retailer>, after: ID<Shopper>?, limit: Int) async throws -> [StaffMember] {
        try await run(StaffStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit))).map(Self.member)
    }

    /// Who has become staff since, and who has not been since: true and false.
    public func staff(of retailer: ID<Retailer>, changedSince version: Int64) async throws -> [ID<Shopper>: Bool] {
        var changes: [ID<Shopper>: Bool] = [:]
        for var row in try await run(StaffStatements.changedSince(retailer.rawValue, version)) {
            changes[try row.id()] = try row.read(Bool.self)
        }
        return changes
    }

    private static func member(_ row: Row) throws -> StaffMember {
        var row = row
        return StaffMember(
            shopper: try row.id(), source: try row.choice(), store: try row.optionalID(), since: try row.instant())
    }

    private static func shopperID(_ row: Row) throws -> ID<Shopper> {
        var row = row
        return try row.id()
    }
}

/// The list of hashed identities. A hash there is the one that `identity_digests` has.
extension Database {
    /// - Returns: how many were not on the list before.
    public func listStaffIdentities(
        _ hashes: Set<[UInt8]>, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> Int {
        try await run(StaffIdentityStatements.add(retailer.rawValue, hashes.map { Bytea($0) }, now.timestamp)).count
    }

    /// - Returns: which of them are listed and were nobody's yet.
    public func openStaffIdentities(
        _ hashes: some Collection<[UInt8]>, of retailer: ID<Retailer>
    ) async throws -> Set<[UInt8]> {
        guard !hashes.isEmpty else { return [] }
        let rows = try await run(StaffIdentityStatements.open(retailer.rawValue, hashes.map { Bytea($0) }))
        return Set(
            try rows.map { row in
                var row = row
                return try row.bytes()
            })
    }

    /// Says whose they are. What is not on the list, or has its shopper already, is left alone, so that somebody who
    /// was removed does not come back with the next sign-in.
    /// - Returns: the shoppers of those that had none.
    public func linkStaffIdentities(
        _ shoppers: [[UInt8]: ID<Shopper>], of retailer: ID<Retailer>
    ) async throws -> Set<ID<Shopper>> {
        guard !shoppers.isEmpty else { return [] }
        let pairs = Array(shoppers)
        let rows = try await run(
            StaffIdentityStatements.link(
                retailer.rawValue, pairs.map { Bytea($0.key) }, pairs.map(\.value.rawValue)))
        return Set(try rows.map(Self.shopperID))
    }

    /// Takes them off the list, and whoever was staff only through them.
    public func unlistStaffIdentities(
        _ hashes: Set<[UInt8]>, of retailer: ID<Retailer>, at now: Instant, version: Int64
    ) async throws -> (removed: Int, staff: Set<ID<Shopper>>) {
        let rows = try await run(StaffIdentityStatements.remove(retailer.rawValue, hashes.map { Bytea($0) }))
        let shoppers = try rows.compactMap { row in
            var row = row
            return try row.optionalID(Shopper.self)
        }
        let staff = try await run(
            StaffStatements.removeUnlisted(retailer.rawValue, shoppers.map(\.rawValue), now.timestamp, version))
        return (rows.count, Set(try staff.map(Self.shopperID)))
    }
}
