import CPQ
import Dispatch
import Synchronization

/// Who keeps connections and wants to know how they fare. Called on the connection's queue.
protocol ConnectionKeeper: AnyObject, Sendable {
    func opened(_ connection: Connection)
    /// The connection is of no use any more, or never became any.
    func closed(_ connection: Connection, because error: PostgresError)
    /// The connection is done with the submission, whether or not somebody still waited for it.
    func finished(_ submission: Submission, on connection: Connection, succeeded: Bool)
    /// The connection had closed before anything was sent.
    func returned(_ submission: Submission, from connection: Connection, because error: PostgresError)
}

/// One libpq connection, never blocking, always in pipeline mode. It runs on its own queue, where its socket is
/// watched as well.
actor Connection {
    nonisolated let executor: QueueExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Submissions handed over and not finished, for choosing the least busy connection.
    nonisolated let load = Atomic<Int>(0)

    let configuration: PoolConfiguration
    weak var keeper: (any ConnectionKeeper)?

    enum Phase {
        case new
        case opening
        case open
        case closed(PostgresError)
    }

    enum Owner: PipelineOwner {
        case session
        case preparation(Prepared)
        case caller(Submission)
        case cleanUp

        var isWaiting: Bool {
            switch self {
            case .session, .preparation: true
            case .caller(let submission): submission.isWaiting
            case .cleanUp: false
            }
        }
    }

    var phase = Phase.new
    var handle: OpaquePointer?
    var sources: [Int: any DispatchSourceProtocol] = [:]
    var sourceCount = 0
    var isFlushing = false
    var pipeline = Pipeline<Owner, Table, PostgresError>()
    var prepared: [String: Prepared] = [:]
    var preparedCount = 0
    /// A transaction's scope has the connection, so a transaction left open is no accident.
    var isInScope = false
    var lastSign = DispatchTime.now()
    /// When the server last made its plans anew for this connection.
    private var plansMadeAt = DispatchTime.now()
    private static let planLifeNanoseconds: UInt64 = 1_000_000_000
    var isWatched = false

    init(_ configuration: PoolConfiguration, keeper: any ConnectionKeeper) {
        self.configuration = configuration
        self.keeper = keeper
        executor = QueueExecutor(label: "postgres")
    }

    /// Runs the action inside the actor, after everything enqueued before it.
    nonisolated func enqueue(_ action: @escaping @Sendable (isolated Connection) -> Void) {
        executor.queue.async { self.assumeIsolated(action) }
    }

    /// Hands over a submission. Whoever calls first is served first.
    nonisolated func accept(_ submission: Submission) {
        load.add(1, ordering: .relaxed)
        enqueue { $0.submit(submission) }
    }

    nonisolated func close() {
        enqueue { $0.shut(PostgresError(.connectionLost, "the connection was closed")) }
    }

    private func submit(_ submission: Submission) {
        if case .closed(let error) = phase {
            load.subtract(1, ordering: .relaxed)
            guard let keeper else { return submission.settle(.failure(error)) }
            return keeper.returned(submission, from: self, because: error)
        }
        guard submission.mustBeSent else {
            finish(submission, .failure(CancellationError()))
            return
        }
        if let defect = submission.calls.lazy.compactMap({ self.defect(of: $0) }).first {
            finish(submission, .failure(defect))
            return
        }
        // Silence counts from here; before anything is sent, else rest counts as silence.
        if pipeline.isEmpty { lastSign = .now() }
        // Before a transaction's scope takes the connection; inside it the plans stay.
        let isRenewed = renewPlans()
        switch submission.lease {
        case .opens: isInScope = true
        case .closes: isInScope = false
        case .held where !isInScope:
            // A task that outlived the scope; its statement would commit by itself.
            return finish(submission, .failure(PostgresError(.badStatement, "the transaction is over")))
        case .shared, .held, .whole: break
        }
        guard isRenewed, prepare(for: submission.calls) else {
            lost(.connectionLost)
            return finish(submission, .failure(PostgresError(.connectionLost, "nothing could be sent")))
        }
        let endsWithCommit = submission.calls.last?.statement == .commit
        pipeline.append(.caller(submission), commandCount: submission.calls.count, endsWithCommit: endsWithCommit)
        guard submission.calls.allSatisfy({ send($0) }), PQpipelineSync(handle) == 1 else {
            return lost(.connectionLost)
        }
        flush()
        watch()
    }

    /// A plan fits the tables as they were when it was made. Made while they were empty, it would read a tenant's every row
    /// for each one it wants; so none lives longer than a second, and one planning serves hundreds of executions.
    private func renewPlans() -> Bool {
        let now = DispatchTime.now()
        guard !isInScope, now.uptimeNanoseconds - plansMadeAt.uptimeNanoseconds > Self.planLifeNanoseconds else {
            return true
        }
        plansMadeAt = now
        pipeline.append(.cleanUp, commandCount: 1)
        return send(.forgetPlans) && PQpipelineSync(handle) == 1
    }

    private func defect(of call: Call) -> PostgresError? {
        if let defect = call.defect { return defect }
        guard let known = prepared[call.statement.name], call.statement.isPrepared else { return nil }
        guard known.statement == call.statement else {
            return PostgresError(.badStatement, "two statements have this name", statement: call.statement.name)
        }
        // Preparing a wrongly declared one again and again would only fill the server's memory.
        if let failure = known.failure, failure.kind == .badStatement { return failure }
        return nil
    }

    /// Done with it: whoever waits is told, and the keeper may use the connection for somebody else.
    func finish(_ submission: Submission, _ outcome: Result<[Table], any Error>) {
        load.subtract(1, ordering: .relaxed)
        let succeeded = if case .success = outcome { true } else { false }
        if !succeeded, submission.lease == .opens { isInScope = false }
        keeper?.finished(submission, on: self, succeeded: succeeded)
        submission.settle(outcome)
    }

    /// libpq has given up on the connection.
    func lost(_ kind: PostgresError.Kind) {
        let text = handle.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        shut(PostgresError(kind, text.isEmpty ? "the connection broke" : text.trimmed))
    }

    /// Ends the connection. Everyone who waits hears what is known of their calls.
    func shut(_ error: PostgresError) {
        if case .closed = phase { return }
        phase = .closed(error)
        // The keeper first, so that a caller who tries again is not sent here.
        keeper?.closed(self, because: error)
        for (owner, outcome) in pipeline.abort() {
            settle(owner, outcome, lostBy: error)
        }
        for source in sources.values {
            source.cancel()
        }
        releaseHandle()
    }

    /// The descriptor must stay open until the last source on it has said that it is cancelled.
    func releaseHandle() {
        guard case .closed = phase, sources.isEmpty, let handle else { return }
        PQfinish(handle)
        self.handle = nil
    }
}

extension String {
    /// Without the line breaks that libpq puts at the end of its messages.
    var trimmed: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
