/// A `timestamptz`: microseconds since 1970-01-01T00:00:00Z. PostgreSQL's `infinity` is not a `Timestamp`.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let microsecondsSince1970: Int64

    public init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }
}

extension Timestamp: PostgresValue {
    public static var postgresType: PostgresType { .timestamptz }

    /// PostgreSQL counts from 2000-01-01.
    private static let epoch: Int64 = 946_684_800_000_000

    public func encode(into buffer: inout [UInt8]) {
        let (since2000, isOutside) = microsecondsSince1970.subtractingReportingOverflow(Self.epoch)
        // The lowest number would mean -infinity; the one above is refused by the server as out of range.
        buffer.append(bigEndian: isOutside ? Int64.min + 1 : since2000)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        let since2000: Int64 = try bytes.integer()
        let (since1970, isOutside) = since2000.addingReportingOverflow(Self.epoch)
        guard !isOutside, since2000 != .min else {
            throw PostgresError(.badValue, "a timestamptz that is infinite or too far away")
        }
        microsecondsSince1970 = since1970
    }
}

/// A `date`, counted in days since 1970-01-01. PostgreSQL's `infinity` is not a `Day`.
public struct Day: Hashable, Comparable, Sendable {
    public let daysSince1970: Int32

    public init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }

    public static func < (left: Day, right: Day) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension Day: PostgresValue {
    public static var postgresType: PostgresType { .date }

    private static let epoch: Int32 = 10_957

    public func encode(into buffer: inout [UInt8]) {
        let (since2000, isOutside) = daysSince1970.subtractingReportingOverflow(Self.epoch)
        buffer.append(bigEndian: isOutside ? Int32.min + 1 : since2000)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        let since2000: Int32 = try bytes.integer()
        let (since1970, isOutside) = since2000.addingReportingOverflow(Self.epoch)
        guard !isOutside, since2000 != .min else {
            throw PostgresError(.badValue, "a date that is infinite")
        }
        daysSince1970 = since1970
    }
}
