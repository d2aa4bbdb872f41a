import ArgumentParser
import Postgres
import Promotions

struct Migrate: Command {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's tables up to date.",
        discussion: "Running it again, or from several places at once, does no harm.")

    @OptionGroup var common: CommonOptions

    func perform() async throws -> Outcome {
        let site = Site(common)
        let migrator = try site.migrator()
        let applied = try await migrator.migrate(try site.databaseURL())
        let version = migrator.names.last ?? "none"
        let text =
            applied.isEmpty
            ? "Nothing to do: the database is at \(version)." : "Applied \(applied.joined(separator: ", "))."
        return Outcome(["applied": .array(applied.map(JSON.string)), "version": .string(version)], text: text)
    }
}
