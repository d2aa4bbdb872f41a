/// What went wrong between us and the database. The message is for the log, never for a client.
public struct PostgresError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The server refused; five characters of SQLSTATE say why.
        case server(sqlState: String)
        /// No connection, or it broke; nothing was committed by this call.
        case connectionLost
        /// The connection broke while a commit was on its way: it may or may not have happened.
        case outcomeUnknown
        /// No answer, or no free connection, in the time allowed; nothing was committed by this call.
        case deadlineExceeded
        /// Too many callers are waiting for a connection already.
        case poolExhausted
        case poolClosed
        /// A `commit` found that an earlier statement had failed, and rolled back.
        case rolledBack
        /// A value does not fit the parameter or the column.
        case badValue
        /// The statement is declared or used wrongly; no retry helps.
        case badStatement
    }

    public let kind: Kind
    /// The name of the statement that failed, `begin` and `commit` included.
    public let statement: String?
    public let message: String

    public init(_ kind: Kind, _ message: String, statement: String? = nil) {
        self.kind = kind
        self.message = message
        self.statement = statement
    }

    public var sqlState: String? {
        if case .server(let sqlState) = kind { sqlState } else { nil }
    }

    /// True when the same call may succeed if it is made again, and cannot take effect twice.
    /// `outcomeUnknown` is not among them: only a retry key makes that one safe to repeat.
    public var isTransient: Bool {
        switch kind {
        case .server(let sqlState): ["40001", "40P01"].contains(sqlState) || sqlState.hasPrefix("08")
        case .connectionLost: true
        case .outcomeUnknown, .deadlineExceeded, .poolExhausted, .poolClosed, .rolledBack, .badValue, .badStatement:
            false
        }
    }

    func naming(_ name: String?) -> PostgresError {
        statement == nil ? PostgresError(kind, message, statement: name) : self
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        let place = statement.map { " in \"\($0)\"" } ?? ""
        return switch kind {
        case .server(let sqlState): "\(sqlState)\(place): \(message)"
        default: "\(kind)\(place): \(message)"
        }
    }
}
