import CPQ
import Dispatch

extension Connection {
    nonisolated func open() {
        enqueue { $0.start() }
    }

    /// Looking up a host's name blocks this connection's queue; nothing else waits on it.
    private func start() {
        guard case .new = phase else { return }
        phase = .opening
        let options = [
            ("dbname", configuration.conninfo), ("fallback_application_name", configuration.applicationName),
            ("client_encoding", "UTF8"),
        ]
        handle = withCStrings(options.map(\.0)) { keywords in
            withCStrings(options.map(\.1)) { values in
                PQconnectStartParams(keywords, values, 1)
            }
        }
        guard handle != nil, PQstatus(handle) != CONNECTION_BAD else { return lost(.connectionLost) }
        // Notices are for people at a terminal; libpq would write them to the standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(configuration.connectTimeout.milliseconds)) {
            [weak self] in
            self?.assumeIsolated { $0.giveUpOpening() }
        }
        once(.writable) { $0.proceed() }
    }

    private func giveUpOpening() {
        guard case .opening = phase else { return }
        shut(PostgresError(.connectionLost, "no connection after \(configuration.connectTimeout)"))
    }

    private func proceed() {
        guard case .opening = phase else { return }
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: once(.readable) { $0.proceed() }
        case PGRES_POLLING_WRITING: once(.writable) { $0.proceed() }
        case PGRES_POLLING_OK: beginSession()
        default: lost(.connectionLost)
        }
    }

    /// The limits of the session, and the three statements that every transaction needs.
    private func beginSession() {
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { return lost(.connectionLost) }
        let timeout = configuration.statementTimeout?.milliseconds ?? 0
        // A transaction whose body hangs would hold its locks for ever; the server ends the session instead.
        //
        // Every statement here is a handful of look-ups by index, and forbidden anything that reads whole tables. Left to
        // itself the planner scans a table that was empty when statistics were taken: with 30,000 rows that cost 4 ms a
        // batch, against 0.3 ms. Planning each time costs as much as executing; see `renewPlans` for what is done instead.
        let setUp = """
            select set_config('statement_timeout', '\(timeout)', false),
                set_config('idle_in_transaction_session_timeout', '\(timeout == 0 ? 0 : timeout + 60_000)', false),
                set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false),
                set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false),
                set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false)
            """
        let statements = [Statement.begin, .commit, .rollback, .forgetPlans]
        lastSign = .now()
        pipeline.append(.session, commandCount: 1 + statements.count)
        var isSent = PQsendQueryParams(handle, setUp, 0, nil, nil, nil, nil, 1) == 1
        for statement in statements {
            prepared[statement.name] = Prepared(statement, serverName: statement.name)
            isSent = isSent && PQsendPrepare(handle, statement.name, statement.sql, 0, nil) == 1
        }
        guard isSent, PQpipelineSync(handle) == 1 else { return lost(.connectionLost) }
        add(DispatchSource.makeReadSource(fileDescriptor: PQsocket(handle), queue: executor.queue)) { $0.receive() }
        flush()
        watch()
    }

    /// Sends what libpq still holds back, now and whenever the socket takes more.
    func flush() {
        guard !isFlushing, case let status = PQflush(handle), status != 0 else { return }
        guard status == 1 else { return lost(.connectionLost) }
        isFlushing = true
        once(.writable) {
            $0.isFlushing = false
            $0.receive()
        }
    }

    enum Readiness {
        case readable
        case writable
    }

    /// Calls back when the socket is ready, after the source is gone: libpq may then change the socket.
    private func once(_ readiness: Readiness, _ action: @escaping @Sendable (isolated Connection) -> Void) {
        let socket = PQsocket(handle)
        let source: any DispatchSourceProtocol =
            switch readiness {
            case .readable: DispatchSource.makeReadSource(fileDescriptor: socket, queue: executor.queue)
            case .writable: DispatchSource.makeWriteSource(fileDescriptor: socket, queue: executor.queue)
            }
        let number = sourceCount
        add(source, then: action) { $0.sources[number]?.cancel() }
    }

    private func add(
        _ source: any DispatchSourceProtocol, then: (@Sendable (isolated Connection) -> Void)? = nil,
        onEvent: @escaping @Sendable (isolated Connection) -> Void
    ) {
        let number = sourceCount
        sourceCount += 1
        sources[number] = source
        source.setEventHandler { self.assumeIsolated(onEvent) }
        source.setCancelHandler {
            self.assumeIsolated { connection in
                connection.sources[number] = nil
                if case .closed = connection.phase { connection.releaseHandle() } else { then?(connection) }
            }
        }
        source.activate()
    }
}

/// C's array of strings with a null at the end.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    var all: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(all.count)
        all.append(contentsOf: string.utf8CString)
    }
    return all.withUnsafeBufferPointer { buffer in
        let pointers = offsets.map { buffer.baseAddress?.advanced(by: $0) } + [nil]
        return pointers.withUnsafeBufferPointer { pointers in
            guard let base = pointers.baseAddress else { preconditionFailure("the list ends with a null") }
            return body(base)
        }
    }
}
