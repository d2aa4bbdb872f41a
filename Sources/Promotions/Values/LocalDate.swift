/// A day of the Gregorian calendar, in no particular zone. Stored as days since 1970-01-01.
public struct LocalDate: Hashable, Comparable, Sendable {
    public let daysSince1970: Int

    public init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// Nil if there is no such day. Years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        // Years that start in March put the leap day last, and month lengths become a formula.
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let daysBefore = 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400
        self.init(daysSince1970: daysBefore + dayOfYear - Self.daysTo1970)
    }

    /// From 0000-03-01 to 1970-01-01.
    private static let daysTo1970 = 719_468

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year, month (1 to 12) and day (from 1).
    public var parts: (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + Self.daysTo1970
        let era = days.quotientFloored(by: 146_097)
        let dayOfEra = days - era * 146_097
        // Take out the leap days that passed (the last day of 4, 100 and 400 years), and only whole years remain.
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    public var year: Int { parts.year }
    public var month: Int { parts.month }
    public var day: Int { parts.day }

    public var weekday: Weekday {
        let sinceMonday = daysSince1970 + 3
        return Weekday.allCases[sinceMonday - sinceMonday.quotientFloored(by: 7) * 7]
    }

    public func adding(days: Int) -> LocalDate {
        LocalDate(daysSince1970: daysSince1970 + days)
    }

    /// The Monday on or before this day (ISO 8601).
    public var startOfWeek: LocalDate {
        adding(days: -weekday.number)
    }

    public var startOfMonth: LocalDate {
        adding(days: 1 - day)
    }

    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension LocalDate {
    /// Reads exactly `YYYY-MM-DD`; nil for any other form and for days that do not exist.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2), scanner.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var text: String {
        let (year, month, day) = parts
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// A day of the week. The raw value is its name in documents.
public enum Weekday: String, CaseIterable, Sendable {
    case mon, tue, wed, thu, fri, sat, sun

    /// 0 for Monday to 6 for Sunday.
    public var number: Int {
        switch self {
        case .mon: 0
        case .tue: 1
        case .wed: 2
        case .thu: 3
        case .fri: 4
        case .sat: 5
        case .sun: 6
        }
    }
}
