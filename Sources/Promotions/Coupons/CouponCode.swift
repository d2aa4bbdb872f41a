/// What a shopper shows and a cashier types: random base-32 symbols and one check symbol.
///
/// The check is for typing, not for security: it catches every single wrong symbol and every exchange of two.
public struct CouponCode: Hashable, Sendable {
    /// How many symbols a code has, its check symbol included. The raw value is that number.
    public enum Length: Int, Sendable, CaseIterable {
        /// 55 random bits.
        case standard = 12
        /// 75 random bits.
        case highValue = 16
    }

    /// The canonical form: 12 or 16 capitals and digits without separators. This is what is hashed and scanned.
    public let symbols: String

    /// Trusts its caller: `values` are below 32 and the last one is the check symbol.
    init(values: [UInt8]) {
        symbols = String(unsafeUninitializedCapacity: values.count) { text in
            for (place, value) in values.enumerated() { text[place] = Base32.alphabet[Int(value)] }
            return values.count
        }
    }

    /// A new code. One that reads as a rude word is drawn again, so the generator may be asked more than once.
    public static func random(
        _ length: Length = .standard, using generator: inout some RandomNumberGenerator
    ) -> CouponCode {
        while true {
            var values = drawValues(length.rawValue - 1, using: &generator)
            values.append(checkSymbol(of: values))
            if !RudeWords.occur(in: values) {
                return CouponCode(values: values)
            }
        }
    }

    public var length: Length {
        symbols.utf8.count == Length.standard.rawValue ? .standard : .highValue
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
