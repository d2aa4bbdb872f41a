import Geofence
import Promotions
import Testing

/// Reads a whole file in chunks of 7 bytes.
private func outcomes(_ text: String, map: String = "") throws -> [StoreImport.Outcome] {
    var file = StoreImport(mapping: try StoreMapping(map))
    var outcomes: [StoreImport.Outcome] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 7) {
        outcomes += try file.feed(bytes[start..<min(bytes.count, start + 7)])
    }
    return outcomes + (try file.finish())
}

private func rows(_ outcomes: [StoreImport.Outcome]) -> [StoreRow] {
    outcomes.compactMap { outcome in
        if case .row(let row, _) = outcome { row } else { nil }
    }
}

/// Rejections as "line field: reason", warnings with "warning " in front.
private func notes(_ outcomes: [StoreImport.Outcome]) -> [String] {
    outcomes.flatMap { outcome in
        switch outcome {
        case .row(_, let warnings): warnings.map { "warning \($0.line) \($0.field): \($0.reason)" }
        case .rejected(let problems): problems.map { "\($0.line) \($0.field): \($0.reason)" }
        }
    }
}

@Suite("Store import")
struct StoreImportTests {
    static let foreign = """
        Number,Shop,Where,Weekdays,Saturdays,Sundays
        17,"Quay & Sons, Harbour","37.5,-122.25",5:00 AM to 9:00 PM,6:00 AM to 1:00 AM,Closed
        18,Old Mill,"37.6,-122.25",,,
        """
    static let map =
        "external_id=Number,name=Shop,location=Where,hours.weekday=Weekdays,hours.saturday=Saturdays,hours.sunday=Sundays"

    @Test("a foreign file becomes stores through a mapping")
    func mapped() throws {
        let outcomes = try outcomes(Self.foreign, map: Self.map)
        let rows = rows(outcomes)
        try #require(rows.count == 2)
        #expect(rows[0].line == 2)
        #expect(rows[0].externalID == "17")
        #expect(rows[0].name == "Quay & Sons, Harbour")
        #expect(rows[0].position == Position(latitude: 37.5, longitude: -122.25))
        #expect(rows[0].hours?.spans(startingOn: .thu).map(\.to.text) == ["21:00"])
        #expect(rows[0].hours?.spans(startingOn: .sat).map(\.to.text) == ["01:00"])
        #expect(rows[0].hours?.spans(startingOn: .sun) == [])
        #expect(rows[1].hours == nil)
        #expect(notes(outcomes) == ["warning 3 hours: hours not known"])
    }

    @Test("a file with our own names needs no mapping")
    func ownNames() throws {
        let text = """
            external_id,name,latitude,longitude,address,region,brand,owner,tags,time_zone,radius_meters,hours.weekday,hours.mon,hours.sat,hours.sunday
            a1, Mitte ,52.52,13.4,"1 Long Street, Town",north,Bean,Franchise,us; drive-in ;,Europe/Berlin,75.5,08:00-18:00,Closed,24 hours,Closed
            """
        let outcomes = try outcomes(text)
        let row = try #require(rows(outcomes).first)
        #expect(row.name == "Mitte")
        #expect(row.position == Position(latitude: 52.52, longitude: 13.4))
        #expect(row.address == "1 Long Street, Town")
        #expect((row.region, row.brand, row.owner, row.radiusMeters) == ("north", "Bean", .franchise, 75.5))
        #expect(row.tags == ["us", "drive-in"])
        #expect(row.zone?.identifier == "Europe/Berlin")
        #expect(row.hours?.spans(startingOn: .mon) == [])
        #expect(row.hours?.spans(startingOn: .tue).map(\.from.text) == ["08:00"])
        #expect(row.hours?.spans(startingOn: .sat) == [.wholeDay])
        #expect(notes(outcomes) == [])
    }

    @Test("empty cells leave a field open, and a file without hours warns of nothing")
    func sparse() throws {
        let outcomes = try outcomes("external_id,name,location,tags,owner\n1,A,\"1,2\",,\n")
        let row = try #require(rows(outcomes).first)
        #expect(row.tags == [])
        #expect(row.owner == nil)
        #expect(row.zone == nil)
        #expect(row.hours == nil)
        #expect(notes(outcomes) == [])
    }

