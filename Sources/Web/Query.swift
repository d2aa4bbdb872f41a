import Promotions

/// The parameters after the `?`, each at most once.
struct Query: Sendable {
    private let values: [String: String]

    /// - Parameter text: what follows the question mark, still percent-encoded.
    init(_ text: String?) throws(Invalid) {
        var values: [String: String] = [:]
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                throw Invalid(field: "?", reason: "is not percent-encoded UTF-8")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Invalid(field: name, reason: "is given twice")
            }
        }
        self.values = values
    }

    var names: some Collection<String> { values.keys }

    /// Nil if it is absent or empty.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func text(_ name: String, length: ClosedRange<Int>) throws(Invalid) -> String? {
        guard let text = self[name] else { return nil }
        guard length.contains(text.unicodeScalars.count) else {
            throw Invalid(
                field: name, reason: "must have \(length.lowerBound) to \(length.upperBound) characters")
        }
        return text
    }

    func flag(_ name: String) throws(Invalid) -> Bool {
        switch values[name] {
        case nil, "false": return false
        case "true": return true
        default: throw Invalid(field: name, reason: "must be true or false")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(Invalid) -> Int64? {
        guard let text = values[name] else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw Invalid(field: name, reason: "must be a whole number, \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(Invalid) -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw Invalid(field: name, reason: "must be a number, \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ standard: Choice
    ) throws(Invalid) -> Choice where Choice.RawValue == String {
        try choice(name, Choice.self) ?? standard
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(Invalid) -> Choice? where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Invalid(field: name, reason: "must be one of: \(names)")
        }
        return choice
    }

    func ref<Subject>(_ name: String, _ type: Subject.Type = Subject.self) throws(Invalid) -> Ref<Subject>? {
        guard let text = values[name] else { return nil }
        guard let ref = Ref<Subject>(text: text) else {
            throw Invalid(field: name, reason: "must be an id that starts with \(Subject.idPrefix)_")
        }
        return ref
    }

    func instant(_ name: String) throws(Invalid) -> Instant? {
        guard let text = values[name] else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw Invalid(field: name, reason: "must be an RFC 3339 time, such as 2026-08-14T09:00:00Z")
        }
        return instant
    }

    /// Percent-decoding with `+` for a space, as HTML forms write it; nil if it is malformed.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
