import Glibc
import Support
import Promotions

/// Server processes of the real executable, all on one database with the same keys.
final class Servers: Sendable {
    let ports: [Int]
    private let ground: Ground
    private let executable: String
    private let url: String
    private let sql: String
    private let startedAt = Servers.seconds

    /// Ten in the morning in Los Angeles. The clock runs on from there, over restarts too, so that a run never meets
    /// midnight and every limit of a day holds for all of it.
    private static let morning = Instant(seconds: 1_786_726_800)

    init(_ count: Int, on ground: Ground, url: String, sql: String, _ random: inout some RandomNumberGenerator) throws {
        self.ground = ground
        self.url = url
        self.sql = sql
        executable = try Self.executable()
        ports = (0..<count).map { _ in HTTPLine.freePort(&random) }
        try Ground.shell(
            "mkdir -p \(ground.path)/site " + ports.map { Self.directory($0, ground) }.joined(separator: " "))
    }

    /// `FOOTFALL_BINARY`, else the one that was built with this test.
    private static func executable() throws -> String {
        if let given = getenv("FOOTFALL_BINARY") { return String(cString: given) }
        let ours = try Ground.shell("readlink /proc/\(getpid())/exe")
        let beside = ours.split(separator: "/").dropLast().joined(separator: "/")
        guard access("/\(beside)/footfall", X_OK) == 0 else {
            throw Ground.Failed(what: "no footfall in /\(beside): build it, or name it in FOOTFALL_BINARY")
        }
        return "/\(beside)/footfall"
    }

    private static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func directory(_ port: Int, _ ground: Ground) -> String { "\(ground.path)/server-\(port)" }

    /// - Returns: what the command printed, as JSON.
    func command(_ arguments: String) throws -> JSON {
        let text = try Ground.shell(
            "cd \(ground.path) && \(environment) \(executable) \(arguments) --json \(places) 2>>commands.log")
        return try JSON(parsing: text)
    }

    private var environment: String { "env -i PATH=/usr/bin:/bin DATABASE_URL='\(url)'" }
    private var places: String { "--data '\(ground.path)/site' --sql '\(sql)'" }

    func start(_ port: Int) throws {
        let now = Self.morning.adding(seconds: Self.seconds - startedAt).rfc3339
        let serve = "\(executable) serve --port \(port) --test-mode --clock \(now) \(places)"
        let directory = Self.directory(port, ground)
        try Ground.shell("cd \(directory) && { \(environment) \(serve) </dev/null >>server.log 2>&1 & }")
    }

    func kill(_ port: Int) {
        Ground.killAll(in: Self.directory(port, ground))
    }

    /// Waits until every server answers that it is ready, and starts again those that gave up meanwhile, as whatever
    /// looks after services does.
    func ready(withinSeconds limit: Double) throws {
        let end = Self.seconds + limit
        for port in ports {
            while !Self.isReady(port) {
                guard Self.seconds < end else {
                    let log = try? Ground.shell("tail -n 20 \(Self.directory(port, ground))/server.log")
                    throw Ground.Failed(what: "server \(port) is not ready after \(limit) s: \(log ?? "")")
                }
                if Ground.processes(in: Self.directory(port, ground)).isEmpty { try start(port) }
                usleep(50_000)
            }
        }
    }

    private static func isReady(_ port: Int) -> Bool {
        guard let line = try? HTTPLine(port: port) else { return false }
        let request = "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        guard (try? line.send(Array(request.utf8))) != nil else { return false }
        return (try? line.receive(patience: 5))?.status == 200
    }

    /// The last lines of every log, for whoever reads about a failure.
    var lastWords: String {
        (try? Ground.shell("cd \(ground.path) && tail -n 15 postgres.log server-*/server.log commands.log")) ?? ""
    }
}
