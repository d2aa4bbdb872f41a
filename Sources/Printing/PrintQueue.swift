import Dispatch
import Synchronization

/// Work waiting for a print thread: bounded, first in first out, many takers.
final class PrintQueue<Job: Sendable>: Sendable {
    private struct State {
        var waiting: [Job] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let waitingMax: Int

    init(waitingMax: Int) { self.waitingMax = waitingMax }

    /// False, and the job is not taken, when the queue is full or closed.
    func offer(_ job: Job) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed, state.waiting.count < waitingMax else { return false }
            state.waiting.append(job)
            return true
        }
        if isTaken { arrivals.signal() }
        return isTaken
    }

    /// Blocks the calling thread until there is a job; nil once the queue is closed and empty.
    func next() -> Job? {
        arrivals.wait()
        let job: Job? = state.withLock { state in state.waiting.isEmpty ? nil : state.waiting.removeFirst() }
        // Closing signals once; each thread that leaves wakes the next.
        if job == nil { arrivals.signal() }
        return job
    }

    func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }
}
