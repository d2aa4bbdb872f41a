/// A stretch of real time; the end is not part of it.
public struct Interval: Hashable, Sendable {
    public let start: Instant
    public let end: Instant

    /// Nil if nothing lies between: a window whose whole length fell into a gap of the clock.
    public init?(start: Instant, end: Instant) {
        guard start < end else { return nil }
        self.start = start
        self.end = end
    }

    public func contains(_ instant: Instant) -> Bool {
        start <= instant && instant < end
    }
}

/// From one time of day up to, and not including, another. An end at or before the start lies on the next day, so
/// equal ends mean 24 hours by the clock.
public struct LocalSpan: Hashable, Sendable {
    public let from: LocalTime
    public let to: LocalTime

    /// Nil if `from` is 24:00: that is the next day's 00:00.
    public init?(from: LocalTime, to: LocalTime) {
        guard from < .endOfDay else { return nil }
        self.from = from
        self.to = to
    }

    private init(wholeDayTo end: LocalTime) {
        from = .midnight
        to = end
    }

    /// 00:00 to 24:00.
    public static let wholeDay = LocalSpan(wholeDayTo: .endOfDay)

    /// The stretch that starts on `date`. It starts, and ends, when the clock first shows that time or a later one:
    /// where the clock goes back over its start or end, the first time counts; where it skips one, the moment after.
    /// Nil if the clock skips all of it.
    public func interval(on date: LocalDate, zone: Zone) -> Interval? {
        Interval(
            start: zone.instant(of: date, time: from),
            end: zone.instant(of: from < to ? date : date.adding(days: 1), time: to))
    }

    /// The stretch that holds `now`, where `spans` tells what starts on a day; of several the one that ends last.
    static func interval(
        containing now: Instant, zone: Zone, spans: (LocalDate) -> [LocalSpan]
    ) -> Interval? {
        let today = zone.localDate(at: now)
        var latest: Interval?
        // Yesterday's may pass midnight; tomorrow's has begun if the clock went back over midnight.
        for days in -1...1 {
            let date = today.adding(days: days)
            for span in spans(date) {
                if let interval = span.interval(on: date, zone: zone), interval.contains(now),
                    interval.end > latest?.end ?? interval.start
                {
                    latest = interval
                }
            }
        }
        return latest
    }
}

extension LocalSpan {
    /// Reads `{"from": "07:00", "to": "10:30"}` out of fields that may hold more.
    init?(reading fields: Fields) {
        let from = Self.time("from", fields)
        let to = Self.time("to", fields)
        guard let from, let to else { return nil }
        guard let span = LocalSpan(from: from, to: to) else {
            fields.refuse("from", "must be 00:00 to 23:59")
            return nil
        }
        self = span
    }

    private static func time(_ name: String, _ fields: Fields) -> LocalTime? {
        guard let text = fields.value(name)?.stringValue, let time = LocalTime(hourMinute: text) else {
            fields.refuse(name, fields.has(name) ? "must be a time from 00:00 to 24:00, such as 07:30" : "is required")
            return nil
        }
        return time
    }

    var members: JSONObject {
        ["from": .string(from.text), "to": .string(to.text)]
    }
}
