import CPQ
import Dispatch
import Glibc

extension Connection {
    /// The socket has something to read.
    ///
    /// Reads until there is nothing more: when the server hangs up, dispatch calls once and never again, even if the
    /// end comes together with data and libpq has taken only the data.
    func receive() {
        while isUsable {
            let isAlive = PQconsumeInput(handle) == 1
            drain()
            guard isUsable else { return }
            guard isAlive else { return lost(.connectionLost) }
            guard hasMore else { return flush() }
        }
    }

    private var hasMore: Bool {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        return poll(&socket, 1, 0) > 0
    }

    private var isUsable: Bool {
        if case .closed = phase { false } else { true }
    }

    /// Takes every result that has arrived. `PQgetResult` would block on one that has not.
    private func drain() {
        lastSign = .now()
        while isUsable, !pipeline.isEmpty, PQisBusy(handle) == 0 {
            let result = PQgetResult(handle)
            defer { PQclear(result) }
            guard let event = event(of: result) else { return }
            switch pipeline.receive(event) {
            case .going: break
            case .done(let owner, let outcome): settle(owner, outcome, lostBy: nil)
            case .disorder: shut(PostgresError(.connectionLost, "results out of order"))
            }
        }
        cleanUp()
    }

    /// Nil when the result says that the session is over; everybody has been told then.
    private func event(of result: OpaquePointer?) -> Pipeline<Owner, Table, PostgresError>.Event? {
        guard let result else { return .endOfCommand }
        switch PQresultStatus(result) {
        case PGRES_PIPELINE_SYNC: return .sync
        case PGRES_PIPELINE_ABORTED: return .skipped
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return .reply(pipeline.isHeadWanted ? Table(copying: result) : .empty)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            // libpq forbids copy in a pipeline, and the session cannot go on.
            shut(PostgresError(.connectionLost, "copy is not possible here"))
            return nil
        default:
            let error = PostgresError(result)
            guard let error, PQstatus(handle) == CONNECTION_OK else {
                shut(
                    PostgresError(
                        .connectionLost, PQresultErrorMessage(result).map { String(cString: $0).trimmed } ?? ""))
                return nil
            }
            return .failure(error)
        }
    }

    /// Ends a transaction that nobody's scope is responsible for: after an error the server skips everything up to
    /// the sync, a commit included, and stays in the failed transaction.
    private func cleanUp() {
        guard isUsable, pipeline.isEmpty, !isInScope else { return }
        switch PQtransactionStatus(handle) {
        case PQTRANS_INERROR, PQTRANS_INTRANS:
            pipeline.append(.cleanUp, commandCount: 1)
            guard send(.rollback), PQpipelineSync(handle) == 1 else { return lost(.connectionLost) }
            flush()
            watch()
        default: break
        }
    }

    /// - Parameter error: Why the connection broke, if it did.
    func settle(_ owner: Owner, _ outcome: Pipeline<Owner, Table, PostgresError>.Outcome, lostBy error: PostgresError?)
    {
        switch owner {
        case .session:
            switch outcome {
            case .replies:
                phase = .open
                keeper?.opened(self)
            case .failure(let failure, _): shut(failure)
            case .lost: break
            }
        case .cleanUp:
            if case .failure(let failure, _) = outcome { shut(failure) }
        case .preparation(let preparation):
            preparation.settle(outcome)
        case .caller(let submission):
            finish(submission, result(for: submission, outcome, lostBy: error))
        }
    }

    private func result(
        for submission: Submission, _ outcome: Pipeline<Owner, Table, PostgresError>.Outcome,
        lostBy error: PostgresError?
    ) -> Result<[Table], any Error> {
        switch outcome {
        case .replies(let tables):
            for call in submission.calls where call.statement.isPrepared {
                if let failure = prepared[call.statement.name]?.failure { return .failure(failure) }
            }
            if submission.calls.last?.statement == .commit, tables.last?.tag == "ROLLBACK" {
                return .failure(PostgresError(.rolledBack, "an earlier statement had failed", statement: "commit"))
            }
            return .success(tables)
        case .failure(let failure, let command):
            let statement = submission.calls[command].statement
            return .failure(forget(statement, after: failure).naming(statement.name))
        case .lost:
            let kind = submission.mayCommit ? .outcomeUnknown : error?.kind ?? .connectionLost
            let statement = submission.calls.last?.statement.name
            return .failure(PostgresError(kind, error?.message ?? "the connection broke", statement: statement))
        }
    }

    /// A statement that could not be prepared, or whose plan went stale, is prepared anew at the next call.
    private func forget(_ statement: Statement, after failure: PostgresError) -> PostgresError {
        guard let known = prepared[statement.name], known.statement == statement else { return failure }
        switch failure.sqlState {
        case "26000", "0A000":
            guard known.failure == nil else { return known.failure ?? failure }
            prepared[statement.name] = nil
            return failure
        default: return failure
        }
    }

    /// Looks, while work is under way, whether the server still says anything.
    func watch() {
        guard !isWatched, let patience = configuration.patience else { return }
        isWatched = true
        let silence = DispatchTime.now().uptimeNanoseconds - lastSign.uptimeNanoseconds
        let rest = patience.nanoseconds - min(silence, patience.nanoseconds)
        executor.queue.asyncAfter(deadline: .now() + .nanoseconds(Int(rest))) { [weak self] in
            self?.assumeIsolated { $0.checkForSilence(patience) }
        }
    }

    private func checkForSilence(_ patience: Duration) {
        isWatched = false
        guard isUsable, !pipeline.isEmpty else { return }
        let silence = DispatchTime.now().uptimeNanoseconds - lastSign.uptimeNanoseconds
        if silence >= patience.nanoseconds {
            shut(PostgresError(.deadlineExceeded, "the server has said nothing for \(patience)"))
        } else {
            watch()
        }
    }
}

extension PostgresError {
    /// Nil when the result is not the server's refusal of one statement but the end of the session.
    init?(_ result: OpaquePointer) {
        func field(_ code: UnicodeScalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        // The codes of PG_DIAG_SQLSTATE, PG_DIAG_SEVERITY_NONLOCALIZED and PG_DIAG_MESSAGE_PRIMARY, which C has as
        // character macros. Not the detail: it repeats the values of rows, and logs should not know people.
        guard let sqlState = field("C"), field("V") == "ERROR" else { return nil }
        self.init(.server(sqlState: sqlState), field("M") ?? "")
    }
}
