import Testing

@testable import Geofence

@Suite struct PositionTests {
    @Test(
        "a position outside the map, or not a number, is no position",
        arguments: [
            (90.0001, 0), (-91, 0), (0, 180.0001), (0, -200), (.nan, 0), (0, .nan), (.infinity, 0), (0, -.infinity),
        ] as [(Double, Double)])
    func refused(latitude: Double, longitude: Double) {
        #expect(Position(latitude: latitude, longitude: longitude) == nil)
    }

    @Test("Californian coordinates in the wrong order are refused")
    func swapped() {
        #expect(Position(latitude: -122.4194, longitude: 37.7749) == nil)
        #expect(Position(latitude: 37.7749, longitude: -122.4194) != nil)
    }

    @Test("longitude 180 and -180 are the same place")
    func antimeridian() {
        #expect(at(12, 180) == at(12, -180))
        #expect(Set([at(12, 180), at(12, -180)]).count == 1)
        #expect(at(12, 180).distanceMeters(to: at(12, -180)) == 0)
        #expect(at(12, 180) != at(12, 179))
    }

    @Test("a pole is the same place at every longitude", arguments: [90.0, -90.0])
    func pole(latitude: Double) {
        #expect(at(latitude, 17) == at(latitude, -133))
        #expect(Set([at(latitude, 17), at(latitude, -133)]).count == 1)
        #expect(at(latitude, 17).distanceMeters(to: at(latitude, -133)) == 0)
    }

    @Test("coordinates are kept as given, for writing back")
    func kept() {
        #expect(at(1.5, -180).longitude == -180)
    }
}
