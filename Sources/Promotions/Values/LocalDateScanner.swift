/// Walks over the digits of a written date or time.
struct DigitScanner {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool {
        place == bytes.count
    }

    private var byte: UInt8 {
        place < bytes.count ? bytes[place] : 0
    }

    private var digit: Int? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
    }

    mutating func number(digits: Int) -> Int? {
        let start = place
        let value = number(atMost: digits)
        return place - start == digits ? value : nil
    }

    /// A number of one digit or more.
    mutating func number(atMost digits: Int) -> Int? {
        var value: Int?
        var count = 0
        while count < digits, let digit {
            value = (value ?? 0) * 10 + digit
            count += 1
            place += 1
        }
        return value
    }

    /// Moves past the character, in whatever case, if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        let isLetter = character.properties.isAlphabetic
        guard (isLetter ? byte | 0x20 : byte) == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func skipSpaces() {
        while byte == 0x20 || byte == 0x09 {
            place += 1
        }
    }

    enum Half {
        case morning, afternoon
    }

    /// `am`, `A.M.`, `pm`, `P.M.`; nil, and no further, if none is next.
    mutating func half() -> Half? {
        let start = place
        let half: Half
        if skip("a") {
            half = .morning
        } else if skip("p") {
            half = .afternoon
        } else {
            return nil
        }
        let isDotted = skip(".")
        if skip("m"), !isDotted || skip(".") { return half }
        place = start
        return nil
    }
}

/// The decimal digits of a number from 0, with zeros in front up to `width`.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
