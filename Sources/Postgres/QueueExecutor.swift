import Dispatch

/// Runs an actor on a dispatch queue of its own, so that socket handlers on that queue are inside the actor.
/// (Dispatch offers this itself only on Apple's systems.)
final class QueueExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Without this `assumeIsolated` traps in a handler that no task called.
    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
