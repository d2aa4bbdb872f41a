extension Schedule {
    /// Where a moment falls.
    public enum State: Hashable, Sendable {
        /// No window has opened yet. `startsAt` is the first window, not the first midnight.
        case beforeStart(startsAt: Instant)
        /// `until` is when the window closes; without windows the next blackout or the end, nil if neither comes.
        case open(until: Instant?)
        case betweenWindows(nextStart: Instant)
        case ended
    }

    public func isOpen(at now: Instant, zone: Zone) -> Bool {
        interval(containing: now, zone: zone) != nil
    }

    /// When the window that `now` falls into closes; of several that overlap the last. Nil if none is open. Without
    /// windows it is the end of the store's day.
    public func endOfWindow(containing now: Instant, zone: Zone) -> Instant? {
        interval(containing: now, zone: zone)?.end
    }

    /// When that window opened; of several that overlap the one that closes last.
    public func startOfWindow(containing now: Instant, zone: Zone) -> Instant? {
        interval(containing: now, zone: zone)?.start
    }

    /// Ends are exclusive to the microsecond: at 10:30 sharp a window to 10:30 is closed.
    public func state(at now: Instant, zone: Zone) -> State {
        if let open = interval(containing: now, zone: zone) {
            return .open(until: close(of: open, at: now, zone: zone))
        }
        guard let next = nextWindows(1, after: now, zone: zone).first else { return .ended }
        return next == firstWindow(zone: zone)
            ? .beforeStart(startsAt: next.start) : .betweenWindows(nextStart: next.start)
    }

    /// Nil also if there is no first day: then every window has one before it.
    private func firstWindow(zone: Zone) -> Interval? {
        guard let from else { return nil }
        let midnight = zone.instant(of: from, time: .midnight)
        return nextWindows(1, after: Instant(microseconds: midnight.microseconds - 1), zone: zone).first
    }

    /// The next `count` windows that start after `now`, by start and end. Fewer if the campaign ends before, or if so
    /// many days are blacked out that none is found in three years.
    public func nextWindows(_ count: Int, after now: Instant, zone: Zone) -> [Interval] {
        windows(count, from: zone.localDate(at: now), zone: zone) { $0.start > now }
    }

    /// As `nextWindows`, and before them those that are open at `now`.
    public func windowsToCome(_ count: Int, at now: Instant, zone: Zone) -> [Interval] {
        // One that is open now may have started yesterday, and a clock that goes back may show that day twice.
        windows(count, from: zone.localDate(at: now).adding(days: -2), zone: zone) { $0.end > now }
    }

    private func windows(
        _ count: Int, from first: LocalDate, zone: Zone, where isWanted: (Interval) -> Bool
    ) -> [Interval] {
        var date = max(from ?? first, first)
        let last = date.adding(days: Self.daysSearchedMax)
        var found: [Interval] = []
        while found.count < count, date <= last, to.map({ date < $0 }) ?? true {
            found += intervals(startingOn: date, zone: zone)
                .filter(isWanted)
                .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
            date = date.adding(days: 1)
        }
        return Array(found.prefix(count))
    }

    /// Longer than all blackouts that a document may hold together, one for each day.
    private static let daysSearchedMax = 3 * 366

    private func intervals(startingOn date: LocalDate, zone: Zone) -> [Interval] {
        spans(startingOn: date).compactMap { $0.interval(on: date, zone: zone) }
    }

    private func interval(containing now: Instant, zone: Zone) -> Interval? {
        LocalSpan.interval(containing: now, zone: zone, spans: spans(startingOn:))
    }

    /// Without windows the days run into each other up to a blackout or the end.
    private func close(of open: Interval, at now: Instant, zone: Zone) -> Instant? {
        if !windows.isEmpty { return open.end }
        let today = zone.localDate(at: now)
        let blackout = blackouts.filter { $0 > today }.min()
        let end = [to, blackout].compactMap(\.self).min()
        return end.map { zone.instant(of: $0, time: .midnight) }
    }
}
