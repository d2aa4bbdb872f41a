import Dispatch
import Foundation
import Promotions
import Support

/// Debian's chromedriver, which drives a real Chromium over WebDriver (W3C) on the loopback. One for all tests of a
/// process; it ends with the process, however that one ends.
struct Driver: Sendable {
    static let shared = Result { try Driver() }
    private static let startSeconds = 30.0
    private static let answerSeconds = 120.0

    struct Failed: Error { let why: String }

    private let port: Int

    /// It looks for a port that is free on one kind of address and then finds it taken on the other.
    private static let triesMax = 5

    private init() throws {
        var last = ""
        for _ in 0..<Self.triesMax {
            switch try Self.start() {
            case .success(let port):
                self.port = port
                return
            case .failure(let failed): last = failed.why
            }
        }
        throw Failed(why: "chromedriver did not start: \(last)")
    }

    /// - Returns: the port it listens on, or what it said instead.
    private static func start() throws -> Result<Int, Failed> {
        let started = Shell.run(
            """
            d=$(mktemp -d) && cd "$d" && {
                setsid bash -c \(Shell.quoted("\(Shell.lettingGo) exec chromedriver --port=0")) >log 2>&1 </dev/null &
            }
            echo "$! $d"
            """)
        let words = started.output.split(separator: " ").map(String.init)
        guard words.count == 2 else { throw Failed(why: "chromedriver: \(started.output)") }
        Guardian.watch("kill \(words[0]); sleep 1; kill -KILL -\(words[0])", words[1])
        let deadline = Date(timeIntervalSinceNow: Self.startSeconds)
        var log = ""
        while Date() < deadline {
            log = Shell.run("cat \(words[1])/log").output
            if let match = log.firstMatch(of: #/successfully on port (\d+)/#) {
                return .success(Int(match.output.1) ?? 0)
            }
            if log.contains("Exiting") { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return .failure(Failed(why: log))
    }

    /// - Returns: the `value` of the answer; errors of WebDriver are thrown with their message.
    func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        let content = method == "POST" ? (body ?? [:]).text() : ""
        let request = """
            \(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
            Content-Length: \(content.utf8.count)\r\n\r\n\(content)
            """
        let heard = try await ask(Array(request.utf8))
        let value = try JSON(parsing: heard.body)["value"] ?? .null
        guard heard.status == 200 else {
            throw Failed(why: "\(path): \(value["message"]?.stringValue ?? value.text())")
        }
        return value
    }

    /// On a thread of its own: the server under test needs those that run tasks.
    private func ask(_ bytes: [UInt8]) async throws -> HTTPLine.Heard {
        try await withCheckedThrowingContinuation { waiting in
            DispatchQueue.global().async {
                waiting.resume(
                    with: Result {
                        let line = try HTTPLine(port: port)
                        try line.send(bytes)
                        return try line.receive(patience: Self.answerSeconds)
                    })
            }
        }
    }
}
