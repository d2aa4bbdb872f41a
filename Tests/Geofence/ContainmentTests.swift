import Glibc
import Testing

@testable import Geofence

@Suite struct ContainmentTests {
    private let shop = at(34.05, -118.25)

    @Test(
        "at r = 100 m and 15 m accuracy the scale is as published",
        arguments: [
            (0, 1.0, 0.005), (0.8, 0.975, 0.005), (0.9, 0.83, 0.01), (1.0, 0.48, 0.01), (1.1, 0.15, 0.01),
            (1.2, 0.02, 0.005),
        ] as [(Double, Double, Double)])
    func scale(share: Double, expected: Double, tolerance: Double) {
        let here = fix(place(shop, east: 0, north: 100 * share), accuracy: 15)
        let containment = Fence.circle(center: shop, radiusMeters: 100).containment(of: here)
        #expect(abs(containment - expected) < tolerance)
    }

    @Test("a circle's containment is the share of sampled true positions that it holds")
    func sampledCircle() {
        let seed: UInt64 = 68
        var random = Seeded(seed)
        // Radius over sigma from far below 1 to the straight-edge formula above 12.
        for (radius, distance, accuracy) in [
            (20.0, 10.0, 60.0), (50, 0, 50), (50, 55, 30), (100, 90, 40), (300, 310, 15), (1000, 985, 30),
        ] {
            let fence = Fence.circle(center: shop, radiusMeters: radius)
            let here = fix(random.position(near: shop, meters: distance), accuracy: accuracy)
            let sampled = sampledShare(of: fence, here, &random)
            #expect(abs(fence.containment(of: here) - sampled) < 0.008, "seed \(seed) \(radius) \(distance)")
        }
    }

    @Test("a polygon's containment, holes taken off, is the share of sampled true positions that it holds")
    func sampledPolygon() throws {
        let seed: UInt64 = 69
        var random = Seeded(seed)
        let shell = rectangle(west: -118.252, south: 34.048, east: -118.248, north: 34.052)
        let hole = rectangle(west: -118.2505, south: 34.0495, east: -118.2495, north: 34.0505)
        let bowTie = [at(34.048, -118.252), at(34.052, -118.248), at(34.052, -118.252), at(34.048, -118.248)]
        let nested = [shell, hole, rectangle(west: -118.2502, south: 34.0498, east: -118.2498, north: 34.0502)]
        for rings in [[shell], [shell, hole], [shell.reversed(), hole], [bowTie], nested] {
            let fence = Fence.polygon(try Polygon(rings: rings))
            for accuracy in [8.0, 40, 150, 600] {
                let here = fix(random.position(near: shop, meters: random.number(0..<250)), accuracy: accuracy)
                let sampled = sampledShare(of: fence, here, &random)
                let containment = fence.containment(of: here)
                #expect(abs(containment - sampled) < 0.008, "seed \(seed) \(rings.count) \(here) \(containment)")
            }
        }
    }

    /// 40,000 samples: a standard error of at most 0.0025.
    private func sampledShare(of fence: Fence, _ here: Fix, _ random: inout Seeded) -> Double {
        let sigma = here.sigmaMeters()
        var held = 0
        for _ in 0..<40_000 {
            let (east, north) = random.normalPair()
            if fence.contains(place(here.position, east: east * sigma, north: north * sigma)) { held += 1 }
        }
        return Double(held) / 40_000
    }

    @Test("the integral and the straight-edge formula for large circles meet")
    func seam() {
        for gap in stride(from: -3.0, through: 3, by: 0.25) {
            let below = Circle.mass(radius: 11.999, distance: 11.999 + gap, sigma: 1)
            let above = Circle.mass(radius: 12.001, distance: 12.001 + gap, sigma: 1)
            #expect(abs(below - above) < 8e-4)
        }
    }

    @Test("slicing and the boundary integral give one answer for a polygon that both can do")
    func slices() throws {
        let shell = rectangle(west: 10, south: 50, east: 10.004, north: 50.003)
        let hole = rectangle(west: 10.001, south: 50.001, east: 10.002, north: 50.002)
        let outline = try Polygon(rings: [shell, hole]).outline
        #expect(outline.isPlain)
        for (latitude, longitude, sigma) in [(50.0015, 10.0015, 40.0), (50.0, 10.0, 25), (50.003, 10.0021, 90)] {
            let here = at(latitude, longitude)
            let plane = Plane(outline, here, sigma)
            #expect(abs(plane.slicedMass(outline) - outline.mass(around: here, sigma: sigma)) < 1e-5)
        }
    }

    @Test("far outside is 0 and deep inside is 1, for circles and polygons of any size")
    func shortCuts() throws {
        let circle = Fence.circle(center: shop, radiusMeters: 5000)
        let country = Fence.polygon(
            try Polygon(rings: [rectangle(west: -125, south: 30, east: -110, north: 45)]))
        for fence in [circle, country] {
            #expect(fence.containment(of: fix(shop, accuracy: 15)) > 0.999_99)
            #expect(fence.containment(of: fix(at(-34, 151), accuracy: 15)) == 0)
            #expect(fence.containment(of: fix(at(29, -118), accuracy: 15)) == 0)
        }
    }

    @Test("a fix in the middle of a hole is outside, on a straight edge half inside")
    func holeAndEdge() throws {
        let shell = rectangle(west: 10, south: 50, east: 10.02, north: 50.02)
        let hole = rectangle(west: 10.005, south: 50.005, east: 10.015, north: 50.015)
        let fence = Fence.polygon(try Polygon(rings: [shell, hole]))
        #expect(fence.containment(of: fix(at(50.01, 10.01), accuracy: 20)) < 1e-4)
        #expect(abs(fence.containment(of: fix(at(50.01, 10.005), accuracy: 20)) - 0.5) < 1e-4)
        #expect(abs(fence.containment(of: fix(at(50.01, 10), accuracy: 20)) - 0.5) < 1e-4)
        #expect(abs(fence.containment(of: fix(at(50, 10), accuracy: 20)) - 0.25) < 1e-4)
    }

    @Test("an accuracy of 2 m is not believed: it counts as the floor")
    func floor() {
        let fence = Fence.circle(center: shop, radiusMeters: 30)
        let edge = place(shop, east: 32, north: 0)
        let claimed = fence.containment(of: fix(edge, accuracy: 2))
        #expect(claimed == fence.containment(of: fix(edge, accuracy: 5)))
        #expect(claimed > fence.containment(of: fix(edge, accuracy: 2), accuracyFloorMeters: 2))
    }

    @Test("a huge accuracy proves nothing")
    func huge() {
        let fence = Fence.circle(center: shop, radiusMeters: 100)
        #expect(fence.containment(of: fix(shop, accuracy: 5000)) < 0.001)
        #expect(fence.containment(of: fix(shop, accuracy: 1e7)) < 1e-6)
    }

    @Test("containment works across the antimeridian")
    func antimeridian() throws {
        let here = fix(at(-16.8, -179.9999), accuracy: 20)
        let circle = Fence.circle(center: at(-16.8, 179.9999), radiusMeters: 200)
        #expect(circle.containment(of: here) > 0.999)
        let ring = rectangle(west: 179.998, south: -16.802, east: 180.002, north: -16.798)
        let polygon = Fence.polygon(try Polygon(rings: [ring]))
        #expect(polygon.containment(of: here) > 0.999)
        #expect(polygon.containment(of: fix(at(-16.8, 179.9999), accuracy: 20)) > 0.999)
    }
}
