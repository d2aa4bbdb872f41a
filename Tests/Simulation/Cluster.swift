import Glibc

/// A PostgreSQL that forgets nothing it has confirmed (fsync and synchronous commits are on), made to be killed.
final class Cluster: Sendable {
    private let ground: Ground
    private let directory: String

    /// - Parameter ground: must be a directory that PostgreSQL's user may write to.
    init(on ground: Ground) throws {
        self.ground = ground
        directory = "\(ground.path)/cluster"
        try run("initdb -D cluster -U footfall -A trust -E UTF8 --locale=C --no-instructions --no-sync")
        try start()
        try run("createdb -h \(ground.path) -U footfall footfall")
    }

    var url: String { "postgresql://footfall@/footfall?host=\(ground.path)&port=5432" }

    func start() throws {
        let settings = [
            "listen_addresses=", "fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100",
            "shared_buffers=64MB",
        ].map { "-c \($0)" }.joined(separator: " ")
        try run("pg_ctl -D cluster -w -t 120 -l postgres.log -o '\(settings) -k \(ground.path)' start")
    }

    /// The postmaster and every child, without a chance to write anything more.
    func kill() throws {
        let killed = Ground.killAll(in: directory)
        for _ in 0..<30 {
            if killed.allSatisfy({ access("/proc/\($0)", F_OK) != 0 }) { return }
            usleep(10_000)
        }
        // Some machines are slow to let go of orphans that are dead, and PostgreSQL takes its old self for alive. It
        // is not: so its locks go, and the memory by which it would recognise itself.
        try Ground.shell(
            "cd \(directory) && { ipcrm -m $(sed -n '7s/.* //p' postmaster.pid) 2>/dev/null || true; } "
                + "&& rm -f postmaster.pid \(ground.path)/.s.PGSQL.5432.lock")
    }

    /// Everything stands still, as on a machine that swaps or a disk that hangs.
    func suspend() { Ground.signal(SIGSTOP, in: directory) }
    func wake() { Ground.signal(SIGCONT, in: directory) }

    private func run(_ command: String) throws {
        try Ground.shell(
            "cd \(ground.path) && { \(Ground.asOwner) \(Ground.binaries)/\(command) </dev/null >>setup.log 2>&1 "
                + "|| { cat setup.log postgres.log; exit 1; }; }")
    }
}
