/// What a mail server says: three digits and lines of text (RFC 5321, 4.2).
struct SMTPReply: Hashable, Sendable {
    let code: Int
    let lines: [String]

    /// Trying again does not help.
    var isFinal: Bool { (500...599).contains(code) }

    var text: String { "\(code) \(lines.joined(separator: " "))" }
}

/// Makes replies of bytes as they come.
struct SMTPReplyReader {
    /// A server that says more is none.
    private static let bytesMax = 64 << 10

    struct Nonsense: Error {}

    private var waiting: [UInt8] = []
    private var lines: [String] = []

    /// Whether part of a reply is here already.
    var isEmpty: Bool { waiting.isEmpty && lines.isEmpty }

    /// - Returns: the replies that are complete now, in order.
    mutating func read(_ bytes: some Sequence<UInt8>) throws -> [SMTPReply] {
        waiting += bytes
        guard waiting.count <= Self.bytesMax, lines.count < 200 else { throw Nonsense() }
        var replies: [SMTPReply] = []
        while let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
            var line = String(decoding: waiting[..<end], as: UTF8.self)
            waiting.removeSubrange(...end)
            if line.utf8.last == UInt8(ascii: "\r") { line.unicodeScalars.removeLast() }
            guard let code = Int(line.utf8.prefix(3)), line.utf8.count >= 3 else { throw Nonsense() }
            let rest = line.utf8.dropFirst(3)
            lines.append(String(decoding: rest.dropFirst(), as: UTF8.self))
            if rest.first != UInt8(ascii: "-") {
                replies.append(SMTPReply(code: code, lines: lines))
                lines = []
            }
        }
        return replies
    }
}

extension Int {
    fileprivate init?(_ digits: Substring.UTF8View.SubSequence) {
        self.init(Substring(digits))
    }
}
