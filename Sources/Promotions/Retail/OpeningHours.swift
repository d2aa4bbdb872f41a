/// When a shop is open, in its own local time. That hours are not known is a nil outside, not a value here.
public struct OpeningHours: Hashable, Sendable {
    /// For Monday to Sunday.
    private let week: [[LocalSpan]]
    /// Days that do not follow the week; an empty list is closed.
    public let exceptions: [LocalDate: [LocalSpan]]

    /// A weekday that is not named is closed. A span that passes midnight belongs to the day on which it starts.
    public init(week: [Weekday: [LocalSpan]], exceptions: [LocalDate: [LocalSpan]] = [:]) {
        self.week = Weekday.allCases.map { Self.sorted(week[$0] ?? []) }
        self.exceptions = exceptions.mapValues(Self.sorted)
    }

    /// Day and night, every day.
    public static let always = OpeningHours(
        week: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [.wholeDay]) }))

    private static func sorted(_ spans: [LocalSpan]) -> [LocalSpan] {
        spans.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }

    /// The spans of an ordinary day, in order; none if closed.
    public func spans(startingOn weekday: Weekday) -> [LocalSpan] {
        week[weekday.number]
    }

    public func spans(startingOn date: LocalDate) -> [LocalSpan] {
        exceptions[date] ?? week[date.weekday.number]
    }

    public func isOpen(at now: Instant, zone: Zone) -> Bool {
        interval(containing: now, zone: zone) != nil
    }

    /// The opening that `now` falls into; of several the one that ends last. Openings that only touch stay apart:
    /// a shop that never closes has one a day. Clock changes are as `LocalSpan.interval` says.
    public func interval(containing now: Instant, zone: Zone) -> Interval? {
        LocalSpan.interval(containing: now, zone: zone, spans: spans(startingOn:))
    }

    /// When the shop next opens after `now`, or nil if it never does again: no weekday is open, no exception left.
    public func nextOpening(after now: Instant, zone: Zone) -> Instant? {
        let today = zone.localDate(at: now)
        let lastException = exceptions.keys.max()
        // Beyond the last exception a week shows all there is; one more for a span that a clock change swallows.
        let last = max(lastException ?? today, today).adding(days: 15)
        var date = today
        while date <= last {
            let starts = spans(startingOn: date).compactMap { $0.interval(on: date, zone: zone)?.start }
            if let start = starts.filter({ $0 > now }).min() { return start }
            date = date.adding(days: 1)
        }
        return nil
    }
}
