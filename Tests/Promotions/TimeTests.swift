import Length
import Promotions
import Testing

@Suite("Dates")
struct TimeDateTests {
    @Test(
        "days since 1970 by the civil calendar",
        arguments: [
            ("1970-01-01", 0, Weekday.thu), ("1969-12-31", -1, .wed), ("2000-02-29", 11_016, .tue),
            ("2026-11-21", 20_778, .sat), ("0001-01-01", -719_162, .mon), ("9999-12-31", 2_932_896, .fri),
        ])
    func days(text: String, days: Int, weekday: Weekday) throws {
        let date = try #require(LocalDate(text))
        #expect(date.daysSince1970 == days)
        #expect(date.weekday == weekday)
        #expect(LocalDate(daysSince1970: days).text == text)
    }

    @Test(
        "days that do not exist, and other forms, are refused",
        arguments: [
            "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01",
            "2026-1-1",
            "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-01T", "", "+2026-01-01", "２０２６-01-01",
        ])
    func refused(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test("each day follows the one before, through four centuries and their leap years")
    func everyDay() throws {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var date = try #require(LocalDate("1799-12-31"))
        for year in 1800..<2201 {
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            for month in 1...12 {
                for day in 1...(lengths[month - 1] + (isLeap && month == 2 ? 1 : 0)) {
                    date = date.adding(days: 1)
                    guard date.parts == (year, month, day), LocalDate(year: year, month: month, day: day) == date
                    else {
                        Issue.record("\(year)-\(month)-\(day) became \(date.text)")
                        return
                    }
                }
            }
        }
    }

    @Test(
        "weeks start on Monday, months on the first",
        arguments: [
            ("2026-11-21", "2026-11-16", "2026-11-01"), ("2026-11-16", "2026-11-16", "2026-11-01"),
            ("2026-11-22", "2026-11-16", "2026-11-01"), ("2027-01-03", "2026-12-28", "2027-01-01"),
            ("1969-12-31", "1969-12-29", "1969-12-01"),
        ])
    func starts(text: String, week: String, month: String) throws {
        let date = try #require(LocalDate(text))
        #expect(date.startOfWeek.text == week)
        #expect(date.startOfMonth.text == month)
    }
}

@Suite("Times of day")
struct TimeOfDayTests {
    @Test(
        "reads what people write",
        arguments: [
            ("07:00", 420), ("7:00", 420), ("00:00", 0), ("24:00", 1440), ("23:59", 1439), ("5:00 AM", 300),
            ("9:00 PM", 1260), ("12:00 AM", 0), ("12:00 PM", 720), ("12:30 am", 30), ("11:59pm", 1439), ("9 pm", 1260),
            ("5 A.M.", 300), (" 10:30 ", 630),
        ])
    func reads(text: String, minute: Int) {
        #expect(LocalTime(text)?.minuteOfDay == minute)
    }

    @Test(
        "and refuses what could mean anything",
        arguments: [
            "", "7", "24:01", "25:00", "7:60", "7:5", "13:00 PM", "0:30 AM", "07:00:00", "seven", "7:00 XM", "7:00 P.M",
            "-7:00",
        ])
    func refuses(text: String) {
        #expect(LocalTime(text) == nil)
    }

    @Test("documents hold HH:MM only")
    func documents() {
        #expect(LocalTime(hourMinute: "07:05")?.text == "07:05")
        #expect(LocalTime(hourMinute: "24:00")?.text == "24:00")
        for text in ["7:05", "07:05 AM", "07:5", "24:01", "0705", "07:05 "] {
            #expect(LocalTime(hourMinute: text) == nil, "\(text)")
        }
    }
}

@Suite("RFC 3339")
struct TimeRFC3339Tests {
    @Test(
        "reads offsets and fractions, writes UTC",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("2026-08-14T09:00:00Z", 1_786_698_000_000_000, "2026-08-14T09:00:00Z"),
            ("2026-08-14T02:00:00-07:00", 1_786_698_000_000_000, "2026-08-14T09:00:00Z"),
            ("2026-08-14t14:30:00.5+05:30", 1_786_698_000_500_000, "2026-08-14T09:00:00.500Z"),
            ("2026-08-14T09:00:00.000001z", 1_786_698_000_000_001, "2026-08-14T09:00:00.000001Z"),
            ("2026-08-14T09:00:00.1234567899Z", 1_786_698_000_123_456, "2026-08-14T09:00:00.123456Z"),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000, "2017-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000_000, "9999-12-31T23:59:59Z"),
        ] as [(String, Int64, String)])
    func reads(text: String, microseconds: Int64, written: String) {
        let instant = Instant(rfc3339: text)
        #expect(instant?.microseconds == microseconds)
        #expect(instant?.rfc3339 == written)
    }

    @Test(
        "refuses the rest",
        arguments: [
            "", "2026-08-14", "2026-08-14T09:00:00", "2026-08-14 09:00:00Z", "2026-08-14T09:00Z",
            "2026-08-14T24:00:00Z",
            "2026-08-14T09:60:00Z", "2026-08-14T09:00:61Z", "2026-02-30T09:00:00Z", "2026-08-14T09:00:00.Z",
            "2026-08-14T09:00:00+0700", "2026-08-14T09:00:00+24:00", "2026-08-14T09:00:00+07:60",
            "2026-08-14T09:00:00ZZ",
            "2026-08-14T09:00:00,5Z", "1786698000",
        ])
    func refuses(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("any instant comes back from its text")
    func roundTrip() {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = SeededDraw(seed)
        for _ in 0..<rounds(5_000) {
            let instant = Instant(
                microseconds: .random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &draw))
            #expect(Instant(rfc3339: instant.rfc3339) == instant, "seed \(seed)")
        }
    }
}
