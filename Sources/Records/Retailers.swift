import Postgres
public import Promotions

enum RetailerStatements {
    static let add = Statement(
        "add retailer", takes: [.int8, .text, .timestamptz],
        """
        insert into retailers (retailer_id, name, created_at)
        values ($1, $2, $3)
        """)

    static let raiseVersion = Statement(
        "raise retailer version", takes: [.int8], gives: [.int8],
        """
        update retailers
        set version = version + 1
        where retailer_id = $1
        returning version
        """)

    static let read = Statement(
        "read retailer", takes: [.int8], gives: [.text, .text, .bytea, .bool, .text, .int8],
        """
        select name, identity_key_kind, identity_key, needs_approval, returns_below_min_spend, version
        from retailers
        where retailer_id = $1
        """)

    static let setIdentityKey = Statement(
        "set identity key", takes: [.int8, .text, .bytea],
        """
        update retailers
        set identity_key_kind = $2, identity_key = $3
        where retailer_id = $1
        """)

    static let setApproval = Statement(
        "set approval", takes: [.int8, .bool],
        """
        update retailers
        set needs_approval = $2
        where retailer_id = $1
        """)

    static let setReturns = Statement(
        "set returns below the minimum", takes: [.int8, .text],
        """
        update retailers
        set returns_below_min_spend = $2
        where retailer_id = $1
        """)

    static let versions = Statement(
        "read retailer versions", gives: [.int8, .int8],
        """
        select retailer_id, version
        from retailers
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, raiseVersion), (.tenant, read), (.tenant, setIdentityKey), (.tenant, setApproval),
        (.tenant, setReturns),
        (.system, versions),
    ]
}

extension Database {
    public func add(_ retailer: Retailer, at now: Instant) async throws {
        _ = try await run(RetailerStatements.add(retailer.id.rawValue, retailer.name, now.timestamp))
    }

    /// First in every transaction that changes what servers hold in memory: the row lock puts such changes of one
    /// retailer in order, so that a version is never seen before an earlier one.
    /// - Returns: nil for an unknown retailer.
    public func raiseVersion(of retailer: ID<Retailer>) async throws -> Int64? {
        let rows = try await run(RetailerStatements.raiseVersion(retailer.rawValue))
        guard var row = rows.first else { return nil }
        return try row.read()
    }

    public func retailer(_ id: ID<Retailer>) async throws -> (retailer: Retailer, version: Int64)? {
        guard var row = try await run(RetailerStatements.read(id.rawValue)).first else { return nil }
        let name: String = try row.read()
        let kind = try row.read(String?.self).flatMap(IdentityKey.Algorithm.init(rawValue:))
        let key = try row.read(Bytea?.self)?.bytes
        let identityKey: IdentityKey? =
            if let kind, let key { IdentityKey(algorithm: kind, publicKey: key) } else { nil }
        let needsApproval: Bool = try row.read()
        let retailer = Retailer(
            id: id, name: name, identityKey: identityKey, needsApproval: needsApproval,
            returnsBelowMinSpend: try row.choice())
        return (retailer, try row.read())
    }

    public func setIdentityKey(_ key: IdentityKey?, of retailer: ID<Retailer>) async throws {
        _ = try await run(
            RetailerStatements.setIdentityKey(
                retailer.rawValue, key?.algorithm.rawValue, key.map { Bytea($0.publicKey) }))
    }

    /// Whether a launch needs the agreement of a second key.
    public func setApproval(isNeeded: Bool, of retailer: ID<Retailer>) async throws {
        _ = try await run(RetailerStatements.setApproval(retailer.rawValue, isNeeded))
    }

    public func setReturns(below: ReturnRules.BelowMinSpend, of retailer: ID<Retailer>) async throws {
        _ = try await run(RetailerStatements.setReturns(retailer.rawValue, below.rawValue))
    }

    /// Every tenant's version: what a process compares its memory with.
    public func retailerVersions() async throws -> [ID<Retailer>: Int64] {
        var versions: [ID<Retailer>: Int64] = [:]
        for var row in try await run(RetailerStatements.versions()) {
            versions[try row.id()] = try row.read()
        }
        return versions
    }
}
