import Postgres

/// Whether a fault means that the database is away or overloaded, so that the caller should come back in a moment.
public func isOutage(_ fault: any Error) -> Bool {
    guard let error = fault as? PostgresError else { return false }
    switch error.kind {
    case .connectionLost, .outcomeUnknown, .deadlineExceeded, .poolExhausted, .poolClosed: return true
    case .server(let sqlState):
        // 57: shutting down, cancelled; 53: out of connections, memory or disk; 08: connection.
        return ["57", "53", "08"].contains(sqlState.prefix(2))
    case .rolledBack, .badValue, .badStatement: return false
    }
}
