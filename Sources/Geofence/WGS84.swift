import Glibc

/// The ellipsoid every position refers to, and the bounds that make coarse filters conservative on it.
///
/// With geodetic latitudes read as if on a unit sphere, a geodesic is never shorter than `leastRadius` times the spherical
/// distance and never longer than `greatestRadius` times it: both principal radii of curvature lie between the two.
enum WGS84 {
    static let equatorialRadius = 6_378_137.0
    static let flattening = 1 / 298.257223563
    static let polarRadius = equatorialRadius * (1 - flattening)
    static let eccentricitySquared = flattening * (2 - flattening)
    /// Curvature of the meridian at the equator: the smallest radius there is.
    static let leastRadius = equatorialRadius * (1 - eccentricitySquared)
    /// Curvature at the poles: the largest radius there is.
    static let greatestRadius = equatorialRadius / (1 - flattening)

    static let radiansPerDegree = Double.pi / 180

    /// Metres per degree of latitude and of longitude at a latitude in degrees.
    static func metersPerDegree(latitude: Double) -> (east: Double, north: Double) {
        let sine = sin(latitude * radiansPerDegree)
        let w = 1 - eccentricitySquared * sine * sine
        let primeVertical = equatorialRadius / w.squareRoot()
        let meridian = equatorialRadius * (1 - eccentricitySquared) / (w * w.squareRoot())
        let cosine = max(0, 1 - sine * sine).squareRoot()
        return (primeVertical * cosine * radiansPerDegree, meridian * radiansPerDegree)
    }
}
