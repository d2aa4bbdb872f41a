import Actions
import ArgumentParser
import Foundation
import Logging
import Mailing
import Promotions
import ServiceLifecycle
import UnixSignals
import Web

struct Serve: Command {
    static let configuration = CommandConfiguration(
        abstract: "Serve HTTP until SIGINT or SIGTERM.",
        discussion: """
            Prints one line when it listens. Any number of servers may serve one database, each with the same keys.
            --clock starts the clock at another time, from where it runs on: a morning can be rehearsed at night. Only \
            with --test-mode, which also lifts the limit on sign-ups.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ServeOptions

    /// The outcome is said by `ready`, long before the end.
    func run() async throws {
        _ = try await perform()
    }

    func perform() async throws -> Outcome {
        let settings = try ServeSettings(options)
        try ListeningPort.check(host: settings.host, port: settings.port)
        let logger = Opening.logger(level: settings.logLevel)
        var desk = Desk.Settings(
            publicURL: settings.publicURL, allowsPlatformSignUp: settings.allowsPlatformSignUp,
            offlineKeysFrom: settings.offlineKeysFrom, wallet: settings.wallet, mailServer: settings.mailServer)
        desk.allowsRetailerSignUp = settings.allowsRetailerSignUp
        desk.signOnProviders = settings.signOnProviders
        try await Opening(common).withDesk(
            clock: settings.clock, settings: desk, logger: logger, connections: settings.connections
        ) { desk in
            // All of this before the first request: memory is full, and this month has its partition.
            try await desk.warmUp()
            try await desk.makePartitions()
            try await serve(desk, settings, logger)
        }
        return Outcome(["stopped": true], text: "")
    }

    private func serve(_ desk: Desk, _ settings: ServeSettings, _ logger: Logger) async throws {
        let isJSON = common.json
        let application = WebServer.makeApplication(
            desk: desk, host: settings.host, port: settings.port, settings: settings.web, logger: logger,
            onReady: { port in Self.say(Self.ready(settings, port: port), asJSON: isJSON) })
        let mailWorker: MailWorker?
        do {
            mailWorker = try MailWorker(desk)
        } catch {
            throw Complaint(.configuration, "The mail server's ca= must name a PEM file that can be read (\(error)).")
        }
        let services: [any Service] =
            [
                Follower(desk), OutboxWorker(desk), CampaignKeeper(desk), Housekeeper(desk), Sweeper(desk),
                ParticipantService(desk), CodeMaker(desk),
            ] + (mailWorker.map { [$0] } ?? []) + [application]
        // Stopped in reverse order: first no more requests, last what they rely on.
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        try await ServiceGroup(configuration: group).run()
    }

    private static func ready(_ settings: ServeSettings, port: Int) -> Outcome {
        let address = "http://\(ListeningPort.bracketed(settings.host)):\(port)"
        return Outcome(
            [
                "ready": true, "address": .string(address), "public_url": .string(settings.publicURL),
                "time": .string(settings.clock.now().rfc3339), "test_mode": .bool(settings.web.isTestMode),
                "mail": JSON(settings.mailServer?.name),
                "openid": .array(settings.signOnProviders.map { .string($0.id) }),
                "wallets": .array((settings.wallet?.names ?? []).map { .string($0) }),
            ], text: "Footfall listens on \(address)")
    }
}
