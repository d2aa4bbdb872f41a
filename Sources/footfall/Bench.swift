import ArgumentParser

struct BenchCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "The parts of scripts/bench that need the program's own code.",
        subcommands: [
            BenchGeofence.self, BenchPrint.self, BenchPrepare.self, BenchSales.self, BenchCeiling.self,
        ])
}
