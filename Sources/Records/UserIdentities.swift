import Postgres
public import Promotions

enum UserIdentityStatements {
    static let link = Statement(
        "link user", takes: [.int8, .int8, .text, .text, .timestamptz], gives: [.text],
        """
        insert into user_identities (retailer_id, user_id, provider, subject, linked_at)
        values ($1, $2, $3, $4, $5)
        on conflict (retailer_id, user_id, provider) do nothing
        returning subject
        """)

    static let linked = Statement(
        "read user link", takes: [.int8, .int8, .text], gives: [.text],
        """
        select subject
        from user_identities
        where retailer_id = $1
        and user_id = $2
        and provider = $3
        """)

    static let unlink = Statement(
        "unlink user", takes: [.int8, .int8],
        """
        delete from user_identities
        where retailer_id = $1
        and user_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, link), (.tenant, linked), (.tenant, unlink),
    ]
}

/// Whether a provider means the same person as before.
public enum UserLink: Sendable {
    /// Nobody was known under that provider.
    case new
    case same
    /// The provider gave the address to somebody else meanwhile.
    case another
}

extension Database {
    /// Of two people who come at once under one address the first one stays.
    public func link(
        _ user: ID<User>, of retailer: ID<Retailer>, to subject: String, by provider: String, at now: Instant
    ) async throws -> UserLink {
        let made = try await run(
            UserIdentityStatements.link(retailer.rawValue, user.rawValue, provider, subject, now.timestamp))
        guard made.isEmpty else { return .new }
        let kept = try await run(UserIdentityStatements.linked(retailer.rawValue, user.rawValue, provider))
        guard var row = kept.first else { return .another }
        return try row.read(String.self) == subject ? .same : .another
    }

    public func unlink(_ user: ID<User>, of retailer: ID<Retailer>) async throws {
        _ = try await run(UserIdentityStatements.unlink(retailer.rawValue, user.rawValue))
    }
}
