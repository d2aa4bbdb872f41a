import Foundation
import Promotions

/// An independent reading of clocks for brute-force tests: walks real minutes and asks Foundation what the wall clock
/// shows at each.
struct MinuteRuler {
    let zone: Zone
    /// Minutes since 1970, ascending.
    let minutes: [Int64]
    /// What the clock shows at each, in minutes since 1970 of local time.
    let walls: [Int]

    /// All minutes of the days from `first` on, with two days to spare at each end.
    init?(identifier: String, first: LocalDate, days: Int) {
        guard let zone = Zone(identifier: identifier), let oracle = TimeZone(identifier: identifier) else { return nil }
        self.zone = zone
        let start = Int64(first.daysSince1970 - 3) * 1_440
        minutes = Array(start..<(start + Int64(days + 6) * 1_440))
        walls = minutes.map { minute in
            Int(minute) + oracle.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute * 60))) / 60
        }
    }

    /// The place of the first minute at which the clock shows `wall` or later.
    func first(showing wall: Int) -> Int {
        walls.firstIndex { $0 >= wall } ?? minutes.count
    }

    func instant(_ place: Int) -> Instant {
        Instant(seconds: minutes[place] * 60)
    }

    /// Places of all minutes inside spans that start on days of `dates`.
    func open(_ dates: [LocalDate], _ spans: (LocalDate) -> [(from: Int, to: Int)]) -> Set<Int> {
        var open: Set<Int> = []
        for date in dates {
            for span in spans(date) {
                let from = date.daysSince1970 * 1_440 + span.from
                let to = date.daysSince1970 * 1_440 + span.to + (span.to <= span.from ? 1_440 : 0)
                let start = first(showing: from)
                open.formUnion(start..<max(start, first(showing: to)))
            }
        }
        return open
    }
}

/// Weeks in which clocks change (and one in which none does), in zones that differ in when and by how much.
enum ClockChange {
    static let weeks: [(zone: String, monday: String)] = [
        ("America/Los_Angeles", "2026-03-02"), ("America/Los_Angeles", "2026-10-26"),
        ("America/Los_Angeles", "2026-07-06"),
        ("Europe/Berlin", "2026-03-23"), ("Europe/Berlin", "2026-10-19"), ("Australia/Lord_Howe", "2026-03-30"),
        ("Australia/Lord_Howe", "2026-09-28"), ("Africa/Cairo", "2026-04-20"), ("Africa/Cairo", "2026-10-26"),
        ("America/Havana", "2026-10-26"), ("America/St_Johns", "2010-11-01"), ("America/Sao_Paulo", "2018-10-29"),
        ("America/Sao_Paulo", "2018-02-12"), ("Pacific/Apia", "2011-12-26"), ("Antarctica/Troll", "2026-03-23"),
    ]
}
