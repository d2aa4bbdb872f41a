import Postgres
import Promotions
import Records
public import ServiceLifecycle
import Synchronization

/// Turns coupons whose time has passed into `expired` and gives back what they held. Any number of processes may sweep
/// at once: each coupon is locked by one of them.
public struct Sweeper: Service {
    static let interval = Duration.seconds(2)
    /// Of a retailer where nothing had expired: many have nothing to expire for days.
    static let quietSeconds: Int64 = 10
    static let pageMax = 500
    /// A till's request that came in time may still be waiting for its batch, and clocks differ a little.
    static let graceSeconds = 2
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "expire coupons") {
            _ = try await desk.expireCoupons(onlyDue: true)
        }
    }
}

/// Up to which moment this process has found nothing left to expire, by retailer. Losing it costs one longer look.
final class Sweeps: Sendable {
    /// Coupons of a slow commit may turn up late.
    private static let overlapSeconds = 60
    /// What was held when others were swept: looked for again now and then, a day back.
    private static let lookBackSeconds = 86_400
    private static let longLookEverySeconds: Int64 = 600

    private struct Mark {
        var clearUpTo: Instant
        var longLookAt: Instant
        var isQuiet: Bool
    }

    private let marks = Mutex<[ID<Retailer>: Mark]>([:])

    /// From where on to look.
    func start(of retailer: ID<Retailer>, at now: Instant) -> Instant {
        marks.withLock { marks in
            guard let mark = marks[retailer] else { return Instant(microseconds: 0) }
            let isLong = now.seconds - mark.longLookAt.seconds >= Self.longLookEverySeconds
            return mark.clearUpTo.adding(seconds: -(isLong ? Self.lookBackSeconds : Self.overlapSeconds))
        }
    }

    /// Whether it is time to look again.
    func isDue(_ retailer: ID<Retailer>, at now: Instant) -> Bool {
        guard let mark = marks.withLock({ $0[retailer] }) else { return true }
        return !mark.isQuiet || now.seconds - mark.clearUpTo.seconds >= Sweeper.quietSeconds
    }

    func isClear(of retailer: ID<Retailer>, upTo end: Instant, wasQuiet: Bool, at now: Instant) {
        marks.withLock { marks in
            let longLookAt = marks[retailer].map(\.longLookAt) ?? now
            let isDue = now.seconds - longLookAt.seconds >= Self.longLookEverySeconds
            marks[retailer] = Mark(clearUpTo: end, longLookAt: isDue ? now : longLookAt, isQuiet: wasQuiet)
        }
    }
}

extension Desk {
    private static let sweepTriesMax = 5

    /// - Parameter onlyDue: leaves retailers alone where nothing was found a moment ago.
    /// - Returns: how many coupons were expired by this call.
    public func expireCoupons(onlyDue: Bool = false) async throws -> Int {
        var expired = 0
        let now = now
        for (retailer, book) in shelf.current.books where !onlyDue || sweeps.isDue(retailer, at: now) {
            // A draft has issued nothing.
            guard book.campaigns.values.contains(where: { $0.launchedAt != nil }) else { continue }
            try await each(of: [retailer], logger, "expire coupons") { retailer in
                expired += try await expireCoupons(of: retailer)
            }
        }
        return expired
    }

    func expireCoupons(of retailer: ID<Retailer>) async throws -> Int {
        let now = now
        let end = now.adding(seconds: -Sweeper.graceSeconds)
        let start = sweeps.start(of: retailer, at: now)
        var expired = 0
        while true {
            let coupons = try await database.couponsPastTime(
                of: retailer, after: start, upTo: end, limit: Sweeper.pageMax)
            if coupons.isEmpty {
                sweeps.isClear(of: retailer, upTo: end, wasQuiet: expired == 0, at: now)
                return expired
            }
            let count = try await expire(coupons, of: retailer, upTo: end, at: now)
            expired += count
            // All of them are held: somebody else is at it.
            if count == 0 { return expired }
        }
    }

    private func expire(
        _ coupons: [ID<Coupon>], of retailer: ID<Retailer>, upTo end: Instant, at now: Instant
    ) async throws -> Int {
        for attempt in 1... {
            do {
                return try await database.expire(
                    coupons, of: retailer, campaigns: shelf.current.book(retailer)?.campaigns ?? [:],
                    entryIDs: coupons.map { _ in ids.nextNumber() }, upTo: end, at: now)
            } catch BatchSetback.overdrawn where attempt < Self.sweepTriesMax {
                try await refresh(retailer)
            } catch let error as PostgresError where attempt < Self.sweepTriesMax && error.isTransient {
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        preconditionFailure("the last try returns or throws")
    }
}
