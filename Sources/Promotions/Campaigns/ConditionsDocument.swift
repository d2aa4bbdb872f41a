extension Conditions {
    /// Reads `{min_spend, include, exclude, exclude_discounted, max_units, combinable}`; each may be left out.
    public init(reading fields: Fields) throws(Invalid) {
        let minSpend = fields.read("min_spend", Money.init(positive:at:))
        let include = fields.texts("include", count: 0...Conditions.listMax, length: BasketLine.labelLength)
        let exclude = fields.texts("exclude", count: 0...Conditions.listMax, length: BasketLine.labelLength)
        let excludesDiscounted = fields.flag("exclude_discounted", default: false)
        let maxUnits = fields.optionalInteger("max_units", in: Conditions.maxUnitsRange)
        let combinable = fields.choice("combinable", Combinable.self, default: .alone)
        let included = Labels(include)
        for (place, entry) in exclude.enumerated() where included.contains(entry) {
            fields.refuse("exclude[\(place)]", "is in include too, so nothing could match it")
        }
        try fields.finish()
        self.init(
            minSpend: minSpend, include: include, exclude: exclude, excludesDiscounted: excludesDiscounted,
            maxUnits: maxUnits, combinable: combinable)
    }

    public var json: JSON {
        [
            "min_spend": minSpend?.json ?? .null,
            "include": .array(include.map { .string($0) }),
            "exclude": .array(exclude.map { .string($0) }),
            "exclude_discounted": .bool(excludesDiscounted),
            "max_units": maxUnits.map { .int($0) } ?? .null,
            "combinable": .string(combinable.rawValue),
        ]
    }
}
