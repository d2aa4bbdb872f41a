import Postgres
import Promotions
import Records
public import ServiceLifecycle
import Synchronization

/// Ends reservations whose time is over, turns coupons whose time has passed into `expired` and gives back what they held,
/// and gives budgets back what redeemed coupons did not cost. Any number of processes may sweep at once: each coupon is
/// locked by one of them.
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
        await repeating(every: Self.interval, desk.logger, "sweep coupons") {
            try await desk.sweep()
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
    private static let sweepTriesMax = 20

    public func sweep() async throws {
        let now = now
        try await eachWithCoupons("sweep coupons", where: { sweeps.isDue($0, at: now) }) { retailer in
            _ = try await endReservations(of: retailer)
            _ = try await settleRedemptions(of: retailer)
            _ = try await expireCoupons(of: retailer)
            _ = try await returnLeases(of: retailer)
        }
    }

    /// - Returns: how many coupons were expired by this call.
    public func expireCoupons() async throws -> Int {
        var expired = 0
        try await eachWithCoupons("expire coupons") { expired += try await expireCoupons(of: $0) }
        return expired
    }

    private func eachWithCoupons(
        _ purpose: String, where isWanted: (ID<Retailer>) -> Bool = { _ in true },
        _ work: (ID<Retailer>) async throws -> Void
    ) async throws {
        for (retailer, book) in shelf.current.books where isWanted(retailer) {
            // A draft has issued nothing.
            guard book.campaigns.values.contains(where: { $0.launchedAt != nil }) else { continue }
            try await each(of: [retailer], logger, purpose, work)
        }
    }

    /// - Returns: how many reservations were ended by this call.
    func endReservations(of retailer: ID<Retailer>) async throws -> Int {
        let end = now.adding(seconds: -Sweeper.graceSeconds)
        var ended = 0
        while true {
            let coupons = Set(
                try await database.couponsOfLapsedReservations(of: retailer, upTo: end, limit: Sweeper.pageMax))
            if coupons.isEmpty { return ended }
            let count = try await sweeping(retailer) {
                try await database.transaction { database in
                    try await Desk(self, database: database).endReservations(coupons.sorted(), of: retailer, upTo: end)
                }
            }
            ended += count
            try await database.forgetReservations(of: retailer, upTo: end, limit: Sweeper.pageMax)
            if count == 0 { return ended }
        }
    }

    private func endReservations(
        _ coupons: [ID<Coupon>], of retailer: ID<Retailer>, upTo end: Instant
    ) async throws -> Int {
        let locked = try await database.lockLapsed(coupons, of: retailer, upTo: end)
        let fates = try await fates(of: locked, retailer)
        let released = locked.compactMap { coupon in
            coupon.reservation.map {
                ReleasedCoupon(coupon, fate: fates[coupon.id] ?? .issued, reason: .released($0))
            }
        }
        if !released.isEmpty { try await release(released, of: retailer) }
        return released.count
    }

    /// - Returns: how many redemptions gave something back in this call.
    func settleRedemptions(of retailer: ID<Retailer>) async throws -> Int {
        let now = now
        let end = now.adding(seconds: -Sweeper.graceSeconds)
        var settled = 0
        while true {
            let page = try await database.redemptionsToSettle(of: retailer, upTo: end, limit: Sweeper.pageMax)
            if page.isEmpty { return settled }
            let count = try await sweeping(retailer) {
                try await database.settle(
                    page, of: retailer, campaigns: shelf.current.book(retailer)?.campaigns ?? [:],
                    entryIDs: page.map { _ in ids.nextNumber() }, at: now)
            }
            settled += count
            if count == 0 { return settled }
        }
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
        try await sweeping(retailer) {
            try await database.expire(
                coupons, of: retailer, campaigns: shelf.current.book(retailer)?.campaigns ?? [:],
                entryIDs: coupons.map { _ in ids.nextNumber() }, upTo: end, at: now)
        }
    }

    func sweeping(_ retailer: ID<Retailer>, _ work: () async throws -> Int) async throws -> Int {
        for attempt in 1... {
            do {
                return try await work()
            } catch BatchSetback.overdrawn where attempt < Self.sweepTriesMax {
                try await refresh(retailer)
            } catch let error as PostgresError where attempt < Self.sweepTriesMax && error.isTransient {
                try await Task.sleep(for: .milliseconds(20 << min(attempt, 6)))
            }
        }
        preconditionFailure("the last try returns or throws")
    }
}
