import Foundation
import Promotions
import Testing

@Suite("Zones")
struct TimeZoneTests {
    static let identifiers = [
        "UTC", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo",
        "America/Havana", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "Asia/Tehran", "America/Sao_Paulo",
        "Pacific/Kiritimati", "Antarctica/Troll", "Asia/Pyongyang",
    ]

    @Test(
        "IANA names of places, and UTC, are zones", arguments: identifiers + ["US/Pacific", "Europe/Kyiv", "Etc/GMT+3"])
    func known(identifier: String) {
        #expect(Zone(identifier: identifier)?.identifier == identifier)
    }

    @Test(
        "abbreviations, offsets, other cases and inventions are not",
        arguments: [
            "PST", "GMT+3", "EST5EDT", "", "/", "Mars/Olympus", "america/los_angeles", "SystemV/PST8", "+02:00", "UTC ",
        ])
    func unknown(identifier: String) {
        #expect(Zone(identifier: identifier) == nil)
    }

    @Test(
        "every hour agrees with Foundation around each clock change, and at random, from 1970 to 2099",
        arguments: identifiers)
    func agrees(identifier: String) throws {
        let zone = try #require(Zone(identifier: identifier))
        let oracle = try #require(TimeZone(identifier: identifier))
        let seed = UInt64.random(in: 0 ... .max)
        var draw = SeededDraw(seed)
        var probes: [Int64] = (0..<5_000).map { _ in .random(in: 0..<4_102_000_000, using: &draw) }
        var change = Date(timeIntervalSince1970: 0)
        while let next = oracle.nextDaylightSavingTimeTransition(after: change),
            next.timeIntervalSince1970 < 4_102_000_000
        {
            let second = Int64(next.timeIntervalSince1970.rounded())
            probes += [second - 3_600, second - 1, second, second + 1, second + 3_600]
            change = next
        }
        for second in probes {
            let offset = oracle.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
            #expect(zone.offsetSeconds(at: Instant(seconds: second)) == offset, "second \(second), seed \(seed)")
            let local = zone.local(at: Instant(seconds: second))
            let wall = Int(second) + offset
            #expect(local.date.daysSince1970 * 86_400 + local.secondOfDay == wall, "second \(second), seed \(seed)")
            #expect((0..<86_400).contains(local.secondOfDay))
        }
    }

    @Test("a moment belongs to the second it falls in, before 1970 too")
    func microseconds() throws {
        let local = Zone.utc.local(at: Instant(microseconds: -1))
        #expect(local.date.text == "1969-12-31")
        #expect(local.secondOfDay == 86_399)
    }

    @Test(
        "a wall time means its first occurrence, and the moment after the gap if the clock skips it",
        arguments: [
            ("America/Los_Angeles", "2026-07-01", "07:00", "2026-07-01T14:00:00Z"),
            ("America/Los_Angeles", "2026-03-08", "01:59", "2026-03-08T09:59:00Z"),
            ("America/Los_Angeles", "2026-03-08", "02:00", "2026-03-08T10:00:00Z"),
            ("America/Los_Angeles", "2026-03-08", "02:30", "2026-03-08T10:00:00Z"),
            ("America/Los_Angeles", "2026-03-08", "03:00", "2026-03-08T10:00:00Z"),
            ("America/Los_Angeles", "2026-03-08", "03:01", "2026-03-08T10:01:00Z"),
            ("America/Los_Angeles", "2026-11-01", "01:30", "2026-11-01T08:30:00Z"),
            ("America/Los_Angeles", "2026-11-01", "02:00", "2026-11-01T10:00:00Z"),
            ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z"),
            ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30:00Z"),
            ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z"),
            ("Australia/Lord_Howe", "2026-04-05", "02:00", "2026-04-04T15:30:00Z"),
            ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00Z"),
            ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:00:00Z"),
            ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"),
            ("Europe/Berlin", "2026-12-31", "24:00", "2026-12-31T23:00:00Z"),
        ])
    func wallTimes(identifier: String, date: String, time: String, expected: String) throws {
        let zone = try #require(Zone(identifier: identifier))
        let instant = zone.instant(of: try #require(LocalDate(date)), time: try #require(LocalTime(time)))
        #expect(instant.rfc3339 == expected)
    }
}
