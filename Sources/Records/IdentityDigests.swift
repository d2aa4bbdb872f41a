import Postgres
public import Promotions

enum IdentityDigestStatements {
    static let add = Statement(
        "add identity digest", takes: [.bytea, .int8, .timestamptz],
        """
        insert into identity_digests (subject_hash, shopper_id, created_at)
        values ($1, $2, $3)
        on conflict (subject_hash) do nothing
        """)

    static let read = Statement(
        "read identity digest", takes: [.bytea], gives: [.int8],
        """
        select shopper_id
        from identity_digests
        where subject_hash = $1
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.shopper, add), (.shopper, read)]
}

extension Database {
    /// Called in the transaction that claims the identity, with the shopper whose it is: twice does no harm.
    public func addIdentityDigest(hash: [UInt8], for shopper: ID<Shopper>, at now: Instant) async throws {
        _ = try await run(IdentityDigestStatements.add(Bytea(hash), shopper.rawValue, now.timestamp))
    }

    /// Each is looked up by itself, as each may be on another server, but a thousand travel together.
    /// - Returns: the shoppers of those hashes that somebody has come with.
    public func shoppers(ofIdentityDigests hashes: [[UInt8]]) async throws -> [[UInt8]: ID<Shopper>] {
        var shoppers: [[UInt8]: ID<Shopper>] = [:]
        var rest = hashes[...]
        while !rest.isEmpty {
            let page = Array(rest.prefix(Self.digestsMax))
            rest = rest.dropFirst(Self.digestsMax)
            let answers = try await pipeline(page.map { IdentityDigestStatements.read(Bytea($0)) })
            for (hash, rows) in zip(page, answers) {
                guard var row = rows.first else { continue }
                shoppers[hash] = try row.id()
            }
        }
        return shoppers
    }

    private static let digestsMax = 1_000
}
