/// Somewhere a call can be run: a pool, or a transaction.
public protocol Querying: Sendable {
    /// - Returns: The rows, in the server's order; none for a statement that gives none.
    /// - Throws: `PostgresError`, or `CancellationError` when the task was cancelled before the answer came.
    func run(_ call: Call) async throws -> [Row]
}
