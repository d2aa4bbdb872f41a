import Dispatch
import Synchronization

/// Connections to one database. Single calls share them; a transaction has one to itself while it lasts.
/// Broken ones are replaced when they are needed, more slowly the longer the server stays away.
public final class Pool: Querying {
    public let configuration: PoolConfiguration
    let roster = Mutex(Roster())
    let clock = DispatchQueue(label: "postgres.pool")

    public init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
    }

    deinit {
        for member in roster.withLock({ $0.members }) {
            member.connection.close()
        }
    }

    /// One statement that commits by itself. It may share its connection with other callers' statements, and
    /// neither knows of the other's fate.
    public func run(_ call: Call) async throws -> [Row] {
        try Submission.refuseTransactionControl([call])
        return try await outcome(of: Submission([call], .shared)).first?.rows ?? []
    }

    /// Several statements that only read, in one go: one round trip, each with its own view of what is committed.
    public func read(_ calls: [Call]) async throws -> [[Row]] {
        for call in calls where call.statement.usage != .reads {
            throw PostgresError(.badStatement, "does not only read", statement: call.statement.name)
        }
        guard !calls.isEmpty else { return [] }
        return try await outcome(of: Submission(calls, .shared)).map(\.rows)
    }

    /// `begin`, the calls and `commit`, in one go. If one fails, all is rolled back and the error names it.
    ///
    /// - Returns: The rows of each call.
    /// - Throws: `PostgresError`; kind `outcomeUnknown` when the connection broke and the commit may have happened.
    ///   Cancelling the task stops the waiting, not the calls.
    public func pipeline(_ calls: [Call]) async throws -> [[Row]] {
        try Submission.refuseTransactionControl(calls)
        guard !calls.isEmpty else { return [] }
        let tables = try await outcome(of: Submission([.begin] + calls + [.commit], .whole))
        return tables.dropFirst().dropLast().map(\.rows)
    }

    /// Runs the body between `begin` and `commit`; rolls back when it throws, and is done with that before the error
    /// arrives, unless the task was cancelled.
    ///
    /// - Throws: What the body throws; `rolledBack` when it swallowed the failure of a statement; `outcomeUnknown`
    ///   when the connection broke during the commit.
    public func transaction<Value: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Value
    ) async throws -> Value {
        // A pool that nobody holds closes its connections; not under a scope that is still running.
        defer { withExtendedLifetime(self) {} }
        let opening = Submission([.begin], .opens)
        _ = try await outcome(of: opening)
        guard let connection = opening.connection else {
            throw PostgresError(.connectionLost, "the connection went away", statement: "begin")
        }
        let transaction = Transaction(on: connection)
        let value: Value
        do {
            try Task.checkCancellation()
            value = try await body(transaction)
            transaction.end()
        } catch {
            transaction.end()
            let rollback = Submission([.rollback], .closes)
            if Task.isCancelled {
                // Nobody waits for it; the connection goes back to the pool when it is done.
                connection.accept(rollback)
            } else {
                // Whoever hears of the failure may try again at once, and must not meet its own locks.
                _ = try? await rollback.outcome {
                    connection.accept($0)
                } onCancel: { _ in
                }
            }
            throw error
        }
        // Cancelled or not: a commit that is on its way should say what became of it.
        _ = try await Submission([.commit], .closes).outcome {
            connection.accept($0)
        } onCancel: { _ in
        }
        return value
    }

    /// Refuses new calls, lets those under way finish, then closes every connection.
    public func close() async {
        await withCheckedContinuation { continuation in
            let refused = roster.withLock { roster in
                roster.closing.append(continuation)
                return roster.refuseAll()
            }
            for submission in refused {
                submission.settle(.failure(PostgresError(.poolClosed, "the pool is closed")))
            }
            closeIdleConnections()
        }
    }

    private func outcome(of submission: Submission) async throws -> [Table] {
        try await submission.outcome {
            self.dispatch($0)
        } onCancel: {
            self.cancel($0)
        }
    }
}
