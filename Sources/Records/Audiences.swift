import Postgres
public import Promotions

extension Database {
    public func add(_ audience: Audience, of retailer: ID<Retailer>) async throws {
        _ = try await run(
            AudienceStatements.add(
                retailer.rawValue, audience.id.rawValue, audience.name, audience.joinsByCode,
                audience.createdAt.timestamp))
    }

    /// - Returns: false if it is gone.
    public func change(_ audience: Audience, of retailer: ID<Retailer>) async throws -> Bool {
        try await !run(
            AudienceStatements.change(
                retailer.rawValue, audience.id.rawValue, audience.name, audience.joinsByCode,
                Int32(audience.codeNumber))
        ).isEmpty
    }

    public func audience(_ id: ID<Audience>, of retailer: ID<Retailer>) async throws -> Audience? {
        try await run(AudienceStatements.read(retailer.rawValue, id.rawValue)).first.map(Self.audience)
    }

    public func audiences(of retailer: ID<Retailer>, after: ID<Audience>?, limit: Int) async throws -> [Audience] {
        try await run(AudienceStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit)))
            .map(Self.audience)
    }

    /// With everybody in it; called in a transaction. Campaigns that name it have nobody in it from now on.
    /// - Returns: false if it is gone already.
    public func remove(_ id: ID<Audience>, of retailer: ID<Retailer>) async throws -> Bool {
        let (tenant, audience) = (retailer.rawValue, id.rawValue)
        guard try await !run(AudienceStatements.lock(tenant, audience)).isEmpty else { return false }
        _ = try await pipeline([
            AudienceStatements.removeIdentities(tenant, audience), AudienceStatements.removeMembers(tenant, audience),
            AudienceStatements.remove(tenant, audience),
        ])
        return true
    }

    /// Whoever is in it already stays as is.
    /// - Returns: those who are new.
    public func addMembers(
        _ shoppers: Set<ID<Shopper>>, to audience: ID<Audience>, of retailer: ID<Retailer>,
        by source: AudienceMember.Source, at now: Instant
    ) async throws -> Set<ID<Shopper>> {
        guard !shoppers.isEmpty else { return [] }
        let rows = try await run(
            AudienceMemberStatements.add(
                retailer.rawValue, audience.rawValue, shoppers.map(\.rawValue), source.rawValue, now.timestamp))
        return Set(try rows.map(Self.someID))
    }

    public func member(
        _ shopper: ID<Shopper>, of audience: ID<Audience>, of retailer: ID<Retailer>
    ) async throws -> AudienceMember? {
        try await run(
            AudienceMemberStatements.read(retailer.rawValue, audience.rawValue, shopper.rawValue)
        ).first.map(Self.member)
    }

    public func members(
        of audience: ID<Audience>, of retailer: ID<Retailer>, after: ID<Shopper>?, limit: Int
    ) async throws -> [AudienceMember] {
        try await run(
            AudienceMemberStatements.list(
                retailer.rawValue, audience.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map(Self.member)
    }

    public func removeMember(
        _ shopper: ID<Shopper>, of audience: ID<Audience>, of retailer: ID<Retailer>
    ) async throws -> Bool {
        try await !run(
            AudienceMemberStatements.remove(retailer.rawValue, audience.rawValue, shopper.rawValue)
        ).isEmpty
    }

    /// - Returns: how many were not listed before.
    public func listIdentities(
        _ hashes: Set<[UInt8]>, in audience: ID<Audience>, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> Int {
        try await run(
            AudienceMemberStatements.addIdentities(
                retailer.rawValue, audience.rawValue, hashes.map { Bytea($0) }, now.timestamp)
        ).count
    }

    /// - Returns: which audiences wait for which of these identities.
    public func audiencesWaiting(
        for hashes: some Collection<[UInt8]>, of retailer: ID<Retailer>
    ) async throws -> [ID<Audience>: Set<[UInt8]>] {
        guard !hashes.isEmpty else { return [:] }
        var waiting: [ID<Audience>: Set<[UInt8]>] = [:]
        for var row in try await run(AudienceMemberStatements.open(retailer.rawValue, hashes.map { Bytea($0) })) {
            let hash = try row.bytes()
            waiting[try row.id(), default: []].insert(hash)
        }
        return waiting
    }

    /// - Returns: those that nobody had come with.
    public func matchIdentities(
        _ hashes: Set<[UInt8]>, of audience: ID<Audience>, of retailer: ID<Retailer>
    ) async throws -> Set<[UInt8]> {
        let rows = try await run(
            AudienceMemberStatements.match(retailer.rawValue, audience.rawValue, hashes.map { Bytea($0) }))
        return try Self.hashes(rows)
    }

    /// - Parameter shoppers: whose identities they are; they leave unless they came in another way.
    public func unlistIdentities(
        _ hashes: Set<[UInt8]>, shoppers: Set<ID<Shopper>>, of audience: ID<Audience>, of retailer: ID<Retailer>
    ) async throws -> (unlisted: Int, removed: Int) {
        let (tenant, group) = (retailer.rawValue, audience.rawValue)
        let unlisted = try await run(
            AudienceMemberStatements.takeOff(tenant, group, hashes.map { Bytea($0) }))
        let removed = try await run(
            AudienceMemberStatements.removeListed(tenant, group, shoppers.map(\.rawValue)))
        return (unlisted.count, removed.count)
    }

    private static func audience(_ row: Row) throws -> Audience {
        var row = row
        let id: ID<Audience> = try row.id()
        let name: String = try row.read()
        let joinsByCode: Bool = try row.read()
        let number = Int(try row.read(Int32.self))
        let count = Int(try row.read(Int64.self))
        return Audience(
            id: id, name: name, joinsByCode: joinsByCode, codeNumber: number, memberCount: count,
            createdAt: try row.instant())
    }

    private static func member(_ row: Row) throws -> AudienceMember {
        var row = row
        return AudienceMember(shopper: try row.id(), source: try row.choice(), since: try row.instant())
    }

    static func someID<Subject: Identified>(_ row: Row) throws -> ID<Subject> {
        var row = row
        return try row.id()
    }
}
