/// Reads a kind of CSV file as it comes in.
public protocol RowReader: Sendable {
    associatedtype Row: Sendable

    /// The lines that end within this chunk.
    /// - Throws: for a header that cannot be read, and for more lines than are taken.
    mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) -> [RowOutcome<Row>]

    /// The last line, if the file does not end with a new line.
    mutating func finish() throws(Invalid) -> [RowOutcome<Row>]
}

public enum RowOutcome<Row: Sendable>: Sendable {
    case row(Row)
    case rejected(LineProblem)
}
