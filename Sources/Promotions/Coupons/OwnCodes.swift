/// A file of codes that the retailer brought: column `code`.
public struct OwnCodes: Sendable {
    /// So many lines are taken at once; more come as more files.
    public static let linesMax = 100_000

    public struct Line: Hashable, Sendable {
        public let line: Int
        public let code: CouponCode
    }

    public private(set) var lines: [Line] = []
    public private(set) var rejected: [LineProblem] = []
    private var table = CSVTable(columns: ["code"], required: ["code"])
    private var seen: [CouponCode: Int] = [:]

    public init() {}

    /// - Throws: for a header that cannot be read, and for more lines than are taken.
    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(Invalid) {
        for reading in try table.feed(chunk) { try take(reading) }
    }

    public mutating func finish() throws(Invalid) {
        for reading in try table.finish() { try take(reading) }
        seen = [:]
    }

    private mutating func take(_ reading: CSVTable.Reading) throws(Invalid) {
        guard lines.count + rejected.count < Self.linesMax else {
            throw Invalid(field: "", reason: "must have at most \(Self.linesMax) lines; send the rest as another file")
        }
        switch reading {
        case .rejected(let problem): rejected.append(problem)
        case .row(let row):
            let lengths = CouponCode.ownLengths
            guard let code = CouponCode(own: row["code"]) else {
                rejected.append(
                    row.rejected(
                        "code",
                        "must have \(lengths.lowerBound) to \(lengths.upperBound) letters A to Z and digits"))
                return
            }
            if let earlier = seen[code] {
                rejected.append(row.rejected("code", "stands on line \(earlier) already"))
                return
            }
            seen[code] = row.line
            lines.append(Line(line: row.line, code: code))
        }
    }
}
