/// An address that mail can be sent to, in lower case: nobody has two mailboxes that differ in capitals.
public struct EmailAddress: Hashable, Sendable {
    /// RFC 5321 section 4.5.3.1, less the angle brackets.
    public static let lengthMax = 254
    private static let localLengthMax = 64

    public let text: String

    /// Nil for what no mail server would take. Whether anybody reads it, only a mail can tell.
    public init?(_ typed: String) {
        let text = typed.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.lengthMax,
            (1...Self.localLengthMax).contains(parts[0].utf8.count),
            parts[0].unicodeScalars.allSatisfy(Self.isLocal), !parts[0].hasPrefix("."), !parts[0].hasSuffix("."),
            !parts[0].contains("..")
        else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let areNames = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.unicodeScalars.allSatisfy(Self.isHost)
                && !label.hasPrefix("-") && !label.hasSuffix("-")
        }
        guard labels.count >= 2, areNames else { return nil }
        self.text = text
    }

    private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "!#$%&'*+-/=?^_`{|}~.".unicodeScalars.contains(scalar)
    }

    private static func isHost(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
    }
}

extension EmailAddress {
    /// For `Fields.requiredRead`.
    public init(reading json: JSON, at path: String) throws(Invalid) {
        guard let address = json.stringValue.flatMap({ EmailAddress($0) }) else {
            throw Invalid(field: path, reason: "must be an e-mail address such as ann@example.com")
        }
        self = address
    }
}
