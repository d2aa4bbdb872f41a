public import Promotions
import Records

/// A new credential in clear: shown once, never kept.
public struct NewAPIKey: Sendable {
    public let key: APIKey
    public let secret: String
}

/// A new retailer with its first keys.
public struct NewRetailer: Sendable {
    public let retailer: Retailer
    public let owner: NewAPIKey
    public let publishable: NewAPIKey
}

extension Desk {
    public func addRetailer(_ name: String) async throws -> NewRetailer {
        let name = try checked(name, field: "name")
        let added = try await database.transaction { database in
            try await Desk(self, database: database).insertRetailer(name)
        }
        try await refresh(added.retailer.id)
        return added
    }

    /// Called inside a transaction, with a name that was checked.
    func insertRetailer(_ name: String) async throws -> NewRetailer {
        let retailer = Retailer(id: ids.next(), name: name)
        try await database.add(retailer, at: now)
        let version = try await database.raiseVersion(of: retailer.id) ?? 0
        return NewRetailer(
            retailer: retailer,
            owner: try await add("owner", role: .owner, expiresAt: nil, to: retailer.id, version: version),
            publishable: try await add("app", role: .publishable, expiresAt: nil, to: retailer.id, version: version))
    }

    public func addAPIKey(
        _ name: String, role: APIKey.Role, expiresAt: Instant?, to retailer: ID<Retailer>
    ) async throws -> Answer<NewAPIKey> {
        let name = try checked(name, field: "name")
        let answer: Answer<NewAPIKey> = try await database.transaction { database in
            guard let version = try await database.raiseVersion(of: retailer) else { return .refused(.notFound) }
            return .done(
                try await Desk(self, database: database)
                    .add(name, role: role, expiresAt: expiresAt, to: retailer, version: version))
        }
        try await refresh(retailer)
        return answer
    }

    /// Every process refuses the key within a second; this one at once.
    public func revokeAPIKey(_ key: Ref<APIKey>) async throws -> Answer<Void> {
        let answer: Answer<Void> = try await database.transaction { database in
            guard let version = try await database.raiseVersion(of: key.retailer),
                try await database.revoke(key.id, of: key.retailer, at: now, version: version)
            else { return .refused(.notFound) }
            return .done(())
        }
        try await refresh(key.retailer)
        return answer
    }

    public func apiKeys(of retailer: ID<Retailer>) async throws -> [APIKey] {
        try await database.apiKeys(of: retailer)
    }

    /// The key with which the retailer's own app signs for its shoppers; nil ends that.
    public func setIdentityKey(_ key: IdentityKey?, of retailer: ID<Retailer>) async throws -> Answer<Void> {
        let answer: Answer<Void> = try await database.transaction { database in
            guard try await database.raiseVersion(of: retailer) != nil else { return .refused(.notFound) }
            try await database.setIdentityKey(key, of: retailer)
            return .done(())
        }
        try await refresh(retailer)
        return answer
    }

    private func add(
        _ name: String, role: APIKey.Role, expiresAt: Instant?, to retailer: ID<Retailer>, version: Int64
    ) async throws -> NewAPIKey {
        let credential = APICredential(
            retailer: retailer, key: ids.next(), secret: dice.bytes(APICredential.secretLength))
        let key = APIKey(
            id: credential.key, name: name, role: role, secretHash: credential.secretHash, expiresAt: expiresAt,
            revokedAt: nil, lastUsedAt: nil, createdAt: now)
        try await database.add(key, to: retailer, version: version)
        return NewAPIKey(key: key, secret: credential.text(role))
    }

    func checked(_ name: String, field: String) throws(Invalid) -> String {
        let fields = try Fields([field: .string(name)])
        let text = fields.text(field)
        try fields.finish()
        return text
    }
}
