/// Times in words, in a store's own time.
public enum LocalWords {
    /// "today at 9:41", "yesterday at 21:05", "tomorrow at 7:00", "on Friday 14 August at 10:30"; with the year if it
    /// is another one.
    public static func moment(_ instant: Instant, now: Instant, zone: Zone) -> Sentence {
        let local = zone.local(at: instant)
        let time = Sentence.Value.clock(secondOfDay: local.secondOfDay)
        switch days(from: now, to: local.date, zone: zone) {
        case 0: return "today at \(time)"
        case -1: return "yesterday at \(time)"
        case 1: return "tomorrow at \(time)"
        default: return "on \(day(local.date, showYear: isOtherYear(local.date, now: now, zone: zone))) at \(time)"
        }
    }

    /// When something stopped: as `moment`, but "at the end of yesterday" or "at the end of Friday 14 August" for the
    /// start of the next day.
    static func end(_ end: Instant, now: Instant, zone: Zone) -> Sentence {
        guard let last = day(endingAt: end, zone: zone) else { return moment(end, now: now, zone: zone) }
        switch days(from: now, to: last, zone: zone) {
        case 0: return "at the end of today"
        case -1: return "at the end of yesterday"
        case 1: return "at the end of tomorrow"
        default: return "at the end of \(day(last, showYear: isOtherYear(last, now: now, zone: zone)))"
        }
    }

    private static func days(from now: Instant, to date: LocalDate, zone: Zone) -> Int {
        date.daysSince1970 - zone.localDate(at: now).daysSince1970
    }

    private static func isOtherYear(_ date: LocalDate, now: Instant, zone: Zone) -> Bool {
        date.year != zone.localDate(at: now).year
    }

    /// The day that is over with that second, if another begins there, by a clock that may skip midnight.
    static func day(endingAt end: Instant, zone: Zone) -> LocalDate? {
        let date = zone.localDate(at: end)
        return zone.instant(of: date, time: .midnight).seconds == end.seconds ? date.adding(days: -1) : nil
    }

    /// "Friday 14 August" or "Friday 14 August 2026".
    public static func day(_ date: LocalDate, showYear: Bool) -> Sentence {
        let (number, month) = (date.day, months[date.month - 1])
        let day: Sentence =
            switch date.weekday {
            case .mon: "Monday \(number) \(month)"
            case .tue: "Tuesday \(number) \(month)"
            case .wed: "Wednesday \(number) \(month)"
            case .thu: "Thursday \(number) \(month)"
            case .fri: "Friday \(number) \(month)"
            case .sat: "Saturday \(number) \(month)"
            case .sun: "Sunday \(number) \(month)"
            }
        return showYear ? "\(day) \(String(date.year))" : day
    }

    private static let months: [Sentence] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// "9:41" on a 24-hour clock.
    static func clock(_ secondOfDay: Int) -> String {
        let minute = secondOfDay / 60 % 60
        return "\(secondOfDay / 3_600):\(minute < 10 ? "0" : "")\(minute)"
    }
}
