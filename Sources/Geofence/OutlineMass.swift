import Glibc

/// One coordinate pair in units of sigma, east and north of a fix.
struct Offset {
    let x, y: Double

    func cross(_ other: Offset) -> Double { x * other.y - y * other.x }
    func dot(_ other: Offset) -> Double { x * other.x + y * other.y }

    func between(_ other: Offset, _ share: Double) -> Offset {
        Offset(x: x + share * (other.x - x), y: y + share * (other.y - y))
    }
}

extension Outline {
    /// Mass inside the outline of a round Gaussian about `position`: the sum over the rings of
    /// 1 / 2 pi * integral of (1 - exp(-rho^2 / 2)) / rho^2 * (x dy - y dx), with holes taken off. Metres are those of the fix's
    /// own latitude, which holds within a few kilometres of it unless a pole is as near.
    func mass(around position: Position, sigma: Double) -> Double {
        guard abs(position.latitude) < 90 else { return 0 }
        let plane = Plane(self, position, sigma)
        guard plane.isNear(self) else { return 0 }
        guard isPlain else { return plane.slicedMass(self) }
        var sum = 0.0
        for index in turns.indices {
            let ring = self.ring(index)
            var integral = 0.0
            var from = plane.offset(self, ring.lowerBound)
            for vertex in ring.dropFirst() {
                let to = plane.offset(self, vertex)
                integral += Plane.flux(from, to)
                from = to
            }
            // Every ring counts its own mass once, whichever way it runs.
            sum += (index == 0 ? 1 : -1) * turns[index] * integral / (2 * .pi)
        }
        return min(1, max(0, sum))
    }
}

/// Degrees turned into sigmas about a fix.
struct Plane {
    let longitude, latitude: Double
    let east, north: Double

    /// Beyond this many sigmas all the mass is taken to lie nearer: what remains is 4e-6.
    static let horizon = 5.0

    init(_ outline: Outline, _ position: Position, _ sigma: Double) {
        let scale = WGS84.metersPerDegree(latitude: position.latitude)
        longitude = outline.framed(position.canonicalLongitude)
        latitude = position.latitude
        east = scale.east / sigma
        north = scale.north / sigma
    }

    func offset(_ outline: Outline, _ index: Int) -> Offset {
        Offset(x: (outline.longitudes[index] - longitude) * east, y: (outline.latitudes[index] - latitude) * north)
    }

    /// Whether the outline's box comes within the horizon.
    func isNear(_ outline: Outline) -> Bool {
        (outline.west - longitude) * east < Self.horizon && (longitude - outline.east) * east < Self.horizon
            && (outline.south - latitude) * north < Self.horizon && (latitude - outline.north) * north < Self.horizon
    }

    /// The edge's part of the integral: Gauss-Legendre where it passes the fix, the plain angle where it is so far off that the
    /// exponential is gone.
    static func flux(_ from: Offset, _ to: Offset) -> Double {
        let step = Offset(x: to.x - from.x, y: to.y - from.y)
        let squared = step.dot(step)
        guard squared > 0 else { return 0 }
        let turn = from.cross(to)
        let reach = horizon + 1
        // Where the line enters and leaves the disc of radius `reach`.
        let closest = -from.dot(step) / squared
        let halfSquared = reach * reach / squared - turn * turn / (squared * squared)
        let half = max(0, halfSquared).squareRoot()
        let enter = min(1, max(0, closest - half))
        let leave = min(1, max(0, closest + half))
        guard halfSquared > 0, leave > enter else { return angle(from, to) }
        let first = from.between(to, enter)
        let last = from.between(to, leave)
        return (enter > 0 ? angle(from, first) : 0) + nearFlux(first, last) + (leave < 1 ? angle(last, to) : 0)
    }

    private static func angle(_ a: Offset, _ b: Offset) -> Double { atan2(a.cross(b), a.dot(b)) }

    private static func nearFlux(_ from: Offset, _ to: Offset) -> Double {
        let length = ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y)).squareRoot()
        let pieces = max(1, Int((length / 1.5).rounded(.up)))
        var sum = 0.0
        for piece in 0..<pieces {
            for (node, weight) in GaussLegendre.fourPoints {
                let point = from.between(to, (Double(piece) + node) / Double(pieces))
                let t = point.dot(point) / 2
                sum += weight * (t > 1e-12 ? -expm1(-t) / t : 1) / 2
            }
        }
        return from.cross(to) * sum / Double(pieces)
    }
}

/// Nodes and weights on 0...1.
enum GaussLegendre {
    static let fourPoints: [(node: Double, weight: Double)] = [
        (0.069431844202973714, 0.17392742256872693), (0.33000947820757187, 0.32607257743127307),
        (0.66999052179242813, 0.32607257743127307), (0.93056815579702629, 0.17392742256872693),
    ]
}
