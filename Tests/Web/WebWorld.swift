import Actions
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Mailing
import NIOCore
import Postgres
import Printing
import Promotions
import Records
import Support
import Synchronization
import Testing

@testable import Web

/// A server without a socket, on a database of its own, for one retailer.
struct WebWorld: Sendable {
    /// 2026-07-21 is a Tuesday; 16:00Z is nine in the morning in Los Angeles.
    static let nine = Instant(seconds: 1_784_649_600)
    static let secrets = Secrets(roots: [1: [UInt8](repeating: 7, count: 32)])

    let desk: Desk
    let pool: Pool
    let clock: HandClock
    let log: LogBook
    let client: any TestClientProtocol
    let keys: NewRetailer

    var owner: String { keys.owner.secret }
    var app: String { keys.publishable.secret }
    var retailer: ID<Retailer> { keys.retailer.id }

    static func with(
        _ settings: WebSettings = WebSettings(), over framework: TestingSetup = .router, mailingBy mail: String? = nil,
        signsUpRetailers: Bool = false, signingOnBy providers: [SignOnProvider] = [],
        _ body: @Sendable (WebWorld) async throws -> Void
    ) async throws {
        let test = try await TestDatabase.migrated()
        let pool = Pool(PoolConfiguration(conninfo: test.conninfo, size: 6, waitLimit: .seconds(60)))
        do {
            var about = Desk.Settings(
                publicURL: "http://127.0.0.1:8080", mailServer: try mail.map { try MailServer($0) })
            about.allowsRetailerSignUp = signsUpRetailers
            about.signOnProviders = providers
            try await run(settings, about, on: pool, over: framework, body)
            await pool.close()
            try await test.drop()
        } catch {
            await pool.close()
            try await test.drop()
            throw error
        }
    }

    private static let printer = PrintShop()

    private static func run(
        _ settings: WebSettings, _ about: Desk.Settings, on pool: Pool, over framework: TestingSetup,
        _ body: @Sendable (WebWorld) async throws -> Void
    ) async throws {
        let (clock, log, database) = (HandClock(nine), LogBook(), Database(pool))
        let desk = Desk(
            database: database, secrets: try #require(secrets), clock: Clock { clock.now },
            ids: IDMaker(processNumber: try await database.takeProcessNumber()),
            settings: about, logger: log.logger, printer: printer)
        try await desk.makePartitions()
        try await desk.warmUp()
        let keys = try await desk.addRetailer("Larkspur Coffee")
        let application = WebServer.makeApplication(desk: desk, port: 0, settings: settings, logger: log.logger)
        try await application.test(framework) { client in
            try await body(
                WebWorld(desk: desk, pool: pool, clock: clock, log: log, client: client, keys: keys))
        }
    }

    /// - Parameters:
    ///   - body: JSON goes out as `application/json`.
    ///   - token: goes out as a bearer credential.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, token: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Heard {
        var headers = headers
        if body != nil { headers[.contentType] = "application/json" }
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await send(method, path, body.map { Array($0.text().utf8) }, headers: headers)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]?, headers: HTTPFields
    ) async throws -> Heard {
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        let heard = Heard(
            status: response.status.code, headers: response.headers, body: Array(response.body.readableBytesView))
        SchemaCheck.check(method, path, body, heard)
        return heard
    }

    func get(_ path: String, token: String? = nil, headers: HTTPFields = [:]) async throws -> Heard {
        try await call(.get, path, token: token, headers: headers)
    }

    func post(
        _ path: String, _ body: JSON? = nil, token: String? = nil, key: String? = nil
    ) async throws -> Heard {
        var headers: HTTPFields = [:]
        if let key { headers[.idempotencyKey] = key }
        return try await call(.post, path, body, token: token, headers: headers)
    }
}

/// What came back.
struct Heard: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
    var code: String? { json["code"]?.stringValue }

    /// The text at a path of names such as `store`, `id`.
    func string(_ names: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        var value: JSON? = json
        for name in names { value = value?[name] }
        return try #require(value?.stringValue, "\(names) in \(text)", sourceLocation: sourceLocation)
    }
}

/// A clock that stands still until a test moves it.
final class HandClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) {
        self.instant = Mutex(instant)
    }

    var now: Instant { instant.withLock { $0 } }

    func advance(seconds: Int) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }
}

/// Everything that was logged, as text.
final class LogBook: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Page(book: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Page: LogHandler {
        let book: LogBook
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let words = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            book.lines.withLock {
                $0.append("\(event.level) \(event.message) \(words.joined(separator: " "))")
            }
        }
    }
}
