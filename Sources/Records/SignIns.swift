import Postgres
public import Promotions

enum SignInStatements {
    static let add = Statement(
        "add sign-in", takes: [.bytea, .int8, .int8],
        """
        insert into sign_ins (subject_hash, retailer_id, user_id)
        values ($1, $2, $3)
        on conflict (subject_hash, retailer_id, user_id) do nothing
        """)

    static let remove = Statement(
        "remove sign-in", takes: [.bytea, .int8, .int8],
        """
        delete from sign_ins
        where subject_hash = $1
        and retailer_id = $2
        and user_id = $3
        """)

    static let read = Statement(
        "read sign-ins", takes: [.bytea, .int8Array, .int8], gives: [.int8, .int8],
        """
        select retailer_id, user_id
        from sign_ins
        where subject_hash = $1
        and ($2::bigint[] is null or retailer_id = any($2))
        order by retailer_id
        limit $3
        """)

    static let attempt = Statement(
        "count sign-in", takes: [.bytea, .timestamptz], gives: [.int4],
        """
        insert into sign_in_failures (subject_hash, window_start, failures)
        values ($1, $2, 1)
        on conflict (subject_hash) do update
        set failures = case
                when sign_in_failures.window_start = excluded.window_start then sign_in_failures.failures + 1
                else 1
            end,
            window_start = excluded.window_start
        returning failures
        """)

    static let forgive = Statement(
        "forgive sign-ins", takes: [.bytea],
        """
        delete from sign_in_failures
        where subject_hash = $1
        """)

    static let prune = Statement(
        "prune sign-in failures", takes: [.timestamptz],
        """
        delete from sign_in_failures
        where window_start < $1
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.shopper, add), (.shopper, remove), (.shopper, read), (.shopper, attempt), (.shopper, forgive),
        (.system, prune),
    ]
}

extension Database {
    /// Somebody of one address with users at more retailers would wait too long.
    public static let retailersOfOneLoginMax = 8

    public func addSignIn(hash: [UInt8], for user: ID<User>, of retailer: ID<Retailer>) async throws {
        _ = try await run(SignInStatements.add(Bytea(hash), retailer.rawValue, user.rawValue))
    }

    public func removeSignIn(hash: [UInt8], for user: ID<User>, of retailer: ID<Retailer>) async throws {
        _ = try await run(SignInStatements.remove(Bytea(hash), retailer.rawValue, user.rawValue))
    }

    /// Whose address this is, by retailer.
    /// - Parameter retailers: nil for any.
    public func signIns(hash: [UInt8], at retailers: [ID<Retailer>]?) async throws -> [Ref<User>] {
        let wanted = retailers?.map(\.rawValue)
        let most = Int64(Self.retailersOfOneLoginMax)
        return try await run(SignInStatements.read(Bytea(hash), wanted, most)).map { row in
            var row = row
            return Ref(try row.id(), try row.id())
        }
    }

    /// Counts an attempt before it is looked at, so that a thousand at once are not one.
    /// - Returns: how many there were in this window, with this one.
    public func countSignIn(hash: [UInt8], windowStart: Instant) async throws -> Int {
        guard var row = try await run(SignInStatements.attempt(Bytea(hash), windowStart.timestamp)).first else {
            throw Damage("an attempt was not counted")
        }
        return Int(try row.read(Int32.self))
    }

    public func forgiveSignIns(hash: [UInt8]) async throws {
        _ = try await run(SignInStatements.forgive(Bytea(hash)))
    }

    public func pruneSignInFailures(before instant: Instant) async throws {
        _ = try await run(SignInStatements.prune(instant.timestamp))
    }
}
