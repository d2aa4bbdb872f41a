import Glibc

/// Lengths over ranges where the chord no longer serves.
enum Geodesic {
    /// Up to here (100 km) `Geocentric.arc` is as good and thirty times cheaper.
    static let shortChordSquared = 1e10

    static func length(from start: Position, to end: Position) -> Double {
        series(from: start, to: end) ?? throughTheMiddle(from: start, to: end)
    }

    /// Vincenty's inverse series on the auxiliary sphere (Survey Review XXIII, 1975); nil where its iteration does not settle,
    /// which happens only between nearly opposite points.
    private static func series(from start: Position, to end: Position) -> Double? {
        let difference = ((end.canonicalLongitude - start.canonicalLongitude) * WGS84.radiansPerDegree)
            .remainder(dividingBy: 2 * .pi)
        let u1 = ReducedLatitude(start.latitude)
        let u2 = ReducedLatitude(end.latitude)
        var lambda = difference
        for _ in 0..<60 {
            let arc = AuxiliaryArc(u1, u2, lambda: lambda)
            guard arc.sine > 0 else { return arc.cosine > 0 ? 0 : nil }
            let next = difference + arc.longitudeCorrection
            guard abs(next) <= .pi else { return nil }
            if abs(next - lambda) < 1e-13 { return AuxiliaryArc(u1, u2, lambda: next).length }
            lambda = next
        }
        return nil
    }

    /// Every way from start to end crosses the plane halfway between them, and each half is short enough for the series:
    /// so the geodesic is the shortest way through some point of that plane.
    private static func throughTheMiddle(from start: Position, to end: Position) -> Double {
        let ring = MiddleRing(start.geocentric, end.geocentric)
        func way(_ angle: Double) -> Double {
            let middle = ring.position(at: angle)
            return (series(from: start, to: middle) ?? .infinity) + (series(from: middle, to: end) ?? .infinity)
        }
        let steps = 72
        let step = 2 * Double.pi / Double(steps)
        var best = 0.0
        var bestWay = Double.infinity
        for index in 0..<steps {
            let candidate = way(Double(index) * step)
            if candidate < bestWay {
                bestWay = candidate
                best = Double(index) * step
            }
        }
        var low = best - step
        var high = best + step
        let golden = 0.6180339887498949
        while high - low > 1e-7 {
            let left = high - golden * (high - low)
            let right = low + golden * (high - low)
            if way(left) < way(right) { high = right } else { low = left }
        }
        return min(bestWay, way((low + high) / 2))
    }
}

/// Sine and cosine of the latitude on the auxiliary sphere.
private struct ReducedLatitude {
    let sine, cosine: Double

    init(_ degrees: Double) {
        let phi = degrees * WGS84.radiansPerDegree
        let rise = (1 - WGS84.flattening) * sin(phi)
        let run = abs(degrees) == 90 ? 0 : cos(phi)
        let length = (rise * rise + run * run).squareRoot()
        sine = rise / length
        cosine = run / length
    }
}

/// The great circle between two reduced latitudes, `lambda` apart, and what it means on the ellipsoid.
private struct AuxiliaryArc {
    let sine, cosine, angle: Double
    private let sineAzimuth, cosineAzimuthSquared, cosineTwoMiddle: Double

    init(_ u1: ReducedLatitude, _ u2: ReducedLatitude, lambda: Double) {
        let across = u2.cosine * sin(lambda)
        let along = u1.cosine * u2.sine - u1.sine * u2.cosine * cos(lambda)
        sine = (across * across + along * along).squareRoot()
        cosine = u1.sine * u2.sine + u1.cosine * u2.cosine * cos(lambda)
        angle = atan2(sine, cosine)
        sineAzimuth = sine > 0 ? u1.cosine * u2.cosine * sin(lambda) / sine : 0
        cosineAzimuthSquared = 1 - sineAzimuth * sineAzimuth
        // Along the equator the middle is undefined and its factor vanishes.
        cosineTwoMiddle = cosineAzimuthSquared > 1e-15 ? cosine - 2 * u1.sine * u2.sine / cosineAzimuthSquared : 0
    }

    /// By how much the sphere's longitude difference exceeds the ellipsoid's.
    var longitudeCorrection: Double {
        let f = WGS84.flattening
        let c = f / 16 * cosineAzimuthSquared * (4 + f * (4 - 3 * cosineAzimuthSquared))
        let inner = cosineTwoMiddle + c * cosine * (2 * cosineTwoMiddle * cosineTwoMiddle - 1)
        return (1 - c) * f * sineAzimuth * (angle + c * sine * inner)
    }

    var length: Double {
        let b = WGS84.polarRadius
        let squared = cosineAzimuthSquared * (WGS84.equatorialRadius * WGS84.equatorialRadius - b * b) / (b * b)
        let scale = 1 + squared / 16384 * (4096 + squared * (-768 + squared * (320 - 175 * squared)))
        let waves = squared / 1024 * (256 + squared * (-128 + squared * (74 - 47 * squared)))
        let middle = cosineTwoMiddle
        let third = waves / 6 * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3)
        let second = waves / 4 * (cosine * (2 * middle * middle - 1) - third)
        return b * scale * (angle - waves * sine * (middle + second))
    }
}

/// Where the plane through the Earth's centre, square to the line between two points, cuts the surface.
private struct MiddleRing {
    private let first, second: Geocentric

    init(_ a: Geocentric, _ b: Geocentric) {
        let axis = Geocentric(x: a.x - b.x, y: a.y - b.y, z: a.z - b.z)
        let pole = Geocentric(x: 0, y: 0, z: 1)
        let equator = Geocentric(x: 1, y: 0, z: 0)
        let steep = axis.z * axis.z > axis.x * axis.x + axis.y * axis.y
        first = Self.unitCross(axis, steep ? equator : pole)
        second = Self.unitCross(axis, first)
    }

    func position(at angle: Double) -> Position {
        let c = cos(angle)
        let s = sin(angle)
        let x = c * first.x + s * second.x
        let y = c * first.y + s * second.y
        let z = c * first.z + s * second.z
        let latitude = atan2(z, (1 - WGS84.eccentricitySquared) * (x * x + y * y).squareRoot())
        return Position(
            wrappingLatitude: latitude / WGS84.radiansPerDegree, longitude: atan2(y, x) / WGS84.radiansPerDegree)
    }

    private static func unitCross(_ a: Geocentric, _ b: Geocentric) -> Geocentric {
        let x = a.y * b.z - a.z * b.y
        let y = a.z * b.x - a.x * b.z
        let z = a.x * b.y - a.y * b.x
        let length = (x * x + y * y + z * z).squareRoot()
        return Geocentric(x: x / length, y: y / length, z: z / length)
    }
}
