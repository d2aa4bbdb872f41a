import NIOCore
import NIOPosix
public import NIOSSL
public import Synchronization

/// A mail server on loopback that says what a test tells it to, and keeps what it was told.
public final class FakeMailServer: Sendable {
    public struct Manner: Sendable {
        /// After EHLO.
        public var offers: [String]
        /// What it answers to a command that starts so, instead of what is usual.
        public var answers: [String: String]
        /// Cuts the line when it hears a command that starts so.
        public var hangsUpAt: String?
        public var tls: NIOSSLContext?
        public var isImplicit: Bool

        public init(
            offers: [String] = ["AUTH PLAIN LOGIN"], answers: [String: String] = [:], hangsUpAt: String? = nil,
            tls: NIOSSLContext? = nil, isImplicit: Bool = false
        ) {
            self.offers = offers
            self.answers = answers
            self.hangsUpAt = hangsUpAt
            self.tls = tls
            self.isImplicit = isImplicit
        }
    }

    private struct Heard {
        var commands: [String] = []
        var letters: [String] = []
    }

    private let heard = Mutex(Heard())
    /// Read when a connection opens.
    public let manner: Mutex<Manner>
    private let channel: Mutex<(any Channel)?> = Mutex(nil)
    private let ends: Mutex<[EventLoopFuture<Void>]> = Mutex([])

    public init(_ manner: Manner = Manner()) {
        self.manner = Mutex(manner)
    }

    public var commands: [String] { heard.withLock { $0.commands } }
    public var letters: [String] { heard.withLock { $0.letters } }
    public var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }

    public func start(port: Int = 0) async throws {
        let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                self.ends.withLock { $0.append(channel.closeFuture) }
                return channel.eventLoop.makeCompletedFuture {
                    let manner = self.manner.withLock { $0 }
                    if manner.isImplicit, let tls = manner.tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(Conversation(self, manner))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        channel.withLock { $0 = bound }
    }

    /// Hears everybody out first: a client does not wait for the answer to its QUIT.
    public func stop() async throws {
        try await channel.withLock { $0 }?.close()
        for end in ends.withLock({ $0 }) { try await end.get() }
    }

    fileprivate func note(_ command: String) { heard.withLock { $0.commands.append(command) } }
    fileprivate func note(letter: String) { heard.withLock { $0.letters.append(letter) } }
}

/// One connection. Lives on its event loop.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: FakeMailServer
    private let manner: FakeMailServer.Manner
    private var waiting = ""
    private var letter: String?
    private var asked = 0

    init(_ server: FakeMailServer, _ manner: FakeMailServer.Manner) {
        self.server = server
        self.manner = manner
    }

    func channelActive(context: ChannelHandlerContext) {
        say(manner.answers["connect"] ?? "220 fake", context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        waiting += String(buffer: unwrapInboundIn(data))
        while let end = waiting.firstRange(of: "\r\n") {
            let line = String(waiting[..<end.lowerBound])
            waiting.removeSubrange(..<end.upperBound)
            hear(line, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func hear(_ line: String, _ context: ChannelHandlerContext) {
        if let begun = letter {
            guard line == "." else {
                letter = begun + (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
                return
            }
            letter = nil
            if manner.hangsUpAt == "." { return context.close(promise: nil) }
            if manner.answers["."] == nil || manner.answers["."]?.hasPrefix("2") == true { server.note(letter: begun) }
            if manner.hangsUpAt == "after ." { return context.close(promise: nil) }
            return say(manner.answers["."] ?? "250 taken", context)
        }
        server.note(line)
        if let word = manner.hangsUpAt, line.hasPrefix(word) { return context.close(promise: nil) }
        if let answer = manner.answers.first(where: { line.hasPrefix($0.key) })?.value { return say(answer, context) }
        switch line.split(separator: " ").first.map(String.init) ?? "" {
        case "EHLO":
            say(
                (["fake"] + manner.offers).enumerated().map { place, offer in
                    "250\(place == manner.offers.count ? " " : "-")\(offer)"
                }.joined(separator: "\r\n"), context)
        case "STARTTLS":
            say("220 go on", context)
            guard let tls = manner.tls else { return }
            try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
        case "AUTH" where line.hasPrefix("AUTH LOGIN"): say("334 VXNlcm5hbWU6", context)
        case "AUTH": say("235 welcome", context)
        case "MAIL", "RCPT": say("250 fine", context)
        case "DATA":
            letter = ""
            say("354 go on", context)
        case "QUIT":
            say("221 bye", context)
            context.close(promise: nil)
        default:
            // What follows AUTH LOGIN.
            asked += 1
            say(asked == 1 ? "334 UGFzc3dvcmQ6" : "235 welcome", context)
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "\(text)\r\n")), promise: nil)
    }
}
