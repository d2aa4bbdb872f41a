/// The `presence` member of a campaign.
extension PresencePolicy {
    public init(reading fields: Fields) throws(Invalid) {
        self.init()
        if fields.value("when") == "both" {
            fields.refuse("when", "\"both\" is not supported yet")
        } else {
            when = fields.choice("when", When.self, default: .toEarn)
        }
        proof = fields.choice("proof", Proof.self, default: .position)
        inside = fields.optionalNumber("inside", in: 0.5...0.999) ?? inside
        uncertain = fields.optionalNumber("uncertain", in: 0.01...0.999) ?? uncertain
        maxAccuracyMeters = fields.optionalNumber("max_accuracy_meters", in: 5...1_000) ?? maxAccuracyMeters
        maxAgeSeconds = fields.optionalNumber("max_age_seconds", in: 10...3_600) ?? maxAgeSeconds
        maxAheadSeconds = fields.optionalNumber("max_ahead_seconds", in: 0...300) ?? maxAheadSeconds
        maxSpeedMetersPerSecond = fields.optionalNumber("max_speed_mps", in: 5...1_000) ?? maxSpeedMetersPerSecond
        tooSoonMinutes = fields.optionalInteger("too_soon_minutes", in: 0...1_440).map(Int.init) ?? tooSoonMinutes
        rapidFire =
            fields.object("rapid_fire") { (fields: Fields) throws(Invalid) in try RapidFire(reading: fields) }
            ?? rapidFire
        if uncertain > inside {
            fields.refuse("uncertain", "must not be above inside")
        }
        try fields.finish()
    }

    public var json: JSON {
        [
            "when": .string(when.rawValue), "proof": .string(proof.rawValue), "inside": .double(inside),
            "uncertain": .double(uncertain), "max_accuracy_meters": .double(maxAccuracyMeters),
            "max_age_seconds": .double(maxAgeSeconds), "max_ahead_seconds": .double(maxAheadSeconds),
            "max_speed_mps": .double(maxSpeedMetersPerSecond), "too_soon_minutes": .int(Int64(tooSoonMinutes)),
            "rapid_fire": [
                "max_stores": .int(Int64(rapidFire.maxStores)), "within_meters": .double(rapidFire.withinMeters),
                "within_seconds": .double(rapidFire.withinSeconds),
            ],
        ]
    }
}

extension PresencePolicy.RapidFire {
    public init(reading fields: Fields) throws(Invalid) {
        self.init()
        maxStores = fields.optionalInteger("max_stores", in: 1...50).map(Int.init) ?? maxStores
        withinMeters = fields.optionalNumber("within_meters", in: 10...50_000) ?? withinMeters
        withinSeconds = fields.optionalNumber("within_seconds", in: 10...86_400) ?? withinSeconds
        try fields.finish()
    }
}
