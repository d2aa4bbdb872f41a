import Promotions
import Testing

private func schedule(_ text: String) throws -> Schedule {
    try Schedule(reading: Fields(JSON(parsing: text), at: "schedule"))
}

private func zone(_ identifier: String) throws -> Zone {
    try #require(Zone(identifier: identifier))
}

@Suite("Schedules")
struct ScheduleTests {
    static let pastry = #"{"from": "2026-07-21", "to": "2026-07-23", "windows": [{"from": "07:00", "to": "10:30"}]}"#
    static let nights = #"""
        {"from": "2026-08-14", "to": "2026-08-16", "windows": [{"days": ["fri", "sat"], "from": "22:00", "to": "02:00"}],
         "blackouts": ["2026-08-15"]}
        """#
    static let workdays = #"""
        {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "07:00", "to": "10:30"},
                     {"days": ["mon"], "from": "15:00", "to": "16:00"}], "blackouts": ["2026-07-07"]}
        """#

    private func described(_ state: Schedule.State) -> String {
        switch state {
        case .beforeStart(let start): "before \(start.rfc3339)"
        case .open(let end): "open \(end?.rfc3339 ?? "always")"
        case .betweenWindows(let next): "between \(next.rfc3339)"
        case .ended: "ended"
        }
    }

    @Test(
        "tells where a moment falls in the store's own time",
        arguments: [
            (pastry, "2026-07-21T06:59:59.999999-07:00", "before 2026-07-21T14:00:00Z"),
            (pastry, "2026-01-01T00:00:00-08:00", "before 2026-07-21T14:00:00Z"),
            (pastry, "2026-07-21T07:00:00-07:00", "open 2026-07-21T17:30:00Z"),
            (pastry, "2026-07-21T10:29:59.999999-07:00", "open 2026-07-21T17:30:00Z"),
            (pastry, "2026-07-21T10:30:00-07:00", "between 2026-07-22T14:00:00Z"),
            (pastry, "2026-07-22T10:30:00-07:00", "ended"), (pastry, "2027-07-22T10:00:00-07:00", "ended"),
            // A night belongs to the day on which it starts: none on the first morning, one into the blackout.
            (nights, "2026-08-14T01:00:00-07:00", "before 2026-08-15T05:00:00Z"),
            (nights, "2026-08-14T23:00:00-07:00", "open 2026-08-15T09:00:00Z"),
            (nights, "2026-08-15T01:59:59-07:00", "open 2026-08-15T09:00:00Z"),
            (nights, "2026-08-15T02:00:00-07:00", "ended"), (nights, "2026-08-15T23:00:00-07:00", "ended"),
            (workdays, "2026-07-06T10:30:00-07:00", "between 2026-07-06T22:00:00Z"),
            (workdays, "2026-07-06T16:00:00-07:00", "between 2026-07-08T14:00:00Z"),
            (workdays, "2026-07-07T08:00:00-07:00", "between 2026-07-08T14:00:00Z"),
            (workdays, "2026-07-10T10:30:00-07:00", "between 2026-07-13T14:00:00Z"),
            (#"{}"#, "2026-07-06T10:30:00-07:00", "open always"),
            (
                #"{"from": "2026-08-14", "to": "2026-08-16"}"#, "2026-08-14T06:59:59.999999Z",
                "before 2026-08-14T07:00:00Z"
            ),
            (#"{"from": "2026-08-14", "to": "2026-08-16"}"#, "2026-08-14T07:00:00Z", "open 2026-08-16T07:00:00Z"),
            (
                #"{"from": "2026-08-14", "to": "2026-08-16"}"#, "2026-08-16T06:59:59.999999Z",
                "open 2026-08-16T07:00:00Z"
            ),
            (#"{"from": "2026-08-14", "to": "2026-08-16"}"#, "2026-08-16T07:00:00Z", "ended"),
            (#"{"blackouts": ["2026-08-20"]}"#, "2026-08-18T00:00:00-07:00", "open 2026-08-20T07:00:00Z"),
            (#"{"blackouts": ["2026-08-20"]}"#, "2026-08-20T12:00:00-07:00", "between 2026-08-21T07:00:00Z"),
            (
                #"{"from": "2026-08-14", "blackouts": ["2026-08-14"]}"#, "2026-08-14T12:00:00-07:00",
                "before 2026-08-15T07:00:00Z"
            ),
        ])
    func state(text: String, at time: String, expected: String) throws {
        let schedule = try schedule(text)
        let zone = try zone("America/Los_Angeles")
        let now = try #require(Instant(rfc3339: time))
        #expect(described(schedule.state(at: now, zone: zone)) == expected)
        #expect(schedule.isOpen(at: now, zone: zone) == expected.hasPrefix("open"))
    }

    @Test("the same morning opens later in each zone to the west, half-hour shifts included")
    func zones() throws {
        let schedule = try schedule(Self.pastry)
        let starts = try ["Australia/Lord_Howe", "Asia/Kolkata", "Europe/Berlin", "America/New_York"].map { name in
            try schedule.nextWindows(1, after: Instant(seconds: 0), zone: zone(name)).first?.start.rfc3339
        }
        #expect(
            starts == ["2026-07-20T20:30:00Z", "2026-07-21T01:30:00Z", "2026-07-21T05:00:00Z", "2026-07-21T11:00:00Z"])
    }

    @Test(
        "a window over a clock change keeps to the wall, and one inside the gap does not take place",
        arguments: [
            ("America/Los_Angeles", "2026-03-08", "01:30", "03:30", "2026-03-08T09:30:00Z", "2026-03-08T10:30:00Z"),
            ("America/Los_Angeles", "2026-03-08", "02:15", "02:45", nil, nil),
            ("America/Los_Angeles", "2026-11-01", "01:30", "02:30", "2026-11-01T08:30:00Z", "2026-11-01T10:30:00Z"),
            ("America/Los_Angeles", "2026-11-01", "00:30", "01:30", "2026-11-01T07:30:00Z", "2026-11-01T08:30:00Z"),
            ("Australia/Lord_Howe", "2026-10-04", "01:45", "02:45", "2026-10-03T15:15:00Z", "2026-10-03T15:45:00Z"),
            ("Australia/Lord_Howe", "2026-10-04", "02:00", "02:30", nil, nil),
            ("Australia/Lord_Howe", "2026-04-05", "01:15", "02:15", "2026-04-04T14:15:00Z", "2026-04-04T15:45:00Z"),
        ] as [(String, String, String, String, String?, String?)])
    func clockChange(
        name: String, day: String, from: String, to: String, start: String?, end: String?
    ) throws {
        let zone = try zone(name)
        let date = try #require(LocalDate(day))
        let schedule = try schedule(
            #"{"from": "\#(day)", "to": "\#(date.adding(days: 1).text)", "windows": [{"from": "\#(from)", "to": "\#(to)"}]}"#
        )
        let windows = schedule.nextWindows(9, after: Instant(seconds: 0), zone: zone)
        #expect(windows.first?.start.rfc3339 == start)
        #expect(windows.first?.end.rfc3339 == end)
        #expect(windows.count == (start == nil ? 0 : 1))
    }

    @Test("a clock that goes back over midnight does not take back the day that has begun")
    func backOverMidnight() throws {
        // In St. John's the clock went from 00:01 on the 7th back to 23:01 on the 6th.
        let zone = try zone("America/St_Johns")
        let schedule = try schedule(#"{"from": "2010-11-07", "windows": [{"from": "00:00", "to": "03:00"}]}"#)
        let again = try #require(Instant(rfc3339: "2010-11-06T23:30:00-03:30"))
        #expect(zone.localDate(at: again).text == "2010-11-06")
        #expect(described(schedule.state(at: again, zone: zone)) == "open 2010-11-07T06:30:00Z")
        let before = try #require(Instant(rfc3339: "2010-11-06T23:59:59-02:30"))
        #expect(described(schedule.state(at: before, zone: zone)) == "before 2010-11-07T02:30:00Z")
    }

    @Test("the preview lists windows in order, and a window that has begun is not next")
    func preview() throws {
        let zone = try zone("America/Los_Angeles")
        let start = try #require(Instant(rfc3339: "2026-07-06T07:00:00-07:00"))
        let windows = try schedule(Self.workdays).nextWindows(3, after: start, zone: zone)
        #expect(
            windows.map(\.start.rfc3339) == ["2026-07-06T22:00:00Z", "2026-07-08T14:00:00Z", "2026-07-09T14:00:00Z"])
        #expect(windows.map(\.end.rfc3339) == ["2026-07-06T23:00:00Z", "2026-07-08T17:30:00Z", "2026-07-09T17:30:00Z"])
        let earlier = Instant(microseconds: start.microseconds - 1)
        #expect(try schedule(Self.workdays).nextWindows(1, after: earlier, zone: zone).first?.start == start)
        #expect(try schedule(Self.pastry).nextWindows(9, after: earlier, zone: zone).count == 2)
    }

    @Test("where windows overlap, the end is that of the last; where they only touch, that of the window itself")
    func endOfWindow() throws {
        let text =
            #"{"windows": [{"from": "07:00", "to": "10:00"}, {"from": "09:00", "to": "11:00"}, {"from": "11:00", "to": "12:00"}]}"#
        let schedule = try schedule(text)
        let end = { (time: String) throws -> String? in
            let now = try #require(Instant(rfc3339: "2026-07-06T\(time):00Z"))
            return schedule.endOfWindow(containing: now, zone: .utc)?.rfc3339
        }
        #expect(try end("08:00") == "2026-07-06T10:00:00Z")
        #expect(try end("09:30") == "2026-07-06T11:00:00Z")
        #expect(try end("11:00") == "2026-07-06T12:00:00Z")
        #expect(try end("12:00") == nil)
    }

    @Test("without windows the end of the window is the end of the store's day, 23 or 25 hours long as it may be")
    func endOfDay() throws {
        let zone = try zone("America/Los_Angeles")
        let now = try #require(Instant(rfc3339: "2026-11-01T00:00:00-07:00"))
        #expect(Schedule().endOfWindow(containing: now, zone: zone) == now.adding(seconds: 25 * 3_600))
    }
}
