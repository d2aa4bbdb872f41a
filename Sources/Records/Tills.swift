import Postgres
public import Promotions

enum TillStatements {
    static let columns = "till_id, store_id, name, register, created_at, enrolled_at, revoked_at"
    static let columnTypes: [PostgresType] = [
        .int8, .int8, .text, .text, .timestamptz, .timestamptz, .timestamptz,
    ]

    static let add = Statement(
        "add till", takes: [.int8, .int8, .int8, .text, .bytea, .timestamptz, .int8, .timestamptz],
        """
        insert into tills
            (retailer_id, till_id, store_id, name, enrolment_hash, enrolment_expires_at, version, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """)

    /// Nothing comes back where another call has added it meanwhile.
    static let addRegister = Statement(
        "add register", takes: [.int8, .int8, .int8, .text, .int8, .timestamptz], gives: columnTypes,
        """
        insert into tills (retailer_id, till_id, store_id, name, register, enrolled_at, version, created_at)
        values ($1, $2, $3, $4, $4, $6, $5, $6)
        on conflict (retailer_id, store_id, register) where register is not null do nothing
        returning \(columns)
        """)

    static let register = Statement(
        "read register", takes: [.int8, .int8, .text], gives: columnTypes,
        """
        select \(columns)
        from tills
        where retailer_id = $1
        and store_id = $2
        and register = $3
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
        (.tenant, add), (.tenant, addRegister), (.tenant, register), (.tenant, enrol), (.tenant, revoke),
        (.tenant, list), (.tenant, changedSince),
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

    /// The till that stands for a register, made if there is none.
    public func register(
        _ name: String, at store: ID<Store>, of retailer: ID<Retailer>, as id: ID<Till>, version: Int64, at now: Instant
    ) async throws -> Till {
        let added = try await run(
            TillStatements.addRegister(
                retailer.rawValue, id.rawValue, store.rawValue, name, version, now.timestamp))
        if let row = added.first { return try Self.till(row) }
        guard let till = try await register(name, at: store, of: retailer) else {
            throw Damage("a register that is there and is not")
        }
        return till
    }

    public func register(_ name: String, at store: ID<Store>, of retailer: ID<Retailer>) async throws -> Till? {
        try await run(TillStatements.register(retailer.rawValue, store.rawValue, name)).first.map(Self.till)
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
            id: try row.id(), store: try row.id(), name: try row.read(), register: try row.read(),
            createdAt: try row.instant(),
            enrolledAt: try row.optionalInstant(), revokedAt: try row.optionalInstant())
    }
}
