import Glibc
import Length
import Testing

@testable import Geofence

@Suite struct PolygonDistanceTests {
    @Test("the distance to a polygon is that to the nearest of many points on its edges")
    func againstSampledEdges() throws {
        let seed: UInt64 = 314
        var random = Seeded(seed)
        for round in 0..<rounds(120) {
            let middle = at(
                round.isMultiple(of: 3) ? random.number(86..<89.5) : random.number(-70..<70),
                round.isMultiple(of: 2) ? 179.99 : random.number(-180..<180))
            let size = round.isMultiple(of: 5) ? 20_000.0 : 300
            let ring = star(around: middle, size: size, corners: 12, &random)
            let fence = Fence.polygon(try Polygon(rings: [ring]))
            let here = random.position(near: middle, meters: size * random.number(1.2..<3))
            guard !fence.contains(here) else { continue }
            let sampled = sampledDistance(to: ring, from: here, steps: 4000)
            let distance = fence.distanceMeters(from: here)
            // A sampled point misses the nearest one by at most half a step, sideways.
            #expect(distance <= sampled + 0.002, "seed \(seed) round \(round)")
            #expect(distance >= sampled - size / 1500, "seed \(seed) round \(round)")
        }
    }

    private func sampledDistance(to ring: [Position], from here: Position, steps: Int) -> Double {
        var least = Double.infinity
        for (a, b) in zip(ring, ring.dropFirst() + ring.prefix(1)) {
            let across = (b.longitude - a.longitude).remainder(dividingBy: 360)
            for step in 0...steps {
                let share = Double(step) / Double(steps)
                let foot = Position(
                    wrappingLatitude: a.latitude + share * (b.latitude - a.latitude),
                    longitude: a.longitude + share * across)
                least = min(least, here.geocentric.arc(to: foot.geocentric))
            }
        }
        return least
    }

    @Test("inside a hole the distance is to the hole's rim; on the ground between, 0")
    func hole() throws {
        let shell = rectangle(west: 0, south: 0, east: 0.1, north: 0.1)
        let hole = rectangle(west: 0.02, south: 0.02, east: 0.08, north: 0.08)
        let fence = Fence.polygon(try Polygon(rings: [shell, hole]))
        #expect(fence.distanceMeters(from: at(0.01, 0.05)) == 0)
        #expect(abs(fence.distanceMeters(from: at(0.05, 0.021)) - 111.319) < 0.01)
    }

    @Test("far away the distance is the geodesic to the nearest corner")
    func far() throws {
        let fence = Fence.polygon(try Polygon(rings: [rectangle(west: -1, south: -1, east: 0, north: 0)]))
        // GeographicLib: 0,0 to 1,1 is 156,899.568 m; half a degree of it stays under the series' range too.
        #expect(abs(fence.distanceMeters(from: at(1, 1)) - 156_899.568) < 0.01)
        #expect(abs(fence.distanceMeters(from: at(0, 1)) - 111_319.491) < 0.01)
    }

    @Test("no corner lies beyond the greatest reach that the index relies on")
    func greatestReach() throws {
        let seed: UInt64 = 27
        var random = Seeded(seed)
        for size in [50.0, 5000, 400_000, 3_000_000] {
            for _ in 0..<50 {
                let middle = at(random.number(-60..<60), random.number(-180..<180))
                let degrees = size / 111_000
                let ring = rectangle(
                    west: middle.longitude, south: middle.latitude, east: middle.longitude + degrees,
                    north: min(89, middle.latitude + degrees))
                let outline = try Polygon(rings: [ring]).outline
                for corner in ring {
                    #expect(outline.center.distanceMeters(to: corner) <= outline.greatestReach, "seed \(seed) \(ring)")
                }
            }
        }
    }
}

/// A star-shaped ring of ragged radius round a position.
func star(around middle: Position, size: Double, corners: Int, _ random: inout Seeded) -> [Position] {
    (0..<corners).map { corner in
        let angle = 2 * Double.pi * (Double(corner) + random.number(0..<0.8)) / Double(corners)
        let radius = size * random.number(0.4..<1)
        return place(middle, east: radius * sin(angle), north: radius * cos(angle))
    }
}
