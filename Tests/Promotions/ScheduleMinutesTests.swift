import Promotions
import Testing

@Suite("Schedules against a walk over the minutes")
struct ScheduleMinutesTests {
    private func random(_ draw: inout SeededDraw, first: LocalDate) -> Schedule {
        let windows = (0..<Int.random(in: 0...3, using: &draw)).compactMap { _ -> Schedule.Window? in
            let days = Weekday.allCases.filter { _ in Bool.random(using: &draw) }
            guard let span = LocalSpan.random(&draw) else { return nil }
            return Schedule.Window(days: days.isEmpty ? Set(Weekday.allCases) : Set(days), span: span)
        }
        let from = first.adding(days: Int.random(in: -1...3, using: &draw))
        let to = from.adding(days: Int.random(in: 1...7, using: &draw))
        return Schedule(
            from: Bool.random(using: &draw) ? from : nil, to: Bool.random(using: &draw) ? to : nil, windows: windows,
            blackouts: Bool.random(using: &draw) ? [first.adding(days: Int.random(in: 0..<7, using: &draw))] : [])
    }

    /// Written apart from `Schedule`: which spans start on a day, in minutes.
    private func spans(_ schedule: Schedule, on date: LocalDate) -> [(from: Int, to: Int)] {
        if let from = schedule.from, date < from { return [] }
        if let to = schedule.to, date >= to { return [] }
        if schedule.blackouts.contains(date) { return [] }
        if schedule.windows.isEmpty { return [(0, 1_440)] }
        return schedule.windows.filter { $0.days.contains(date.weekday) }
            .map { ($0.span.from.minuteOfDay, $0.span.to.minuteOfDay) }
    }

    @Test("open, closed and when next: every minute of clock-change weeks", arguments: ClockChange.weeks)
    func everyMinute(zone: String, monday: String) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = SeededDraw(seed)
        let first = try #require(LocalDate(monday))
        let ruler = try #require(MinuteRuler(identifier: zone, first: first, days: 7))
        let dates = (-3...10).map { first.adding(days: $0) }
        for _ in 0..<4 {
            let schedule = random(&draw, first: first)
            let open = ruler.open(dates) { spans(schedule, on: $0) }
            let starts = Set(
                dates.flatMap { date in
                    spans(schedule, on: date).compactMap { span -> Int? in
                        let places = ruler.open([date]) { _ in [span] }
                        return places.min()
                    }
                })
            for place in (2 * 1_440)..<(9 * 1_440) {
                let now = ruler.instant(place)
                let isOpen = schedule.isOpen(at: now, zone: ruler.zone)
                guard isOpen == open.contains(place) else {
                    Issue.record("\(zone) \(now.rfc3339) \(schedule.json.text()): open \(isOpen); seed \(seed)")
                    return
                }
                if place % 97 == 0 {
                    check(schedule, at: place, open, starts, ruler, seed)
                }
            }
        }
    }

    private func check(
        _ schedule: Schedule, at place: Int, _ open: Set<Int>, _ starts: Set<Int>, _ ruler: MinuteRuler, _ seed: UInt64
    ) {
        let now = ruler.instant(place)
        let next = starts.filter { $0 > place }.min()
        let about: Comment = "\(ruler.zone.identifier) \(now.rfc3339) \(schedule.json.text()); seed \(seed)"
        switch schedule.state(at: now, zone: ruler.zone) {
        case .open(let until):
            #expect(open.contains(place), about)
            // Whatever it promises must be kept: open up to there.
            if let until, let end = ruler.minutes.firstIndex(of: until.seconds / 60) {
                #expect((place..<end).allSatisfy { open.contains($0) }, about)
            }
        case .betweenWindows(let start), .beforeStart(let start):
            #expect(!open.contains(place), about)
            // The next start may lie beyond the minutes that were walked.
            if let next {
                #expect(start == ruler.instant(next), about)
            }
        case .ended:
            #expect(!open.contains(place) && next == nil, about)
        }
    }
}

@Suite("Schedules as documents")
struct ScheduleDocumentTests {
    @Test(
        "what was read is written the same",
        arguments: [
            ScheduleTests.pastry, ScheduleTests.nights, ScheduleTests.workdays, "{}",
            #"{"windows": [{"from": "22:00", "to": "22:00"}], "blackouts": ["2026-12-25", "2026-12-24"], "early": []}"#,
        ])
    func roundTrip(text: String) throws {
        let read = try Schedule(reading: Fields(JSON(parsing: text)))
        #expect(try Schedule(reading: Fields(read.json)) == read)
    }

    @Test("writes dates in order and leaves out what means everything")
    func writes() throws {
        let text =
            #"{"to": "2026-12-31", "windows": [{"days": ["sun", "mon"], "from": "07:00", "to": "24:00"}, {"days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "00:00", "to": "01:00"}], "blackouts": ["2026-12-25", "2026-12-24"]}"#
        let json = try Schedule(reading: Fields(JSON(parsing: text))).json
        #expect(
            json.text()
                == #"{"to":"2026-12-31","windows":[{"days":["mon","sun"],"from":"07:00","to":"24:00"},{"from":"00:00","to":"01:00"}],"blackouts":["2026-12-24","2026-12-25"]}"#
        )
    }

    @Test(
        "problems are named by their field",
        arguments: [
            (#"{"from": "2026-08-14", "to": "2026-08-14"}"#, ["schedule.to"]),
            (#"{"from": "14.8.2026"}"#, ["schedule.from"]),
            (#"{"to": 20260814}"#, ["schedule.to"]), (#"{"windows": [{"from": "07:00"}]}"#, ["schedule.windows[0].to"]),
            (#"{"windows": [{"from": "7:00", "to": "10:30"}]}"#, ["schedule.windows[0].from"]),
            (#"{"windows": [{"from": "24:00", "to": "10:30"}]}"#, ["schedule.windows[0].from"]),
            (#"{"windows": [{"days": [], "from": "07:00", "to": "10:30"}]}"#, ["schedule.windows[0].days"]),
            (#"{"windows": [{"days": ["Mon"], "from": "07:00", "to": "10:30"}]}"#, ["schedule.windows[0].days[0]"]),
            (#"{"windows": [{"days": ["mon", "mon"], "from": "07:00", "to": "10:30"}]}"#, ["schedule.windows[0].days"]),
            (#"{"windows": {"from": "07:00", "to": "10:30"}}"#, ["schedule.windows"]),
            (#"{"blackouts": ["2026-08-14", "never"]}"#, ["schedule.blackouts[1]"]),
            (
                #"{"early": [{"audience": "aud_1", "from": "2026-08-13"}]}"#,
                ["schedule.early[0].audience", "schedule.early[0].from"]
            ),
            (#"{"timezone": "UTC"}"#, ["schedule.timezone"]),
        ])
    func problems(text: String, fields: [String]) {
        #expect {
            try Schedule(reading: Fields(JSON(parsing: text), at: "schedule"))
        } throws: { error in
            (error as? Invalid)?.problems.map(\.field) == fields
        }
    }
}
