/// Reads a file of how many each store may give: columns `store` (our id or the retailer's external_id) and `max`, and
/// `period` where the campaign does not say it. An empty `max` takes an allotment back. Other columns are passed over, so
/// that what was exported can come back changed.
public struct AllotmentImport: Sendable {
    public struct Row: Hashable, Sendable {
        public let line: Int
        public let store: String
        public let period: Limit.Period
        public let max: Int?
    }

    public enum Outcome: Hashable, Sendable {
        case row(Row)
        case rejected(LineProblem)
    }

    private static let columns = ["store", "max", "period"]
    private let standard: Limit.Period?
    private var reader = CSVReader()
    private var places: [String: Int]?

    /// - Parameter standard: for lines that name no period.
    public init(standard: Limit.Period?) {
        self.standard = standard
    }

    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [Outcome] {
        try outcomes(of: reader.feed(chunk))
    }

    public mutating func finish() throws(Invalid) -> [Outcome] {
        let outcomes = try outcomes(of: reader.finish())
        if places == nil { throw Invalid(field: "", reason: "the file is empty; it must start with a header") }
        return outcomes
    }

    private mutating func outcomes(of records: [CSVRecord]) throws(Invalid) -> [Outcome] {
        var outcomes: [Outcome] = []
        for record in records {
            switch record {
            case .bad(let reason, let line):
                if places == nil { throw Invalid(field: "", reason: "the header, line \(line), \(reason)") }
                outcomes.append(.rejected(LineProblem(line: line, field: "", reason: reason)))
            case .fields(let cells, let line):
                if let places {
                    outcomes.append(outcome(of: cells, at: places, line: line))
                } else {
                    places = try Self.places(in: cells)
                }
            }
        }
        return outcomes
    }

    private static func places(in header: [String]) throws(Invalid) -> [String: Int] {
        var places: [String: Int] = [:]
        for (place, cell) in header.enumerated() {
            let name = cell.lowercased()
            guard columns.contains(name) else { continue }
            if places.updateValue(place, forKey: name) != nil {
                throw Invalid(field: name, reason: "stands twice in the header")
            }
        }
        for name in ["store", "max"] where places[name] == nil {
            throw Invalid(field: name, reason: "the header has no such column")
        }
        return places
    }

    private func outcome(of cells: [String], at places: [String: Int], line: Int) -> Outcome {
        func rejected(_ field: String, _ reason: String) -> Outcome {
            .rejected(LineProblem(line: line, field: field, reason: reason))
        }
        func cell(_ name: String) -> String {
            places[name].flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
        }
        let store = cell("store")
        guard !store.isEmpty else { return rejected("store", "is required") }
        let written = cell("period")
        let named = Limit.Period(rawValue: written.lowercased())
        guard let period = written.isEmpty ? standard : named else {
            let names = Limit.Period.allCases.map(\.rawValue).joined(separator: ", ")
            return rejected("period", "must be one of: \(names)")
        }
        let text = cell("max")
        if text.isEmpty { return .row(Row(line: line, store: store, period: period, max: nil)) }
        guard let max = Int64(text), (0...Limit.countMax).contains(max) else {
            return rejected("max", "must be a whole number, 0 to \(Limit.countMax), or empty")
        }
        return .row(Row(line: line, store: store, period: period, max: Int(max)))
    }
}

/// One line of a CSV file (RFC 4180).
public enum CSVLine {
    public static func text(_ cells: [String]) -> String {
        let quoted = cells.map { cell -> String in
            let isPlain = cell.utf8.allSatisfy { !#","\#r\#n"#.utf8.contains($0) }
            return isPlain ? cell : "\"\(cell.replacing("\"", with: "\"\""))\""
        }
        return quoted.joined(separator: ",") + "\r\n"
    }
}
