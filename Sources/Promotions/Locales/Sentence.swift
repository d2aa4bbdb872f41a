/// What is said to people: in English, with what it is said of kept apart, so that the edge can say it in their own
/// language. A literal makes one: `"\(visits) visits cannot be made within \(days) days."`
///
/// What is interpolated reads the same in every language (a name, a code), or is itself a number, money, a time of day
/// or a sentence. Two sentences are equal when they read the same.
public struct Sentence: Sendable, ExpressibleByStringInterpolation {
    public enum Value: Sendable {
        case text(String)
        case count(Int64)
        /// With one decimal: 12 is 1.2.
        case tenths(Int64)
        case money(Money)
        case clock(secondOfDay: Int)
        /// What is earned, in one line with a capital in front.
        case reward(Reward)
        case sentence(Sentence)
    }

    /// In English, with `{0}`, `{1}` and so on where the values stand; by it a translation is found.
    public let pattern: String
    public let values: [Value]

    public init(_ pattern: String) {
        self.pattern = pattern
        values = []
    }

    init(pattern: String, values: [Value]) {
        self.pattern = pattern
        self.values = values
    }

    public init(stringLiteral pattern: String) {
        self.init(pattern)
    }

    public init(stringInterpolation: StringInterpolation) {
        pattern = stringInterpolation.pattern
        values = stringInterpolation.values
    }

    /// In English.
    public var text: String {
        values.isEmpty ? pattern : filling(pattern, \.english)
    }

    /// - Parameter pattern: ours, or that of another language.
    public func filling(_ pattern: String, _ written: (Value) -> String) -> String {
        var text = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            if let place = Int(rest[rest.index(after: open)..<close]), values.indices.contains(place) {
                text += written(values[place])
            } else {
                text += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    /// What a language's plural goes by.
    public var count: Int64? {
        values.lazy.compactMap { if case .count(let count) = $0 { count } else { nil } }.first
    }

    /// Names and the like, with commas between.
    public static func list(_ texts: some Sequence<String>) -> Sentence {
        "\(texts.joined(separator: ", "))"
    }
}

extension Sentence: Hashable, CustomStringConvertible {
    public static func == (left: Sentence, right: Sentence) -> Bool { left.text == right.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
    public var description: String { text }
}

extension Sentence.Value {
    fileprivate var english: String {
        switch self {
        case .text(let text): text
        case .count(let count): String(count)
        case .tenths(let tenths): "\(tenths / 10).\(tenths % 10)"
        case .money(let money): money.priceTag
        case .clock(let secondOfDay): LocalWords.clock(secondOfDay)
        case .reward(let reward): reward.summary.capitalizedFirst
        case .sentence(let sentence): sentence.text
        }
    }
}

extension String {
    public var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Sentence {
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pattern = ""
        fileprivate var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            pattern.reserveCapacity(literalCapacity + 3 * interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            pattern += literal
        }

        public mutating func appendInterpolation(_ text: some StringProtocol) { add(.text(String(text))) }
        public mutating func appendInterpolation(_ count: some BinaryInteger) { add(.count(Int64(count))) }
        public mutating func appendInterpolation(_ number: Double) { add(.text("\(number)")) }
        public mutating func appendInterpolation(_ money: Money) { add(.money(money)) }
        public mutating func appendInterpolation(_ sentence: Sentence) { add(.sentence(sentence)) }
        public mutating func appendInterpolation(_ value: Value) { add(value) }

        private mutating func add(_ value: Value) {
            pattern += "{\(values.count)}"
            values.append(value)
        }
    }
}
