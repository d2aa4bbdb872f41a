import Synchronization

/// What a pool knows: its connections and who waits for one. Changed only under the pool's lock.
struct Roster {
    struct Member {
        let connection: Connection
        var isOpen = false
        var isLeased = false
    }

    struct Waiter {
        let submission: Submission
        let deadline: UInt64
    }

    var members: [Member] = []
    var waiters = Line<Waiter>()
    var closing: [CheckedContinuation<Void, Never>] = []
    var isClosed: Bool { !closing.isEmpty || hasClosed }
    var hasClosed = false
    /// Attempts to connect that failed, one after the other.
    var failureCount = 0
    var lastFailure: PostgresError?
    /// No attempt to connect before this time.
    var retryAt: UInt64 = 0
    var isRetryScheduled = false
    var isExpiryScheduled = false

    /// The least busy connection that is not leased.
    func idlest(depthMax: Int) -> Int? {
        var best: (index: Int, load: Int)?
        for index in members.indices where members[index].isOpen && !members[index].isLeased {
            let load = members[index].connection.load.load(ordering: .relaxed)
            if load == 0 { return index }
            if load < best?.load ?? depthMax { best = (index, load) }
        }
        return best?.index
    }

    /// Hands submissions to connections, in the order of their coming, as far as there are connections.
    /// The hand-over happens under the lock: else a shared call could slip into somebody's transaction.
    /// - Returns: How many more connections would be of use.
    mutating func serve(depthMax: Int) -> Int {
        var isSharing = false
        while let waiter = waiters.first {
            guard waiter.submission.isWaiting else {
                waiters.removeFirst()
                continue
            }
            guard let index = idlest(depthMax: depthMax) else { break }
            waiters.removeFirst()
            let connection = members[index].connection
            isSharing = isSharing || connection.load.load(ordering: .relaxed) > 0
            members[index].isLeased = waiter.submission.needsConnectionAlone
            waiter.submission.connection = connection
            connection.accept(waiter.submission)
        }
        let opening = members.count { !$0.isOpen }
        return max((waiters.isEmpty ? (isSharing ? 1 : 0) : waiters.count) - opening, 0)
    }

    func index(of connection: Connection) -> Int? {
        members.firstIndex { $0.connection === connection }
    }

    /// Removes and returns those who have waited too long; all have the same limit, so they stand in order.
    mutating func expired(at now: UInt64) -> [Submission] {
        var late: [Submission] = []
        while let waiter = waiters.first, waiter.deadline <= now {
            late.append(waiter.submission)
            waiters.removeFirst()
        }
        return late
    }

    mutating func refuseAll() -> [Submission] {
        hasClosed = true
        defer { waiters = Line() }
        return waiters.map(\.submission)
    }
}
