import Postgres
public import Promotions

enum TillStatements {
    static let columns = "till_id, store_id, name, created_at, enrolled_at, revoked_at"
    static let columnTypes: [PostgresType] = [.int8, .int8, .text, .timestamptz, .timestamptz, .timestamptz]

    static let add = Statement(
        "add till", takes: [.int8, .int8, .int8, .text, .bytea, .timestamptz, .int8, .timestamptz],
        """
        insert into tills
            (retailer_id, till_id, store_id, name, enrolment_hash, enrolment_expires_at, version, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """)

    static let enrol = Statement(
        "enrol till", takes: [.int8, .bytea, .timestamptz, .int8], gives: columnTypes,
        """
        update tills
        set enrolled_at = $3, enrolment_hash = null, enrolment_expires_at = null, version = $4
        where retailer_id = $1
        and enrolment_hash = $2
        and enrolment_expires_at > $3
        and revoked_at is null
        returning \(columns)
        """)

    static let revoke = Statement(
        "revoke till", takes: [.int8, .int8, .timestamptz, .int8], gives: [.int8],
        """
        update tills
        set revoked_at = coalesce(revoked_at, $3), version = $4
        where retailer_id = $1
        and till_id = $2
        returning till_id
        """)

    static let list = Statement(
        "list tills", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from tills
        where retailer_id = $1
        and till_id > $2
        order by till_id
        limit $3
        """)

    static let changedSince = Statement(
        "read tills changed since", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from tills
        where retailer_id = $1
        and version > $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, enrol), (.tenant, revoke), (.tenant, list), (.tenant, changedSince),
    ]
}

extension Database {
    /// - Throws: `PostgresError` 23503 for an unknown store.
    public func add(
        _ till: Till, of retailer: ID<Retailer>, enrolmentHash: [UInt8], enrolmentExpiresAt: Instant, version: Int64
    ) async throws {
        _ = try await run(
            TillStatements.add(
                retailer.rawValue, till.id.rawValue, till.store.rawValue, till.name, Bytea(enrolmentHash),
                enrolmentExpiresAt.timestamp, version, till.createdAt.timestamp))
    }

    /// Uses the code up. Of two devices with one code the first wins; the other gets nil, as for an unknown code.
    public func enrolTill(
        hash: [UInt8], of retailer: ID<Retailer>, at now: Instant, version: Int64
    ) async throws -> Till? {
        try await run(TillStatements.enrol(retailer.rawValue, Bytea(hash), now.timestamp, version)).first
            .map(Self.till)
    }

    /// - Returns: false for an unknown till.
    public func revoke(
        _ till: ID<Till>, of retailer: ID<Retailer>, at now: Instant, version: Int64
    ) async throws -> Bool {
        try await !run(TillStatements.revoke(retailer.rawValue, till.rawValue, now.timestamp, version)).isEmpty
    }

    public func tills(of retailer: ID<Retailer>, after: ID<Till>?, limit: Int) async throws -> [Till] {
        try await run(TillStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit))).map(Self.till)
    }

    public func tills(of retailer: ID<Retailer>, changedSince version: Int64) async throws -> [Till] {
        try await run(TillStatements.changedSince(retailer.rawValue, version)).map(Self.till)
    }

    private static func till(_ row: Row) throws -> Till {
        var row = row
        return Till(
            id: try row.id(), store: try row.id(), name: try row.read(), createdAt: try row.instant(),
            enrolledAt: try row.optionalInstant(), revokedAt: try row.optionalInstant())
    }
}
