import Actions
import ArgumentParser
import Foundation
import Promotions

struct RetailerCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retailer", abstract: "Retailers and their keys.",
        subcommands: [Add.self, RetailerKeyCommands.self, SetIdentityKey.self, SetApproval.self])

    struct Add: Command {
        static let configuration = CommandConfiguration(
            abstract: "Add a retailer.", discussion: "Prints its id and its first two keys. They are shown this once.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The name, as shoppers know it.")
        var name: String

        @Option(
            help: "E-mail address of the first owner; prints the link with which they set a password for the console.")
        var owner: String?

        @Option(help: "What the owner is called (default: the retailer's name).")
        var ownerName: String?

        @Option(
            name: .customLong("public-url"), help: "Base of the link, as for serve (default http://127.0.0.1:8080).")
        var publicURL: String?

        func perform() async throws -> Outcome {
            let url = try ServeSettings.url(
                publicURL ?? Variables.text("FOOTFALL_PUBLIC_URL") ?? "http://127.0.0.1:8080")
            let settings = Desk.Settings(publicURL: url)
            guard let owner else {
                let added = try await Opening(common).withFollowedDesk { desk in
                    let added = try await desk.addRetailer(name)
                    try await desk.audit(
                        "retailer add", by: .operator, of: added.retailer.id, subject: added.retailer.id.text)
                    return added
                }
                return outcome(added, nil)
            }
            guard let email = EmailAddress(owner) else {
                throw Complaint(.badInput, "\"\(owner)\" is no e-mail address, such as ann@example.com.")
            }
            let (added, invitation) = try await Opening(common).withFollowedDesk(settings: settings) {
                try await $0.addRetailer(name, owner: email, named: ownerName ?? name).get()
            }
            return outcome(added, invitation)
        }

        private func outcome(_ added: NewRetailer, _ invitation: NewInvitation?) -> Outcome {
            var json: JSONObject = [
                "id": .string(added.retailer.id.text), "api_key": .string(added.owner.secret),
                "publishable_key": .string(added.publishable.secret),
            ]
            var text = """
                \(added.retailer.name) is \(added.retailer.id.text).
                API key (secret, shown once)  \(added.owner.secret)
                publishable key (for apps)    \(added.publishable.secret)
                """
            if let invitation {
                json["invitation_link"] = .string(invitation.link)
                text += "\nlink for the owner (7 days)   \(invitation.link)"
            }
            return Outcome(.object(json), text: text)
        }
    }

    struct SetIdentityKey: Command {
        static let configuration = CommandConfiguration(
            commandName: "identity-key",
            abstract: "Set the public key with which the retailer's own app vouches for its shoppers.",
            discussion: "FILE is a public key in PEM: Ed25519 (for EdDSA) or P-256 (for ES256).")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The retailer's id.")
        var retailer: RetailerID

        @Argument(help: "The file with the public key.")
        var file: String?

        @Flag(help: "Take no signed identities from now on.")
        var remove = false

        func validate() throws {
            if remove == (file != nil) { throw ValidationError("Give either FILE or --remove.") }
        }

        func perform() async throws -> Outcome {
            let key = try file.map { try IdentityKey(pem: InputFile.text($0, bytesMax: 16_384)) }
            let id = retailer.id
            try await Opening(common).withFollowedDesk { desk in
                try await desk.changeByOperator("retailer identity-key", of: id, subject: { _ in id.text }) {
                    try await $0.setIdentityKey(key, of: id)
                }.get()
            }
            let algorithm = key?.algorithm.rawValue
            return Outcome(
                ["id": .string(retailer.id.text), "algorithm": JSON(algorithm)],
                text: algorithm.map { "Signed identities are checked with \($0)." }
                    ?? "No signed identities are taken any more.")
        }
    }
}

/// `ret_...` on the command line.
struct RetailerID: ExpressibleByArgument {
    let id: ID<Retailer>

    init?(argument: String) {
        guard let id = ID<Retailer>(text: argument) else { return nil }
        self.id = id
    }
}

/// A time on the command line, such as `2026-08-14T09:00:00-07:00`.
struct Moment: ExpressibleByArgument {
    let instant: Instant

    init?(argument: String) {
        guard let instant = Instant(rfc3339: argument) else { return nil }
        self.instant = instant
    }
}
