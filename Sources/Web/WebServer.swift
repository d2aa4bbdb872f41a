public import Actions
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The HTTP layer over one desk.
public enum WebServer {
    /// Idle connections are closed after this long.
    private static let idleSeconds: Int64 = 120

    /// A service that listens until it is told to shut down. Every route answers without a socket too, through
    /// HummingbirdTesting's router.
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - onReady: called once connections are accepted, with the port.
    public static func makeApplication(
        desk: Desk, host: String = "127.0.0.1", port: Int, settings: WebSettings = WebSettings(), logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            responder: Edge(desk: desk, settings: settings, logger: logger),
            server: connections,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1_024),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
            logger: logger)
    }

    /// How connections are served; the benchmark's ceiling is served the same way.
    static var connections: HTTPServerBuilder {
        HTTPServerBuilder { responder in
            LoopChannel(
                http: HTTP1Channel(responder: responder, configuration: .init(idleTimeout: .seconds(idleSeconds))))
        }
    }
}
