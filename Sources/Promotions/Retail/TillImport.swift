/// Reads a file of tills to set up: columns `store` (our id or the retailer's external_id) and `name`. Other columns are
/// passed over.
public struct TillImport: RowReader {
    public struct Row: Hashable, Sendable {
        public let line: Int
        public let store: String
        public let name: String
    }

    public static let rowsMax = 10_000
    private var table = CSVTable(columns: ["store", "name"], required: ["store", "name"])
    private var count = 0

    public init() {}

    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [RowOutcome<Row>] {
        try outcomes(of: table.feed(chunk))
    }

    public mutating func finish() throws(Invalid) -> [RowOutcome<Row>] {
        try outcomes(of: table.finish())
    }

    private mutating func outcomes(of readings: [CSVTable.Reading]) throws(Invalid) -> [RowOutcome<Row>] {
        count += readings.count
        if count > Self.rowsMax {
            throw Invalid(field: "", reason: "has more than \(Self.rowsMax) lines; send it in parts")
        }
        return readings.map(Self.outcome)
    }

    private static func outcome(of reading: CSVTable.Reading) -> RowOutcome<Row> {
        switch reading {
        case .rejected(let problem): return .rejected(problem)
        case .row(let row):
            for name in ["store", "name"] where !(1...100).contains(row[name].unicodeScalars.count) {
                return .rejected(row.rejected(name, "must be 1 to 100 characters"))
            }
            return .row(Row(line: row.line, store: row["store"], name: row["name"]))
        }
    }
}
