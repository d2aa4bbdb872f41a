import CPQ

/// What one connection knows of one statement. Stays inside the connection's actor.
final class Prepared {
    let statement: Statement
    /// The server's name for it: short, and new for every attempt.
    let serverName: String
    private(set) var failure: PostgresError?

    init(_ statement: Statement, serverName: String) {
        self.statement = statement
        self.serverName = serverName
    }

    func settle(_ outcome: Pipeline<Connection.Owner, Table, PostgresError>.Outcome) {
        switch outcome {
        case .failure(let error, _): failure = error.naming(statement.name)
        case .replies(let tables): failure = tables.last.flatMap { mismatch($0) }
        case .lost: break
        }
    }

    private func mismatch(_ described: Table) -> PostgresError? {
        guard !statement.columns.isEmpty, statement.columns != described.columns else { return nil }
        return PostgresError(
            .badStatement, "declared to give \(statement.columns), gives \(described.columns)",
            statement: statement.name)
    }
}

extension Connection {
    /// Sends what is needed so that each of the calls finds its statement prepared. Each preparation has a stretch of
    /// its own, so that none is skipped because of another, and none is lost when a transaction fails.
    /// - Returns: False when the connection broke.
    func prepare(for calls: [Call]) -> Bool {
        for call in calls where call.statement.isPrepared {
            let statement = call.statement
            if let known = prepared[statement.name], known.failure == nil { continue }
            preparedCount += 1
            let preparation = Prepared(statement, serverName: "s\(preparedCount)")
            prepared[statement.name] = preparation
            pipeline.append(.preparation(preparation), commandCount: 2)
            let types = statement.parameters.map(\.oid)
            let name = preparation.serverName
            guard PQsendPrepare(handle, name, statement.sql, Int32(types.count), types) == 1,
                PQsendDescribePrepared(handle, name) == 1, PQpipelineSync(handle) == 1
            else { return false }
        }
        return true
    }

    func send(_ call: Call) -> Bool {
        let count = Int32(call.parameters.count)
        let lengths = call.parameters.map(\.length)
        let formats = [Int32](repeating: 1, count: call.parameters.count)
        return call.bytes.withUnsafeBytes { bytes in
            let values = call.parameters.map { parameter in
                parameter.length < 0
                    ? nil : bytes.baseAddress?.advanced(by: parameter.offset).assumingMemoryBound(to: CChar.self)
            }
            if call.statement.isPrepared, let name = prepared[call.statement.name]?.serverName {
                return PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1) == 1
            }
            let types = call.statement.parameters.map(\.oid)
            return PQsendQueryParams(handle, call.statement.sql, count, types, values, lengths, formats, 1) == 1
        }
    }
}
