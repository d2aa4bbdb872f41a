import NIOCore
import NIOHTTP1
import NIOPosix
import Promotions

/// What a server answered.
struct ClientAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    let json: JSON

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
        json = (try? JSON(parsing: body)) ?? .null
    }

    var text: String { String(decoding: body.prefix(500), as: UTF8.self) }
    /// Of a problem.
    var code: String { json["code"]?.stringValue ?? "\(status)" }
    /// Whether asking again could not help.
    var isFinal: Bool { status != 429 && status < 500 }
}

/// No whole answer came: nobody can tell from it what the server did.
struct ClientLost: Error {
    let why: String
}

/// One connection to a server on this machine, kept open, with one request at a time.
struct ClientLine: Sendable {
    private let channel: any Channel

    static func open(port: Int) async throws -> ClientLine {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .connectTimeout(.seconds(5))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(ClientExchange())
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            return ClientLine(channel: channel)
        } catch {
            throw ClientLost(why: "not connected")
        }
    }

    /// - Parameter patience: after so long the client hangs up.
    /// - Throws: `ClientLost`; then the line is closed.
    func ask(_ request: SimulatedRequest, patience: Duration) async throws -> ClientAnswer {
        let promise = channel.eventLoop.makePromise(of: ClientAnswer.self)
        let channel = channel
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
        defer { limit.cancel() }
        channel.writeAndFlush(ClientExchange.Order(request: request, answer: promise), promise: nil)
        do {
            return try await promise.futureResult.get()
        } catch {
            channel.close(promise: nil)
            throw error as? ClientLost ?? ClientLost(why: "cut off")
        }
    }

    func close() {
        channel.close(promise: nil)
    }
}

/// Turns orders into requests, and answers into what their orders wait for.
private final class ClientExchange: ChannelDuplexHandler {
    struct Order: Sendable {
        let request: SimulatedRequest
        let answer: EventLoopPromise<ClientAnswer>
    }

    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Order
    typealias OutboundOut = HTTPClientRequestPart

    private var waiting: EventLoopPromise<ClientAnswer>?
    private var status = 0
    private var body: [UInt8] = []
    private var isClosed = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let order = unwrapOutboundIn(data)
        guard !isClosed, waiting == nil else {
            order.answer.fail(ClientLost(why: "the line was closed"))
            return
        }
        waiting = order.answer
        let request = order.request
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: request.path,
            headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty {
            let bytes = context.channel.allocator.buffer(bytes: request.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            body = []
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            let promise = waiting
            waiting = nil
            promise?.succeed(ClientAnswer(status: status, body: body))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        lose("cut off, or no answer in time")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lose("\(error)")
        context.close(promise: nil)
    }

    private func lose(_ why: String) {
        isClosed = true
        let promise = waiting
        waiting = nil
        promise?.fail(ClientLost(why: why))
    }
}
