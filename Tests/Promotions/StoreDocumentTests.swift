import Geofence
import Promotions
import Testing

@Suite("Stores as documents")
struct StoreDocumentTests {
    static let small = #"""
        {"name": "Market Street", "time_zone": "America/Los_Angeles", "location": {"latitude": 37.79, "longitude": -122.4},
         "fence": {"type": "circle", "radius_meters": 80}}
        """#
    static let full = #"""
        {"external_id": "SF-1", "name": "Market Street", "brand": "Roasters", "owner": "franchise", "region": "West",
         "address": "1 Market St", "time_zone": "America/Los_Angeles", "location": {"latitude": 37.79, "longitude": -122.4},
         "fence": {"type": "circle", "radius_meters": 80}, "hours": {"mon": [{"from": "05:00", "to": "21:00"}]},
         "tags": ["us", "downtown"]}
        """#
    static let polygon =
        #"{"fence": {"type": "Polygon", "coordinates": [[[-122.4, 37.7], [-122.3, 37.7], [-122.3, 37.8], [-122.4, 37.7]]]}}"#

    private func store(_ text: String) throws -> Store {
        try Store(reading: Fields(JSON(parsing: text)), id: ID(1))
    }

    private func patched(_ changes: String, _ old: String = full) throws -> Store {
        try Store(reading: Fields(JSON(parsing: changes)), id: ID(1), patching: store(old))
    }

    private func document(_ store: Store) -> JSON {
        .object(JSONObject(store.members.filter { $0.0 != "archived_at" }))
    }

    @Test("read back as written", arguments: [small, full])
    func roundTrip(text: String) throws {
        let read = try store(text)
        #expect(try store(document(read).text()) == read)
    }

    @Test("what may be left out is empty, and the company's own")
    func defaults() throws {
        let store = try store(Self.small)
        #expect(store.externalID == nil && store.brand == nil && store.region == nil && store.address == nil)
        #expect(store.owner == .company && store.hours == nil && store.tags == [] && store.archivedAt == nil)
        #expect(store.radiusMeters == 80)
        #expect(store.fence.center == store.location)
    }

    @Test("a patch keeps what it does not name")
    func keeps() throws {
        #expect(try patched("{}") == store(Self.full))
        var renamed = try store(Self.full)
        renamed.name = "Ferry Building"
        #expect(try patched(#"{"name": "Ferry Building"}"#) == renamed)
        var archived = try store(Self.full)
        archived.archivedAt = Instant(seconds: 5)
        let again = try Store(reading: Fields(["name": "New"]), id: ID(1), patching: archived)
        #expect(again.archivedAt == Instant(seconds: 5))
    }

    @Test("null clears what may be empty")
    func clears() throws {
        let bare = try patched(
            #"{"external_id": null, "brand": null, "owner": null, "region": null, "address": null, "hours": null, "tags": null}"#
        )
        #expect(try bare == store(Self.small))
    }

    @Test(
        "null cannot clear what every store has",
        arguments: ["name", "time_zone", "location", "fence"])
    func required(name: String) {
        #expect(Samples.problems { _ = try patched("{\"\(name)\": null}") } == ["\(name): is required"])
        #expect(
            Samples.problems { _ = try store(Self.small.replacing("\"\(name)\":", with: "\"\(name)\": null, \"x\":")) }
                == ["\(name): is required", "x: unknown field"])
    }

    @Test("a circle stays round its store when the pin is moved; a polygon stays where it is")
    func movedPin() throws {
        let move = #"{"location": {"latitude": 37.8, "longitude": -122.5}}"#
        let moved = try patched(move)
        #expect(moved.location.latitude == 37.8)
        #expect(moved.fence == .circle(center: moved.location, radiusMeters: 80))
        let drawn = try patched(Self.polygon)
        let movedPolygon = try Store(reading: Fields(JSON(parsing: move)), id: ID(1), patching: drawn)
        #expect(movedPolygon.fence == drawn.fence)
        #expect(movedPolygon.radiusMeters == nil)
        let both = try patched(
            #"{"fence": {"type": "circle", "radius_meters": 50}, "location": {"latitude": 37.8, "longitude": -122.5}}"#)
        #expect(both.fence == .circle(center: both.location, radiusMeters: 50))
        #expect(
            try patched(#"{"fence": {"type": "circle", "radius_meters": 50}}"#).fence.center
                == store(Self.full).location)
    }

    @Test(
        "all that is wrong is named by its path, and nothing else",
        arguments: [
            (
                "{}",
                ["name: is required", "time_zone: is required", "location: is required", "fence: is required"]
            ),
            (
                #"{"name": " ", "time_zone": "PST", "location": {"latitude": 91, "longitude": 0}, "fence": {"type": "circle", "radius_meters": 1}}"#,
                [
                    "name: must not be blank", "time_zone: must be an IANA time zone, such as America/Los_Angeles",
                    "location.latitude: must be -90.0 to 90.0", "fence.radius_meters: must be 10.0 to 50000.0",
                ]
            ),
        ])
    func problems(text: String, expected: [String]) {
        #expect(Samples.problems { _ = try store(text) } == expected)
    }

    @Test("a patch refuses unknown and misspelt fields by name")
    func unknown() {
        #expect(
            Samples.problems { _ = try patched(#"{"id": "sto_1", "owner": "me", "tags": [""], "hours": {}}"#) }
                == [
                    "hours.mon: at least one weekday must be named; leave hours out if they are not known",
                    "tags[0]: must be 1 to 50 characters long", "owner: must be one of: company, franchise",
                    "id: unknown field",
                ])
    }
}
