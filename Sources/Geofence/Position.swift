/// A place on the WGS84 ellipsoid, in degrees. Two spellings of one place are equal: longitude 180 and -180, and any
/// longitude at a pole.
public struct Position: Hashable, Sendable {
    public let latitude: Double
    public let longitude: Double

    /// Nil unless latitude is within -90...90 and longitude within -180...180, which also catches most pairs given
    /// in the wrong order.
    public init?(latitude: Double, longitude: Double) {
        guard latitude.isFinite, longitude.isFinite else { return nil }
        guard abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// For coordinates that were a position before.
    init(trustedLatitude latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// For results of our own arithmetic: latitude is clamped and longitude wrapped.
    init(wrappingLatitude latitude: Double, longitude: Double) {
        self.latitude = min(90, max(-90, latitude))
        let turned = longitude.remainder(dividingBy: 360)
        self.longitude = turned == -180 ? 180 : turned
    }

    /// The one longitude that stands for all spellings of this place.
    var canonicalLongitude: Double {
        if abs(latitude) == 90 { return 0 }
        return longitude == -180 ? 180 : longitude
    }

    var geocentric: Geocentric { Geocentric(latitude: latitude, longitude: canonicalLongitude) }

    /// Length of the geodesic in metres: within 1 mm up to 100 km (by the corrected chord) and beyond (by Vincenty's
    /// series, with a search for nearly opposite points).
    public func distanceMeters(to other: Position) -> Double {
        let here = geocentric
        let there = other.geocentric
        if here.chordSquared(to: there) <= Geodesic.shortChordSquared { return here.arc(to: there) }
        return Geodesic.length(from: self, to: other)
    }

    public static func == (left: Position, right: Position) -> Bool {
        left.latitude == right.latitude && left.canonicalLongitude == right.canonicalLongitude
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(latitude)
        hasher.combine(canonicalLongitude)
    }
}
