import NIOCore
import NIOPosix
import NIOSSL

/// Hands letters to a mail server, one connection for each.
public struct SMTPMailer: Sendable {
    private static let connectSeconds: Int64 = 15
    private static let talkSeconds: Int64 = 60

    public let server: MailServer
    private let context: NIOSSLContext?

    /// - Throws: what is wrong with the file of authorities.
    public init(_ server: MailServer) throws {
        self.server = server
        guard server.security != .none else {
            context = nil
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let file = server.authorities { configuration.trustRoots = .file(file) }
        configuration.minimumTLSVersion = .tlsv12
        context = try NIOSSLContext(configuration: configuration)
    }

    /// Whatever goes wrong on the way is an outcome, not an error. After `.failed` the letter may have arrived all the same:
    /// the line can break between the last full stop and the answer to it.
    public func send(_ letter: Letter) async -> Delivery {
        do {
            let channel = try await connect()
            // Closing is what wakes whoever waits for a reply that never comes.
            let deadline = channel.channel.eventLoop.scheduleTask(in: .seconds(Self.talkSeconds)) {
                channel.channel.close(promise: nil)
            }
            defer { deadline.cancel() }
            return try await channel.executeThenClose { inbound, outbound in
                try await talk(letter, on: channel.channel, inbound, outbound)
            }
        } catch {
            return .failed("\(error)")
        }
    }

    private typealias Line = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private func connect() async throws -> Line {
        let tls = server.security == .implicit ? context : nil
        let host = server.host
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(Self.connectSeconds))
            .connect(host: host, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(try Self.handler(tls, host))
                    }
                    return try Line(wrappingChannelSynchronously: channel)
                }
            }
    }

    private func talk(
        _ letter: Letter, on channel: any Channel, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> Delivery {
        var dialogue = SMTPDialogue(server, to: letter.to)
        var reader = SMTPReplyReader()
        for try await buffer in inbound {
            let replies = try reader.read(buffer.readableBytesView)
            for (place, reply) in replies.enumerated() {
                var action = dialogue.hear(reply)
                if action == .startTLS {
                    // What came in clear behind the reply was said by nobody we know.
                    guard place == replies.count - 1, reader.isEmpty else {
                        return .failed("the server said more before TLS began")
                    }
                    try await encrypt(channel)
                    action = dialogue.tlsIsUp()
                }
                switch action {
                case .say(let line): try await outbound.write(ByteBuffer(string: line))
                case .sendLetter:
                    let text = LetterText(letter, from: server.from).stuffed
                    try await outbound.write(ByteBuffer(string: text))
                case .end(let delivery):
                    // The letter is where it is, whether the server hears us leave or not.
                    try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
                    return delivery
                case .startTLS: return .failed("TLS was asked for twice")
                }
            }
        }
        return .failed("the server closed the line")
    }

    private func encrypt(_ channel: any Channel) async throws {
        guard let context else { return }
        let host = server.host
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(try Self.handler(context, host), position: .first)
        }.get()
    }

    /// An address is no name to be checked; then the certificate must be for the address.
    private static func handler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
