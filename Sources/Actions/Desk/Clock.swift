import Dispatch
import Synchronization
public import Promotions

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the time comes from. Ids never ask it: they always carry real time.
public struct Clock: Sendable {
    public let now: @Sendable () -> Instant

    public init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    public static let system = Clock { realTime() }

    /// A clock that shows `start` now and runs on: for rehearsing a morning at night, in test mode only.
    public static func starting(at start: Instant) -> Clock {
        let begin = realTime()
        return Clock { Instant(microseconds: start.microseconds + realTime().microseconds - begin.microseconds) }
    }

    static func realTime() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

/// Where randomness comes from.
public struct Dice: RandomNumberGenerator, Sendable {
    private let roll: @Sendable () -> UInt64

    public init(roll: @escaping @Sendable () -> UInt64) {
        self.roll = roll
    }

    public static let system = Dice { UInt64.random(in: .min ... .max) }

    public func next() -> UInt64 {
        roll()
    }

    func bytes(_ count: Int) -> [UInt8] {
        var dice = self
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &dice) }
    }
}

/// Makes ids: 41 bits of real milliseconds since 2025, 10 bits of process number, 12 bits of count.
/// A clock that steps back is waited for by counting on in the last millisecond it showed.
public final class IDMaker: Sendable {
    /// 2025-01-01T00:00:00Z: 41 bits last until 2094.
    static let epochMilliseconds: Int64 = 1_735_689_600_000
    private let processNumber: Int64
    private let realTime: @Sendable () -> Instant
    private let last = Mutex<Int64>(0)

    public init(processNumber: Int, realTime: @escaping @Sendable () -> Instant = { Clock.system.now() }) {
        self.processNumber = Int64(processNumber & 1023)
        self.realTime = realTime
    }

    /// Ascending within the process, also when more than 4,096 are asked for in a millisecond.
    public func next<Subject: Identified>(_ type: Subject.Type = Subject.self) -> ID<Subject> {
        ID(nextNumber())
    }

    public func nextNumber() -> Int64 {
        let tick = (realTime().microseconds / 1_000 - Self.epochMilliseconds) << 12
        return last.withLock { last in
            // `last` is milliseconds and count without the process number, so that adding one overflows into time.
            last = max(last + 1, tick)
            return (last >> 12) << 22 | processNumber << 12 | last & 0xFFF
        }
    }

    /// When an id was made, to the millisecond.
    static func instant(of number: Int64) -> Instant {
        Instant(microseconds: ((number >> 22) + epochMilliseconds) * 1_000)
    }

    /// Ids from so many seconds ago to an hour ahead, by this process's real time.
    func span(ofLastSeconds seconds: Int) -> Range<Int64> {
        let now = realTime()
        return Self.first(at: now.adding(seconds: -seconds))..<Self.first(at: now.adding(seconds: 3_600))
    }

    /// The lowest id that could be made at `instant`: where partitions are cut.
    public static func first(at instant: Instant) -> Int64 {
        max(0, instant.microseconds / 1_000 - epochMilliseconds) << 22
    }
}
