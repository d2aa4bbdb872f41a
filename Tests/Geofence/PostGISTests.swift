import Glibc
import Length
import Postgres
import Support
import Testing

@testable import Geofence

/// PostGIS on the spheroid as the judge.
@Suite struct PostGISTests {
    private let oracle = PostGIS.shared

    private static let boundaryMeters = 0.01
    /// PostGIS measures on the spheroid, but to the foot that is nearest on a sphere. On a straight edge that foot is up
    /// to 0.0067 of the distance off to the side (by so much the radii of curvature differ at the equator), so the way to it
    /// may be half that squared too long, and never too short.
    private static let distanceShare = 2.3e-5

    @Test(
        "circles agree with ST_DWithin and ST_Distance on the spheroid, the poles included",
        arguments: Landscape.allCases)
    func circles(_ landscape: Landscape) async throws {
        let seed: UInt64 = 415
        var random = Seeded(seed)
        let cases = (0..<rounds(2000)).map { round in
            let center = landscape.position(&random)
            let radius = round.isMultiple(of: 5) ? random.number(1000..<50_000) : random.number(10..<500)
            // Half of the positions lie within 3 m of the edge.
            let away = round.isMultiple(of: 2) ? radius + random.number(-3..<3) : random.number(0..<(2 * radius))
            return CircleCase(center: center, radius: radius, position: random.position(near: center, meters: away))
        }
        let answers = try await oracle.circles(cases)
        #expect(answers.count == cases.count)
        for (tried, answer) in zip(cases, answers) {
            let note: Comment = "seed \(seed) \(tried) \(answer)"
            let fence = Fence.circle(center: tried.center, radiusMeters: tried.radius)
            let toCenter = tried.position.distanceMeters(to: tried.center)
            #expect(abs(toCenter - answer.distance) < 0.001, note)
            #expect(
                abs(fence.distanceMeters(from: tried.position) - max(0, answer.distance - tried.radius)) < 0.01, note)
            guard abs(answer.distance - tried.radius) > Self.boundaryMeters else { continue }
            #expect(fence.contains(tried.position) == answer.isWithin, note)
        }
    }

    @Test(
        "polygons, holes and rings agree with ST_Covers and ST_Distance on the spheroid",
        arguments: PolygonLandscape.allCases)
    func polygons(_ landscape: PolygonLandscape) async throws {
        let seed: UInt64 = 907
        var random = Seeded(seed)
        var inside = 0
        var count = 0
        for _ in 0..<rounds(1) {
            let polygons = try (0..<100).map { number in try landscape.polygon(number, &random) }
            let cases = polygons.indices.flatMap { number in
                (0..<25).map { _ in PolygonCase(polygon: number, position: probe(polygons[number], &random)) }
            }
            let index = FenceIndex(polygons.enumerated().map { (key: Int64($0), fence: .polygon($1)) })
            let answers = try await oracle.polygons(polygons, cases)
            #expect(answers.count == cases.count)
            var disputed: [PolygonCase] = []
            for (tried, answer) in zip(cases, answers) {
                let fence = Fence.polygon(polygons[tried.polygon])
                let isInside = fence.contains(tried.position)
                let note: Comment = "seed \(seed) \(landscape) \(tried) \(answer)"
                #expect(isInside == answer.isCovered || answer.toBoundary < Self.boundaryMeters, note)
                #expect(index.holding(tried.position).contains(Int64(tried.polygon)) == isInside, note)
                if !agrees(answer.distance, fence.distanceMeters(from: tried.position)) { disputed.append(tried) }
                inside += isInside ? 1 : 0
                count += 1
            }
            // Of two edges that are about as far, the sphere takes the wrong one now and then: so each edge by itself.
            for (tried, distance) in zip(disputed, try await oracle.distancesByEdge(polygons, disputed)) {
                let ours = polygons[tried.polygon].outline.distance(from: tried.position)
                #expect(agrees(distance, ours), "seed \(seed) \(landscape) \(tried) \(distance) \(ours)")
            }
            #expect(disputed.count < cases.count / 50)
        }
        // A comparison of what is all outside would show nothing.
        #expect(inside > count / 5 && inside < count * 4 / 5)
    }

    private func agrees(_ theirs: Double, _ ours: Double) -> Bool {
        let excess = theirs - ours
        return excess > -Self.boundaryMeters && excess < Self.boundaryMeters + Self.distanceShare * ours
    }

    /// Close to an edge, or anywhere about the polygon.
    private func probe(_ polygon: Polygon, _ random: inout Seeded) -> Position {
        let ring = polygon.rings[Int(random.next() % UInt64(polygon.rings.count))]
        let corner = Int(random.next() % UInt64(ring.count - 1))
        let share = random.number(0..<1)
        let (a, b) = (ring[corner], ring[corner + 1])
        let across = (b.longitude - a.longitude).remainder(dividingBy: 360)
        let foot = Position(
            wrappingLatitude: a.latitude + share * (b.latitude - a.latitude), longitude: a.longitude + share * across)
        let size = polygon.outline.greatestReach
        return random.position(near: foot, meters: random.next() % 2 == 0 ? random.number(0..<2) : size * share / 2)
    }
}

/// Where polygons are compared: beyond 80 degrees their edges are too far from PostGIS's own.
enum PolygonLandscape: CaseIterable, Sendable {
    case random, antimeridian, north, south

    private func middle(_ random: inout Seeded) -> Position {
        switch self {
        case .random: at(random.number(-75..<75), random.number(-180..<180))
        case .antimeridian: random.position(near: at(random.number(-70..<70), 180), meters: random.number(0..<3000))
        case .north: at(random.number(78..<79.8), random.number(-180..<180))
        case .south: at(random.number(-79.8 ..< -78), random.number(-180..<180))
        }
    }

    /// In turn a star, a star with a hole, a broad ring and a thin one, each up to 20 km across.
    func polygon(_ number: Int, _ random: inout Seeded) throws -> Polygon {
        let middle = middle(&random)
        let size = number % 7 == 0 ? random.number(1000..<10_000) : random.number(30..<1000)
        let corners = Int(random.number(3..<60))
        func round(_ radius: Double) -> [Position] {
            (0..<(corners + 5)).map { corner in
                let angle = 2 * Double.pi * Double(corner) / Double(corners + 5)
                return place(middle, east: radius * sin(angle), north: radius * cos(angle))
            }
        }
        switch number % 4 {
        case 0: return try Polygon(rings: [star(around: middle, size: size, corners: corners + 2, &random)])
        case 1:
            let hole = star(around: middle, size: size * 0.3, corners: corners, &random)
            return try Polygon(rings: [star(around: middle, size: size, corners: corners + 8, &random), hole])
        case 2: return try Polygon(rings: [round(size), round(size * 0.5)])
        default: return try Polygon(rings: [round(size), round(size * 0.9).reversed()])
        }
    }
}
