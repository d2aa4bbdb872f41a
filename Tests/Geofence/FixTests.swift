import Testing

@testable import Geofence

@Suite struct FixTests {
    @Test("accuracy that is 0, negative or no number makes no fix", arguments: [0, -1, .nan, .infinity] as [Double])
    func refused(accuracy: Double) {
        #expect(Fix(position: at(0, 0), accuracyMeters: accuracy) == nil)
    }

    @Test("the 68 % radius of a round Gaussian is 1.51 sigmas")
    func sigma() {
        #expect(abs(fix(at(0, 0), accuracy: 15.096).sigmaMeters() - 10) < 1e-3)
        #expect(abs(fix(at(0, 0), accuracy: 2).sigmaMeters() - 5 / 1.5096) < 1e-3)
        #expect(abs(fix(at(0, 0), accuracy: 2).sigmaMeters(accuracyFloorMeters: 20) - 20 / 1.5096) < 1e-3)
    }

    @Test("nothing fuses to nothing, and one fix to itself")
    func trivial() {
        #expect(Fix.fused([]) == nil)
        let one = fix(at(48, 11), accuracy: 20)
        #expect(Fix.fused([one])?.position == one.position)
        #expect(abs((Fix.fused([one])?.accuracyMeters ?? 0) - 20) < 1e-9)
    }

    @Test("the better of two fixes pulls by the inverse of its variance, and both together are better than each")
    func weighted() throws {
        let origin = at(48, 11)
        let poor = fix(place(origin, east: 50, north: 0), accuracy: 60)
        let good = fix(origin, accuracy: 30)
        let fused = try #require(Fix.fused([poor, good]))
        #expect(abs(fused.position.distanceMeters(to: origin) - 10) < 0.01)
        #expect(abs(fused.accuracyMeters - (1 / (1 / 900 + 1 / 3600)).squareRoot()) < 1e-9)
    }

    @Test("fused accuracy never goes below a sigma of 3 m, and no single fix counts as better")
    func floor() throws {
        let many = [Fix](repeating: fix(at(48, 11), accuracy: 6), count: 50)
        let fused = try #require(Fix.fused(many))
        #expect(abs(fused.accuracyMeters - 3 * 1.5096) < 1e-3)
        // 1 m and 4 m count alike, so the middle is half way.
        let pair = [fix(at(48, 11), accuracy: 1), fix(place(at(48, 11), east: 2, north: 0), accuracy: 4)]
        #expect(abs((Fix.fused(pair)?.position.distanceMeters(to: at(48, 11)) ?? 0) - 1) < 1e-3)
    }

    @Test("two fixes either side of the antimeridian fuse between them, not round the Earth")
    func antimeridian() throws {
        let fused = try #require(
            Fix.fused([fix(at(-16.8, 179.9999), accuracy: 20), fix(at(-16.8, -179.9999), accuracy: 20)]))
        #expect(fused.position.distanceMeters(to: at(-16.8, 180)) < 0.001)
    }

    @Test("fixes round a pole fuse at the pole")
    func pole() throws {
        let fused = try #require(
            Fix.fused([0, 90, 180, -90].map { fix(at(89.9999, $0), accuracy: 20) }))
        #expect(fused.position.distanceMeters(to: at(90, 0)) < 0.001)
    }

    @Test("fixes that contradict each other do not add up to certainty between them")
    func contradiction() throws {
        let shop = at(37.8, -122.4)
        let fixes = [-150.0, 150.0].map { fix(place(shop, east: $0, north: 0), accuracy: 15) }
        let fused = try #require(Fix.fused(fixes))
        #expect(fused.accuracyMeters > 150)
        #expect(Fence.circle(center: shop, radiusMeters: 80).containment(of: fused) < 0.35)
    }

    @Test("fixes from opposite ends of the Earth have no middle")
    func opposite() {
        #expect(Fix.fused([fix(at(0, 0), accuracy: 20), fix(at(0, 180), accuracy: 20)]) == nil)
    }
}
