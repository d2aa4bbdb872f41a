/// How a shopper proves to be in the store, and how sure we must be. Defaults: `notes/geofence.md`, section 6.
public struct PresencePolicy: Hashable, Sendable {
    public enum When: String, CaseIterable, Sendable {
        /// A check-in issues the coupon.
        case toEarn = "to_earn"
        /// The coupon is issued at once, to print at home; using it at an enrolled till is the visit.
        case toUse = "to_use"
    }

    public var when: When
    /// Containment from which the shopper is here.
    public var inside: Double
    /// Containment from which a better fix is worth asking for.
    public var uncertain: Double
    /// Fixes reported worse than this (or than the fence's radius, if that is larger) prove nothing.
    public var maxAccuracyMeters: Double
    public var maxSpeedMetersPerSecond: Double

    public init(
        when: When = .toEarn, inside: Double = 0.8, uncertain: Double = 0.35, maxAccuracyMeters: Double = 100,
        maxSpeedMetersPerSecond: Double = 340
    ) {
        self.when = when
        self.inside = inside
        self.uncertain = uncertain
        self.maxAccuracyMeters = maxAccuracyMeters
        self.maxSpeedMetersPerSecond = maxSpeedMetersPerSecond
    }

    public init(reading fields: Fields) throws(Invalid) {
        let standard = PresencePolicy()
        let when: When
        if fields.value("when") == "both" {
            fields.refuse("when", "\"both\" is not supported yet")
            when = .toEarn
        } else {
            when = fields.choice("when", When.self, default: .toEarn)
        }
        fields.neutral("proof", isNeutral: { $0 == "position" }, reason: "only \"position\" is supported yet")
        let inside = fields.optionalNumber("inside", in: 0.5...0.999) ?? standard.inside
        let uncertain = fields.optionalNumber("uncertain", in: 0.01...0.999) ?? standard.uncertain
        let accuracy = fields.optionalNumber("max_accuracy_meters", in: 5...1_000) ?? standard.maxAccuracyMeters
        fields.neutral(
            "max_speed_mps", isNeutral: { $0.numberValue == standard.maxSpeedMetersPerSecond },
            reason: "is not enforced yet; leave it out or at 340")
        if uncertain > inside {
            fields.refuse("uncertain", "must not be above inside")
        }
        try fields.finish()
        self.init(when: when, inside: inside, uncertain: uncertain, maxAccuracyMeters: accuracy)
    }

    public var json: JSON {
        [
            "when": .string(when.rawValue), "proof": "position", "inside": .double(inside),
            "uncertain": .double(uncertain), "max_accuracy_meters": .double(maxAccuracyMeters),
            "max_speed_mps": .double(maxSpeedMetersPerSecond),
        ]
    }
}
