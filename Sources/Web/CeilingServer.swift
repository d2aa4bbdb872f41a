import Actions
public import Hummingbird
public import Logging
import NIOCore

/// The HTTP layer with nothing behind it: the most that any route could reach here. For benchmarks.
public enum CeilingServer {
    /// Set up as `WebServer` is. Every POST to a known route reads its body and answers 201 with `answer`, whatever the
    /// body says; anything else is 404.
    public static func makeApplication(
        answer: [UInt8], host: String = "127.0.0.1", port: Int, logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            responder: CeilingEdge(answer: answer),
            server: WebServer.connections,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1_024),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}

private struct CeilingEdge: HTTPResponder {
    let answer: [UInt8]
    private let table = Routes.table

    init(answer: [UInt8]) {
        self.answer = answer
    }

    func respond(to request: Request, context: Connection) async throws -> Response {
        guard case .found(let route, _) = table.match(request.method, request.uri.path), route.isChange else {
            return Problem(.notFound).reply.response
        }
        var bytes: [UInt8] = []
        for try await chunk in LimitedBody(request, max: Route.bodyMax) { bytes += chunk }
        return Reply(
            status: 201, headers: [.contentType: Reply.jsonType, .cacheControl: "no-store"], body: answer
        ).response
    }
}
