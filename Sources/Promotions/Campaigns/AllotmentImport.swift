/// Reads a file of how many each store may give: columns `store` (our id or the retailer's external_id) and `max`, and
/// `period` where the campaign does not say it. An empty `max` takes an allotment back. Other columns are passed over, so
/// that what was exported can come back changed.
public struct AllotmentImport: RowReader {
    public struct Row: Hashable, Sendable {
        public let line: Int
        public let store: String
        public let period: Limit.Period
        public let max: Int?
    }

    private let standard: Limit.Period?
    private var table = CSVTable(columns: ["store", "max", "period"], required: ["store", "max"])

    /// - Parameter standard: for lines that name no period.
    public init(standard: Limit.Period?) {
        self.standard = standard
    }

    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [RowOutcome<Row>] {
        try table.feed(chunk).map(outcome)
    }

    public mutating func finish() throws(Invalid) -> [RowOutcome<Row>] {
        try table.finish().map(outcome)
    }

    private func outcome(of reading: CSVTable.Reading) -> RowOutcome<Row> {
        let row: CSVTable.Row
        switch reading {
        case .rejected(let problem): return .rejected(problem)
        case .row(let read): row = read
        }
        let store = row["store"]
        guard !store.isEmpty else { return .rejected(row.rejected("store", "is required")) }
        let written = row["period"]
        let named = Limit.Period(rawValue: written.lowercased())
        guard let period = written.isEmpty ? standard : named else {
            let names = Limit.Period.allCases.map(\.rawValue).joined(separator: ", ")
            return .rejected(row.rejected("period", "must be one of: \(names)"))
        }
        let text = row["max"]
        if text.isEmpty { return .row(Row(line: row.line, store: store, period: period, max: nil)) }
        guard let max = Int64(text), (0...Limit.countMax).contains(max) else {
            return .rejected(row.rejected("max", "must be a whole number, 0 to \(Limit.countMax), or empty"))
        }
        return .row(Row(line: row.line, store: store, period: period, max: Int(max)))
    }
}
