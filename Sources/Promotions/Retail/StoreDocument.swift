import Geofence

/// A store as retailers write and read it over HTTP.
extension Store {
    /// The limits of what a retailer may write.
    static let tagsMax = 50
    /// As far as the largest circle reaches.
    static let reachMetersMax = 50_000.0

    /// Reads a whole store and finishes `fields`.
    /// - Parameter old: what a patch starts from: absent fields keep its values, null clears those that may be empty.
    ///   Nil demands every required field.
    public init(reading fields: Fields, id: ID<Store>, patching old: Store? = nil) throws(Invalid) {
        let name = fields.isLeft("name", old) ? old?.name : fields.text("name")
        let zone = Self.zone(fields, old: old)
        let location = Self.location(fields, old: old)
        let fence = Self.fence(fields, around: location, old: old)
        if let location, let fence, !fence.reaches(atMost: Self.reachMetersMax, from: location) {
            // A fence that held half a continent would catch every other retailer's shoppers.
            fields.refuse("fence", "must lie within 50 km of the store's location")
        }
        let hours: OpeningHours? =
            fields.has("hours")
            ? fields.object("hours") { (fields: Fields) throws(Invalid) in try OpeningHours(reading: fields) }
            : fields.isNull("hours") ? nil : old?.hours
        let tags: [String]? =
            fields.has("tags")
            ? fields.texts("tags", count: 0...Self.tagsMax, length: 1...50) : fields.isNull("tags") ? [] : old?.tags
        let owner = fields.has("owner") ? fields.choice("owner", Owner.self) : fields.isNull("owner") ? nil : old?.owner
        let externalID = fields.patched("external_id", old?.externalID, length: 1...100)
        let brand = fields.patched("brand", old?.brand, length: 1...100)
        let region = fields.patched("region", old?.region, length: 1...100)
        let address = fields.patched("address", old?.address, length: 1...500)
        try fields.finish()
        // Every nil has left its problem in the fields, so this is only for the compiler's sake.
        guard let name, let zone, let location, let fence else {
            throw Invalid(field: "name", reason: "could not be read")
        }
        self.init(
            id: id, externalID: externalID, name: name, brand: brand, owner: owner ?? .company, region: region,
            address: address, zone: zone, location: location, fence: fence, hours: hours, tags: tags ?? [],
            archivedAt: old?.archivedAt)
    }

    private static func zone(_ fields: Fields, old: Store?) -> Zone? {
        if fields.isLeft("time_zone", old) { return old?.zone }
        let identifier = fields.text("time_zone", length: 1...64)
        guard !identifier.isEmpty else { return nil }
        guard let zone = Zone(identifier: identifier) else {
            fields.refuse("time_zone", "must be an IANA time zone, such as America/Los_Angeles")
            return nil
        }
        return zone
    }

    private static func location(_ fields: Fields, old: Store?) -> Position? {
        if fields.isLeft("location", old) { return old?.location }
        return fields.requiredObject("location") { (fields: Fields) throws(Invalid) in try Position(reading: fields) }
    }

    private static func fence(_ fields: Fields, around location: Position?, old: Store?) -> Fence? {
        if fields.isLeft("fence", old) {
            // A circle stays round its store when the pin is moved.
            if let location, let radius = old?.radiusMeters { return .circle(center: location, radiusMeters: radius) }
            return old?.fence
        }
        return fields.requiredObject("fence") { (fields: Fields) throws(Invalid) in
            // Without a place its own problems are still told, not that the fence is unknown.
            guard let center = location ?? Position(latitude: 0, longitude: 0) else { return nil }
            return try Fence(reading: fields, around: center)
        } ?? nil
    }

    /// The public form, without the id, which needs its retailer.
    public var members: [(String, JSON)] {
        [
            ("external_id", JSON(externalID)), ("name", .string(name)), ("brand", JSON(brand)),
            ("owner", .string(owner.rawValue)), ("region", JSON(region)), ("address", JSON(address)),
            ("time_zone", .string(zone.identifier)), ("location", location.json), ("fence", fence.json),
            ("hours", hours.map(\.json) ?? .null), ("tags", .array(tags.map(JSON.string))),
            ("archived_at", JSON(archivedAt?.rfc3339)),
        ]
    }
}

extension JSON {
    /// The text, or null.
    public init(_ text: String?) {
        self = text.map(JSON.string) ?? .null
    }
}

extension Fields {
    /// Whether a patch of `old` leaves a required field alone. Null does not: it asks to clear what must be there.
    func isLeft(_ name: String, _ old: Store?) -> Bool {
        old != nil && !has(name) && !isNull(name)
    }

    /// An optional text under PATCH: absent keeps `old`, null clears it.
    func patched(_ name: String, _ old: String?, length: ClosedRange<Int>) -> String? {
        has(name) ? optionalText(name, length: length) : isNull(name) ? nil : old
    }
}
