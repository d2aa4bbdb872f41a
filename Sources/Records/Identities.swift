import Postgres
public import Promotions

enum IdentityStatements {
    static let claim = Statement(
        "claim identity", takes: [.bytea, .text, .int8, .int8, .bool, .timestamptz], gives: [.int8],
        """
        insert into shopper_identities (subject_hash, kind, retailer_id, shopper_id, is_verified, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (subject_hash) do nothing
        returning shopper_id
        """)

    static let read = Statement(
        "read identity", takes: [.bytea], gives: [.int8],
        """
        select shopper_id
        from shopper_identities
        where subject_hash = $1
        """)

    static let verify = Statement(
        "verify identity", takes: [.bytea], gives: [.int8],
        """
        update shopper_identities
        set is_verified = true
        where subject_hash = $1
        and not is_verified
        returning shopper_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.shopper, claim), (.shopper, read), (.shopper, verify),
    ]
}

/// How a shopper is known to a retailer.
public enum IdentityKind: String, CaseIterable, Sendable {
    case jwt
    case loyaltyNumber = "loyalty_number"
}

extension Database {
    /// Of two sign-ups with one identity at the same time one wins, and both get its shopper.
    /// - Returns: the shopper of that identity, and whether it is `shopper`, that is, new.
    public func claimIdentity(
        hash: [UInt8], kind: IdentityKind, of retailer: ID<Retailer>, for shopper: ID<Shopper>, isVerified: Bool,
        at now: Instant
    ) async throws -> (shopper: ID<Shopper>, isNew: Bool) {
        let claimed = try await run(
            IdentityStatements.claim(
                Bytea(hash), kind.rawValue, retailer.rawValue, shopper.rawValue, isVerified, now.timestamp))
        if !claimed.isEmpty { return (shopper, true) }
        guard var row = try await run(IdentityStatements.read(Bytea(hash))).first else {
            throw Damage("an identity vanished while it was read")
        }
        return (try row.id(), false)
    }

    /// Marks an identity that somebody had only typed as proven. Whoever does so must lock out whoever typed it, in
    /// the same transaction; of two that prove it at once only one is told to.
    /// - Returns: the shopper, or nil if the identity is unknown or was proven before.
    public func verifyIdentity(hash: [UInt8]) async throws -> ID<Shopper>? {
        guard var row = try await run(IdentityStatements.verify(Bytea(hash))).first else { return nil }
        return try row.id()
    }
}
