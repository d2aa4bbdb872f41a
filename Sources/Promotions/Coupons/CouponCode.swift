/// What a shopper shows and a cashier types: random symbols and one check symbol, or a code that the retailer brought.
///
/// The check is for typing, not for security: it catches every single wrong symbol and every exchange of two neighbours.
public struct CouponCode: Hashable, Sendable {
    /// What codes of a campaign look like.
    public enum Profile: String, Sendable, CaseIterable {
        /// 11 random symbols of base 32 and their check: 55 bits.
        case standard
        /// 15 and their check: 75 bits.
        case highValue = "high_value"
        /// 15 random digits and their check, for tills and scanners that know digits alone: 49.8 bits.
        case numeric

        /// How many symbols a code has, its check symbol included.
        public var length: Int { self == .standard ? 12 : 16 }

        /// How many codes there are.
        public var space: Double {
            switch self {
            case .standard: 0x1p55
            case .highValue: 0x1p75
            case .numeric: 1e15
            }
        }
    }

    /// The canonical form: capitals and digits without separators. This is what is hashed and scanned.
    public let symbols: String

    /// Trusts its caller: `values` are below 32 and the last one is the check symbol.
    init(values: [UInt8]) {
        symbols = String(unsafeUninitializedCapacity: values.count) { text in
            for (place, value) in values.enumerated() { text[place] = Base32.alphabet[Int(value)] }
            return values.count
        }
    }

    /// Trusts its caller: the canonical form, as it was kept.
    public init(kept symbols: String) {
        self.symbols = symbols
    }

    /// A new code. One that reads as a rude word or as a specimen is drawn again, so the generator may be asked more
    /// than once.
    public static func random(
        _ profile: Profile = .standard, using generator: inout some RandomNumberGenerator
    ) -> CouponCode {
        while true {
            let code = draw(profile, using: &generator)
            if !RudeWords.occur(in: code), !code.starts(with: specimenMarkValues) { return CouponCode(values: code) }
        }
    }

    private static func draw(_ profile: Profile, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        if profile == .numeric {
            var digits = (1..<profile.length).map { _ in UInt8.random(in: 0...9, using: &generator) }
            digits.append(checkDigit(of: digits))
            return digits
        }
        while true {
            var values = drawValues(profile.length - 1, using: &generator)
            values.append(checkSymbol(of: values))
            // Sixteen digits are read as a numeric code.
            if profile == .standard || !isNumeric(values) { return values }
        }
    }

    /// For paper and screens: `XXXX-XXXX-XXXX`.
    public var grouped: String {
        String(unsafeUninitializedCapacity: symbols.utf8.count * 5 / 4) { text in
            var length = 0
            for (place, symbol) in symbols.utf8.enumerated() {
                if place > 0 && place.isMultiple(of: 4) {
                    text[length] = UInt8(ascii: "-")
                    length += 1
                }
                text[length] = symbol
                length += 1
            }
            return length
        }
    }

    /// The only part of a code that support staff and logs of a till may see.
    public var lastFour: String {
        String(symbols.suffix(4))
    }

    private static func drawValues(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var values: [UInt8] = []
        values.reserveCapacity(count + 1)
        var bits: UInt64 = 0
        var bitsLeft = 0
        while values.count < count {
            if bitsLeft < 5 {
                bits = generator.next()
                bitsLeft = 64
            }
            values.append(UInt8(bits & 31))
            bits >>= 5
            bitsLeft -= 5
        }
        return values
    }
}

// The check digit (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): a whole code ends at 0.
extension CouponCode {
    private static let quasigroup: [[UInt8]] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2], [7, 0, 9, 2, 1, 5, 4, 8, 6, 3], [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6], [6, 1, 2, 3, 0, 4, 5, 9, 7, 8], [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4], [8, 9, 4, 5, 3, 6, 2, 0, 1, 7], [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]

    /// Each digit is its own check in the state that it leads to 0 from, so that the digit is the state itself.
    static func checkDigit(of digits: some Sequence<UInt8>) -> UInt8 {
        digits.reduce(0) { quasigroup[Int($0)][Int($1)] }
    }

    static func isNumeric(_ values: [UInt8]) -> Bool {
        values.count == Profile.numeric.length && values.allSatisfy { $0 < 10 }
    }
}

// The check symbol. A whole code, read as a polynomial over GF(32), is zero at 2. In that field, reduced by
// x^5 + x^2 + 1, the powers of 2 differ for 31 places, so each place has its own weight, and none is zero.
extension CouponCode {
    static func checkSymbol(of values: some Sequence<UInt8>) -> UInt8 {
        doubled(horner(values))
    }

    static func isConsistent(_ values: some Sequence<UInt8>) -> Bool {
        horner(values) == 0
    }

    private static func horner(_ values: some Sequence<UInt8>) -> UInt8 {
        var sum: UInt8 = 0
        for value in values {
            sum = doubled(sum) ^ value
        }
        return sum
    }

    /// Multiplication by x: what leaves the five bits comes back as x^2 + 1.
    private static func doubled(_ value: UInt8) -> UInt8 {
        let shifted = value << 1
        return shifted & 0b10_0000 == 0 ? shifted : shifted ^ 0b10_0101
    }
}
