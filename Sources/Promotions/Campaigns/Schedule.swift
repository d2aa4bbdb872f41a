/// On which days, and at what time of those days, a campaign gives. Every store reads it by its own clock.
///
/// A window belongs to the day on which it starts, as opening hours do: one that passes midnight runs to its own end,
/// also into a blackout or past the last day, and none of the night before runs on the morning of the first day.
public struct Schedule: Hashable, Sendable {
    public struct Window: Hashable, Sendable {
        /// The weekdays on which it starts; never empty.
        public let days: Set<Weekday>
        public let span: LocalSpan

        public init?(days: Set<Weekday> = Set(Weekday.allCases), span: LocalSpan) {
            guard !days.isEmpty else { return nil }
            self.days = days
            self.span = span
        }
    }

    /// The first day; nil: it has always begun.
    public let from: LocalDate?
    /// The first day that is no longer part of it; nil: it never ends.
    public let to: LocalDate?
    /// None means all day long.
    public let windows: [Window]
    /// Days on which nothing starts.
    public let blackouts: Set<LocalDate>
    /// Groups for which it begins sooner.
    public internal(set) var early: [EarlyAccess] = []
    /// For Monday to Sunday, so that a check-in need not look through the windows.
    private let spans: [[LocalSpan]]

    public init(
        from: LocalDate? = nil, to: LocalDate? = nil, windows: [Window] = [], blackouts: Set<LocalDate> = []
    ) {
        self.from = from
        self.to = to
        self.windows = windows
        self.blackouts = blackouts
        spans = Weekday.allCases.map { day in
            windows.isEmpty ? [.wholeDay] : windows.filter { $0.days.contains(day) }.map(\.span)
        }
    }

    /// The spans that start on `date`: none before the first day, after the last, or on a blackout.
    func spans(startingOn date: LocalDate) -> [LocalSpan] {
        let isWithin = (from.map { $0 <= date } ?? true) && (to.map { date < $0 } ?? true)
        return isWithin && !blackouts.contains(date) ? spans[date.weekday.number] : []
    }
}
