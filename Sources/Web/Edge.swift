import Actions
import Hummingbird
import Logging
import NIOCore
import Promotions

/// What Hummingbird knows of a connection when a request comes in.
struct Connection: InitializableFromSource, Sendable {
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        peer = source.channel.remoteAddress?.ipAddress
    }
}

/// Where every request enters and every answer leaves: finds the route, reads the body within bounds, lets the handler
/// answer, turns what was thrown into a problem and writes the one line of the log.
struct Edge: HTTPResponder {
    private let desk: Desk
    private let settings: WebSettings
    private let throttles: Throttles
    private let table: RouteTable
    private let log: AccessLog

    init(desk: Desk, settings: WebSettings, logger: Logger) {
        self.desk = desk
        self.settings = settings
        throttles = Throttles(settings)
        table = Routes.table
        log = AccessLog(logger: logger, isOn: settings.logsRequests)
    }

    func respond(to request: Request, context: Connection) async throws -> Response {
        let language = request.spokenLanguage
        if language == .en { return await respond(to: request, from: context) }
        return await Speech.$language.withValue(language) { await respond(to: request, from: context) }
    }

    private func respond(to request: Request, from context: Connection) async -> Response {
        let start = ContinuousClock.now
        let match = table.match(request.method, request.uri.path)
        var incident: String?
        let reply: Reply
        do {
            reply = try await answer(request, match, from: context)
        } catch {
            let problem = Problem(caught: error) {
                let number = log.fault(error, at: match)
                incident = number
                return number
            }
            reply = (try? ErrorPage.show(problem, request)) ?? problem.reply
        }
        log.line(request.method, match, status: reply.status, since: start, incident: incident)
        return request.method == .head ? reply.headResponse : reply.response
    }

    private func answer(_ request: Request, _ match: RouteTable.Match, from connection: Connection) async throws
        -> Reply
    {
        switch match {
        case .unknown: throw Problem(.notFound)
        case .otherMethods(let methods):
            let names = methods.map(\.rawValue).joined(separator: ", ")
            var problem = Problem(.methodNotAllowed, "This address knows \(names).")
            problem.headers[.allow] = names
            throw problem
        case .found(let route, let parameters):
            return try await answer(request, route, parameters, from: connection)
        }
    }

    private func answer(
        _ request: Request, _ route: Route, _ parameters: [Substring], from connection: Connection
    ) async throws -> Reply {
        let query = try Query(request.uri.query)
        let call = Call(
            desk: desk, throttles: throttles, route: route, request: request, parameters: parameters, query: query,
            body: [],
            address: ClientAddress.find(
                peer: connection.peer,
                forwarded: settings.trustedProxies.isEmpty ? nil : request.headers.value(.forwardedFor),
                trusted: settings.trustedProxies), maps: settings.maps)
        let handle = try await route.handler.admit(call)
        try route.check(query)
        return try await handle(call.with(body: try await route.body(of: request)))
    }
}

extension Route {
    /// Retailers' programs hear about every parameter that does not exist.
    fileprivate func check(_ query: Query) throws {
        guard handler.isStrict else { return }
        let known = self.query.map(\.name)
        let unknown = query.names.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw Invalid(unknown.map { FieldProblem(field: $0, reason: "unknown parameter") })
        }
    }

    /// The body in memory; empty where the handler streams it.
    fileprivate func body(of request: Request) async throws -> [UInt8] {
        if takes == .csv {
            try demand(["text/csv"], of: request)
            return []
        }
        guard isChange else { return [] }
        var bytes: [UInt8] = []
        for try await chunk in LimitedBody(request, max: Self.bodyMax) { bytes += chunk }
        if bytes.isEmpty { return [] }
        if takes == .image {
            try demand(["image/png", "image/jpeg"], of: request)
            return bytes
        }
        try demand([Reply.jsonType], of: request)
        if takes == .none, handler.isStrict {
            try Fields(JSON(reading: bytes)).finish()
        }
        return bytes
    }

    private func demand(_ mediaTypes: [String], of request: Request) throws {
        let given = request.headers.value(.contentType)?.prefix { $0 != ";" }.trimmingSpaces.lowercased()
        guard let given, mediaTypes.contains(given) else {
            let names = mediaTypes.joined(separator: " or ")
            throw Problem(.unsupportedMediaType, "Send this as Content-Type: \(names).")
        }
    }
}

/// A body that ends with `too_large` once it is longer than allowed; nothing beyond that is kept.
struct LimitedBody: AsyncSequence {
    private let body: RequestBody
    private let max: Int
    private let declared: Int?

    init(_ request: Request, max: Int) {
        body = request.body
        self.max = max
        declared = request.headers.value(.contentLength).flatMap { Int($0) }
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var chunks: RequestBody.AsyncIterator
        fileprivate let max: Int
        fileprivate var length: Int

        mutating func next() async throws -> ByteBufferView? {
            guard length <= max, let chunk = try await chunks.next() else { return try ended() }
            length += chunk.readableBytes
            return length <= max ? chunk.readableBytesView : try ended()
        }

        private func ended() throws -> ByteBufferView? {
            guard length <= max else {
                throw Problem(.tooLarge, "At most \(max >> 20) MiB are taken here.")
            }
            return nil
        }
    }

    func makeAsyncIterator() -> Iterator {
        // What is declared too long is refused before the first byte.
        Iterator(chunks: body.makeAsyncIterator(), max: max, length: declared.map { $0 > max ? $0 : 0 } ?? 0)
    }
}
