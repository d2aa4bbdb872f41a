import Geofence

/// Reads a file of stores chunk by chunk, in memory for one record (and one short entry for each store seen). A line
/// that cannot be read is reported and harms no other.
public struct StoreImport: Sendable {
    /// What became of one record.
    public enum Outcome: Hashable, Sendable {
        case row(StoreRow, warnings: [LineProblem])
        case rejected([LineProblem])
    }

    private let mapping: StoreMapping
    private var reader = CSVReader()
    private var header: StoreHeader?
    private var linesOfIDs: [String: Int] = [:]
    private var linesOfPositions: [Position: Int] = [:]

    public init(mapping: StoreMapping = StoreMapping()) {
        self.mapping = mapping
    }

    /// The columns that the file has. What it lacks is no reason to change a store that is there already. Empty until
    /// the header was read.
    public var columns: Set<StoreColumn> {
        header.map { Set($0.places.keys) } ?? []
    }

    /// The stores whose records end in this chunk. Throws if the header cannot serve; then nothing can be read.
    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [Outcome] {
        try outcomes(of: reader.feed(chunk))
    }

    /// What is left after the last chunk. Throws if there was no header at all.
    public mutating func finish() throws(Invalid) -> [Outcome] {
        let outcomes = try outcomes(of: reader.finish())
        if header == nil { throw Invalid(field: "", reason: "the file is empty; it must start with a header") }
        return outcomes
    }

    private mutating func outcomes(of records: [CSVRecord]) throws(Invalid) -> [Outcome] {
        var outcomes: [Outcome] = []
        for record in records {
            switch record {
            case .bad(let reason, let line):
                if header == nil { throw Invalid(field: "", reason: "the header, line \(line), \(reason)") }
                outcomes.append(.rejected([LineProblem(line: line, field: "", reason: reason)]))
            case .fields(let cells, let line):
                if let header {
                    outcomes.append(checked(header.outcome(of: cells, line: line)))
                } else {
                    header = StoreHeader(places: try mapping.places(in: cells), width: cells.count)
                }
            }
        }
        return outcomes
    }

    /// One id may come once; one point twice is possible (floors of a mall) but seldom meant.
    private mutating func checked(_ outcome: Outcome) -> Outcome {
        guard case .row(let row, var warnings) = outcome else { return outcome }
        if let line = linesOfIDs[row.externalID] {
            return .rejected([
                LineProblem(line: row.line, field: "external_id", reason: "stands on line \(line) already")
            ])
        }
        linesOfIDs[row.externalID] = row.line
        if let line = linesOfPositions[row.position] {
            warnings.append(LineProblem(line: row.line, field: "location", reason: "the same point as line \(line)"))
        } else {
            linesOfPositions[row.position] = row.line
        }
        return .row(row, warnings: warnings)
    }
}

/// Something wrong, or worth a look, on one line of a file. `field` is one of our column names; empty for the record.
public struct LineProblem: Hashable, Sendable {
    public let line: Int
    public let field: String
    public let reason: Sentence

    public init(line: Int, field: String, reason: Sentence) {
        self.line = line
        self.field = field
        self.reason = reason
    }

    /// - Parameter said: puts a sentence into the reader's language.
    public func json(_ said: (Sentence) -> String) -> JSON {
        ["line": .int(Int64(line)), "field": .string(field), "reason": .string(said(reason))]
    }
}
