extension Instant {
    /// Reads an RFC 3339 time such as `2026-08-14T09:00:00Z` or `2026-08-14T02:00:00.25-07:00`. Years 1 to 9999.
    /// Digits after the microsecond are dropped. The leap second :60 is read as the second after it.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2),
            let date = LocalDate(year: year, month: month, day: day), scanner.skip("t"),
            let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            scanner.skip(":"), let second = scanner.number(digits: 2), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if scanner.skip(".") {
            guard let read = Self.microseconds(&scanner) else { return nil }
            fraction = read
        }
        guard let offset = Self.offsetSeconds(&scanner), scanner.isAtEnd else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
    }

    private static func microseconds(_ scanner: inout DigitScanner) -> Int? {
        guard var value = scanner.number(digits: 1) else { return nil }
        var digits = 1
        while let digit = scanner.number(digits: 1) {
            if digits < 6 {
                value = value * 10 + digit
                digits += 1
            }
        }
        while digits < 6 {
            value *= 10
            digits += 1
        }
        return value
    }

    private static func offsetSeconds(_ scanner: inout DigitScanner) -> Int? {
        if scanner.skip("z") { return 0 }
        let sign: Int
        if scanner.skip("+") {
            sign = 1
        } else if scanner.skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            hour < 24, minute < 60
        else { return nil }
        return sign * (hour * 3_600 + minute * 60)
    }

    /// By the clock of the zone, with its offset: `2026-08-14T02:00:00-07:00`. Offsets are told to the minute.
    public func rfc3339(in zone: Zone) -> String {
        let offset = zone.offsetSeconds(at: self)
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        return
            "\(adding(seconds: offset).rfc3339.dropLast())\(sign)\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }

    /// UTC with `Z`; a fraction of three or six digits only where there is one.
    public var rfc3339: String {
        let days = seconds.quotientFloored(by: 86_400)
        let second = Int(seconds - days * 86_400)
        let (year, month, day) = LocalDate(daysSince1970: Int(days)).parts
        let fraction = Int(microseconds - seconds * 1_000_000)
        return String(unsafeUninitializedCapacity: 29) { text in
            var length = 0
            func write(_ number: Int, _ width: Int, then mark: Character) {
                var rest = number
                for place in (length..<length + width).reversed() {
                    text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                text[length + width] = mark.asciiValue ?? 0
                length += width + 1
            }
            // RFC 3339 knows no other years than those of four digits; ours may lie outside, and are written all the same.
            write(max(year, 0), year > 9_999 ? 6 : 4, then: "-")
            write(month, 2, then: "-")
            write(day, 2, then: "T")
            write(second / 3_600, 2, then: ":")
            write(second / 60 % 60, 2, then: ":")
            write(second % 60, 2, then: fraction == 0 ? "Z" : ".")
            if fraction == 0 { return length }
            if fraction % 1_000 == 0 { write(fraction / 1_000, 3, then: "Z") } else { write(fraction, 6, then: "Z") }
            return length
        }
    }
}
