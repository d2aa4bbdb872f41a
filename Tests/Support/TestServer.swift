import Glibc
import Postgres
import Synchronization

/// A private PostgreSQL 15 in a fresh directory, on a unix socket of its own. It dies with the test process, however
/// that one ends: a guardian waits at a pipe for it, stops the server and removes the directory.
public final class TestServer: Sendable {
    private static let started = Result { try TestServer() }

    /// The one that all tests of a process share; started at its first use, in about two seconds.
    public static var shared: TestServer {
        get throws { try started.get() }
    }

    public struct StartFailed: Error {
        public let log: String
    }

    private let directory: String
    private let binaries: String
    /// Held only so that a test can create and drop databases.
    let admin: Pool

    /// A server of one's own, for tests that stop it.
    public init() throws {
        directory = try Self.makeDirectory()
        binaries = Shell.run("pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin").output
        admin = Pool(
            PoolConfiguration(
                conninfo: Self.conninfo(directory, "postgres"), size: 4, statementTimeout: .seconds(120),
                waitLimit: .seconds(120)))
        Guardian.watch("\(Self.asOwner) \(binaries)/pg_ctl -D \(directory)/data -m immediate stop", directory)
        try run("initdb -D data -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions")
        try start()
    }

    /// For libpq, in `key=value` form.
    public func conninfo(database: String = "postgres") -> String {
        Self.conninfo(directory, database)
    }

    public func start() throws {
        let settings = "-c listen_addresses= -k \(directory) -c fsync=off -c max_connections=400 -c shared_buffers=64MB"
        try run("pg_ctl -D data -w -t 60 -l server.log -o '\(settings)' start")
    }

    /// Stops at once, as if the machine had lost power but kept its disk.
    public func stop() throws {
        try run("pg_ctl -D data -m immediate -w stop")
    }

    /// Stops while this very process is suspended, so that all signs of it reach us in one moment.
    public func stopUnseen() throws {
        let us = getpid()
        try runShell(
            "kill -STOP \(us); \(Self.asOwner) \(binaries)/pg_ctl -D data -m immediate -w stop; "
                + "status=$?; kill -CONT \(us); test $status = 0")
    }

    private static func conninfo(_ directory: String, _ database: String) -> String {
        "host=\(directory) port=5432 user=postgres dbname=\(database)"
    }

    private func run(_ command: String) throws {
        try runShell("\(Self.asOwner) \(binaries)/\(command)")
    }

    private func runShell(_ script: String) throws {
        let result = Shell.run("cd \(directory) && (\(script)) >>setup.log 2>&1 </dev/null || cat *.log")
        guard result.output.isEmpty else { throw StartFailed(log: result.output) }
    }

    /// PostgreSQL refuses to run as root.
    private static var asOwner: String { getuid() == 0 ? "runuser -u postgres --" : "" }

    private static func makeDirectory() throws -> String {
        // A socket's path may have 107 bytes, so a long TMPDIR is of no use.
        let base = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.utf8.count < 60 ? $0 : nil } ?? "/tmp"
        let owner = getuid() == 0 ? "&& chown postgres \"$d\"" : ""
        let made = Shell.run("d=$(mktemp -d \(base)/footfall-test-XXXXXXXX) \(owner) && echo \"$d\"")
        guard !made.output.isEmpty else { throw StartFailed(log: "no directory in \(base)") }
        return made.output
    }
}
