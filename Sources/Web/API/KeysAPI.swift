import Actions
import Promotions

/// A retailer's API keys, and what was done in its name.
enum KeysAPI {
    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let keys = try await call.desk.apiKeys(of: caller.retailer)
        return .json(["items": .array(keys.map { json($0, of: caller.retailer) }), "next": .null])
    }

    static func create(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let fields = try call.fields()
        let name = fields.text("name")
        let role = fields.choice("role", APIKey.Role.self)
        let expires = fields.optionalText("expires_at", length: 1...40)
        let expiresAt = expires.flatMap { Instant(rfc3339: $0) }
        if expires != nil, expiresAt.map({ $0 <= call.now }) ?? true {
            fields.refuse("expires_at", "must be a time to come, such as 2027-01-31T00:00:00Z")
        }
        try fields.finish()
        return try await call.once(by: caller) { desk in
            try await desk.addAPIKey(name, role: role, expiresAt: expiresAt, to: caller.retailer).reply { new in
                guard case .object(var object) = json(new.key, of: caller.retailer) else { return .noContent }
                object["key"] = .string(new.secret)
                return .json(.object(object), status: 201)
            }
        }
    }

    static func revoke(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<APIKey> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            try await desk.revokeAPIKey(ref).reply { .noContent }
        }
    }

    static func audit(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<AuditEntry>(call.query)
        let lines = try await call.desk.auditLines(
            of: caller.retailer, before: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(lines, id: { Ref(caller.retailer, $0.entry.id) }) { line in
            let (kind, id): (String, String?) =
                switch line.entry.by {
                case .key(let id): ("key", Ref(caller.retailer, id).text)
                case .user(let id): ("user", Ref(caller.retailer, id).text)
                case .operator: ("operator", nil)
                }
            return [
                "id": .string(Ref(caller.retailer, line.entry.id).text),
                "by": ["kind": .string(kind), "id": JSON(id), "name": JSON(line.name)],
                "action": .string(line.entry.action), "subject": JSON(line.entry.subject),
                "done_at": .string(line.entry.doneAt.rfc3339),
            ]
        }
    }

    private static func json(_ key: APIKey, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, key.id).text), "name": .string(key.name), "role": .string(key.role.rawValue),
            "expires_at": JSON(key.expiresAt?.rfc3339), "revoked_at": JSON(key.revokedAt?.rfc3339),
            "last_used_at": JSON(key.lastUsedAt?.rfc3339), "created_at": .string(key.createdAt.rfc3339),
        ]
    }
}
