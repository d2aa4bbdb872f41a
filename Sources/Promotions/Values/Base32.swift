/// Crockford's base 32: digits and capitals without I, L, O and U, so that nothing is misread aloud or on paper.
/// Source: https://www.crockford.com/base32.html
public enum Base32 {
    /// The 32 symbols in order of value.
    public static let alphabet: [UInt8] = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// Value of an exact alphabet character (capital), or nil. Look-alikes are the business of `CouponCode`.
    @inlinable
    public static func value(of character: UInt8) -> UInt8? {
        let value = values[Int(character)]
        return value == 255 ? nil : value
    }

    @usableFromInline
    static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        return table
    }()

    /// The big-endian bits of `bytes` in groups of five; the last group is padded with zero bits.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count * 8 + 4) / 5) { text in
            var bits: UInt32 = 0
            var count = 0
            var length = 0
            for byte in bytes {
                bits = bits << 8 | UInt32(byte)
                count += 8
                while count >= 5 {
                    count -= 5
                    text[length] = alphabet[Int(bits >> UInt32(count) & 31)]
                    length += 1
                }
            }
            if count > 0 {
                text[length] = alphabet[Int(bits << UInt32(5 - count) & 31)]
                length += 1
            }
            return length
        }
    }

    /// The bytes behind `text`; nil for a foreign character or for non-zero padding bits (one text per value).
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 5 / 8)
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            guard let value = value(of: character) else { return nil }
            bits = (bits << 5 | UInt32(value)) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        let padding = bits & ((1 << UInt32(count)) - 1)
        return count < 5 && padding == 0 ? bytes : nil
    }
}
