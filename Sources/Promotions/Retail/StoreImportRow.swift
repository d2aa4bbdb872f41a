public import Geofence

/// One store as a file tells it. Nil where its cell is empty or the file has no such column.
public struct StoreRow: Hashable, Sendable {
    /// Where its record starts, from 1.
    public let line: Int
    public let externalID: String
    public let name: String
    public let position: Position
    public let zone: Zone?
    public let radiusMeters: Double?
    /// Nil: not known.
    public let hours: OpeningHours?
    public let address: String?
    public let region: String?
    public let brand: String?
    public let owner: Store.Owner?
    public let tags: [String]
}

/// Where the columns stand, and how many cells a record must have.
struct StoreHeader: Sendable {
    let places: [StoreColumn: Int]
    let width: Int

    func outcome(of cells: [String], line: Int) -> StoreImport.Outcome {
        guard cells.count == width else {
            let reason: Sentence = "has \(cells.count) cells, the header has \(width)"
            return .rejected([LineProblem(line: line, field: "", reason: reason)])
        }
        var reader = StoreRowReader(places: places, cells: cells, line: line)
        guard let row = reader.row() else { return .rejected(reader.problems) }
        return .row(row, warnings: reader.warnings)
    }
}
