public import Geofence

extension Position {
    /// `{"latitude", "longitude"}` in degrees.
    public init(reading fields: Fields) throws(Invalid) {
        let latitude = fields.number("latitude", in: -90...90)
        let longitude = fields.number("longitude", in: -180...180)
        try fields.finish()
        guard let position = Position(latitude: latitude, longitude: longitude) else {
            throw Invalid(field: fields.path(of: "latitude"), reason: "must be a position on Earth")
        }
        self = position
    }

    public var json: JSON {
        ["latitude": .double(latitude), "longitude": .double(longitude)]
    }
}

extension Fence {
    /// `{"type": "circle", "radius_meters"}` round `center`, or a GeoJSON Polygon (RFC 7946; longitude first).
    public init(reading fields: Fields, around center: Position) throws(Invalid) {
        enum Kind: String, CaseIterable {
            case circle
            case polygon = "Polygon"
        }
        // What a fence holds depends on its kind; without one all its members would be called unknown.
        guard let kind = fields.required("type", fields.optionalChoice("type", Kind.self)) else {
            throw Invalid(fields.problems)
        }
        switch kind {
        case .circle:
            let radius = fields.number("radius_meters", in: Fence.radiusRange)
            try fields.finish()
            self = .circle(center: center, radiusMeters: radius)
        case .polygon:
            let rings = fields.list("coordinates", count: 1...1_000) { (json, path) throws(Invalid) in
                try Self.ring(json, at: path)
            }
            _ = fields.required("coordinates", fields.value("coordinates"))
            try fields.finish()
            do {
                self = .polygon(try Polygon(rings: rings))
            } catch {
                throw Invalid(field: fields.path(of: "coordinates"), reason: Sentence(error.reason))
            }
        }
    }

    /// Whether no point of the fence is further than that from `position`.
    func reaches(atMost meters: Double, from position: Position) -> Bool {
        switch self {
        case .circle(let center, let radius): center.distanceMeters(to: position) + radius <= meters + 1
        case .polygon(let polygon): polygon.rings.joined().allSatisfy { $0.distanceMeters(to: position) <= meters }
        }
    }

    private static func ring(_ json: JSON, at path: String) throws(Invalid) -> [Position] {
        guard case .array(let points) = json else { throw Invalid(field: path, reason: "must be a list of positions") }
        var ring: [Position] = []
        for (place, point) in points.enumerated() {
            guard case .array(let numbers) = point, (2...3).contains(numbers.count),
                let longitude = numbers[0].numberValue, let latitude = numbers[1].numberValue,
                let position = Position(latitude: latitude, longitude: longitude)
            else { throw Invalid(field: "\(path)[\(place)]", reason: "must be [longitude, latitude]") }
            ring.append(position)
        }
        return ring
    }

    public var json: JSON {
        switch self {
        case .circle(_, let radius):
            ["type": "circle", "radius_meters": .double(radius)]
        case .polygon(let polygon):
            [
                "type": "Polygon",
                "coordinates": .array(
                    polygon.rings.map { ring in
                        .array(ring.map { .array([.double($0.longitude), .double($0.latitude)]) })
                    }),
            ]
        }
    }
}
