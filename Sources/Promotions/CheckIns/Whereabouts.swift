public import Geofence

/// One store that a fix may be in.
public struct Nearby: Hashable, Sendable {
    public let store: Store
    /// 0 inside the fence, else to its edge.
    public let distanceMeters: Double
    /// Probability that the true position lies in the fence.
    public let containment: Double

    public init(store: Store, distanceMeters: Double, containment: Double) {
        self.store = store
        self.distanceMeters = distanceMeters
        self.containment = containment
    }

    /// A store whose distance is not known, or not to be kept.
    public init(bare store: Store) {
        self.init(store: store, distanceMeters: 0, containment: 0)
    }

    public init(store: Store, fix: Fix) {
        self.init(
            store: store, distanceMeters: store.fence.distanceMeters(from: fix.position),
            containment: store.fence.containment(of: fix))
    }
}

/// What a fix says about where the shopper is. Pure judgement; campaigns come later.
public enum Whereabouts: Sendable {
    /// In this store. `also` are further stores whose fences hold the shopper just as surely.
    case inside(Nearby, also: [ID<Store>])
    /// Perhaps; another fix or the shopper's choice decides. Nearest first, at least one.
    case unclear(CheckInReason, [Nearby])
    /// Not in `nearest`, or the fix proves nothing.
    case refused(CheckInReason, nearest: Nearby?)

    /// The store that the attempt is recorded at.
    public var store: Store? {
        switch self {
        case .inside(let nearby, _): nearby.store
        case .unclear(_, let candidates): candidates.first?.store
        case .refused(_, let nearest): nearest?.store
        }
    }

    public var nearby: Nearby? {
        switch self {
        case .inside(let nearby, _): nearby
        case .unclear(_, let candidates): candidates.first
        case .refused(_, let nearest): nearest
        }
    }
}

/// How sure we must be at one store: the most lenient of its running campaigns, or the defaults. Each campaign
/// applies its own, stricter figures again when it decides.
public struct StorePolicy: Hashable, Sendable {
    public private(set) var inside: Double
    public private(set) var uncertain: Double
    public private(set) var maxAccuracyMeters: Double
    public private(set) var maxAgeSeconds: Double
    public private(set) var maxAheadSeconds: Double
    public private(set) var maxSpeedMetersPerSecond: Double
    /// No campaign needs a position from somebody who shows the store's code.
    public private(set) var codeSuffices: Bool

    public init(_ policies: some Sequence<PresencePolicy>) {
        var policies = policies.makeIterator()
        let first = policies.next() ?? PresencePolicy(proof: .either)
        inside = first.inside
        uncertain = first.uncertain
        maxAccuracyMeters = first.maxAccuracyMeters
        maxAgeSeconds = first.maxAgeSeconds
        maxAheadSeconds = first.maxAheadSeconds
        maxSpeedMetersPerSecond = first.maxSpeedMetersPerSecond
        codeSuffices = first.proof.acceptsCode
        while let other = policies.next() {
            inside = min(inside, other.inside)
            uncertain = min(uncertain, other.uncertain)
            maxAccuracyMeters = max(maxAccuracyMeters, other.maxAccuracyMeters)
            maxAgeSeconds = max(maxAgeSeconds, other.maxAgeSeconds)
            maxAheadSeconds = max(maxAheadSeconds, other.maxAheadSeconds)
            maxSpeedMetersPerSecond = max(maxSpeedMetersPerSecond, other.maxSpeedMetersPerSecond)
            codeSuffices = codeSuffices && other.proof.acceptsCode
        }
    }
}

/// The rules that turn a fix into whereabouts. Thresholds: `notes/geofence.md`, sections 6 and 7.
public enum PresenceRules {
    /// What is wrong with the fix itself, wherever it is. Accuracy is judged against a fence, by `isTooPoor`.
    public static func flaw(
        of reported: ReportedFix, at now: Instant, maxAgeSeconds: Double, maxAheadSeconds: Double
    ) -> CheckInReason? {
        let age = now.seconds(since: reported.capturedAt)
        if age < -maxAheadSeconds { return .clockSkew }
        if age > maxAgeSeconds { return .staleFix }
        return reported.isMocked ? .mocked : nil
    }

    public static func flaw(of reported: ReportedFix, at now: Instant, policy: StorePolicy) -> CheckInReason? {
        flaw(
            of: reported, at: now, maxAgeSeconds: policy.maxAgeSeconds, maxAheadSeconds: policy.maxAheadSeconds)
    }

    /// A fix worse than the allowed accuracy and than the fence's own radius proves nothing, wherever it lies.
    public static func isTooPoor(_ fix: Fix, at store: Store, maxAccuracyMeters: Double) -> Bool {
        fix.accuracyMeters > max(maxAccuracyMeters, store.radiusMeters ?? 0)
    }

    /// The shopper named the store: only that one counts.
    public static func judge(_ fix: Fix, at store: Store, policy: StorePolicy) -> Whereabouts {
        let nearby = Nearby(store: store, fix: fix)
        if isTooPoor(fix, at: store, maxAccuracyMeters: policy.maxAccuracyMeters) {
            return .refused(.inaccurate, nearest: nearby)
        }
        if nearby.containment >= policy.inside { return .inside(nearby, also: []) }
        if nearby.containment >= policy.uncertain { return .unclear(.uncertain, [nearby]) }
        return .refused(.outsideFence, nearest: nearby)
    }

    /// Nobody named a store: `candidates` are one retailer's stores that the fix may be in.
    /// - Returns: nil if the fix is in none of them, not even perhaps.
    public static func judge(
        _ fix: Fix, among candidates: [Store], policy: (Store) -> StorePolicy
    ) -> Whereabouts? {
        var sure: [Nearby] = []
        var perhaps: [Nearby] = []
        var tooPoor: [Nearby] = []
        for store in candidates {
            let policy = policy(store)
            let nearby = Nearby(store: store, fix: fix)
            if nearby.containment < policy.uncertain { continue }
            if isTooPoor(fix, at: store, maxAccuracyMeters: policy.maxAccuracyMeters) {
                tooPoor.append(nearby)
            } else if nearby.containment >= policy.inside {
                sure.append(nearby)
            } else {
                perhaps.append(nearby)
            }
        }
        if sure.count == 1 { return .inside(sure[0], also: []) }
        if !sure.isEmpty { return .unclear(.severalStores, byDistance(sure)) }
        if !perhaps.isEmpty { return .unclear(.uncertain, byDistance(perhaps)) }
        return byDistance(tooPoor).first.map { .refused(.inaccurate, nearest: $0) }
    }

    private static func byDistance(_ nearby: [Nearby]) -> [Nearby] {
        nearby.sorted {
            ($0.distanceMeters, $1.containment, $0.store.id) < ($1.distanceMeters, $0.containment, $1.store.id)
        }
    }
}
