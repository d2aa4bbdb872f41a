import Postgres
public import Promotions

enum APIKeyStatements {
    static let add = Statement(
        "add API key", takes: [.int8, .int8, .text, .text, .bytea, .timestamptz, .int8, .timestamptz],
        """
        insert into api_keys
            (retailer_id, api_key_id, name, role, secret_hash, expires_at, version, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """)

    static let list = Statement(
        "list API keys", takes: [.int8],
        gives: [.int8, .text, .text, .bytea, .timestamptz, .timestamptz, .timestamptz, .timestamptz],
        """
        select api_key_id, name, role, secret_hash, expires_at, revoked_at, last_used_at, created_at
        from api_keys
        where retailer_id = $1
        order by api_key_id
        """)

    static let revoke = Statement(
        "revoke API key", takes: [.int8, .int8, .timestamptz, .int8], gives: [.int8],
        """
        update api_keys
        set revoked_at = coalesce(revoked_at, $3), version = $4
        where retailer_id = $1
        and api_key_id = $2
        returning api_key_id
        """)

    static let touch = Statement(
        "touch API key", takes: [.int8, .int8, .timestamptz],
        """
        update api_keys
        set last_used_at = $3
        where retailer_id = $1
        and api_key_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, list), (.tenant, revoke), (.tenant, touch),
    ]
}

extension Database {
    public func add(_ key: APIKey, to retailer: ID<Retailer>, version: Int64) async throws {
        _ = try await run(
            APIKeyStatements.add(
                retailer.rawValue, key.id.rawValue, key.name, key.role.rawValue, Bytea(key.secretHash),
                key.expiresAt?.timestamp, version, key.createdAt.timestamp))
    }

    /// All of them, revoked ones too, in order of creation.
    public func apiKeys(of retailer: ID<Retailer>) async throws -> [APIKey] {
        try await run(APIKeyStatements.list(retailer.rawValue)).map { row in
            var row = row
            return APIKey(
                id: try row.id(), name: try row.read(), role: try row.choice(), secretHash: try row.bytes(),
                expiresAt: try row.optionalInstant(), revokedAt: try row.optionalInstant(),
                lastUsedAt: try row.optionalInstant(), createdAt: try row.instant())
        }
    }

    /// - Returns: false for an unknown key. Revoking twice keeps the first time.
    public func revoke(
        _ key: ID<APIKey>, of retailer: ID<Retailer>, at now: Instant, version: Int64
    ) async throws -> Bool {
        try await !run(APIKeyStatements.revoke(retailer.rawValue, key.rawValue, now.timestamp, version)).isEmpty
    }

    public func touch(_ key: ID<APIKey>, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(APIKeyStatements.touch(retailer.rawValue, key.rawValue, now.timestamp))
    }
}
