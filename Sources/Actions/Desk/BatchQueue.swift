import DequeModule

/// Lets callers wait together: at most one batch is under way, and when it is done the next takes everything that has
/// come meanwhile. At low load a batch is one request and waits for nobody; at high load batches grow by themselves.
actor BatchQueue<Request: Sendable, Outcome: Sendable> {
    /// The bound is reached; nothing was queued.
    struct Full: Error {}

    private enum Signal: Sendable {
        case done(Result<Outcome, any Error>)
        /// It is this caller's turn to run a batch with its own request in front.
        case lead
    }

    private struct Waiter {
        let request: Request
        let continuation: CheckedContinuation<Signal, Never>?
    }

    static var batchMax: Int { 512 }
    private let waitingMax: Int
    private let work: @Sendable ([Request]) async -> [Result<Outcome, any Error>]
    private var waiting: Deque<Waiter> = []
    private var isBusy = false

    /// - Parameter work: one result for each request, in order.
    init(waitingMax: Int, work: @escaping @Sendable ([Request]) async -> [Result<Outcome, any Error>]) {
        self.waitingMax = waitingMax
        self.work = work
    }

    /// - Throws: `Full`, or what `work` answered for this request.
    func submit(_ request: Request) async throws -> Outcome {
        guard waiting.count < waitingMax else { throw Full() }
        if isBusy {
            let signal = await withCheckedContinuation { waiting.append(Waiter(request: request, continuation: $0)) }
            switch signal {
            case .done(let result): return try result.get()
            case .lead: break
            }
        } else {
            isBusy = true
            waiting.prepend(Waiter(request: request, continuation: nil))
        }
        return try await lead().get()
    }

    /// The leader's own request is in front; its continuation, if it had one, was resumed already.
    private func lead() async -> Result<Outcome, any Error> {
        let batch = Array(waiting.prefix(Self.batchMax))
        waiting.removeFirst(batch.count)
        let requests = batch.map(\.request)
        let work = work
        // In a task of its own: the leader's caller may hang up, and the others' work must go on.
        let results = await Task { await work(requests) }.value
        for (waiter, result) in zip(batch, results).dropFirst() {
            waiter.continuation?.resume(returning: .done(result))
        }
        if let next = waiting.first {
            next.continuation?.resume(returning: .lead)
        } else {
            isBusy = false
        }
        return results[0]
    }
}
