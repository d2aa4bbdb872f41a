/// A minute of the clock on the wall. 24:00 is the midnight that ends the day.
public struct LocalTime: Hashable, Comparable, Sendable {
    /// 0 to 1440.
    public let minuteOfDay: Int

    public init?(minuteOfDay: Int) {
        guard (0...Self.minutesOfDay).contains(minuteOfDay) else { return nil }
        self.minuteOfDay = minuteOfDay
    }

    private init(minute: Int) {
        minuteOfDay = minute
    }

    static let minutesOfDay = 1440

    /// 00:00, which starts the day.
    public static let midnight = LocalTime(minute: 0)
    /// 24:00.
    public static let endOfDay = LocalTime(minute: minutesOfDay)

    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.minuteOfDay < right.minuteOfDay
    }
}

extension LocalTime {
    /// Reads exactly `HH:MM`, 00:00 to 24:00.
    public init?(hourMinute text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            scanner.isAtEnd, minute < 60
        else { return nil }
        self.init(minuteOfDay: hour * 60 + minute)
    }

    /// Reads what people write: `07:00`, `7:00`, `5:00 AM`, `9 pm`, `24:00`. Noon is 12 PM, midnight 12 AM.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        scanner.skipSpaces()
        guard let hour = scanner.number(atMost: 2) else { return nil }
        var minute: Int?
        if scanner.skip(":") {
            guard let read = scanner.number(digits: 2), read < 60 else { return nil }
            minute = read
        }
        scanner.skipSpaces()
        let half = scanner.half()
        scanner.skipSpaces()
        guard scanner.isAtEnd else { return nil }
        if let half {
            guard (1...12).contains(hour) else { return nil }
            self.init(minuteOfDay: (hour % 12 + (half == .afternoon ? 12 : 0)) * 60 + (minute ?? 0))
        } else {
            // A bare number could be anything.
            guard let minute else { return nil }
            self.init(minuteOfDay: hour * 60 + minute)
        }
    }

    /// `HH:MM`.
    public var text: String {
        "\(padded(minuteOfDay / 60, 2)):\(padded(minuteOfDay % 60, 2))"
    }
}
