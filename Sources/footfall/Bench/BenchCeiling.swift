import ArgumentParser
import Foundation
import Promotions
import ServiceLifecycle
import UnixSignals
import Web

struct BenchCeiling: Command {
    static let configuration = CommandConfiguration(
        commandName: "ceiling", abstract: "Answer every check-in at once, without looking at it.",
        discussion: """
            The HTTP layer alone: finds the route, reads the body, answers 201 with the same bytes each time. What \
            serve does beyond that is the rest of its time.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Port to listen on.")
    var port: Int

    @Option(help: "File with the body of the answer.")
    var answer: String

    /// The outcome is said when it listens.
    func run() async throws {
        _ = try await perform()
    }

    func perform() async throws -> Outcome {
        try ListeningPort.check(host: "127.0.0.1", port: port)
        let body = try Array(InputFile.text(answer, bytesMax: 1 << 20).utf8)
        let logger = Opening.logger()
        let isJSON = common.json
        let application = CeilingServer.makeApplication(
            answer: body, port: port, logger: logger,
            onReady: { port in
                let address = "http://127.0.0.1:\(port)"
                Self.say(
                    Outcome(["ready": true, "address": .string(address)], text: "The ceiling listens on \(address)"),
                    asJSON: isJSON)
            })
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [application], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        ).run()
        return Outcome(["stopped": true], text: "")
    }
}
