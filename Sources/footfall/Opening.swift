import Actions
import Foundation
import Logging
import Postgres
import Promotions
import Records

/// Opens what commands and server share: a database that is up to date, keys that fit it, and a desk.
struct Opening {
    let site: Site

    init(_ options: CommonOptions) {
        site = Site(options)
    }

    /// - Parameter settings: of the desk; commands that print no link need none.
    func withDesk<Value>(
        clock: Clock = .system, settings: Desk.Settings = Desk.Settings(publicURL: "http://127.0.0.1:8080"),
        logger: Logger = Self.logger(), connections: Int = 4, _ body: (Desk) async throws -> Value
    ) async throws -> Value {
        try await site.withPool(connections: connections) { pool in
            try await checkSchema(pool)
            let database = Database(pool)
            let secrets = try await KeyStore(site: site).open(for: database)
            let desk = Desk(
                database: database, secrets: secrets, clock: clock,
                ids: IDMaker(processNumber: try await database.takeProcessNumber()), settings: settings, logger: logger)
            return try await body(desk)
        }
    }

    /// As `withDesk`, for changes that servers hold in memory. They follow within a second, and a command answers after
    /// that: a script may use what it printed at once, at any server.
    func withFollowedDesk<Value>(
        settings: Desk.Settings = Desk.Settings(publicURL: "http://127.0.0.1:8080"),
        _ body: (Desk) async throws -> Value
    ) async throws -> Value {
        let value = try await withDesk(settings: settings, body)
        try await Self.waitForServers()
        return value
    }

    static func waitForServers() async throws {
        try await Task.sleep(for: .seconds(1))
    }

    /// A server never changes a schema by itself: with several of them, the operator says when.
    func checkSchema(_ pool: Pool) async throws {
        let pending = try await site.migrator().pending(pool)
        guard let first = pending.first else { return }
        let which = pending.count == 1 ? first : "\(first) and \(pending.count - 1) more"
        throw Complaint(.configuration, "The database lacks \(which). Run: footfall migrate")
    }

    /// To stderr, so that stdout belongs to the answer.
    static func logger(level: Logger.Level = .notice) -> Logger {
        var logger = Logger(label: "footfall") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}

extension Answer {
    /// What was done; a refusal becomes the command's complaint.
    func get() throws -> Value {
        switch self {
        case .done(let value): return value
        case .refused(let refused): throw refused
        }
    }
}
