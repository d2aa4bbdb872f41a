import Glibc

/// One connection to a server on this machine, for one thread. HTTP/1.1 with `Content-Length`, as much as is needed
/// here: a client library would hide the moment at which a connection broke, or try again by itself.
public final class HTTPLine {
    /// What a server answered.
    public struct Heard: Sendable {
        public let status: Int
        public let body: [UInt8]

        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// No whole answer came: refused, cut off, or too late. Nobody can tell from it what the server did.
    public struct Lost: Error {
        public let why: String

        public init(why: String) {
            self.why = why
        }
    }

    private let descriptor: Int32
    private var unread: [UInt8] = []

    public init(port: Int) throws(Lost) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Lost(why: "no socket") }
        var address = Self.loopback(port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Lost(why: "not connected") }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
    }

    /// A port that nobody uses, outside the range from which connections take their own: a client that calls a dead
    /// server must not be given the server's port, and then talk to itself.
    public static func freePort(_ random: inout some RandomNumberGenerator) -> Int {
        while true {
            let port = Int.random(in: 20_000..<32_000, using: &random)
            let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            defer { close(probe) }
            var address = loopback(port)
            let status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if status == 0 { return port }
        }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    public func send(_ bytes: [UInt8]) throws(Lost) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw Lost(why: "cut off while sending") }
            sent += count
        }
    }

    /// - Parameter patience: seconds without a byte after which the client hangs up.
    public func receive(patience: Double) throws(Lost) -> Heard {
        wait(atMost: patience)
        var headEnd = Self.endOfHead(unread)
        while headEnd == nil {
            try read()
            headEnd = Self.endOfHead(unread)
        }
        let bodyStart = headEnd ?? 0
        let head = String(decoding: unread[..<bodyStart], as: UTF8.self).lowercased()
        let words = head.prefix(while: { $0 != "\r\n" }).split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw Lost(why: "no status in \(head)") }
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
        guard let length else { throw Lost(why: "no length in \(head)") }
        while unread.count < bodyStart + length { try read() }
        let body = Array(unread[bodyStart..<bodyStart + length])
        unread.removeFirst(bodyStart + length)
        return Heard(status: status, body: body)
    }

    /// Of an answer that goes on: what comes next, nil once the server has hung up.
    /// - Parameter patience: as above.
    public func receiveMore(patience: Double) -> [UInt8]? {
        wait(atMost: patience)
        defer { unread = [] }
        if !unread.isEmpty { return unread }
        do { try read() } catch { return nil }
        return unread
    }

    private func wait(atMost seconds: Double) {
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(seconds.truncatingRemainder(dividingBy: 1) * 1e6))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    private func read() throws(Lost) {
        let chunk = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            count = max(recv(descriptor, buffer.baseAddress, 16_384, 0), 0)
        }
        guard !chunk.isEmpty else { throw Lost(why: "cut off, or no answer in time") }
        unread += chunk
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let mark: [UInt8] = [13, 10, 13, 10]
        guard bytes.count >= 4 else { return nil }
        return (3..<bytes.count).first { bytes[$0] == 10 && bytes[$0 - 3...$0].elementsEqual(mark) }.map { $0 + 1 }
    }
}
