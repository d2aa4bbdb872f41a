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

        func perform() async throws -> Outcome {
            let added = try await Opening(common).withFollowedDesk { try await $0.addRetailer(name) }
            return Outcome(
                [
                    "id": .string(added.retailer.id.text), "api_key": .string(added.owner.secret),
                    "publishable_key": .string(added.publishable.secret),
                ],
                text: """
                    \(added.retailer.name) is \(added.retailer.id.text).
                    API key (secret, shown once)  \(added.owner.secret)
                    publishable key (for apps)    \(added.publishable.secret)
                    """)
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
            try await Opening(common).withFollowedDesk { try await $0.setIdentityKey(key, of: retailer.id).get() }
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
