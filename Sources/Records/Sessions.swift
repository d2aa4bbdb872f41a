import Postgres
public import Promotions

enum SessionStatements {
    static let add = Statement(
        "add session", takes: [.int8, .int8, .int8, .bytea, .timestamptz, .timestamptz],
        """
        insert into sessions (retailer_id, session_id, user_id, secret_hash, seen_at, expires_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $5)
        """)

    static let note = Statement(
        "note sign-in", takes: [.int8, .int8, .timestamptz],
        """
        update users
        set signed_in_at = $3
        where retailer_id = $1
        and user_id = $2
        """)

    static let read = Statement(
        "read session", takes: [.int8, .int8],
        gives: [
            .bytea, .timestamptz, .timestamptz, .int8, .text, .text, .text, .jsonb, .bool, .timestamptz, .timestamptz,
        ],
        """
        select s.secret_hash, s.seen_at, s.expires_at,
            u.user_id, u.email, u.name, u.role, u.scope, u.password_hash is not null or u.signed_in_at is not null,
            u.signed_in_at, u.created_at
        from sessions s
        join users u on u.retailer_id = s.retailer_id and u.user_id = s.user_id
        where s.retailer_id = $1
        and s.session_id = $2
        """)

    static let touch = Statement(
        "touch session", takes: [.int8, .int8, .timestamptz],
        """
        update sessions
        set seen_at = $3
        where retailer_id = $1
        and session_id = $2
        """)

    static let end = Statement(
        "end session", takes: [.int8, .int8],
        """
        delete from sessions
        where retailer_id = $1
        and session_id = $2
        """)

    static let endOthers = Statement(
        "end other sessions", takes: [.int8, .int8, .int8],
        """
        delete from sessions
        where retailer_id = $1
        and user_id = $2
        and session_id <> $3
        """)

    static let prune = Statement(
        "prune sessions", takes: [.int8, .timestamptz],
        """
        delete from sessions
        where retailer_id = $1
        and expires_at < $2
        """)

    static let invite = Statement(
        "invite user", takes: [.int8, .int8, .int8, .bytea, .timestamptz, .timestamptz],
        """
        insert into invitations (retailer_id, invitation_id, user_id, secret_hash, expires_at, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (retailer_id, user_id) do update
        set invitation_id = excluded.invitation_id, secret_hash = excluded.secret_hash,
            expires_at = excluded.expires_at, created_at = excluded.created_at
        """)

    static let invited = Statement(
        "read invitation", takes: [.int8, .int8], gives: [.int8, .bytea, .timestamptz],
        """
        select user_id, secret_hash, expires_at
        from invitations
        where retailer_id = $1
        and invitation_id = $2
        """)

    static let accept = Statement(
        "accept invitation", takes: [.int8, .int8], gives: [.int8],
        """
        delete from invitations
        where retailer_id = $1
        and invitation_id = $2
        returning user_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, note), (.tenant, read), (.tenant, touch), (.tenant, end), (.tenant, endOthers),
        (.tenant, prune), (.tenant, invite), (.tenant, invited), (.tenant, accept),
    ]
}

/// A session as it is kept, with its user as of now.
public struct KeptSession: Sendable {
    public let secretHash: [UInt8]
    public let seenAt: Instant
    public let expiresAt: Instant
    public let user: User
}

/// An invitation as it is kept.
public struct KeptInvitation: Sendable {
    public let user: ID<User>
    public let secretHash: [UInt8]
    public let expiresAt: Instant
}

extension Database {
    /// Also notes when the user signed in last.
    public func addSession(
        _ session: ID<ConsoleSession>, of user: ID<User>, of retailer: ID<Retailer>, secretHash: [UInt8],
        at now: Instant,
        expiresAt: Instant
    ) async throws {
        _ = try await pipeline([
            SessionStatements.add(
                retailer.rawValue, session.rawValue, user.rawValue, Bytea(secretHash), now.timestamp,
                expiresAt.timestamp),
            SessionStatements.note(retailer.rawValue, user.rawValue, now.timestamp),
        ])
    }

    public func session(_ session: ID<ConsoleSession>, of retailer: ID<Retailer>) async throws -> KeptSession? {
        try await run(SessionStatements.read(retailer.rawValue, session.rawValue)).first.map { row in
            var row = row
            return KeptSession(
                secretHash: try row.bytes(), seenAt: try row.instant(), expiresAt: try row.instant(),
                user: try row.user(of: retailer))
        }
    }

    public func touch(_ session: ID<ConsoleSession>, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(SessionStatements.touch(retailer.rawValue, session.rawValue, now.timestamp))
    }

    public func end(_ session: ID<ConsoleSession>, of retailer: ID<Retailer>) async throws {
        _ = try await run(SessionStatements.end(retailer.rawValue, session.rawValue))
    }

    /// - Parameter kept: nil ends all of them.
    public func endSessions(
        of user: ID<User>, of retailer: ID<Retailer>, but kept: ID<ConsoleSession>?
    ) async throws {
        _ = try await run(
            SessionStatements.endOthers(retailer.rawValue, user.rawValue, kept?.rawValue ?? 0))
    }

    /// Those whose time has passed.
    public func pruneSessions(of retailer: ID<Retailer>, before instant: Instant) async throws {
        _ = try await run(SessionStatements.prune(retailer.rawValue, instant.timestamp))
    }

    /// Takes the place of an earlier invitation of the same user.
    public func invite(
        _ user: ID<User>, of retailer: ID<Retailer>, invitation: Int64, secretHash: [UInt8], at now: Instant,
        expiresAt: Instant
    ) async throws {
        _ = try await run(
            SessionStatements.invite(
                retailer.rawValue, invitation, user.rawValue, Bytea(secretHash), expiresAt.timestamp, now.timestamp))
    }

    public func invitation(_ invitation: Int64, of retailer: ID<Retailer>) async throws -> KeptInvitation? {
        try await run(SessionStatements.invited(retailer.rawValue, invitation)).first.map { row in
            var row = row
            return KeptInvitation(user: try row.id(), secretHash: try row.bytes(), expiresAt: try row.instant())
        }
    }

    /// Of two that accept at once one is told so.
    public func acceptInvitation(_ invitation: Int64, of retailer: ID<Retailer>) async throws -> ID<User>? {
        guard var row = try await run(SessionStatements.accept(retailer.rawValue, invitation)).first else { return nil }
        return try row.id()
    }
}
