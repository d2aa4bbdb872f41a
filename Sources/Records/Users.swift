import Postgres
public import Promotions

enum UserStatements {
    static let add = Statement(
        "add user", takes: [.int8, .int8, .text, .text, .text, .jsonb, .timestamptz], gives: [.int8],
        """
        insert into users (retailer_id, user_id, email, name, role, scope, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (retailer_id, email) do nothing
        returning user_id
        """)

    static let read = Statement(
        "read user", takes: [.int8, .int8],
        gives: [.int8, .text, .text, .text, .jsonb, .bool, .timestamptz, .timestamptz],
        """
        select user_id, email, name, role, scope, password_hash is not null or signed_in_at is not null, signed_in_at,
            created_at
        from users
        where retailer_id = $1
        and user_id = $2
        """)

    static let list = Statement(
        "list users", takes: [.int8, .int8, .int8],
        gives: [.int8, .text, .text, .text, .jsonb, .bool, .timestamptz, .timestamptz],
        """
        select user_id, email, name, role, scope, password_hash is not null or signed_in_at is not null, signed_in_at,
            created_at
        from users
        where retailer_id = $1
        and user_id > $2
        order by user_id
        limit $3
        """)

    static let change = Statement(
        "change user", takes: [.int8, .int8, .text, .text, .jsonb], gives: [.int8],
        """
        update users
        set name = $3, role = $4, scope = $5
        where retailer_id = $1
        and user_id = $2
        returning user_id
        """)

    static let remove = Statement(
        "remove user", takes: [.int8, .int8], gives: [.text],
        """
        delete from users
        where retailer_id = $1
        and user_id = $2
        returning email
        """)

    /// Owners who can sign in; whoever asks has locked the retailer's row.
    static let owners = Statement(
        "count owners", takes: [.int8], gives: [.int8],
        """
        select count(*)
        from users
        where retailer_id = $1
        and role = 'owner'
        and (password_hash is not null or signed_in_at is not null)
        """)

    static let passwordHash = Statement(
        "read password hash", takes: [.int8, .int8], gives: [.text],
        """
        select password_hash
        from users
        where retailer_id = $1
        and user_id = $2
        """)

    static let setPassword = Statement(
        "set password", takes: [.int8, .int8, .text, .timestamptz], gives: [.int8],
        """
        update users
        set password_hash = $3, password_set_at = $4
        where retailer_id = $1
        and user_id = $2
        returning user_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, read), (.tenant, list), (.tenant, change), (.tenant, remove), (.tenant, owners),
        (.tenant, passwordHash), (.tenant, setPassword),
    ]
}

extension Database {
    /// - Returns: false if the retailer has a user with that address already.
    public func add(_ user: User, to retailer: ID<Retailer>) async throws -> Bool {
        try await !run(
            UserStatements.add(
                retailer.rawValue, user.id.rawValue, user.email.text, user.name, user.role.rawValue,
                scope(of: user, retailer), user.createdAt.timestamp)
        ).isEmpty
    }

    public func user(_ id: ID<User>, of retailer: ID<Retailer>) async throws -> User? {
        try await run(UserStatements.read(retailer.rawValue, id.rawValue)).first.map {
            try user($0, of: retailer)
        }
    }

    public func users(of retailer: ID<Retailer>, after: ID<User>?, limit: Int) async throws -> [User] {
        try await run(UserStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit))).map {
            try user($0, of: retailer)
        }
    }

    /// Name, role and scope; false if the user is gone.
    public func change(_ user: User, of retailer: ID<Retailer>) async throws -> Bool {
        try await !run(
            UserStatements.change(
                retailer.rawValue, user.id.rawValue, user.name, user.role.rawValue, scope(of: user, retailer))
        ).isEmpty
    }

    /// Sessions and invitations go too. Nil for an unknown user.
    public func remove(_ user: ID<User>, of retailer: ID<Retailer>) async throws -> String? {
        try await run(UserStatements.remove(retailer.rawValue, user.rawValue)).first.map { row in
            var row = row
            return try row.read()
        }
    }

    public func ownersWhoCanSignIn(of retailer: ID<Retailer>) async throws -> Int {
        guard var row = try await run(UserStatements.owners(retailer.rawValue)).first else { return 0 }
        return Int(try row.read(Int64.self))
    }

    /// Nil for an unknown user, and for one who has set none.
    public func passwordHash(of user: ID<User>, of retailer: ID<Retailer>) async throws -> String? {
        guard var row = try await run(UserStatements.passwordHash(retailer.rawValue, user.rawValue)).first else {
            return nil
        }
        return try row.read()
    }

    /// - Returns: false if the user is gone.
    public func setPassword(
        _ hash: String, of user: ID<User>, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> Bool {
        try await !run(UserStatements.setPassword(retailer.rawValue, user.rawValue, hash, now.timestamp)).isEmpty
    }

    private func scope(of user: User, _ retailer: ID<Retailer>) -> Jsonb? {
        user.scope.json(of: retailer).map { Jsonb($0.text()) }
    }

    private func user(_ row: Row, of retailer: ID<Retailer>) throws -> User {
        var row = row
        return try row.user(of: retailer)
    }
}

extension Row {
    /// Id, address, name, role, scope, whether they have joined, last sign-in, creation.
    mutating func user(of retailer: ID<Retailer>) throws -> User {
        let id: ID<User> = try id()
        let text: String = try read()
        guard let email = EmailAddress(text) else { throw Damage("a user's address is none") }
        return User(
            id: id, email: email, name: try read(), role: try choice(), scope: try scope(of: retailer),
            hasJoined: try read(), signedInAt: try optionalInstant(), createdAt: try instant())
    }

    private mutating func scope(of retailer: ID<Retailer>) throws -> StoreScope {
        guard let text = try read(Jsonb?.self)?.text else { return .everything }
        do {
            return try StoreScope(reading: try JSON(parsing: text), at: "scope", retailer: retailer)
        } catch {
            throw Damage("a user's scope cannot be read: \(error)")
        }
    }
}
