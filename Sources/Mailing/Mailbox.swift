/// One mailbox, in the plain form that every server takes: letters of ASCII, one `@`, a domain of names.
public struct Mailbox: Hashable, Sendable {
    /// RFC 5321, 4.5.3.1.
    private static let localMax = 64
    private static let lengthMax = 254

    public let text: String

    /// Nil for what is no such address; spaces and line ends above all, since it stands in a line of the dialogue.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.lengthMax else { return nil }
        let (local, domain) = (parts[0], parts[1])
        guard (1...Self.localMax).contains(local.utf8.count), !local.hasPrefix("."), !local.hasSuffix("."),
            !local.contains(".."), local.utf8.allSatisfy(Self.isOfLocalPart)
        else { return nil }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard !labels.isEmpty, labels.allSatisfy(Self.isLabel) else { return nil }
        self.text = text
    }

    public var domain: Substring { text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...] }

    /// Whether it can be anywhere but in the house.
    public var isPublic: Bool { domain.contains(".") }

    /// The same for whatever reaches the same mailbox in practice.
    public var folded: String { text.lowercased() }

    private static func isOfLocalPart(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
