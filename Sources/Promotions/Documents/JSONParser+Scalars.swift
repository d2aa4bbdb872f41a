extension JSONParser {
    /// A string from its opening quote. The usual one, without escapes, is copied in one go.
    mutating func string() throws(JSONProblem) -> String {
        let start = place
        place += 1
        var stretch = place
        var unescaped: [UInt8] = []
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                let rest = bytes[stretch..<place]
                let text =
                    unescaped.isEmpty
                    ? String(validating: rest, as: UTF8.self) : String(validating: unescaped + rest, as: UTF8.self)
                guard let text else { throw problem("the string is not UTF-8", at: start) }
                place += 1
                return text
            case UInt8(ascii: "\\"):
                unescaped += bytes[stretch..<place]
                try escape(into: &unescaped)
                stretch = place
            case 0..<0x20:
                throw problem("a control character in a string must be escaped")
            default:
                place += 1
            }
        }
        throw problem("expected a closing quote")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
        let start = place
        place += 1
        let symbol = byte
        place += 1
        switch symbol {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            text.append(symbol)
        case UInt8(ascii: "b"):
            text.append(0x08)
        case UInt8(ascii: "f"):
            text.append(0x0C)
        case UInt8(ascii: "n"):
            text.append(0x0A)
        case UInt8(ascii: "r"):
            text.append(0x0D)
        case UInt8(ascii: "t"):
            text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try escapedScalar(from: start)
            text += Array(String(Character(scalar)).utf8)
        default:
            throw problem("unknown escape", at: start)
        }
    }

    /// After `\u`: four digits, and for a high surrogate the low one as well.
    private mutating func escapedScalar(from start: Int) throws(JSONProblem) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), byte == UInt8(ascii: "\\") else {
            throw problem("half of a surrogate pair", at: start)
        }
        place += 1
        guard byte == UInt8(ascii: "u") else { throw problem("half of a surrogate pair", at: start) }
        place += 1
        let second = try fourDigits()
        guard UTF16.isTrailSurrogate(UInt16(second)),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw problem("half of a surrogate pair", at: start) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw problem("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }

    mutating func number() throws(JSONProblem) -> JSON {
        let start = place
        var decimal = Decimal()
        if byte == UInt8(ascii: "-") {
            decimal.isNegative = true
            place += 1
        }
        if byte == UInt8(ascii: "0") {
            place += 1
            guard !isDigit else { throw problem("a number starts with no needless 0", at: start) }
        } else {
            try digits { decimal.add($0) }
        }
        var isWhole = true
        if byte == UInt8(ascii: ".") {
            isWhole = false
            place += 1
            try digits { decimal.addFraction($0) }
        }
        var hasExponent = false
        if byte | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            place += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
                place += 1
            }
            try digits { _ in }
        }
        if isWhole, !hasExponent, let integer = decimal.integer {
            return .int(integer)
        }
        if !hasExponent, let exact = decimal.exact {
            return .double(exact)
        }
        guard let number = Double(String(decoding: bytes[start..<place], as: UTF8.self)), number.isFinite else {
            throw JSONProblem(offset: start, reason: "the number is too large")
        }
        return .double(number)
    }

    private var isDigit: Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private mutating func digits(_ each: (UInt64) -> Void) throws(JSONProblem) {
        guard isDigit else { throw problem("expected a digit") }
        while isDigit {
            each(UInt64(byte - UInt8(ascii: "0")))
            place += 1
        }
    }
}

/// The digits of a number while they are read.
private struct Decimal {
    var isNegative = false
    private var mantissa: UInt64 = 0
    private var isTooLong = false
    private var fractionDigits = 0

    mutating func add(_ digit: UInt64) {
        let (tenfold, overflowed) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflowedToo) = tenfold.addingReportingOverflow(digit)
        mantissa = sum
        isTooLong = isTooLong || overflowed || overflowedToo
    }

    mutating func addFraction(_ digit: UInt64) {
        add(digit)
        fractionDigits += 1
    }

    var integer: Int64? {
        if isTooLong { return nil }
        if isNegative {
            // The sign of -0 survives only in a double.
            return mantissa == 0 || mantissa > Int64.min.magnitude ? nil : Int64(truncatingIfNeeded: 0 &- mantissa)
        }
        return Int64(exactly: mantissa)
    }

    /// Correctly rounded because both operands are exact doubles; coordinates and prices all come this way.
    var exact: Double? {
        guard !isTooLong, mantissa < 1 << 53, fractionDigits < Self.powersOfTen.count else { return nil }
        let magnitude = Double(mantissa) / Self.powersOfTen[fractionDigits]
        return isNegative ? -magnitude : magnitude
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
