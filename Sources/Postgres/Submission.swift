import Synchronization

/// Some calls on their way through the pool and a connection, sent as one stretch, and the caller who waits.
final class Submission: PipelineOwner, Sendable {
    /// What it does to the connection's being shared.
    enum Lease: Sendable {
        /// May stand among those of other callers.
        case shared
        /// Inside a transaction whose scope has the connection.
        case held
        /// Needs the connection for itself until it is done.
        case whole
        /// Takes the connection for a transaction's scope, unless it fails.
        case opens
        /// Gives it back.
        case closes
    }

    let calls: [Call]
    let lease: Lease
    private let state: Mutex<State>

    private enum State {
        case created
        case waiting(CheckedContinuation<[Table], any Error>)
        case settled
    }

    private let place = Mutex<Connection?>(nil)

    init(_ calls: [Call], _ lease: Lease) {
        self.calls = calls
        self.lease = lease
        state = Mutex(.created)
    }

    /// Whether a result is still of interest: not so once the caller was cancelled or told of a failure.
    var isWaiting: Bool {
        state.withLock { if case .waiting = $0 { true } else { false } }
    }

    /// The end of a transaction is sent even if nobody waits for it any more.
    var mustBeSent: Bool {
        switch lease {
        case .closes: true
        case .shared, .held, .whole, .opens: isWaiting
        }
    }

    var needsConnectionAlone: Bool {
        switch lease {
        case .whole, .opens: true
        case .shared, .held, .closes: false
        }
    }

    /// True when a lost connection leaves open whether this took effect.
    var mayCommit: Bool {
        switch lease {
        case .shared: calls.contains { $0.statement.usage != .reads }
        case .whole: true
        case .closes: calls.contains { $0.statement == .commit }
        case .held, .opens: false
        }
    }

    /// The connection that a pool chose; set when it is handed over.
    var connection: Connection? {
        get { place.withLock { $0 } }
        set { place.withLock { $0 = newValue } }
    }

    /// Waits for the outcome; `send` is called when everything is in place to be told of it.
    /// - Parameter cancel: Called, from anywhere, when the task is cancelled.
    func outcome(
        sending send: @Sendable (Submission) -> Void, onCancel cancel: @Sendable (Submission) -> Void
    ) async throws -> [Table] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isLate = state.withLock { state in
                    guard case .created = state else { return true }
                    state = .waiting(continuation)
                    return false
                }
                if isLate {
                    continuation.resume(throwing: CancellationError())
                } else {
                    send(self)
                }
            }
        } onCancel: {
            cancel(self)
        }
    }

    /// The first outcome counts; later ones find nobody.
    func settle(_ outcome: Result<[Table], any Error>) {
        let continuation = state.withLock { state in
            defer { state = .settled }
            if case .waiting(let continuation) = state { return continuation as CheckedContinuation? }
            return nil
        }
        continuation?.resume(with: outcome)
    }
}
