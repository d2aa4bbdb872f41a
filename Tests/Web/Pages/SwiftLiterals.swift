/// The string literals of Swift source, as patterns: `"\(count) stores"` is `{0} stores`.
struct SwiftLiterals {
    struct Literal {
        let pattern: String
        /// What stands before it on its line.
        let before: String
    }

    private let bytes: [UInt8]
    private var place = 0
    private var found: [Literal] = []

    static func all(in source: String) -> [Literal] {
        var scanner = SwiftLiterals(bytes: Array(source.utf8))
        scanner.code(isInterpolated: false)
        return scanner.found
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func starts(_ text: String) -> Bool {
        bytes[place...].starts(with: text.utf8)
    }

    /// - Parameter isInterpolated: ends behind the parenthesis that closes it.
    private mutating func code(isInterpolated: Bool) {
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "/") where starts("//"):
                while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
            case UInt8(ascii: "#") where starts("#\"") || starts("##\""): raw()
            case UInt8(ascii: "\""): literal()
            case UInt8(ascii: "("):
                depth += 1
                place += 1
            case UInt8(ascii: ")"):
                place += 1
                if isInterpolated, depth == 0 { return }
                depth -= 1
            default: place += 1
            }
        }
    }

    /// Raw literals hold JSON and patterns of tests, never a sentence.
    private mutating func raw() {
        let marks = bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count
        place += marks
        let quotes = starts("\"\"\"") ? 3 : 1
        let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: marks)
        place += quotes
        while place < bytes.count, !starts(end) { place += 1 }
        place += quotes + marks
    }

    private mutating func literal() {
        let line = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")) ?? 0
        let before = String(decoding: bytes[line..<place], as: UTF8.self)
        let quotes = starts("\"\"\"") ? 3 : 1
        let end = String(repeating: "\"", count: quotes)
        place += quotes
        var pattern: [UInt8] = []
        var values = 0
        while place < bytes.count, !starts(end) {
            guard bytes[place] == UInt8(ascii: "\\") else {
                pattern.append(bytes[place])
                place += 1
                continue
            }
            let escaped = bytes[place + 1]
            place += 2
            if escaped == UInt8(ascii: "(") {
                pattern += Array("{\(values)}".utf8)
                values += 1
                code(isInterpolated: true)
            } else {
                pattern += escaped == UInt8(ascii: "\n") ? [0, 10] : [escaped]
            }
        }
        place += quotes
        let text = String(decoding: pattern, as: UTF8.self)
        found.append(Literal(pattern: quotes == 3 ? Self.unindented(text) : text, before: before))
    }

    /// A null stands where a line goes on in the next.
    private static func unindented(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        let indentation = lines.last?.count ?? 0
        return lines.dropLast().map { String($0.dropFirst(indentation)) }.joined(separator: "\n")
            .replacing("\0\n", with: "")
    }
}
