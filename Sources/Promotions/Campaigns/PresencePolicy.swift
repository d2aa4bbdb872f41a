/// How a shopper proves to be in the store, and how sure we must be. Thresholds and their sources: `notes/geofence.md`,
/// sections 6 and 7.
public struct PresencePolicy: Hashable, Sendable {
    public enum When: String, CaseIterable, Sendable {
        /// A check-in issues the coupon.
        case toEarn = "to_earn"
        /// The coupon is issued at once, to print at home; using it at an enrolled till is the visit.
        case toUse = "to_use"
    }

    /// What shows that somebody is there.
    public enum Proof: String, CaseIterable, Sendable {
        case position
        /// The rotating code on a screen in the store; no position is asked for or kept.
        case code
        case either
        case both

        var acceptsCode: Bool {
            switch self {
            case .code, .either: true
            case .position, .both: false
            }
        }

        var demandsCode: Bool {
            switch self {
            case .code, .both: true
            case .position, .either: false
            }
        }
    }

    public var when: When
    public var proof: Proof
    /// Containment from which the shopper is here.
    public var inside: Double
    /// Containment from which a better fix is worth asking for.
    public var uncertain: Double
    /// Fixes reported worse than this (or than the fence's radius, if that is larger) prove nothing.
    public var maxAccuracyMeters: Double
    /// An older fix says where the shopper was.
    public var maxAgeSeconds: Double
    /// A fix further ahead of our clock comes from a wrong one.
    public var maxAheadSeconds: Double
    /// Whoever must have travelled faster since the last visit was not at one of the two places.
    public var maxSpeedMetersPerSecond: Double
    /// How long after earning something a store gives the same shopper nothing more; 0 for never.
    public var tooSoonMinutes: Int
    public var rapidFire: RapidFire

    /// Earning at more than so many stores, this near to each other and within so short a time, is not shopping. The figures are
    /// those told of Foursquare's own rule (He, Liu and Ren 2011, arXiv 1102.4135).
    public struct RapidFire: Hashable, Sendable {
        public var maxStores: Int
        public var withinMeters: Double
        public var withinSeconds: Double

        public init(maxStores: Int = 3, withinMeters: Double = 180, withinSeconds: Double = 180) {
            self.maxStores = maxStores
            self.withinMeters = withinMeters
            self.withinSeconds = withinSeconds
        }
    }

    public init(
        when: When = .toEarn, proof: Proof = .position, inside: Double = 0.8, uncertain: Double = 0.35,
        maxAccuracyMeters: Double = 100, maxAgeSeconds: Double = 120, maxAheadSeconds: Double = 30,
        maxSpeedMetersPerSecond: Double = 340, tooSoonMinutes: Int = 60, rapidFire: RapidFire = RapidFire()
    ) {
        self.when = when
        self.proof = proof
        self.inside = inside
        self.uncertain = uncertain
        self.maxAccuracyMeters = maxAccuracyMeters
        self.maxAgeSeconds = maxAgeSeconds
        self.maxAheadSeconds = maxAheadSeconds
        self.maxSpeedMetersPerSecond = maxSpeedMetersPerSecond
        self.tooSoonMinutes = tooSoonMinutes
        self.rapidFire = rapidFire
    }
}
