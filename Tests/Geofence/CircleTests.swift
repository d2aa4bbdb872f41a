import Length
import Testing

@testable import Geofence

@Suite struct CircleTests {
    @Test("a radius from 10 m to 50 km is taken", arguments: [10, 75.5, 50_000] as [Double])
    func taken(radius: Double) throws {
        #expect(
            try Fence.circle(center: at(1, 2), checkedRadiusMeters: radius)
                == .circle(center: at(1, 2), radiusMeters: radius))
    }

    @Test(
        "a radius of 0, negative, too large or no number is refused",
        arguments: [0, -5, 9.99, 50_000.1, .nan, .infinity] as [Double])
    func refused(radius: Double) {
        #expect(throws: FenceProblem.radiusOutOfRange) {
            try Fence.circle(center: at(1, 2), checkedRadiusMeters: radius)
        }
    }

    @Test("an unchecked circle with a senseless radius holds nothing", arguments: [-5, .nan, .infinity] as [Double])
    func senseless(radius: Double) {
        let fence = Fence.circle(center: at(1, 2), radiusMeters: radius)
        #expect(!fence.contains(at(1, 2)))
        #expect(fence.distanceMeters(from: at(1, 2)) == .infinity)
        #expect(fence.containment(of: fix(at(1, 2), accuracy: 10)) == 0)
        #expect(FenceIndex([(1, fence)]).holding(at(1, 2), marginMeters: 1e6).isEmpty)
    }

    @Test("a circle holds its own edge")
    func closed() {
        let center = at(0, 0)
        let there = at(0, 0.001)
        let chordSquared = center.geocentric.chordSquared(to: there.geocentric)
        var radius = center.distanceMeters(to: there)
        while Circle.chordSquaredLimit(radius: radius) < chordSquared { radius = radius.nextUp }
        while Circle.chordSquaredLimit(radius: radius.nextDown) >= chordSquared { radius = radius.nextDown }
        // The very smallest radius that reaches the position holds it; the next smaller number does not.
        #expect(Fence.circle(center: center, radiusMeters: radius).contains(there))
        #expect(!Fence.circle(center: center, radiusMeters: radius.nextDown).contains(there))
        #expect(Fence.circle(center: center, radiusMeters: 0).contains(center))
    }

    @Test("outside 1 cm of the edge a circle of any size up to the cap agrees with the geodesic")
    func agreesWithGeodesic() {
        let seed: UInt64 = 20_261
        var random = Seeded(seed)
        for round in 0..<rounds(30_000) {
            let polar = round.isMultiple(of: 4)
            let center = at(polar ? random.number(88..<90) : random.number(-90..<90), random.number(-180..<180))
            let radius = round.isMultiple(of: 2) ? 50_000 : random.number(10..<50_000)
            let there = random.position(near: center, meters: radius + random.number(-3..<3))
            let geodesic = Geodesic.length(from: center, to: there)
            guard abs(geodesic - radius) > 0.01 else { continue }
            let fence = Fence.circle(center: center, radiusMeters: radius)
            #expect(fence.contains(there) == (geodesic < radius), "seed \(seed) \(center) \(radius) \(there)")
        }
    }

    @Test("on the ellipsoid a degree north is not a degree east, and a circle knows it")
    func notASphere() {
        // One milli-degree at the equator: 110.574 m north, 111.319 m east.
        let fence = Fence.circle(center: at(0, 0), radiusMeters: 111)
        #expect(fence.contains(at(0.001, 0)))
        #expect(!fence.contains(at(0, 0.001)))
    }

    @Test("a circle across the antimeridian holds both sides")
    func antimeridian() {
        let fence = Fence.circle(center: at(-16.8, 179.9995), radiusMeters: 200)
        #expect(fence.contains(at(-16.8, -179.999)))
        #expect(fence.contains(at(-16.8, 179.999)))
        #expect(!fence.contains(at(-16.8, -179.99)))
        #expect(fence.contains(at(-16.8, 180)) && fence.contains(at(-16.8, -180)))
    }

    @Test("a circle over the pole holds every longitude there")
    func pole() {
        let fence = Fence.circle(center: at(89.9, 40), radiusMeters: 20_000)
        for longitude in stride(from: -180.0, through: 180, by: 15) {
            #expect(fence.contains(at(89.95, longitude)))
            #expect(fence.contains(at(90, longitude)))
        }
        #expect(!fence.contains(at(89.9, -140)))
    }

    @Test("the distance to a circle is 0 inside and counts from the edge outside")
    func distance() {
        let fence = Fence.circle(center: at(0, 0), radiusMeters: 100)
        #expect(fence.distanceMeters(from: at(0, 0.0005)) == 0)
        #expect(abs(fence.distanceMeters(from: at(0, 1)) - (111_319.490793 - 100)) < 1e-3)
        #expect(abs(fence.distanceMeters(from: at(0, 0.002)) - (222.638982 - 100)) < 1e-3)
        #expect(fence.center == at(0, 0))
    }
}
