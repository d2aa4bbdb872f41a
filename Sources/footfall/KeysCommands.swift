import Actions
import ArgumentParser
import Promotions
import Records

struct KeysCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys that lie outside the database.", subcommands: [Rotate.self])

    struct Rotate: Command {
        static let configuration = CommandConfiguration(
            abstract: "Add a generation of keys.",
            discussion: """
                New tokens and codes use it; whatever was made with the older ones stays good. Give the new file to \
                every server of this database and start them again.
                """)

        @OptionGroup var common: CommonOptions

        func perform() async throws -> Outcome {
            let opening = Opening(common)
            let store = KeyStore(site: opening.site)
            let secrets = try await opening.site.withPool { pool in
                try await opening.checkSchema(pool)
                return try await store.rotate(for: Database(pool))
            }
            let newest = secrets.generations.last ?? 0
            return Outcome(
                [
                    "generations": .array(secrets.generations.map { .int(Int64($0)) }),
                    "current": .int(Int64(newest)), "file": .string(store.path),
                ],
                text: "Generation \(newest) is in \(store.path). Start every server again with this file.")
        }
    }
}
