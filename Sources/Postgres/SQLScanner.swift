/// Walks over SQL text knowing just enough to tell where a statement ends: comments, quotes and dollar quotes.
/// It does not know SQL-standard function bodies (`begin atomic ... end`); write those with dollar quotes.
struct SQLScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ sql: String) {
        bytes = Array(sql.utf8)
    }

    /// One statement of a file, without its semicolon and without the comments in front of it.
    struct Piece: Hashable {
        let sql: String
        /// Where it starts, counted from 1.
        let line: Int
    }

    static func split(_ sql: String) -> [Piece] {
        var scanner = SQLScanner(sql)
        var pieces: [Piece] = []
        while let piece = scanner.nextPiece() {
            pieces.append(piece)
        }
        return pieces
    }

    private mutating func nextPiece() -> Piece? {
        skipBlanks()
        while peek() == UInt8(ascii: ";") {
            at += 1
            skipBlanks()
        }
        guard at < bytes.count else { return nil }
        let start = at
        while let byte = peek(), byte != UInt8(ascii: ";") {
            skipToken()
        }
        var end = at
        while end > start, Self.isSpace(bytes[end - 1]) {
            end -= 1
        }
        at = min(at + 1, bytes.count)
        let line = 1 + bytes[..<start].count { $0 == UInt8(ascii: "\n") }
        return Piece(sql: String(decoding: bytes[start..<end], as: UTF8.self), line: line)
    }

    mutating func skipBlanks() {
        while let byte = peek() {
            if Self.isSpace(byte) {
                at += 1
            } else if !skipComment() {
                return
            }
        }
    }

    /// The identifier or keyword here; empty when there is none.
    mutating func word() -> String {
        let start = at
        while let byte = peek(), Self.isWord(byte) {
            at += 1
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func skipToken() {
        guard let byte = peek(), !skipComment() else { return }
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
            skipQuoted(by: byte, backslashEscapes: false)
        } else if byte == UInt8(ascii: "$") {
            skipDollarQuoted()
        } else if Self.isWord(byte) {
            let isEscapeString = word().lowercased() == "e" && peek() == UInt8(ascii: "'")
            if isEscapeString { skipQuoted(by: UInt8(ascii: "'"), backslashEscapes: true) }
        } else {
            at += 1
        }
    }

    private mutating func skipComment() -> Bool {
        if looksAt("--") {
            while let byte = peek(), byte != UInt8(ascii: "\n") { at += 1 }
            return true
        }
        guard looksAt("/*") else { return false }
        var depth = 0
        repeat {
            if looksAt("/*") {
                depth += 1
                at += 2
            } else if looksAt("*/") {
                depth -= 1
                at += 2
            } else {
                at += 1
            }
        } while depth > 0 && at < bytes.count
        return true
    }

    /// A doubled quote inside reads as an end and a new beginning, which comes to the same.
    private mutating func skipQuoted(by quote: UInt8, backslashEscapes: Bool) {
        at += 1
        while let byte = peek(), byte != quote {
            at += backslashEscapes && byte == UInt8(ascii: "\\") ? 2 : 1
        }
        at = min(at + 1, bytes.count)
        if backslashEscapes, peek() == quote {
            skipQuoted(by: quote, backslashEscapes: true)
        }
    }

    private mutating func skipDollarQuoted() {
        var tagEnd = at + 1
        while tagEnd < bytes.count, Self.isWord(bytes[tagEnd]), bytes[tagEnd] != UInt8(ascii: "$") {
            tagEnd += 1
        }
        let isParameter = at + 1 < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at + 1])
        guard !isParameter, tagEnd < bytes.count, bytes[tagEnd] == UInt8(ascii: "$") else {
            at += 1
            return
        }
        let tag = bytes[at...tagEnd]
        at = tagEnd + 1
        while at < bytes.count, !bytes[at...].starts(with: tag) {
            at += 1
        }
        at = min(at + tag.count, bytes.count)
    }

    private func peek() -> UInt8? {
        at < bytes.count ? bytes[at] : nil
    }

    private func looksAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[at...].starts(with: $0) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    /// `$` may stand inside an identifier, and no dollar quote starts there.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
