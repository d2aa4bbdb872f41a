import Glibc

/// Longitude and latitude on a grid of 2^32 steps (at most 1 cm). Longitudes wrap as the integers do, so the antimeridian is
/// no edge.
struct LatticePoint {
    let x, y: UInt32

    static let stepsPerTurn = 4_294_967_296.0

    /// Rounded down. Any longitude within one turn of the map; latitude is clamped.
    init(longitude: Double, latitude: Double) {
        let turn = ((longitude + 180) / 360 * Self.stepsPerTurn).rounded(.down)
        x = UInt32(truncatingIfNeeded: Int64(turn))
        y = UInt32(min(Self.stepsPerTurn - 1, max(0, (latitude + 90) / 180 * Self.stepsPerTurn)))
    }

    init(_ position: Position) {
        self.init(longitude: position.canonicalLongitude, latitude: position.latitude)
    }
}

/// An origin in the south-west and an extent, so that a box across the antimeridian is like any other. Everything that makes one
/// rounds outwards.
struct LatticeBox: Equatable, Sendable {
    var west, south, width, height: UInt32

    /// Everything within `meters` of the position along the ground, and a little more.
    init(around position: Position, meters: Double) {
        // On a sphere of the least radius the same distance reaches farther than anywhere on the ellipsoid.
        let reach = min(.pi, meters / WGS84.leastRadius * (1 + 1e-9))
        let degrees = reach / WGS84.radiansPerDegree
        let south = position.latitude - degrees
        let north = position.latitude + degrees
        guard south > -90, north < 90 else {
            self.init(west: -180, south: south, east: 180, north: north)
            return
        }
        let cosine = cos(position.latitude * WGS84.radiansPerDegree)
        let half = asin(min(1, sin(reach) / cosine)) / WGS84.radiansPerDegree
        let longitude = position.canonicalLongitude
        self.init(west: longitude - half, south: south, east: longitude + half, north: north)
    }

    /// Degrees; `east` may be past 180, and `west` may be before -180.
    init(west: Double, south: Double, east: Double, north: Double) {
        let isWholeTurn = east - west >= 359.999
        let low = LatticePoint(longitude: isWholeTurn ? 0 : west, latitude: south)
        let high = LatticePoint(longitude: isWholeTurn ? 0 : east, latitude: north)
        self.west = isWholeTurn ? 0 : low.x &- 2
        width = isWholeTurn ? .max : high.x &- low.x &+ 4
        (self.south, height) = Self.rows(low.y, high.y)
    }

    private static func rows(_ low: UInt32, _ high: UInt32) -> (origin: UInt32, extent: UInt32) {
        let origin = low > 2 ? low - 2 : 0
        let end = high < .max - 2 ? high + 2 : .max
        return (origin, end - origin)
    }

    @inline(__always)
    func contains(_ point: LatticePoint) -> Bool {
        (point.y &- south) <= height && (point.x &- west) <= width
    }

    @inline(__always)
    func overlaps(_ other: LatticeBox) -> Bool {
        ((other.south &- south) <= height || (south &- other.south) <= other.height)
            && ((other.west &- west) <= width || (west &- other.west) <= other.width)
    }

    /// The smallest box over both: of the two ways round the Earth the shorter.
    mutating func form(unionWith other: LatticeBox) {
        let top = max(UInt64(south) + UInt64(height), UInt64(other.south) + UInt64(other.height))
        south = min(south, other.south)
        height = UInt32(top - UInt64(south))
        let fromMine = max(UInt64(width), UInt64(other.west &- west) + UInt64(other.width))
        let fromOther = max(UInt64(other.width), UInt64(west &- other.west) + UInt64(width))
        let least = min(fromMine, fromOther)
        if least >= UInt64(UInt32.max) {
            west = 0
            width = .max
        } else {
            west = fromMine <= fromOther ? west : other.west
            width = UInt32(least)
        }
    }

    /// Metres that no point of the box is nearer than. `cosine` is that of the point's latitude.
    func leastDistance(to point: LatticePoint, cosine: Double) -> Double {
        let radiansPerStep = 2 * Double.pi / LatticePoint.stepsPerTurn
        var bound = 0.0
        if (point.y &- south) > height {
            let gap = point.y < south ? south - point.y : point.y - south - height
            bound = Double(gap) * radiansPerStep / 2
        }
        if (point.x &- west) > width {
            let gap = Double(min(west &- point.x, point.x &- west &- width)) * radiansPerStep
            // To the meridian on that side: asin(cosine * sin(gap)), from below without trigonometry; past a quarter turn the pole
            // is the nearest point of any meridian, and the colatitude's sine is below it.
            let across = gap < .pi / 2 ? cosine * gap * (1 - gap * gap / 6) : cosine
            bound = max(bound, across)
        }
        return bound * WGS84.leastRadius * (1 - 1e-9)
    }
}
