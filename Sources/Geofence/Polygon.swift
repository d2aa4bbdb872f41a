/// An area with straight edges in longitude and latitude, as GeoJSON means them: the first ring is the outer one, the
/// others are holes. A ring that crosses itself encloses what the even-odd rule says. Either orientation is taken, and an edge
/// goes the short way round the Earth, so rings may cross the antimeridian.
public struct Polygon: Hashable, Sendable {
    /// As given, each closed with its first position; for writing back.
    public let rings: [[Position]]
    let outline: Outline

    /// Closing positions not counted, all rings together.
    public static let verticesMax = 10_000

    /// The outer ring, then the holes. Takes a polygon that crosses itself; refuses what encloses nothing, has too many
    /// vertices or meets a pole.
    public init(rings: [[Position]]) throws(FenceProblem) {
        guard !rings.isEmpty else { throw .noRings }
        var count = 0
        for ring in rings {
            let isClosed = ring.count > 1 && ring.first == ring.last
            count += ring.count - (isClosed ? 1 : 0)
            guard Set(ring).count >= 3 else { throw .tooFewVertices }
            guard count <= Self.verticesMax else { throw .tooManyVertices }
        }
        self.rings = rings.map { ring in ring.first == ring.last ? ring : ring + ring.prefix(1) }
        outline = try Outline(closedRings: self.rings)
    }

    /// The rings as needed by those who draw the shortest line between two positions, such as PostGIS for `geography`: closed,
    /// with so many positions on every edge (at most 250 m apart, nearer in high latitudes) that either kind of
    /// line is within a millimetre of the other.
    public var densifiedRings: [[Position]] {
        outline.turns.indices.map { ring in
            let edges = outline.ring(ring).dropLast()
            let positions = edges.flatMap { outline.pieces(ofEdge: $0) }
            return positions + positions.prefix(1)
        }
    }

    public static func == (left: Polygon, right: Polygon) -> Bool { left.rings == right.rings }

    public func hash(into hasher: inout Hasher) { hasher.combine(rings) }
}
