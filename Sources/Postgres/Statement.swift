/// One SQL statement with constant text, `$1, $2` for its parameters and a name for errors and logs.
/// It is prepared once per connection; two statements must not share a name.
public struct Statement: Hashable, Sendable {
    public let name: String
    public let sql: String
    public let parameters: [PostgresType]
    public let columns: [PostgresType]
    let isPrepared: Bool
    let usage: Usage

    enum Usage: Hashable, Sendable {
        /// A lost connection cannot leave anything behind.
        case reads
        case writes
        /// `begin` and its kin, which only a scope may send.
        case controlsTransaction
    }

    /// - Parameters:
    ///   - parameters: The type of each `$n`. Calls are checked against it.
    ///   - columns: The type of each result column, compared with the server's when the statement is prepared;
    ///     empty means that nobody compares.
    public init(
        _ name: String, takes parameters: [PostgresType] = [], gives columns: [PostgresType] = [], _ sql: String
    ) {
        self.init(name, parameters, columns, sql, isPrepared: true)
    }

    /// A statement that is not kept prepared: DDL and other text that is made at run time.
    public init(once name: String, takes parameters: [PostgresType] = [], _ sql: String) {
        self.init(name, parameters, [], sql, isPrepared: false)
    }

    private init(
        _ name: String, _ parameters: [PostgresType], _ columns: [PostgresType], _ sql: String, isPrepared: Bool
    ) {
        self.name = name
        self.sql = sql
        self.parameters = parameters
        self.columns = columns
        self.isPrepared = isPrepared
        usage =
            switch SQLText.firstWord(of: sql) {
            case "select", "values", "show", "table", "explain": .reads
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "prepare":
                .controlsTransaction
            default: .writes
            }
    }

    /// Binds the values, in order, and encodes them at once. A wrong number or type of values makes the call fail
    /// with `badValue` when it is run; nothing is sent then.
    public func callAsFunction(_ values: any PostgresValue...) -> Call {
        Call(self, values)
    }

    static let begin = Statement("begin", "begin")
    static let commit = Statement("commit", "commit")
    static let rollback = Statement("rollback", "rollback")
    static let forgetPlans = Statement("forget plans", "discard plans")
}

/// A statement with its values, ready to be sent any number of times.
public struct Call: Sendable {
    public let statement: Statement
    let parameters: [Parameter]
    let bytes: [UInt8]
    let defect: PostgresError?

    struct Parameter: Sendable {
        let offset: Int
        /// -1 for null
        let length: Int32
    }

    static let begin = Call(.begin, [])
    static let commit = Call(.commit, [])
    static let rollback = Call(.rollback, [])
    static let forgetPlans = Call(.forgetPlans, [])

    init(_ statement: Statement, _ values: [any PostgresValue]) {
        // libpq takes a nil pointer for null, so an empty value needs an address: one byte is always there.
        var bytes: [UInt8] = [0]
        var parameters: [Parameter] = []
        parameters.reserveCapacity(values.count)
        for value in values {
            let offset = bytes.count
            if value.isNull {
                parameters.append(Parameter(offset: 0, length: -1))
            } else {
                value.encode(into: &bytes)
                let length = Int32(clamping: bytes.count - offset)
                parameters.append(Parameter(offset: offset, length: length))
            }
        }
        self.statement = statement
        self.parameters = parameters
        self.bytes = bytes
        defect = Self.defect(of: statement, values.map { type(of: $0).postgresType }, byteCount: bytes.count)
    }

    private static let bytesMax = 512 << 20

    private static func defect(
        of statement: Statement, _ types: [PostgresType], byteCount: Int
    ) -> PostgresError? {
        if types != statement.parameters || types.contains(.none) {
            let given = types.map(\.description).joined(separator: ", ")
            let taken = statement.parameters.map(\.description).joined(separator: ", ")
            return PostgresError(.badValue, "given (\(given)), takes (\(taken))", statement: statement.name)
        }
        if byteCount > bytesMax {
            return PostgresError(.badValue, "\(byteCount) bytes of parameters", statement: statement.name)
        }
        return nil
    }
}
