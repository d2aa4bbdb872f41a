extension CouponCode {
    /// What somebody typed or scanned turned out to be.
    public enum Reading: Hashable, Sendable {
        case code(CouponCode)
        /// Right in form but mistyped: ask to look again. It is no guess and counts against no throttle.
        case badCheckSymbol
        /// Not a code at all: wrong number of symbols, or a character that no code has.
        case malformed
    }

    /// Longer input is malformed unread, so that nobody can make a till or the server chew on a novel.
    public static let typedBytesMax = 200

    public init?(typed: String) {
        guard case .code(let code) = CouponCode.parse(typed) else { return nil }
        self = code
    }

    /// The one way from typed text to a code. Small letters, spaces, dashes, dots and invisible marks do not matter;
    /// O is 0, I and L are 1, U is V; full-width letters and the decimal digits of every script are understood.
    public static func parse(_ typed: String) -> Reading {
        guard typed.utf8.count <= typedBytesMax else { return .malformed }
        var values: [UInt8] = []
        for scalar in typed.unicodeScalars {
            if let value = symbolValue(of: scalar) {
                values.append(value)
            } else if !isSeparator(scalar) {
                return .malformed
            }
        }
        guard Profile.allCases.contains(where: { $0.length == values.count }) else { return .malformed }
        let isRight = isNumeric(values) ? checkDigit(of: values) == 0 : isConsistent(values)
        return isRight ? .code(CouponCode(values: values)) : .badCheckSymbol
    }

    /// Eleven symbols and their check: not a longer one, nor one that a retailer brought.
    public var isStandard: Bool {
        symbols.utf8.count == Profile.standard.length && CouponCode(typed: symbols) == self
    }

    /// Of a code that a retailer brought: letters and digits, so many that nobody guesses one.
    public static let ownLengths = 8...20

    /// A code that a retailer brought: capitals and digits as they stand, separators left out. What reads as one of ours
    /// is taken as that, so that both are found by the same text. Nil for what cannot be one.
    public init?(own typed: String) {
        if let code = CouponCode(typed: typed) {
            self = code
            return
        }
        guard typed.utf8.count <= Self.typedBytesMax else { return nil }
        var symbols = ""
        for scalar in typed.unicodeScalars where !Self.isSeparator(scalar) {
            guard let plain = Self.plain(scalar) else { return nil }
            symbols.unicodeScalars.append(plain)
        }
        guard Self.ownLengths.contains(symbols.utf8.count) else { return nil }
        self.init(kept: symbols)
    }

    private static func symbolValue(of scalar: Unicode.Scalar) -> UInt8? {
        switch plain(scalar) {
        case "O": 0
        case "I", "L": 1
        case "U": Base32.value(of: UInt8(ascii: "V"))
        case let letter?: Base32.value(of: UInt8(ascii: letter))
        default: nil
        }
    }

    /// The ASCII capital or digit that `scalar` stands for.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A: scalar
        case 0x61...0x7A: Unicode.Scalar(scalar.value - 0x20)
        case 0x130, 0x131: "I"  // Turkish keyboards have the I with and without its dot.
        case 0xFF21...0xFF3A: Unicode.Scalar(scalar.value - 0xFEE0)
        case 0xFF41...0xFF5A: Unicode.Scalar(scalar.value - 0xFF00)
        default: decimalDigit(scalar)
        }
    }

    static func decimalDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue else { return nil }
        return Unicode.Scalar(0x30 + UInt32(digit))
    }

    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        // Format marks: soft hyphens, joiners and the direction marks that come along when text is copied.
        case .dashPunctuation, .format: return true
        default: return otherSeparators.contains(scalar)
        }
    }

    /// Dots, and what Unicode does not count among the dashes: the minus sign, the hyphen bullet and the Japanese
    /// long-vowel mark, which stands where a Japanese keyboard has its dash.
    private static let otherSeparators: Set<Unicode.Scalar> = [
        ".", "\u{B7}", "\u{2022}", "\u{2024}", "\u{2027}", "\u{3002}", "\u{30FB}", "\u{FF0E}", "\u{FF61}", "\u{FF65}",
        "\u{2212}", "\u{2043}", "\u{30FC}", "\u{FF70}",
    ]
}
