import Foundation
import Synchronization

/// A time zone by its IANA name, such as `America/Los_Angeles`.
///
/// Clock changes are known from 1970 to 2100; before and after, the nearest known offset holds. They are worked out
/// once per zone and process; after that no call takes a lock or asks Foundation.
public struct Zone: Hashable, Sendable {
    public let identifier: String
    private let offsets: ZoneOffsets

    /// Nil for anything but `UTC` and names of the form `Area/Place` that the time-zone data knows. Abbreviations
    /// such as PST are refused: they name an offset, not a place with its clock changes.
    public init?(identifier: String) {
        guard identifier == "UTC" || identifier.utf8.contains(UInt8(ascii: "/")),
            !identifier.hasPrefix("SystemV/"),
            let offsets = Self.offsets(of: identifier)
        else { return nil }
        self.identifier = identifier
        self.offsets = offsets
    }

    private init(utc offsets: ZoneOffsets) {
        identifier = "UTC"
        self.offsets = offsets
    }

    public static let utc = Zone(utc: ZoneOffsets(changes: []))

    /// Bounded by the number of zones there are: only valid names are kept.
    private static let known = Mutex<[String: ZoneOffsets]>([:])

    private static func offsets(of identifier: String) -> ZoneOffsets? {
        if let offsets = known.withLock({ $0[identifier] }) { return offsets }
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        let offsets = ZoneOffsets { seconds in
            timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
        return known.withLock { known in
            let first = known[identifier] ?? offsets
            known[identifier] = first
            return first
        }
    }

    public static func == (left: Zone, right: Zone) -> Bool {
        left.identifier == right.identifier
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}

extension Zone {
    /// Seconds that the zone's clock is ahead of UTC.
    public func offsetSeconds(at instant: Instant) -> Int {
        offsets.offset(at: Int(instant.seconds))
    }

    /// What calendar and clock on the wall show.
    public func local(at instant: Instant) -> (date: LocalDate, secondOfDay: Int) {
        let seconds = Int(instant.seconds)
        let wall = seconds + offsets.offset(at: seconds)
        let days = wall.quotientFloored(by: 86_400)
        return (LocalDate(daysSince1970: days), wall - days * 86_400)
    }

    public func localDate(at instant: Instant) -> LocalDate {
        local(at: instant).date
    }

    /// The first moment at which the clock shows that time of that day. If the clock skips it, the first moment after
    /// the gap; if the clock shows it twice, the first time. 24:00 is 00:00 of the next day.
    public func instant(of date: LocalDate, time: LocalTime) -> Instant {
        let wall = date.daysSince1970 * 86_400 + time.minuteOfDay * 60
        return Instant(seconds: Int64(offsets.firstSecond(showing: wall)))
    }
}
