import Dispatch
import Synchronization

extension Pool {
    func dispatch(_ submission: Submission) {
        let refusal = roster.withLock { roster -> PostgresError? in
            if roster.isClosed { return PostgresError(.poolClosed, "the pool is closed") }
            let now = DispatchTime.now().uptimeNanoseconds
            let deadline = now + configuration.waitLimit.nanoseconds
            roster.waiters.append(Roster.Waiter(submission: submission, deadline: deadline))
            serve(&roster)
            guard roster.waiters.count > configuration.waitersMax else { return nil }
            roster.waiters.removeAll { $0.submission === submission }
            return PostgresError(.poolExhausted, "\(configuration.waitersMax) callers are waiting already")
        }
        if let refusal {
            submission.settle(.failure(refusal.naming(submission.calls.first?.statement.name)))
        }
    }

    /// A task was cancelled. A transaction that is just being opened goes on to where its scope can end it; it is
    /// decided under the lock which of the two it is, or a lease could be left without a scope.
    func cancel(_ submission: Submission) {
        roster.withLock { roster in
            roster.waiters.removeAll { $0.submission === submission }
            if submission.lease == .opens, submission.connection != nil { return }
            submission.settle(.failure(CancellationError()))
        }
    }

    private func serve(_ roster: inout Roster) {
        let wanted = roster.serve(depthMax: PoolConfiguration.depthMax)
        if !roster.waiters.isEmpty { scheduleExpiry(&roster) }
        guard wanted > 0, !roster.isClosed else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        if now < roster.retryAt {
            scheduleRetry(&roster)
            return
        }
        // After a failure one attempt at a time is enough to find out.
        let room = configuration.size - roster.members.count
        for _ in 0..<max(min(wanted, roster.failureCount > 0 ? 1 : room, room), 0) {
            let connection = Connection(configuration, keeper: self)
            roster.members.append(Roster.Member(connection: connection))
            connection.open()
        }
    }

    private func scheduleRetry(_ roster: inout Roster) {
        guard !roster.isRetryScheduled else { return }
        roster.isRetryScheduled = true
        clock.asyncAfter(deadline: DispatchTime(uptimeNanoseconds: roster.retryAt)) { [weak self] in
            self?.roster.withLock { roster in
                roster.isRetryScheduled = false
                self?.serve(&roster)
            }
        }
    }

    private func scheduleExpiry(_ roster: inout Roster) {
        guard !roster.isExpiryScheduled, let first = roster.waiters.first else { return }
        roster.isExpiryScheduled = true
        clock.asyncAfter(deadline: DispatchTime(uptimeNanoseconds: first.deadline)) { [weak self] in
            self?.expire()
        }
    }

    private func expire() {
        let (late, error) = roster.withLock { roster in
            roster.isExpiryScheduled = false
            let late = roster.expired(at: DispatchTime.now().uptimeNanoseconds)
            scheduleExpiry(&roster)
            let isAway = roster.failureCount > 0 && !roster.members.contains { $0.isOpen }
            let error =
                isAway
                ? PostgresError(.connectionLost, roster.lastFailure?.message ?? "the server is away")
                : PostgresError(.deadlineExceeded, "no free connection after \(configuration.waitLimit)")
            return (late, error)
        }
        for submission in late {
            submission.settle(.failure(error.naming(submission.calls.first?.statement.name)))
        }
    }

    func closeIdleConnections() {
        let (idle, finished) = roster.withLock { roster in
            guard roster.isClosed else { return ([Connection](), [CheckedContinuation<Void, Never>]()) }
            let idle = roster.members.filter {
                !$0.isLeased && $0.connection.load.load(ordering: .relaxed) == 0
            }
            guard roster.members.isEmpty else { return (idle.map(\.connection), []) }
            defer { roster.closing = [] }
            return ([], roster.closing)
        }
        for connection in idle { connection.close() }
        for continuation in finished { continuation.resume() }
    }
}

extension Pool: ConnectionKeeper {
    func opened(_ connection: Connection) {
        roster.withLock { roster in
            roster.failureCount = 0
            roster.retryAt = 0
            if let index = roster.index(of: connection) { roster.members[index].isOpen = true }
            serve(&roster)
        }
        closeIdleConnections()
    }

    func closed(_ connection: Connection, because error: PostgresError) {
        roster.withLock { roster in
            guard let index = roster.index(of: connection) else { return }
            let member = roster.members.remove(at: index)
            if !member.isOpen {
                roster.failureCount += 1
                roster.lastFailure = error
                // Doubling up to two seconds, and spread, so that many servers do not knock in step.
                let delay = UInt64(25_000_000) << UInt64(min(roster.failureCount, 6))
                roster.retryAt = DispatchTime.now().uptimeNanoseconds + delay + UInt64.random(in: 0...delay / 4)
            }
            serve(&roster)
        }
        closeIdleConnections()
    }

    func finished(_ submission: Submission, on connection: Connection, succeeded: Bool) {
        let endsLease =
            switch submission.lease {
            case .shared, .held: false
            case .whole, .closes: true
            case .opens: !succeeded
            }
        let isClosed = roster.withLock { roster in
            if endsLease, let index = roster.index(of: connection) { roster.members[index].isLeased = false }
            if !roster.waiters.isEmpty { serve(&roster) }
            return roster.isClosed
        }
        if isClosed { closeIdleConnections() }
    }

    func returned(_ submission: Submission, from connection: Connection, because error: PostgresError) {
        switch submission.lease {
        case .shared, .whole, .opens:
            submission.connection = nil
            dispatch(submission)
        case .held, .closes:
            let name = submission.calls.first?.statement.name
            submission.settle(.failure(PostgresError(.connectionLost, error.message, statement: name)))
        }
    }
}
