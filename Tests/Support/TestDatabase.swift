import Glibc
import Postgres
import Synchronization

/// A database of one's own on the shared test server. Only so many exist at a time, the next test waits for one to go:
/// Swift Testing starts all tests at once, and hundreds of worlds on two cores keep each other from every deadline.
public struct TestDatabase: Sendable {
    public let name: String
    public let conninfo: String
    private let server: TestServer
    /// Given back with the last copy of this value.
    private let seat: Seat

    /// Enough that both cores are busy while some tests only wait.
    private static let seats = Seats(12)
    private static let count = Atomic<Int>(0)
    private static let template = Template()

    /// With the schema of the checkout's `sql/migrations`: a copy of a database that was migrated once.
    public static func migrated() async throws -> TestDatabase {
        try await TestDatabase(copying: template.name())
    }

    public static func empty() async throws -> TestDatabase {
        try await TestDatabase(copying: "template0")
    }

    /// Where the checkout keeps its migrations. (This file may be reached through a link.)
    public static var migrations: String {
        let resolved = realpath(#filePath, nil)
        defer { free(resolved) }
        let path = resolved.map { String(cString: $0) } ?? #filePath
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/") + "/sql/migrations"
    }

    private init(copying template: String) async throws {
        seat = await Self.seats.take()
        server = try TestServer.shared
        name = "test_\(Self.count.add(1, ordering: .relaxed).newValue)"
        conninfo = server.conninfo(database: name)
        _ = try await server.admin.run(
            Statement(once: "create database", "create database \(name) template \(template)")())
    }

    /// Ends the connections that are still there and removes the database. Not calling it costs only disk space.
    public func drop() async throws {
        _ = try await server.admin.run(Statement(once: "drop database", "drop database \(name) with (force)")())
    }

    /// Migrated at the first call; callers that come meanwhile wait for it.
    private actor Template {
        private var making: Task<String, any Error>?

        func name() async throws -> String {
            // One task for all callers: it must outlive the one that happened to come first.
            let task =
                making
                ?? Task {
                    let database = try await TestDatabase.empty()
                    try await Migrator(directory: TestDatabase.migrations).migrate(database.conninfo)
                    return database.name
                }
            making = task
            return try await task.value
        }
    }
}

/// A place for one database; its owner's end frees it.
private final class Seat: Sendable {
    private let seats: Seats

    init(_ seats: Seats) {
        self.seats = seats
    }

    deinit {
        seats.free()
    }
}

/// A bounded number of places, given in the order of asking.
private final class Seats: Sendable {
    private struct State {
        var left: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(left: count))
    }

    func take() async -> Seat {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.left > 0 {
                    state.left -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        return Seat(self)
    }

    func free() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.left += 1
                return CheckedContinuation<Void, Never>?.none
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
