import Synchronization

/// A transaction that is open while its scope runs. Calls made at once are sent at once and run in order.
public struct Transaction: Querying {
    private let connection: Connection
    private let scope = Scope()

    /// Set when the scope is left, for a copy of the transaction that was carried out of it.
    private final class Scope: Sendable {
        let hasEnded = Atomic<Bool>(false)
    }

    init(on connection: Connection) {
        self.connection = connection
    }

    public func run(_ call: Call) async throws -> [Row] {
        try await send([call]).first?.rows ?? []
    }

    /// Sends all calls in one go; after a failure the rest is skipped.
    /// - Returns: The rows of each call.
    public func pipeline(_ calls: [Call]) async throws -> [[Row]] {
        try await calls.isEmpty ? [] : send(calls).map(\.rows)
    }

    func end() {
        scope.hasEnded.store(true, ordering: .relaxed)
    }

    private func send(_ calls: [Call]) async throws -> [Table] {
        guard !scope.hasEnded.load(ordering: .relaxed) else {
            throw PostgresError(.badStatement, "the transaction is over", statement: calls.first?.statement.name)
        }
        try Submission.refuseTransactionControl(calls)
        return try await Submission(calls, .held).outcome { [connection] in
            connection.accept($0)
        } onCancel: {
            $0.settle(.failure(CancellationError()))
        }
    }
}

extension Submission {
    /// `begin` and `commit` belong to scopes. Sent by hand they would leave a shared connection in a transaction.
    static func refuseTransactionControl(_ calls: [Call]) throws {
        for call in calls where call.statement.usage == .controlsTransaction {
            throw PostgresError(.badStatement, "only a scope may send this", statement: call.statement.name)
        }
    }
}
