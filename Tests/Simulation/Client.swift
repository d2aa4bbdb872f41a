import Glibc
import Promotions
import Support

/// A request that is sent, byte for byte the same, until somebody answers it.
struct Request {
    let bytes: [UInt8]

    init(_ method: String, _ path: String, token: String? = nil, app: String? = nil, key: String? = nil, _ body: JSON?)
    {
        let content = body.map { $0.text() } ?? ""
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let app { head += "X-Publishable-Key: \(app)\r\n" }
        if let key { head += "Idempotency-Key: \(key)\r\n" }
        if body != nil { head += "Content-Type: application/json\r\n" }
        bytes = Array("\(head)Content-Length: \(content.utf8.count)\r\n\r\n\(content)".utf8)
    }
}

/// Asks any of the servers, and asks again with the same bytes, until there is a final answer. For one thread.
struct Client {
    /// No answer for so long is a failure of the servers, not of the machine.
    static let limit = Duration.seconds(180)
    private static let patience = 8.0

    struct Unanswered: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var sent = 0
    /// Requests that brought no final answer, by what came instead: `no answer`, `503` and so on.
    private(set) var setbacks: [String: Int] = [:]
    var random: SeededRandom
    private let ports: [Int]
    /// Now and then somebody has no patience, hangs up, and tries again while the first is under way.
    private let isHasty: Bool
    private var lines: [Int: HTTPLine] = [:]

    init(_ ports: [Int], _ random: SeededRandom, isHasty: Bool = true) {
        self.isHasty = isHasty
        self.ports = ports
        self.random = random
    }

    /// - Returns: the final answer: any status but 429 and 5xx.
    mutating func ask(_ request: Request) throws -> HTTPLine.Heard {
        var last = "nothing"
        let end = ContinuousClock.now + Self.limit
        while ContinuousClock.now < end {
            do throws(HTTPLine.Lost) {
                let port = ports[Int.random(in: ports.indices, using: &random)]
                let hangsUp = isHasty && Int.random(in: 0..<40, using: &random) == 0
                let line = try line(to: port)
                // Kept only if it brings an answer: after a failure the next try connects anew.
                lines[port] = nil
                try send(request, on: line)
                let heard = try line.receive(patience: hangsUp ? 0.004 : Self.patience)
                lines[port] = line
                if isFinal(heard) { return heard }
                last = "\(heard.status) \(heard.text)"
            } catch {
                last = error.why
                setbacks["no answer", default: 0] += 1
            }
            usleep(UInt32.random(in: 5_000..<200_000, using: &random))
        }
        throw Unanswered(description: "no final answer in \(Self.limit), last: \(last)")
    }

    /// Sends it on two lines at once, perhaps to two servers; each copy is asked again until it has its own answer.
    mutating func askTwice(_ request: Request) throws -> [HTTPLine.Heard] {
        let pair = (0..<2).compactMap { _ in try? HTTPLine(port: ports[Int.random(in: ports.indices, using: &random)]) }
        let open = pair.filter { (try? send(request, on: $0)) != nil }
        let heard = open.compactMap { try? $0.receive(patience: Self.patience) }.filter { isFinal($0) }
        return try heard + (heard.count..<2).map { _ in try ask(request) }
    }

    /// Two different requests at once; each is asked until it is answered.
    mutating func askBoth(_ requests: [Request]) throws -> [HTTPLine.Heard] {
        let open = requests.map { request -> HTTPLine? in
            let line = try? HTTPLine(port: ports[Int.random(in: ports.indices, using: &random)])
            return line.flatMap { (try? send(request, on: $0)) == nil ? nil : $0 }
        }
        return try zip(requests, open).map { request, line in
            if let heard = try? line?.receive(patience: Self.patience), isFinal(heard) { return heard }
            return try ask(request)
        }
    }

    private mutating func line(to port: Int) throws(HTTPLine.Lost) -> HTTPLine {
        if let line = lines[port] { return line }
        return try HTTPLine(port: port)
    }

    private mutating func send(_ request: Request, on line: HTTPLine) throws(HTTPLine.Lost) {
        sent += 1
        try line.send(request.bytes)
    }

    private mutating func isFinal(_ heard: HTTPLine.Heard) -> Bool {
        if heard.status != 429 && heard.status < 500 { return true }
        setbacks["\(heard.status)", default: 0] += 1
        return false
    }
}
