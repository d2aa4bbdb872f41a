import Glibc

/// A point in metres from the centre of the Earth (ECEF). It has no seam and no poles, so short distances are
/// measured here.
struct Geocentric: Sendable {
    let x, y, z: Double

    /// Degrees; any longitude, so that unwrapped rings may go past 180.
    init(latitude: Double, longitude: Double) {
        let phi = latitude * WGS84.radiansPerDegree
        let lambda = longitude * WGS84.radiansPerDegree
        let sine = sin(phi)
        let primeVertical = WGS84.equatorialRadius / (1 - WGS84.eccentricitySquared * sine * sine).squareRoot()
        let fromAxis = primeVertical * cos(phi)
        x = fromAxis * cos(lambda)
        y = fromAxis * sin(lambda)
        z = primeVertical * (1 - WGS84.eccentricitySquared) * sine
    }

    init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    func chordSquared(to other: Geocentric) -> Double {
        let dx = other.x - x
        let dy = other.y - y
        let dz = other.z - z
        return dx * dx + dy * dy + dz * dz
    }

    /// Length along the ground, in metres, of the line whose ends are this far apart in space: the arc over the chord on the
    /// circle that has the ellipsoid's curvature in that very direction. Within 1 mm of the geodesic up to 100 km.
    func arc(to other: Geocentric) -> Double {
        let dx = other.x - x
        let dy = other.y - y
        let dz = other.z - z
        let chordSquared = dx * dx + dy * dy + dz * dz
        guard chordSquared > 0 else { return 0 }
        let inverseA = 1 / (WGS84.equatorialRadius * WGS84.equatorialRadius)
        let inverseB = 1 / (WGS84.polarRadius * WGS84.polarRadius)
        let gx = (x + other.x) / 2 * inverseA
        let gy = (y + other.y) / 2 * inverseA
        let gz = (z + other.z) / 2 * inverseB
        let steepness = (gx * gx + gy * gy + gz * gz).squareRoot()
        let curvature = ((dx * dx + dy * dy) * inverseA + dz * dz * inverseB) / (chordSquared * steepness)
        return 2 / curvature * asin(min(1, chordSquared.squareRoot() * curvature / 2))
    }
}
