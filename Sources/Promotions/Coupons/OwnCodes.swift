/// A file of codes that the retailer brought: column `code`.
public struct OwnCodes: RowReader {
    /// So many lines are taken at once; more come as more files.
    public static let linesMax = 100_000

    public struct Row: Hashable, Sendable {
        public let line: Int
        public let code: CouponCode
    }

    private var count = 0
    private var table = CSVTable(columns: ["code"], required: ["code"])
    private var seen: [CouponCode: Int] = [:]

    public init() {}

    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [RowOutcome<Row>] {
        try outcomes(of: table.feed(chunk))
    }

    public mutating func finish() throws(Invalid) -> [RowOutcome<Row>] {
        try outcomes(of: table.finish())
    }

    private mutating func outcomes(of readings: [CSVTable.Reading]) throws(Invalid) -> [RowOutcome<Row>] {
        count += readings.count
        guard count <= Self.linesMax else {
            throw Invalid(field: "", reason: "must have at most \(Self.linesMax) lines; send the rest as another file")
        }
        return readings.map { outcome(of: $0) }
    }

    private mutating func outcome(of reading: CSVTable.Reading) -> RowOutcome<Row> {
        switch reading {
        case .rejected(let problem): return .rejected(problem)
        case .row(let row):
            let lengths = CouponCode.ownLengths
            guard let code = CouponCode(own: row["code"]) else {
                return .rejected(
                    row.rejected(
                        "code", "must have \(lengths.lowerBound) to \(lengths.upperBound) letters A to Z and digits"))
            }
            if let earlier = seen[code] {
                return .rejected(row.rejected("code", "stands on line \(earlier) already"))
            }
            seen[code] = row.line
            return .row(Row(line: row.line, code: code))
        }
    }
}
