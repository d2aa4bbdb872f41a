/// A CSV file (RFC 4180) with a header that names its columns in any case and order. Other columns are passed over, so
/// that what was exported can come back changed.
public struct CSVTable: Sendable {
    public struct Row: Hashable, Sendable {
        public let line: Int
        fileprivate let cells: [String: String]

        /// Empty where the line has no such cell.
        public subscript(column: String) -> String { cells[column] ?? "" }

        public func rejected(_ column: String, _ reason: Sentence) -> LineProblem {
            LineProblem(line: line, field: column, reason: reason)
        }
    }

    public enum Reading: Hashable, Sendable {
        case row(Row)
        case rejected(LineProblem)
    }

    private let columns: [String]
    private let required: [String]
    private var reader = CSVReader()
    private var places: [String: Int]?

    /// - Parameters:
    ///   - columns: their names in small letters.
    ///   - required: which of them the header must have.
    public init(columns: [String], required: [String]) {
        self.columns = columns
        self.required = required
    }

    /// The lines that end within this chunk.
    /// - Throws: for a header that cannot be read.
    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [Reading] {
        try readings(of: reader.feed(chunk))
    }

    /// The last line, if the file does not end with a new line.
    public mutating func finish() throws(Invalid) -> [Reading] {
        let readings = try readings(of: reader.finish())
        if places == nil { throw Invalid(field: "", reason: "the file is empty; it must start with a header") }
        return readings
    }

    private mutating func readings(of records: [CSVRecord]) throws(Invalid) -> [Reading] {
        var readings: [Reading] = []
        for record in records {
            switch record {
            case .bad(let reason, let line):
                if places == nil { throw Invalid(field: "", reason: "the header, line \(line), \(reason)") }
                readings.append(.rejected(LineProblem(line: line, field: "", reason: reason)))
            case .fields(let cells, let line):
                if let places {
                    let named = places.compactMapValues { $0 < cells.count ? cells[$0] : nil }
                    readings.append(.row(Row(line: line, cells: named)))
                } else {
                    places = try places(in: cells)
                }
            }
        }
        return readings
    }

    private func places(in header: [String]) throws(Invalid) -> [String: Int] {
        var places: [String: Int] = [:]
        for (place, cell) in header.enumerated() {
            let name = cell.lowercased()
            guard columns.contains(name) else { continue }
            if places.updateValue(place, forKey: name) != nil {
                throw Invalid(field: name, reason: "stands twice in the header")
            }
        }
        for name in required where places[name] == nil {
            throw Invalid(field: name, reason: "the header has no such column")
        }
        return places
    }
}

/// One line of a CSV file (RFC 4180).
public enum CSVLine {
    public static func text(_ cells: [String]) -> String {
        cells.map(quoted).joined(separator: ",") + "\r\n"
    }

    /// Words of people's own: what a spreadsheet would reckon with is told as text, by an apostrophe in front
    /// (OWASP, CSV injection).
    public static func words(_ text: String) -> String {
        text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true ? "'\(text)" : text
    }

    /// By bytes: to a character of Swift's a quotation mark with an accent is none.
    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { #","\#r\#n"#.utf8.contains($0) }) else { return cell }
        let doubled = cell.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        return "\"\(String(decoding: doubled, as: UTF8.self))\""
    }
}