    @Test("the import tells which columns the file has")
    func columns() throws {
        var file = StoreImport(mapping: try StoreMapping("name=Shop"))
        #expect(file.columns == [])
        _ = try file.feed("external_id,Shop,location,other\n".utf8)
        #expect(file.columns == [.externalID, .name, .location])
    }

    @Test("a bad row is reported with line, field and reason, and harms no other")
    func badRows() throws {
        let text = """
            external_id,name,location,hours.weekday,time_zone,radius_meters,owner
            1,,"91,0",soon,PST,5,nobody
            2,Good,"1,2",,,,
            3,Short,"1,2"
            4,"Bad "quote,"1,2",,,,
            2,Again,"1,3",,,,
            5,Text,north,,,,
            6,Hex,"0x10,1",,,,
            7,Twin,"1,2",Closed,,,
            ,Nameless,"1,4",,,,
            """
        let outcomes = try outcomes(text)
        #expect(rows(outcomes).map(\.externalID) == ["2", "7"])
        #expect(
            notes(outcomes) == [
                "2 name: is required", "2 location: must be latitude,longitude in degrees, such as 37.7397,-122.4673",
                "2 time_zone: must be an IANA time zone, such as America/Los_Angeles",
                "2 radius_meters: must be 10 to 50000",
                "2 hours.weekday: must be hours such as 05:00-21:00 or 5:00 AM to 9:00 PM, or Closed",
                "2 owner: must be company or franchise", "warning 3 hours: hours not known",
                "4 : has 3 cells, the header has 7", "5 : text after the closing quote of a field",
                "6 external_id: stands on line 3 already",
                "7 location: must be latitude,longitude in degrees, such as 37.7397,-122.4673",
                "8 location: must be latitude,longitude in degrees, such as 37.7397,-122.4673",
                "warning 9 hours: none given for sat, sun: taken as closed",
                "warning 9 location: the same point as line 3",
                "10 external_id: is required",
            ])
    }

    @Test(
        "a header that cannot serve is refused at once, by what it lacks",
        arguments: [
            ("", "", ": the file is empty; it must start with a header"),
            ("a,b\n", "", "map: the file has no header for external_id, and none is mapped to it"),
            ("external_id,Shop,location\n", "", "map: the file has no header for name, and none is mapped to it"),
            (
                "external_id,name,latitude\n", "",
                "map: the file has no header for location, nor for latitude and longitude"
            ),
            ("ID,name,location\n", "external_id=id", "map: the file has no header \"id\", mapped to external_id"),
            (
                "external_id,name,location,Hours\n", "hours.sun=Sunday",
                "map: the file has no header \"Sunday\", mapped to hours.sun"
            ),
            ("external_id,name,location,name\n", "", "map: the file has the header \"name\" twice"),
            (
                "external_id,na\"me,location\n", "",
                ": the header, line 1, a quote inside a field that does not start with one"
            ),
        ])
    func header(text: String, map: String, problem: String) {
        #expect {
            try outcomes(text, map: map)
        } throws: { error in
            (error as? Invalid)?.problems.first.map { "\($0.field): \($0.reason)" } == problem
        }
    }

    @Test(
        "a mapping that cannot be read is refused",
        arguments: [
            "ID", "=ID", "external_id=", "colour=Colour", "name=A,name=B", "hours.sat=A,hours.saturday=B",
            "name=A\nlocation=B", "\"name=A",
        ])
    func mapping(text: String) {
        #expect {
            try StoreMapping(text)
        } throws: { error in
            (error as? Invalid)?.problems.map(\.field) == ["map"]
        }
    }

    @Test("a header with a comma is mapped in quotes, one with an equals sign as it is")
    func oddHeaders() throws {
        let outcomes = try outcomes(
            "external_id,\"Name, in full\",x=y\n1,A,\"1,2\"\n", map: "\"name=Name, in full\", location = x=y")
        #expect(rows(outcomes).map(\.name) == ["A"])
    }
}
