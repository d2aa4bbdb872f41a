import Actions
import ArgumentParser
import Promotions
import Records

struct RetailerKeyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "A retailer's API keys.", subcommands: [Add.self, List.self, Revoke.self])

    struct Add: Command {
        static let configuration = CommandConfiguration(
            abstract: "Add a key.", discussion: "Prints the key itself. It is shown this once.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The retailer's id.")
        var retailer: RetailerID

        @Argument(help: "What the key is for.")
        var name: String

        @Option(help: "owner (may do everything), auditor (only reads), publishable (for apps) or pos (for registers).")
        var role = Role.owner

        @Option(help: "When it ends, in RFC 3339.")
        var expires: Moment?

        func perform() async throws -> Outcome {
            let (retailer, name, keyRole, end) = (retailer, name, role.apiKeyRole, expires?.instant)
            let added = try await Opening(common).withFollowedDesk { desk in
                try await desk.changeByOperator(
                    "retailer key add", of: retailer.id, subject: { Ref(retailer.id, $0.key.id).text }
                ) {
                    try await $0.addAPIKey(name, role: keyRole, expiresAt: end, to: retailer.id)
                }.get()
            }
            let id = Ref(retailer.id, added.key.id).text
            var json = added.key.json(of: retailer.id)
            json["key"] = .string(added.secret)
            return Outcome(.object(json), text: "\(id) (\(role.rawValue), shown once): \(added.secret)")
        }
    }

    struct List: Command {
        static let configuration = CommandConfiguration(abstract: "List the keys, revoked ones too.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The retailer's id.")
        var retailer: RetailerID

        func perform() async throws -> Outcome {
            let keys = try await Opening(common).withDesk { desk in
                guard try await desk.database.retailer(retailer.id) != nil else { throw Refused(.notFound) }
                return try await desk.apiKeys(of: retailer.id)
            }
            let lines = keys.map { key in
                let end = key.revokedAt.map { "revoked \($0.rfc3339)" } ?? key.expiresAt.map { "until \($0.rfc3339)" }
                let use = key.lastUsedAt.map { "last used \($0.rfc3339)" } ?? "never used"
                return [Ref(retailer.id, key.id).text, key.role.rawValue, key.name, end ?? "good", use]
                    .joined(separator: "  ")
            }
            return Outcome(
                ["items": .array(keys.map { .object($0.json(of: retailer.id)) }), "next": .null],
                text: lines.isEmpty ? "No keys." : lines.joined(separator: "\n"))
        }
    }

    struct Revoke: Command {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key.", discussion: "Every server refuses it within a second.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The key's id, as the list shows it.")
        var key: KeyID

        func perform() async throws -> Outcome {
            let ref = key.ref
            try await Opening(common).withFollowedDesk { desk in
                try await desk.changeByOperator("retailer key revoke", of: ref.retailer, subject: { _ in ref.text }) {
                    try await $0.revokeAPIKey(ref)
                }.get()
            }
            return Outcome(
                ["id": .string(key.ref.text), "revoked": true], text: "\(key.ref.text) is revoked.")
        }
    }

    /// The roles by the names that the command line shows.
    enum Role: String, CaseIterable, ExpressibleByArgument {
        case owner, auditor, publishable, pos

        var apiKeyRole: APIKey.Role {
            switch self {
            case .owner: .owner
            case .auditor: .auditor
            case .publishable: .publishable
            case .pos: .pos
            }
        }
    }
}

struct KeyID: ExpressibleByArgument {
    let ref: Ref<APIKey>

    init?(argument: String) {
        guard let ref = Ref<APIKey>(text: argument) else { return nil }
        self.ref = ref
    }
}

extension APIKey {
    /// Never the secret, nor its hash.
    fileprivate func json(of retailer: ID<Retailer>) -> JSONObject {
        [
            "id": .string(Ref(retailer, id).text), "name": .string(name), "role": .string(role.rawValue),
            "created_at": .string(createdAt.rfc3339), "expires_at": JSON(expiresAt?.rfc3339),
            "revoked_at": JSON(revokedAt?.rfc3339), "last_used_at": JSON(lastUsedAt?.rfc3339),
        ]
    }
}
