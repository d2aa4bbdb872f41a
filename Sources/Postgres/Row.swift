import CPQ

/// The rows of one result, copied out of libpq's memory into one buffer.
final class Table: Sendable {
    let columns: [PostgresType]
    /// Filled only when the server describes a prepared statement.
    let parameters: [PostgresType]
    /// What the server says was done, such as `INSERT 0 3` or `ROLLBACK`.
    let tag: String
    let rowCount: Int
    fileprivate let bytes: [UInt8]
    /// Where each field ends in `bytes`, row by row; negative (one's complement) when the field is null.
    fileprivate let ends: [Int]

    static let empty = Table()

    private init() {
        (columns, parameters, tag, rowCount, bytes, ends) = ([], [], "", 0, [], [])
    }

    init(copying result: OpaquePointer) {
        let width = PQnfields(result)
        let height = PQntuples(result)
        columns = (0..<width).map { PostgresType(oid: PQftype(result, $0)).canonical }
        parameters = (0..<PQnparams(result)).map { PostgresType(oid: PQparamtype(result, $0)).canonical }
        tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
        rowCount = Int(height)
        var bytes: [UInt8] = []
        var ends: [Int] = []
        ends.reserveCapacity(Int(width) * Int(height))
        for row in 0..<height {
            for column in 0..<width {
                if PQgetisnull(result, row, column) == 1 {
                    ends.append(~bytes.count)
                } else {
                    let length = Int(PQgetlength(result, row, column))
                    bytes.append(
                        contentsOf: UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length))
                    ends.append(bytes.count)
                }
            }
        }
        self.bytes = bytes
        self.ends = ends
    }

    var rows: [Row] {
        (0..<rowCount).map { Row(self, at: $0 * columns.count) }
    }
}

/// One row, read from the first column to the last.
public struct Row: Sendable {
    private let table: Table
    private let start: Int
    private var column = 0

    fileprivate init(_ table: Table, at start: Int) {
        self.table = table
        self.start = start
    }

    /// The next column.
    ///
    /// - Throws: `PostgresError` of kind `badValue` when there is no further column, its type is another one, or it
    ///   is null and `Value` is not optional.
    public mutating func read<Value: PostgresValue>(_ type: Value.Type = Value.self) throws -> Value {
        guard column < table.columns.count else {
            throw PostgresError(.badValue, "the row has only \(table.columns.count) columns")
        }
        guard table.columns[column] == Value.postgresType else {
            throw PostgresError(
                .badValue, "column \(column + 1) is \(table.columns[column]), read as \(Value.postgresType)")
        }
        defer { column += 1 }
        let end = table.ends[start + column]
        guard end >= 0 else {
            guard let null = Value.null else {
                throw PostgresError(.badValue, "column \(column + 1) is null, read as \(Value.self)")
            }
            return null
        }
        let previous = start + column == 0 ? 0 : table.ends[start + column - 1]
        let begin = previous < 0 ? ~previous : previous
        return try table.bytes.withUnsafeBytes {
            try Value(decoding: UnsafeRawBufferPointer(rebasing: $0[begin..<end]))
        }
    }
}
