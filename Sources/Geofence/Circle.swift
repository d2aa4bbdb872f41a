import Glibc

/// A circle ready for measuring: its centre in degrees and in space.
struct Circle {
    let center: Position
    let middle: Geocentric
    let radius: Double

    init(_ center: Position, _ radius: Double) {
        self.init(center: center, middle: center.geocentric, radius: radius)
    }

    init(center: Position, middle: Geocentric, radius: Double) {
        self.center = center
        self.middle = middle
        self.radius = radius
    }

    /// Up to here the chord alone decides, within 2 mm of the geodesic.
    static let chordRadiusMax = 50_000.0

    /// Square of the chord that spans `radius` along the ground. One mean curvature serves everywhere: at 50 km the
    /// correction is 13 cm and the Earth's curvature differs from the mean by 1 %.
    @inline(__always)
    static func chordSquaredLimit(radius: Double) -> Double {
        let chord = radius * (1 - radius * radius * (1 / (24 * 6_367_000.0 * 6_367_000.0)))
        return chord * chord
    }

    /// `point` is `position` in space, which callers have at hand.
    func contains(_ position: Position, _ point: Geocentric) -> Bool {
        guard radius >= 0, radius.isFinite else { return false }
        if radius <= Self.chordRadiusMax {
            return point.chordSquared(to: middle) <= Self.chordSquaredLimit(radius: radius)
        }
        return position.distanceMeters(to: center) <= radius
    }

    func distance(from position: Position, _ point: Geocentric) -> Double {
        guard radius >= 0, radius.isFinite else { return .infinity }
        if contains(position, point) { return 0 }
        let toCenter =
            point.chordSquared(to: middle) <= Geodesic.shortChordSquared
            ? point.arc(to: middle) : position.distanceMeters(to: center)
        return max(0, toCenter - radius)
    }

    /// Beyond this many sigmas from the edge the answer is 0 or 1 to five decimals.
    static let certainSigmas = 5.0

    /// Mass inside a circle of a round Gaussian whose middle is `distance` from the circle's: the mean over the circle of
    /// (1 - exp(-rho^2 / 2 sigma^2)) / rho^2 * (x dy - y dx), which is smooth and periodic.
    static func mass(radius: Double, distance: Double, sigma: Double) -> Double {
        guard radius > 0, radius.isFinite else { return 0 }
        if distance - radius > certainSigmas * sigma { return 0 }
        if radius - distance > certainSigmas * sigma { return 1 }
        if radius >= 12 * sigma {
            // So nearly a straight edge that one correction for its bend is enough (error below 5e-4).
            let gap = distance - radius + sigma * sigma / (2 * radius)
            return 0.5 * erfc(gap / (sigma * 2.0.squareRoot()))
        }
        let steps = 16 + Int((4 * radius / sigma).rounded(.up))
        let twice = 2 * sigma * sigma
        var sum = 0.0
        for step in 0..<steps {
            let cosine = cos(2 * .pi * Double(step) / Double(steps))
            let t = max(0, distance * distance + radius * radius + 2 * distance * radius * cosine) / twice
            let density = t > 1e-12 ? -expm1(-t) / t : 1
            sum += density * radius * (radius + distance * cosine) / twice
        }
        return min(1, max(0, sum / Double(steps)))
    }
}
