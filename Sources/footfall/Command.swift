import ArgumentParser
import Foundation
import Promotions

/// What a command has to say at its end.
struct Outcome {
    let json: JSON
    let text: String
    let status: ExitStatus

    init(_ json: JSON, text: String, status: ExitStatus = .fine) {
        self.json = json
        self.text = text
        self.status = status
    }
}

/// A command that works and then speaks once, in JSON or in plain words.
protocol Command: AsyncParsableCommand {
    var common: CommonOptions { get }

    func perform() async throws -> Outcome
}

extension Command {
    func run() async throws {
        let outcome = try await perform()
        Self.say(outcome, asJSON: common.json)
        if outcome.status != .fine { throw ExitCode(outcome.status.rawValue) }
    }

    static func say(_ outcome: Outcome, asJSON: Bool) {
        // Straight to the descriptor: a reader at the other end of a pipe waits for the line, not for a full buffer.
        let text = asJSON ? outcome.json.text() : outcome.text
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: "Directory of keys, demo and private database (default .footfall).")
    var dataDirectory: String?

    @Option(name: .customLong("sql"), help: "Directory of the migrations, if not beside the program.")
    var sqlDirectory: String?

    @Flag(help: "Print one JSON document.")
    var json = false
}
