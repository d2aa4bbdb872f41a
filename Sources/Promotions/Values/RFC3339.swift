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

    /// UTC with `Z`; a fraction of three or six digits only where there is one.
    public var rfc3339: String {
        let days = seconds.quotientFloored(by: 86_400)
        let second = Int(seconds - days * 86_400)
        let date = LocalDate(daysSince1970: Int(days)).text
        let time = "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        let fraction = Int(microseconds - seconds * 1_000_000)
        if fraction == 0 { return "\(date)T\(time)Z" }
        let digits = fraction % 1_000 == 0 ? padded(fraction / 1_000, 3) : padded(fraction, 6)
        return "\(date)T\(time).\(digits)Z"
    }
}
