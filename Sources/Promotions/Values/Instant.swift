/// A point in real time, in microseconds since 1970-01-01T00:00:00Z (what PostgreSQL's `timestamptz` can hold).
///
/// Rules take an `Instant` as an argument and never ask a clock.
public struct Instant: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Whole seconds since 1970, for token expiry and other coarse uses.
    public init(seconds: Int64) {
        microseconds = seconds * 1_000_000
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// Whole seconds since 1970, rounded towards the past.
    public var seconds: Int64 {
        microseconds.quotientFloored(by: 1_000_000)
    }

    public func adding(seconds: Double) -> Instant {
        Instant(microseconds: microseconds + Int64((seconds * 1_000_000).rounded()))
    }

    public func adding(seconds: Int) -> Instant {
        Instant(microseconds: microseconds + Int64(seconds) * 1_000_000)
    }

    /// Seconds from `earlier` to this instant; negative if `earlier` is in fact later.
    public func seconds(since earlier: Instant) -> Double {
        Double(microseconds - earlier.microseconds) / 1_000_000
    }
}

extension FixedWidthInteger {
    /// Division that rounds towards negative infinity, so that times before 1970 fall on the right day.
    @inlinable
    package func quotientFloored(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}
