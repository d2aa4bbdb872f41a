/// Three months of UTC, counted through: each has its own signing key.
public struct Quarter: Hashable, Comparable, Sendable {
    /// Four a year.
    public let number: Int

    public init(number: Int) {
        self.number = number
    }

    public init(of instant: Instant) {
        let date = Zone.utc.localDate(at: instant)
        number = date.year * 4 + (date.month - 1) / 3
    }

    public static func < (left: Quarter, right: Quarter) -> Bool {
        left.number < right.number
    }

    public var start: Instant {
        let date = LocalDate(year: number / 4, month: number % 4 * 3 + 1, day: 1)
        return Zone.utc.instant(of: date ?? LocalDate(daysSince1970: 0), time: .midnight)
    }

    /// Exclusive.
    public var end: Instant { Quarter(number: number + 1).start }
}
