import Testing

@testable import Geofence

/// A pair of positions and the geodesic between them as GeographicLib 2 (C. Karney) computes it.
struct KnownGeodesic: Sendable, CustomTestStringConvertible {
    let latitude1, longitude1, latitude2, longitude2, meters: Double

    init(_ latitude1: Double, _ longitude1: Double, _ latitude2: Double, _ longitude2: Double, _ meters: Double) {
        self.latitude1 = latitude1
        self.longitude1 = longitude1
        self.latitude2 = latitude2
        self.longitude2 = longitude2
        self.meters = meters
    }

    var testDescription: String { "\(latitude1),\(longitude1) to \(latitude2),\(longitude2)" }

    static let all = [
        // From GeographicLib's own test set.
        KnownGeodesic(35.60777, -139.44815, -11.17491, -69.95921, 8_935_244.560482),
        KnownGeodesic(55.52454, 106.05087, 77.03196, -162.81766, 4_105_086.171392),
        KnownGeodesic(-21.97856, 142.59065, 41.84138, 98.56635, 8_394_328.894658),
        KnownGeodesic(-66.99028, 112.2363, -12.70631, -74.09656, 11_150_344.231208),
        KnownGeodesic(-17.42761, 173.34268, -15.84784, 5.93557, 16_076_603.163118),
        // Wellington to Salamanca, New York to London: the examples of its manual.
        KnownGeodesic(-41.32, 174.81, 40.96, -5.50, 19_959_679.267354),
        KnownGeodesic(40.6, -73.8, 51.6, -0.5, 5_551_759.400319),
        // Flinders Peak to Buninyong, the surveyors' standard example.
        KnownGeodesic(-37.95103341666667, 144.42486788888888, -37.65282113888889, 143.92649552777777, 54_972.271139),
        // Nearly opposite points, where the usual iteration fails.
        KnownGeodesic(0, 0, 0.5, 179.5, 19_936_288.578965),
        KnownGeodesic(0, 0, 0.5, 179.7, 19_944_127.420750),
        KnownGeodesic(-30, 0, 29.9, 179.8, 19_989_832.827610),
        KnownGeodesic(0, 0, 0, 180, 20_003_931.458625),
        KnownGeodesic(0, 0, 0, 179.9, 20_003_008.421509),
        KnownGeodesic(27.2, 0, -27.1, 179.5, 19_974_354.765767),
        KnownGeodesic(88.202499451857, 0, -88.202499451857, 179.981022032992859592, 20_003_898.213853),
        KnownGeodesic(52.784459512564, 0, -52.784459512563990912, 179.634407464943777557, 19_991_596.095172),
        // Poles, the equator, a meridian and the antimeridian.
        KnownGeodesic(90, 0, -90, 0, 20_003_931.458625),
        KnownGeodesic(89.9, 10, 89.9, -170, 22_338.795683),
        KnownGeodesic(0, 0, 0, 1, 111_319.490793),
        KnownGeodesic(0, 0, 1, 0, 110_574.388558),
        KnownGeodesic(60, 179.9999, 60, -179.9999, 11.160000),
        KnownGeodesic(0, 179, 0, -179, 222_638.981587),
    ]
}

@Suite struct GeodesicTests {
    @Test("distances agree with GeographicLib within a millimetre", arguments: KnownGeodesic.all)
    func known(_ pair: KnownGeodesic) {
        let here = at(pair.latitude1, pair.longitude1)
        let there = at(pair.latitude2, pair.longitude2)
        #expect(abs(here.distanceMeters(to: there) - pair.meters) < 1e-3)
        #expect(abs(there.distanceMeters(to: here) - pair.meters) < 1e-3)
    }

    @Test("the corrected chord and the series agree up to 100 km, poles and antimeridian included")
    func chordAgainstSeries() {
        let seed: UInt64 = 5151
        var random = Seeded(seed)
        for _ in 0..<20_000 {
            let start = at(random.number(-90..<90), random.number(-180..<180))
            let end = random.position(near: start, meters: random.number(1..<99_000))
            let arc = start.geocentric.arc(to: end.geocentric)
            #expect(abs(arc - Geodesic.length(from: start, to: end)) < 2e-4, "seed \(seed) \(start) \(end)")
        }
    }

    @Test("a position is no distance from itself")
    func zero() {
        #expect(at(-33.9, 151.2).distanceMeters(to: at(-33.9, 151.2)) == 0)
        #expect(Geodesic.length(from: at(10, 20), to: at(10, 20)) == 0)
    }
}
