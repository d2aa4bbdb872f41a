import Geofence
import Promotions
import Testing

@Suite("Fences as documents")
struct FenceDocumentTests {
    static let square =
        #"{"type": "Polygon", "coordinates": [[[-122.4, 37.7], [-122.3, 37.7], [-122.3, 37.8], [-122.4, 37.8], [-122.4, 37.7]]]}"#
    static let holed = #"""
        {"type": "Polygon", "coordinates": [[[-122.4, 37.7], [-122.3, 37.7], [-122.3, 37.8], [-122.4, 37.8], [-122.4, 37.7]],
         [[-122.36, 37.74], [-122.36, 37.76], [-122.34, 37.76], [-122.36, 37.74]]]}
        """#

    private func fence(_ text: String) throws -> Fence {
        try Fence(reading: Fields(JSON(parsing: text), at: "fence"), around: Samples.position())
    }

    @Test("read back as written", arguments: [#"{"type": "circle", "radius_meters": 87.5}"#, square, holed])
    func roundTrip(text: String) throws {
        let read = try fence(text)
        #expect(try fence(read.json.text()) == read)
    }

    @Test("a circle lies round its store; a polygon's numbers are longitude, then latitude")
    func meaning() throws {
        #expect(
            try fence(#"{"type": "circle", "radius_meters": 10}"#)
                == .circle(center: Samples.position(), radiusMeters: 10))
        let inside = try #require(Position(latitude: 37.757, longitude: -122.355))
        #expect(try fence(Self.square).contains(inside))
        #expect(try !fence(Self.holed).contains(inside))
    }

    @Test("heights, which GeoJSON allows, are passed over")
    func heights() throws {
        let high = Self.square.replacing("37.7]", with: "37.7, 12]")
        #expect(try fence(high) == fence(Self.square))
    }

    @Test(
        "name what is wrong by its path",
        arguments: [
            (#"{"radius_meters": 100}"#, ["fence.type: is required"]),
            (#"{"type": "polygon", "coordinates": []}"#, ["fence.type: must be one of: circle, Polygon"]),
            (#"{"type": "circle"}"#, ["fence.radius_meters: is required"]),
            (#"{"type": "circle", "radius_meters": 9.9}"#, ["fence.radius_meters: must be 10.0 to 50000.0"]),
            (#"{"type": "circle", "radius_meters": 50001}"#, ["fence.radius_meters: must be 10.0 to 50000.0"]),
            (#"{"type": "circle", "radius_meters": 100, "coordinates": []}"#, ["fence.coordinates: unknown field"]),
            (#"{"type": "Polygon"}"#, ["fence.coordinates: is required"]),
            (#"{"type": "Polygon", "coordinates": [5]}"#, ["fence.coordinates[0]: must be a list of positions"]),
            (
                #"{"type": "Polygon", "coordinates": [[[-122, 37], [-122, 95]]]}"#,
                ["fence.coordinates[0][1]: must be [longitude, latitude]"]
            ),
            (
                #"{"type": "Polygon", "coordinates": [[[-122], [-122, 37]]]}"#,
                ["fence.coordinates[0][0]: must be [longitude, latitude]"]
            ),
            (
                #"{"type": "Polygon", "coordinates": [[[-122, 37], [-122, 38], [-122, 37]]]}"#,
                ["fence.coordinates: Every ring needs at least three different points."]
            ),
        ])
    func problems(text: String, expected: [String]) {
        #expect(Samples.problems { _ = try fence(text) } == expected)
    }

    @Test("positions read back as written, and lie on Earth")
    func positions() throws {
        let position = try #require(Position(latitude: -33.9248685, longitude: 18.4240553))
        #expect(try Position(reading: Fields(position.json)) == position)
        let wrong = Samples.problems {
            _ = try Position(reading: Fields(["latitude": 91, "height": 5], at: "location"))
        }
        #expect(
            wrong == [
                "location.latitude: must be -90.0 to 90.0", "location.longitude: is required",
                "location.height: unknown field",
            ])
    }
}
