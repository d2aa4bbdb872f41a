import Foundation
import Glibc
import Promotions

/// `footfall serve` in several processes on one database, all with the same clock.
struct ServerProcesses {
    let ports: [Int]
    private let arguments: [String]
    private var running: [ServerProcess] = []

    private static let secondsMax = 60

    /// - Parameter common: where keys and migrations are.
    init(_ count: Int, _ common: CommonOptions) throws {
        var ports: [Int] = []
        while ports.count < count {
            // Outside the range from which connections take their own.
            let port = Int.random(in: 20_000..<32_000)
            if !ports.contains(port), (try? ListeningPort.check(host: "127.0.0.1", port: port)) != nil {
                ports.append(port)
            }
        }
        self.ports = ports
        arguments =
            (common.dataDirectory.map { ["--data", $0] } ?? []) + (common.sqlDirectory.map { ["--sql", $0] } ?? [])
    }

    mutating func start(at clock: Instant) async throws {
        running = try ports.map { port in
            try ServerProcess(
                ["serve", "--port", "\(port)", "--test-mode", "--clock", clock.rfc3339, "--log-level", "warning"]
                    + arguments)
        }
        for port in ports { try await waitUntilReady(port) }
    }

    /// Waits until they have answered what they had, and are gone.
    mutating func stop() async {
        for server in running { server.askToStop() }
        for server in running { await server.waitForEnd() }
        running = []
    }

    private func waitUntilReady(_ port: Int) async throws {
        let end = ContinuousClock.now + .seconds(Self.secondsMax)
        while ContinuousClock.now < end {
            guard running.allSatisfy(\.isRunning) else { break }
            if let line = try? await ClientLine.open(port: port) {
                defer { line.close() }
                let request = SimulatedRequest(.other, "GET", "/readyz")
                if let answer = try? await line.ask(request, patience: .seconds(5)), answer.status == 200 { return }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Complaint(.fault, "A server did not start on port \(port); what it said is above.")
    }
}

/// One server, which ends with this process, however that may be: a shell between them waits at a pipe that only we
/// hold open.
private final class ServerProcess {
    private let shell: pid_t
    private var leash: Int32?
    private var hasEnded = false

    // Whoever waits for the pipe's end is gone before the server's number can be another's.
    private static let script = """
        exec 3<&0; "$0" "$@" </dev/null >/dev/null 3<&- & server=$!
        (exec >/dev/null 2>&1; cat <&3; kill -TERM $server) & watcher=$!
        exec 3<&- </dev/null; wait $server; kill $watcher 2>/dev/null
        """

    init(_ arguments: [String]) throws {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        var pipe: [Int32] = [0, 0]
        guard Glibc.pipe(&pipe) == 0 else { throw Complaint(.fault, "No pipe to a server.") }
        // No child may hold the end that we hold.
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(pipe[0]) }
        shell = try Self.spawn(["/bin/sh", "-c", Self.script, program] + arguments, input: pipe[0])
        leash = pipe[1]
    }

    /// Not by Foundation, whose children cannot be stopped: they inherit the blocked signals of a thread of the pool.
    private static func spawn(_ words: [String], input: Int32) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, input, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var list: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for word in list { free(word) } }
        var process: pid_t = 0
        guard posix_spawn(&process, words[0], &files, &attributes, &list, environ) == 0 else {
            throw Complaint(.fault, "A server cannot be started.")
        }
        return process
    }

    var isRunning: Bool {
        if !hasEnded, waitpid(shell, nil, WNOHANG) != 0 { hasEnded = true }
        return !hasEnded
    }

    func askToStop() {
        if let leash { close(leash) }
        leash = nil
    }

    func waitForEnd() async {
        while isRunning { try? await Task.sleep(for: .milliseconds(10)) }
    }

    deinit {
        askToStop()
    }
}
