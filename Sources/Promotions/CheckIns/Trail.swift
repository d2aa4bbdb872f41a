public import Geofence

/// A check-in of the last day, as far as judging the next one needs it.
public struct EarlierVisit: Hashable, Sendable {
    public let id: ID<CheckIn>
    public let store: ID<Store>
    public let at: Instant
    /// It earned something.
    public let hasEarned: Bool
    /// The shopper was there as far as we know: accepted, and not doubted for the speed.
    public let isGenuine: Bool
    public let position: Position
    /// Of the position: as reported, or the reach of the fence where no position was kept.
    public let accuracyMeters: Double
    /// The fix as it was kept, to know it again; nil without one.
    public let fix: Fix?
    public let capturedAt: Instant?

    /// - Parameter store: where it was recorded; its place stands in for a position that was not kept.
    public init(
        _ id: ID<CheckIn>, at store: Store, checkedAt: Instant, verdict: Verdict, reasons: [CheckInReason], fix: Fix?,
        capturedAt: Instant?
    ) {
        self.id = id
        self.store = store.id
        at = checkedAt
        hasEarned = verdict == .accepted
        switch verdict {
        case .accepted, .acceptedNoReward: isGenuine = !reasons.contains(.jumped)
        case .held, .refused: isGenuine = false
        }
        position = fix?.position ?? store.fence.center
        accuracyMeters = fix?.accuracyMeters ?? store.radiusMeters ?? Self.polygonReachMeters
        self.fix = fix
        self.capturedAt = capturedAt
    }

    /// A polygon's reach is not known here; a shop's outline seldom reaches further.
    static let polygonReachMeters = 500.0
}

/// A shopper's check-ins of the last day at one retailer, and what they say about the next one. Formulas and
/// thresholds: `notes/geofence.md`, section 7.
public struct Trail: Sendable {
    /// How far back anything matters.
    public static let seconds = 24 * 3_600
    /// Whoever tries more often in a day is no shopper; beyond it nothing more is read.
    public static let visitsMax = 64
    /// Under this distance a jump is more likely a wrong fix than a lie.
    static let jumpMetersMin = 1_000.0
    /// Two reports of one fix differ by at most this: a phone that says how old a fix is rounds.
    static let sameFixSeconds = 1.5

    /// Latest first.
    public private(set) var visits: [EarlierVisit]

    public init(_ visits: [EarlierVisit] = []) {
        self.visits = visits.sorted { ($1.at, $1.id) < ($0.at, $0.id) }
    }

    public mutating func add(_ visit: EarlierVisit) {
        visits.insert(visit, at: 0)
    }

    /// Without the check-in that is being continued.
    public func before(_ id: ID<CheckIn>?) -> Trail {
        guard let id else { return self }
        return Trail(visits.filter { $0.id != id })
    }

    var isFull: Bool { visits.count >= Self.visitsMax }

    private func recent(_ now: Instant, seconds: Double) -> some Sequence<EarlierVisit> {
        visits.lazy.filter { now.seconds(since: $0.at) < seconds }
    }

    /// How fast the shopper must have travelled since the last genuine visit, after both accuracies are given away
    /// twice. Times are when we heard, so that a forged one cannot slow a jump.
    /// - Returns: nil without an earlier visit, or where it was nearby.
    public func speed(to position: Position, accuracyMeters: Double, at now: Instant) -> Speed? {
        guard let last = recent(now, seconds: Double(Self.seconds)).first(where: \.isGenuine) else { return nil }
        let distance = last.position.distanceMeters(to: position)
        guard distance > Self.jumpMetersMin else { return nil }
        let travelled = max(0, distance - 2 * (last.accuracyMeters + accuracyMeters))
        return Speed(metersPerSecond: travelled / max(1, now.seconds(since: last.at)), since: last.id)
    }

    public struct Speed: Hashable, Sendable {
        public let metersPerSecond: Double
        public let since: ID<CheckIn>

        public init(metersPerSecond: Double, since: ID<CheckIn>) {
            self.metersPerSecond = metersPerSecond
            self.since = since
        }
    }

    /// Seconds since this shopper earned something in this store; nil if that was not in the last day.
    public func secondsSinceEarned(in store: ID<Store>, at now: Instant) -> Double? {
        recent(now, seconds: Double(Self.seconds)).first { $0.hasEarned && $0.store == store }
            .map { now.seconds(since: $0.at) }
    }

    /// In how many stores, this one counted, the shopper has earned something so near and so lately.
    public func storesEarned(
        near position: Position, with store: ID<Store>, at now: Instant, under rule: PresencePolicy.RapidFire
    ) -> Int {
        var stores: Set<ID<Store>> = [store]
        for visit in recent(now, seconds: rule.withinSeconds)
        where visit.hasEarned && visit.position.distanceMeters(to: position) <= rule.withinMeters {
            stores.insert(visit.store)
        }
        return stores.count
    }

    /// The check-in that came with this very fix, if there is one. A phone never measures the same place, accuracy and
    /// time twice.
    public func earlierUse(of reported: ReportedFix) -> ID<CheckIn>? {
        visits.first { visit in
            guard let fix = visit.fix, let captured = visit.capturedAt else { return false }
            return fix.position == reported.fix.position
                // Kept in single precision.
                && Float(fix.accuracyMeters) == Float(reported.fix.accuracyMeters)
                && abs(captured.seconds(since: reported.capturedAt)) <= Self.sameFixSeconds
        }?.id
    }
}
