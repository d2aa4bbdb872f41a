import Promotions
import Testing

@Suite("How long a coupon lives")
struct CouponLifeTests {
    static let morning = #"{"windows": [{"from": "07:00", "to": "10:30"}]}"#
    static let split = #"{"fri": [{"from": "08:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}]}"#
    static let late = #"{"fri": [{"from": "17:00", "to": "02:00"}]}"#
    static let always = #"{"fri": [{"from": "00:00", "to": "24:00"}], "sat": [{"from": "00:00", "to": "24:00"}]}"#

    @Test(
        "in the store's own time",
        arguments: [
            // Fixed lengths are real time, also when clocks change.
            (#"{"for": "PT12H"}"#, nil, "{}", "2026-08-14T09:00:00-07:00", "2026-08-14T21:00:00-07:00"),
            (#"{"for": "P1D"}"#, nil, "{}", "2026-03-07T12:00:00-08:00", "2026-03-08T13:00:00-07:00"),
            // The window's end; without windows, midnight.
            (#"{"until": "end_of_window"}"#, nil, morning, "2026-08-14T09:00:00-07:00", "2026-08-14T10:30:00-07:00"),
            (#"{"until": "end_of_window"}"#, nil, "{}", "2026-08-14T09:00:00-07:00", "2026-08-15T00:00:00-07:00"),
            (
                #"{"until": "end_of_window"}"#, nil, #"{"windows": [{"from": "22:00", "to": "02:00"}]}"#,
                "2026-08-15T01:00:00-07:00", "2026-08-15T02:00:00-07:00"
            ),
            // Closing time: the day's last, past midnight too; midnight if hours are unknown or nothing is to come.
            (#"{"until": "end_of_business_day"}"#, nil, "{}", "2026-08-14T09:00:00-07:00", "2026-08-15T00:00:00-07:00"),
            (
                #"{"until": "end_of_business_day"}"#, split, "{}", "2026-08-14T10:00:00-07:00",
                "2026-08-14T18:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, split, "{}", "2026-08-14T12:30:00-07:00",
                "2026-08-14T18:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, split, "{}", "2026-08-14T06:00:00-07:00",
                "2026-08-14T18:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, split, "{}", "2026-08-14T18:00:00-07:00",
                "2026-08-15T00:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, late, "{}", "2026-08-14T23:00:00-07:00",
                "2026-08-15T02:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, late, "{}", "2026-08-15T01:00:00-07:00",
                "2026-08-15T02:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, late, "{}", "2026-08-15T02:00:00-07:00",
                "2026-08-16T00:00:00-07:00"
            ),
            (
                #"{"until": "end_of_business_day"}"#, always, "{}", "2026-08-14T23:00:00-07:00",
                "2026-08-15T00:00:00-07:00"
            ),
            // Through a date: that day is the last.
            (#"{"until": "2026-08-20"}"#, nil, "{}", "2026-08-14T09:00:00-07:00", "2026-08-21T00:00:00-07:00"),
            (#"{"until": "2026-11-01"}"#, nil, "{}", "2026-10-31T09:00:00-07:00", "2026-11-02T00:00:00-08:00"),
            (#"{"until": "2026-08-14"}"#, nil, "{}", "2026-08-14T23:59:59-07:00", "2026-08-15T00:00:00-07:00"),
        ] as [(String, String?, String, String, String)])
    func expiry(life: String, hours: String?, schedule: String, issued: String, expected: String) throws {
        let life = try Samples.life(life)
        let store = try Samples.store(hours: hours)
        let schedule = try Schedule(reading: Fields(JSON(parsing: schedule)))
        let end = life.expiry(issuedAt: try Samples.instant(issued), in: store, schedule: schedule)
        #expect(end.rfc3339 == (try Samples.instant(expected)).rfc3339)
    }

    @Test(
        "ends after it begins at every half hour of weeks in which clocks change",
        arguments: ClockChange.weeks)
    func neverBeforeIssue(zone: String, monday: String) throws {
        let lives = try [#"{"for": "PT1M"}"#, #"{"until": "end_of_window"}"#, #"{"until": "end_of_business_day"}"#]
            .map(Samples.life)
        let hours =
            #"{"mon": "closed", "tue": [{"from": "23:00", "to": "03:00"}], "sat": [{"from": "00:00", "to": "00:00"}], "sun": [{"from": "00:00", "to": "02:00"}]}"#
        let stores = [try Samples.store(zone: zone), try Samples.store(zone: zone, hours: hours)]
        let start = stores[0].zone.instant(of: try #require(LocalDate(monday)), time: .midnight)
        for step in 0..<(7 * 48) {
            let now = start.adding(seconds: step * 1_800)
            for store in stores {
                for life in lives {
                    let end = life.expiry(issuedAt: now, in: store, schedule: Schedule())
                    #expect(now < end && end.seconds(since: now) <= 2 * 86_400, "\(life) at \(now.rfc3339)")
                }
            }
        }
    }

    @Test(
        "reads durations of a fixed length",
        arguments: [
            ("PT1M", 60), ("PT12H", 43_200), ("P1D", 86_400), ("P1W", 604_800), ("P1DT6H30M", 109_800), ("PT90S", 90),
            ("P366D", 31_622_400),
        ])
    func durations(text: String, seconds: Int) throws {
        let life = try Samples.life(#"{"for": "\#(text)"}"#)
        #expect(life == .seconds(seconds))
        #expect(try CouponTerms.Life(reading: life.json, at: "valid") == life)
    }

    @Test(
        "refuses what is no length, or none that fits",
        arguments: [
            #"{"for": "PT59S"}"#, #"{"for": "P367D"}"#, #"{"for": "P1M"}"#, #"{"for": "P1Y"}"#, #"{"for": "PT"}"#,
            #"{"for": "P1DT"}"#, #"{"for": "12H"}"#, #"{"for": "PT5"}"#, #"{"for": "PT1H1H"}"#, #"{"for": "PT1M1H"}"#,
            #"{"for": "PT999999999999H"}"#, #"{"for": "PT-5H"}"#, #"{"for": "PT1H", "until": "2026-08-14"}"#, "{}",
            #"{"until": "tomorrow"}"#, #"{"until": "2026-02-30"}"#, #"{"for": "PT1H", "and": 1}"#, "12",
        ])
    func badLives(text: String) throws {
        #expect(throws: Invalid.self) { try Samples.life(text) }
    }

    @Test(
        "every other form reads back as written",
        arguments: [CouponTerms.Life.endOfWindow, .endOfBusinessDay, .through(LocalDate(daysSince1970: 20_000))])
    func roundTrip(life: CouponTerms.Life) throws {
        #expect(try CouponTerms.Life(reading: life.json, at: "valid") == life)
    }
}
