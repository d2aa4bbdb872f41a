import Promotions
import Testing

private func hours(_ text: String) throws -> OpeningHours {
    try OpeningHours(reading: Fields(JSON(parsing: text), at: "hours"))
}

@Suite("Opening hours")
struct OpeningHoursTests {
    static let shop = #"""
        {"mon": [{"from": "05:00", "to": "21:00"}], "tue": [{"from": "08:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}],
         "wed": [], "fri": [{"from": "20:00", "to": "02:30"}], "sat": [{"from": "10:00", "to": "10:00"}],
         "exceptions": {"2026-12-25": [], "2026-12-30": [{"from": "00:00", "to": "24:00"}]}}
        """#

    @Test(
        "a shop is open from the first minute up to, and not including, the last",
        arguments: [
            ("2026-07-06T11:59:59.999999Z", false), ("2026-07-06T12:00:00Z", true),
            ("2026-07-07T03:59:59.999999Z", true),
            ("2026-07-07T04:00:00Z", false),
            // Tuesday closes for lunch.
            ("2026-07-07T18:59:59Z", true), ("2026-07-07T19:00:00Z", false), ("2026-07-07T20:00:00Z", true),
            // Wednesday is closed by an empty list, Thursday by having none.
            ("2026-07-08T20:00:00Z", false), ("2026-07-09T20:00:00Z", false),
            // Friday night lasts into Saturday.
            ("2026-07-11T02:59:59Z", false), ("2026-07-11T03:00:00Z", true), ("2026-07-11T09:29:59Z", true),
            ("2026-07-11T09:30:00Z", false),
            // Equal ends last 24 hours: from Saturday ten o'clock to Sunday ten o'clock.
            ("2026-07-11T17:00:00Z", true), ("2026-07-12T16:59:59Z", true), ("2026-07-12T17:00:00Z", false),
            // A Friday that is an exception is closed at night too; a Wednesday that is one is open all day.
            ("2026-12-26T05:00:00Z", false), ("2026-12-30T08:00:00Z", true), ("2026-12-31T07:59:59Z", true),
            ("2026-12-31T08:00:00Z", false),
        ])
    func open(at time: String, isOpen: Bool) throws {
        let zone = try #require(Zone(identifier: "America/Los_Angeles"))
        let hours = try hours(Self.shop)
        let now = try #require(Instant(rfc3339: time))
        #expect(hours.isOpen(at: now, zone: zone) == isOpen)
        #expect((hours.interval(containing: now, zone: zone) != nil) == isOpen)
    }

    @Test(
        "an opening ends by the clock on the wall on both days on which it changes",
        arguments: [
            // 22:00 to 03:00 is four hours when the clock goes forward, six when it goes back.
            ("2026-03-08", "2026-03-08T06:00:00Z", "2026-03-08T10:00:00Z"),
            ("2026-11-01", "2026-11-01T05:00:00Z", "2026-11-01T11:00:00Z"),
            ("2026-07-01", "2026-07-01T05:00:00Z", "2026-07-01T10:00:00Z"),
        ])
    func clockChange(morning: String, start: String, end: String) throws {
        let zone = try #require(Zone(identifier: "America/Los_Angeles"))
        let span = try #require(LocalSpan(from: LocalTime("22:00") ?? .midnight, to: LocalTime("03:00") ?? .midnight))
        let night = OpeningHours(week: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [span]) }))
        let date = try #require(LocalDate(morning))
        let now = zone.instant(of: date, time: try #require(LocalTime("00:30")))
        let interval = try #require(night.interval(containing: now, zone: zone))
        #expect(interval.start.rfc3339 == start)
        #expect(interval.end.rfc3339 == end)
    }

    @Test(
        "the next opening is found over closed days and exceptions",
        arguments: [
            ("2026-07-06T11:00:00Z", "2026-07-06T12:00:00Z"), ("2026-07-06T12:00:00Z", "2026-07-07T15:00:00Z"),
            ("2026-07-08T00:00:00Z", "2026-07-11T03:00:00Z"), ("2026-12-25T20:00:00Z", "2026-12-26T18:00:00Z"),
            ("2026-12-30T03:00:00Z", "2026-12-30T08:00:00Z"),
        ])
    func nextOpening(after time: String, expected: String) throws {
        let zone = try #require(Zone(identifier: "America/Los_Angeles"))
        let now = try #require(Instant(rfc3339: time))
        #expect(try hours(Self.shop).nextOpening(after: now, zone: zone)?.rfc3339 == expected)
    }

    @Test("a shop that opens only on one date opens then and never again")
    func onlyAnException() throws {
        let hours = try hours(#"{"mon": "closed", "exceptions": {"2030-05-01": [{"from": "09:00", "to": "10:00"}]}}"#)
        let early = try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))
        let opening = try #require(hours.nextOpening(after: early, zone: .utc))
        #expect(opening.rfc3339 == "2030-05-01T09:00:00Z")
        #expect(hours.nextOpening(after: opening, zone: .utc) == nil)
    }

    @Test("every minute of clock-change weeks agrees with a walk over the minutes", arguments: ClockChange.weeks)
    func againstMinutes(zone: String, monday: String) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = SeededDraw(seed)
        let first = try #require(LocalDate(monday))
        let ruler = try #require(MinuteRuler(identifier: zone, first: first, days: 7))
        var week: [Weekday: [LocalSpan]] = [:]
        for day in Weekday.allCases {
            week[day] = (0..<Int.random(in: 0...2, using: &draw)).compactMap { _ in LocalSpan.random(&draw) }
        }
        let special = first.adding(days: Int.random(in: 0..<7, using: &draw))
        let exceptional = (0..<Int.random(in: 0...1, using: &draw)).compactMap { _ in LocalSpan.random(&draw) }
        let hours = OpeningHours(week: week, exceptions: [special: exceptional])
        let open = ruler.open((-3...10).map { first.adding(days: $0) }) { date in
            (date == special ? exceptional : week[date.weekday] ?? [])
                .map { ($0.from.minuteOfDay, $0.to.minuteOfDay) }
        }
        for place in (2 * 1_440)..<(10 * 1_440) {
            let now = ruler.instant(place)
            guard hours.isOpen(at: now, zone: ruler.zone) == open.contains(place) else {
                Issue.record("\(zone) \(now.rfc3339): open should be \(open.contains(place)); seed \(seed)")
                return
            }
        }
    }
}

extension LocalSpan {
    /// Mostly ordinary, often across the hours in which clocks change, sometimes past midnight or all day.
    static func random(_ draw: inout SeededDraw) -> LocalSpan? {
        let from = Int.random(in: Bool.random(using: &draw) ? 0..<240 : 0..<1_440, using: &draw)
        let ends = [from, from + Int.random(in: 1...90, using: &draw), Int.random(in: 0...1_440, using: &draw)]
        let to = (ends.randomElement(using: &draw) ?? from)
        guard let start = LocalTime(minuteOfDay: from), let end = LocalTime(minuteOfDay: to > 1_440 ? to - 1_440 : to)
        else { return nil }
        return LocalSpan(from: start, to: end)
    }
}

@Suite("Opening hours as documents and as people write them")
struct OpeningHoursDocumentTests {
    @Test("what was read is written with every weekday by name, and reads as the same hours")
    func roundTrip() throws {
        let read = try hours(OpeningHoursTests.shop)
        #expect(read.json["thu"] == [])
        #expect(read.json["exceptions"]?["2026-12-25"] == [])
        #expect(try OpeningHours(reading: Fields(read.json)) == read)
        #expect(try OpeningHours(reading: Fields(OpeningHours.always.json)) == .always)
    }

    @Test("the order of spans does not matter")
    func order() throws {
        #expect(
            try hours(#"{"mon": [{"from": "13:00", "to": "18:00"}, {"from": "08:00", "to": "12:00"}]}"#)
                == hours(#"{"mon": [{"from": "08:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}]}"#))
    }

    @Test(
        "problems are named by their field",
        arguments: [
            (#"{}"#, ["hours.mon"]), (#"{"exceptions": {}}"#, ["hours.mon"]), (#"{"mon": "open"}"#, ["hours.mon"]),
            (#"{"mon": [{"from": "5:00", "to": "21:00"}]}"#, ["hours.mon[0].from"]),
            (#"{"mon": [{"from": "05:00"}]}"#, ["hours.mon[0].to"]),
            (#"{"mon": [{"from": "24:00", "to": "02:00"}]}"#, ["hours.mon[0].from"]),
            (
                #"{"mon": [], "sun": [{"from": "05:00", "to": "25:00", "note": ""}]}"#,
                ["hours.sun[0].to", "hours.sun[0].note"]
            ),
            (#"{"monday": [], "mon": []}"#, ["hours.monday"]),
            (#"{"mon": [], "exceptions": {"2026-02-30": []}}"#, ["hours.exceptions.2026-02-30"]),
            (#"{"mon": [], "exceptions": {"2026-02-03": null}}"#, ["hours.exceptions.2026-02-03"]),
            (
                #"{"mon": [], "exceptions": {"2026-02-03": [{}]}}"#,
                ["hours.exceptions.2026-02-03[0].from", "hours.exceptions.2026-02-03[0].to"]
            ),
        ])
    func problems(text: String, fields: [String]) {
        #expect {
            try hours(text)
        } throws: { error in
            (error as? Invalid)?.problems.map(\.field) == fields
        }
    }

    @Test(
        "reads a day's hours as people write them",
        arguments: [
            ("05:00-21:00", ["05:00-21:00"]), ("5:00 AM to 9:00 PM", ["05:00-21:00"]),
            ("5:00 am TO 12:00  AM", ["05:00-00:00"]),
            ("9 AM - 5 PM", ["09:00-17:00"]), ("22:00\u{2013}02:30", ["22:00-02:30"]), ("24 hours", ["00:00-24:00"]),
            ("Open 24 Hours", ["00:00-24:00"]), ("Closed", []), (" closed ", []),
            ("08:00-12:00, 13:00-18:00", ["08:00-12:00", "13:00-18:00"]),
            ("8:00 AM to 12 PM; 1 PM to 6 PM", ["08:00-12:00", "13:00-18:00"]),
            ("12:00 AM to 12:00 AM", ["00:00-00:00"]), ("", nil), ("  ", nil),
        ] as [(String, [String]?)])
    func written(text: String, expected: [String]?) throws {
        let spans = try OpeningHours.spans(written: text, at: "hours.mon")
        #expect(spans?.map { "\($0.from.text)-\($0.to.text)" } == expected)
    }

    @Test(
        "and refuses what it cannot read, by field",
        arguments: [
            "all day", "8-12", "08:00", "08:00-", "-12:00", "08:00-12:00-13:00", "8:00 AM to", "to 9 PM", "08:00-25:00",
            "24:00-02:00", "08:00-12:00,",
        ])
    func unreadable(text: String) {
        #expect {
            try OpeningHours.spans(written: text, at: "hours.mon")
        } throws: { error in
            (error as? Invalid)?.problems.map(\.field) == ["hours.mon"]
        }
    }
}
