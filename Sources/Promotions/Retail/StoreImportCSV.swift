/// One record of a CSV file, with the number (from 1) of the line on which it starts.
enum CSVRecord: Hashable, Sendable {
    case fields([String], line: Int)
    /// It could not be read; those after it can.
    case bad(reason: Sentence, line: Int)
}

/// Reads CSV (RFC 4180) in chunks of any size, and keeps no more than one record of it. Lines end with CRLF, LF or CR;
/// empty ones and a byte-order mark in front are passed over.
struct CSVReader {
    /// A record may have this many bytes. A quote that is never closed ends there, not at the end of the file.
    static let recordBytesMax = 64 * 1024

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted, skippingLine
    }

    private var state = State.fieldStart
    private var record: [UInt8] = []
    private var line = 1
    private var linesInRecord = 0
    private var isAtStart = true
    private var endedWithReturn = false
    private var found: [CSVRecord] = []

    /// The records that end within this chunk.
    mutating func feed(_ chunk: some Sequence<UInt8>) -> [CSVRecord] {
        for byte in chunk {
            take(byte)
        }
        defer { found.removeAll(keepingCapacity: true) }
        return found
    }

    /// The last record, if the file does not end with a new line.
    mutating func finish() -> [CSVRecord] {
        while state == .quoted {
            fail("a quote is not closed")
        }
        if state != .skippingLine, !record.isEmpty {
            endRecord()
        }
        defer { found.removeAll() }
        return found
    }

    private mutating func take(_ byte: UInt8) {
        let isReturn = byte == UInt8(ascii: "\r")
        let isNewLine = byte == UInt8(ascii: "\n")
        let isSecondHalf = isNewLine && endedWithReturn
        endedWithReturn = isReturn && state != .quoted
        if isSecondHalf { return }
        if state != .quoted, isReturn || isNewLine {
            if state != .skippingLine, !record.isEmpty {
                endRecord()
            }
            startRecord(at: line + linesInRecord + 1)
            return
        }
        if state == .skippingLine { return }
        guard record.count < Self.recordBytesMax else {
            fail("is longer than \(Self.recordBytesMax) bytes, or a quote is not closed")
            // What followed the failed line has been read again; this byte comes after it.
            take(byte)
            return
        }
        record.append(byte)
        advance(byte)
        if isAtStart, record.count == 3 {
            isAtStart = false
            dropMark()
        }
    }

    private mutating func dropMark() {
        if record == [0xEF, 0xBB, 0xBF] {
            startRecord(at: line)
        }
    }

    private mutating func advance(_ byte: UInt8) {
        let isQuote = byte == UInt8(ascii: "\"")
        switch state {
        case .fieldStart, .plain:
            if byte == UInt8(ascii: ",") {
                state = .fieldStart
            } else if !isQuote {
                state = .plain
            } else if state == .fieldStart {
                state = .quoted
            } else {
                fail("a quote inside a field that does not start with one")
            }
        case .quoted:
            if isQuote {
                state = .quoteInQuoted
            } else if byte == UInt8(ascii: "\n") {
                linesInRecord += 1
            }
        case .quoteInQuoted:
            if isQuote {
                state = .quoted
            } else if byte == UInt8(ascii: ",") {
                state = .fieldStart
            } else {
                fail("text after the closing quote of a field")
            }
        case .skippingLine:
            break
        }
    }

    /// Gives up on the line where the record started. A quote left open there has swallowed the lines after it; they
    /// are read again, as records of their own.
    private mutating func fail(_ reason: Sentence) {
        found.append(.bad(reason: reason, line: line))
        let swallowed = record
        guard let end = swallowed.firstIndex(of: UInt8(ascii: "\n")) else {
            record.removeAll(keepingCapacity: true)
            state = .skippingLine
            return
        }
        startRecord(at: line + 1)
        for byte in swallowed[(end + 1)...] {
            take(byte)
        }
    }

    private mutating func startRecord(at line: Int) {
        isAtStart = isAtStart && line == 1
        record.removeAll(keepingCapacity: true)
        self.line = line
        linesInRecord = 0
        state = .fieldStart
    }

    private mutating func endRecord() {
        var fields: [String] = []
        var rest = record[...]
        while true {
            let (field, isLast) = Self.field(&rest)
            guard let field else {
                found.append(.bad(reason: "is not UTF-8", line: line))
                return
            }
            fields.append(field)
            if isLast { break }
        }
        found.append(.fields(fields, line: line))
    }

    /// Takes a field and its comma off the front of a record that is known to be well formed.
    private static func field(_ rest: inout ArraySlice<UInt8>) -> (String?, isLast: Bool) {
        guard rest.first == UInt8(ascii: "\"") else {
            let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            let field = rest[..<end]
            let isLast = end == rest.endIndex
            rest = isLast ? [] : rest[(end + 1)...]
            return (String(validating: field, as: UTF8.self), isLast)
        }
        var field: [UInt8] = []
        rest.removeFirst()
        while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
            field += rest[..<quote]
            rest = rest[(quote + 1)...]
            guard let next = rest.first else { break }
            rest.removeFirst()
            if next == UInt8(ascii: ",") { return (String(validating: field, as: UTF8.self), false) }
            field.append(UInt8(ascii: "\""))
        }
        return (String(validating: field, as: UTF8.self), true)
    }
}
