import Postgres
public import Promotions

/// An `Idempotency-Key` as kept: keyed hashes, and what the call made.
public struct RetryKey: Sendable {
    /// Of caller, route and key.
    public let hash: [UInt8]
    public let bodyHash: [UInt8]
    /// The check-in, redemption or other row from which the answer is told again.
    public let reference: Int64
    /// Sealed, where the answer cannot be told from the reference.
    public let answer: [UInt8]?

    public init(hash: [UInt8], bodyHash: [UInt8], reference: Int64, answer: [UInt8]? = nil) {
        self.hash = hash
        self.bodyHash = bodyHash
        self.reference = reference
        self.answer = answer
    }
}

enum RetryKeyStatements {
    private static let arrays: [PostgresType] = [.int8, .byteaArray, .byteaArray, .int8Array, .timestamptz]
    private static let insert = """
        insert into retry_keys (retailer_id, key_hash, body_hash, reference_id, created_at)
        select r.retailer_id, u.key_hash, u.body_hash, u.reference_id, $5
        from retailers r, unnest($2::bytea[], $3::bytea[], $4::bigint[]) as u (key_hash, body_hash, reference_id)
        where r.retailer_id = $1
        order by u.key_hash
        """

    /// Fails on a known key: then somebody else has this call.
    static let add = Statement("add retry keys", takes: arrays, insert)

    /// Waits for another transaction with the same key, then gives back only the keys that are ours.
    static let claim = Statement(
        "claim retry keys", takes: arrays, gives: [.bytea],
        """
        \(insert)
        on conflict (retailer_id, key_hash) do nothing
        returning key_hash
        """)

    static let read = Statement(
        "read retry keys", takes: [.int8, .byteaArray], gives: [.bytea, .bytea, .int8, .bytea],
        """
        select t.key_hash, t.body_hash, t.reference_id, t.answer
        from unnest($2::bytea[]) as u (key_hash),
        lateral (
            select k.key_hash, k.body_hash, k.reference_id, k.answer
            from retry_keys k
            where k.retailer_id = $1
            and k.key_hash = u.key_hash
            limit 1
        ) t
        """)

    static let answer = Statement(
        "keep answer", takes: [.int8, .bytea, .bytea],
        """
        update retry_keys
        set answer = $3
        where retailer_id = $1
        and key_hash = $2
        """)

    /// What is not kept may be asked again under the same key.
    static let giveUp = Statement(
        "give up retry keys", takes: [.int8, .byteaArray],
        """
        delete from retry_keys
        where retailer_id = $1
        and key_hash = any($2)
        """)

    static let forget = Statement(
        "forget retry keys", takes: [.int8, .timestamptz, .int8], gives: [.bytea],
        """
        delete from retry_keys
        where retailer_id = $1
        and key_hash in (
            select key_hash
            from retry_keys
            where retailer_id = $1
            and created_at < $2
            order by created_at
            limit $3
        )
        returning key_hash
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, claim), (.tenant, read), (.tenant, answer), (.tenant, giveUp), (.tenant, forget),
    ]
}

extension [RetryKey] {
    func call(_ statement: Statement, _ retailer: ID<Retailer>, at now: Instant) -> Call {
        statement(
            retailer.rawValue, map { Bytea($0.hash) }, map { Bytea($0.bodyHash) }, map(\.reference), now.timestamp)
    }
}

extension Database {
    /// Takes the keys for this transaction; a second call with one of them waits until the first is done.
    /// - Returns: the hashes that nobody had.
    public func claim(
        _ keys: [RetryKey], of retailer: ID<Retailer>, at now: Instant
    ) async throws -> Set<[UInt8]> {
        guard !keys.isEmpty else { return [] }
        return try Self.hashes(await run(keys.call(RetryKeyStatements.claim, retailer, at: now)))
    }

    static func hashes(_ rows: [Row]) throws -> Set<[UInt8]> {
        Set(
            try rows.map { row in
                var row = row
                return try row.bytes()
            })
    }

    public func retryKeys(_ hashes: [[UInt8]], of retailer: ID<Retailer>) async throws -> [[UInt8]: RetryKey] {
        guard !hashes.isEmpty else { return [:] }
        return try Self.retryKeys(
            await run(RetryKeyStatements.read(retailer.rawValue, hashes.map { Bytea($0) })))
    }

    public func keep(answer: [UInt8], under hash: [UInt8], of retailer: ID<Retailer>) async throws {
        _ = try await run(RetryKeyStatements.answer(retailer.rawValue, Bytea(hash), Bytea(answer)))
    }

    public func giveUp(_ hashes: [[UInt8]], of retailer: ID<Retailer>) async throws {
        guard !hashes.isEmpty else { return }
        _ = try await run(RetryKeyStatements.giveUp(retailer.rawValue, hashes.map { Bytea($0) }))
    }

    /// - Returns: how many were forgotten; fewer than `limit` when no older ones are left.
    public func forgetRetryKeys(
        of retailer: ID<Retailer>, before instant: Instant, limit: Int
    ) async throws -> Int {
        try await run(RetryKeyStatements.forget(retailer.rawValue, instant.timestamp, Int64(limit))).count
    }

    static func retryKeys(_ rows: [Row]) throws -> [[UInt8]: RetryKey] {
        var keys: [[UInt8]: RetryKey] = [:]
        for var row in rows {
            let hash = try row.bytes()
            keys[hash] = RetryKey(
                hash: hash, bodyHash: try row.bytes(), reference: try row.read(),
                answer: try row.read(Bytea?.self)?.bytes)
        }
        return keys
    }
}
