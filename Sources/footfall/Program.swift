import ArgumentParser
import Foundation

/// Where the process starts and ends: whatever a command throws leaves here as one sentence and an exit status.
@main
enum Program {
    static func main() async {
        do {
            var command = try Footfall.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(after: error)
        }
    }

    private static func leave(after error: any Error) -> Never {
        if let code = error as? ExitCode { exit(code.rawValue) }
        let isJSON = CommandLine.arguments.contains("--json")
        let parsing = Footfall.exitCode(for: error)
        if parsing == .success { Footfall.exit(withError: error) }
        if parsing == .validationFailure {
            if isJSON {
                Complaint(.usage, Footfall.message(for: error)).tell(asJSON: true)
            }
            Footfall.exit(withError: error)
        }
        Complaint(error).tell(asJSON: isJSON)
    }
}

struct Footfall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "footfall",
        abstract: "Check-ins that earn coupons: server and operator's tools.",
        discussion: """
            The database is DATABASE_URL, else the private one that scripts/run keeps in --data DIR (default .footfall).
            --data and every option of serve can also be variables: --public-url is FOOTFALL_PUBLIC_URL, --test-mode \
            is FOOTFALL_TEST_MODE=1. With --json each command prints one JSON document, also when it fails.

            Exit status:
            \(ExitStatus.table)
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Migrate.self, Demo.self, RetailerCommands.self, StoresCommands.self, TillsCommands.self,
            KeysCommands.self, CouponsCommands.self, VerifyCommand.self, ReplayCommand.self, Simulate.self,
            Doctor.self, BenchCommands.self,
        ])
}

enum Version {
    static let text = "0.1.0"
}
