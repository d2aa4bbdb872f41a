import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Stores for a map, and an import tried first")
struct StoreMapTests {
    @Test("all stores come at once, circles and drawn fences, and only if something changed")
    func all() async throws {
        try await WebWorld.with { world in
            let id = try await world.addStore()
            var drawn = WebWorld.store("Drawn").members ?? [:]
            let corners: JSON = [
                [-122.4680, 37.7390], [-122.4660, 37.7390], [-122.4660, 37.7405], [-122.4680, 37.7390],
            ]
            drawn["fence"] = ["type": "Polygon", "coordinates": [corners]]
            _ = try await world.post("/v1/stores", .object(drawn), token: world.owner)
            let gone = try await world.addStore("Gone")
            _ = try await world.call(.delete, "/v1/stores/\(gone)", token: world.owner)
            let heard = try await world.get("/v1/stores/map", token: world.auditor())
            let items = heard.json["items"]?.elements ?? []
            #expect(heard.status == 200 && items.count == 2, "\(heard.text)")
            #expect(items.first { $0["id"] == .string(id) }?["radius_meters"]?.numberValue == 75)
            #expect(items.first { $0["name"] == "Drawn" }?["rings"]?[0]?.elements?.count == 4)
            let tag = try #require(heard.headers[.eTag])
            let again = try await world.get("/v1/stores/map", token: world.owner, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304)
            _ = try await world.addStore("New")
            let changed = try await world.get("/v1/stores/map", token: world.owner, headers: [.ifNoneMatch: tag])
            #expect(changed.status == 200 && changed.json["items"]?.elements?.count == 3)
        }
    }

    @Test("words of name, number, address, town or region find stores, whatever the accents, and only one's own")
    func search() async throws {
        try await WebWorld.with { world in
            func add(_ changes: JSON, name: String) async throws -> JSON {
                var store = WebWorld.store(name).members ?? [:]
                for change in changes.members ?? [:] { store[change.name] = change.value }
                return .string(try await world.post("/v1/stores", .object(store), token: world.owner).string("id"))
            }
            let lyon = try await add(
                ["external_id": "L-042", "address": "12 rue de l’Église, Lyon", "region": "Rhône"], name: "Café Été")
            let moscow = try await add(
                ["external_id": "M-7", "address": "ул. Королёва, 4", "region": "Север"], name: "Ёлка")
            for (typed, expected) in [
                ("cafe ete", [lyon]), ("eglise", [lyon]), ("LYON", [lyon]), ("rhone", [lyon]), ("042", [lyon]),
                ("королева", [moscow]), ("елка север", [moscow]), ("7", [moscow]), ("lyon север", []),
                ("", [lyon, moscow]),
            ] {
                let query = percentEncoded(typed)
                let heard = try await world.get("/v1/stores/map?q=\(query)", token: world.auditor())
                #expect(heard.json["items"]?.elements?.compactMap { $0["id"] } == expected, "\(typed): \(heard.text)")
            }
            let scope: JSON = ["stores": [moscow]]
            let manager = try await world.user("mo@larkspur.example", role: "store_manager", scope: scope)
            #expect(try await manager.call(.get, "/v1/stores/map?q=lyon").json["items"] == [])
            let long = String(repeating: "a", count: 101)
            #expect(try await world.get("/v1/stores/map?q=\(long)", token: world.owner).code == "invalid")
        }
    }

    @Test("what a browser keeps of one retailer's stores, or of one scope's, is not taken for another's")
    func tags() async throws {
        try await WebWorld.with { world in
            let here = try await world.addStore()
            let other = try await world.desk.addRetailer("Others").owner.secret
            let made = try await world.post("/v1/stores", WebWorld.store("Theirs"), token: other)
            #expect(made.status == 201, "\(made.text)")
            var tags: [String] = []
            for key in [other, world.owner] {
                tags.append(try #require(try await world.get("/v1/stores/map", token: key).headers[.eTag]))
            }
            // Both have changed their stores as often.
            #expect(tags[0].split(separator: "-")[0] == tags[1].split(separator: "-")[0], "\(tags)")
            for (name, scope) in [("mo", ["stores": [.string(here)]]), ("bo", ["brands": ["Larkspur"]])]
                as [(String, JSON)]
            {
                let user = try await world.user("\(name)@larkspur.example", role: "store_manager", scope: scope)
                tags.append(try #require(try await user.call(.get, "/v1/stores/map").headers[.eTag]))
            }
            #expect(Set(tags).count == tags.count, "\(tags)")
            let known = try await world.get("/v1/stores/map", token: other, headers: [.ifNoneMatch: tags[1]])
            #expect(known.status == 200 && known.json["items"]?[0]?["external_id"] == "Theirs")
        }
    }

    private static let file = """
        external_id,name,latitude,longitude,time_zone
        West Portal,West Portal,37.7397,-122.4673,America/Los_Angeles
        N1,Noe,37.7502,-122.4337,America/Los_Angeles
        N2,Nowhere,97.0,-122.4337,America/Los_Angeles
        """

    @Test("a dry run says line by line what would come of it, and writes nothing; the same file then does just that")
    func dryRun() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let bytes = Array(Self.file.utf8)
            let headers: HTTPFields = [.contentType: "text/csv", .authorization: "Bearer \(world.owner)"]
            let dry = try await world.send(.post, "/v1/stores/import?dry_run=true", bytes, headers: headers)
            #expect(dry.status == 200, "\(dry.text)")
            #expect(dry.json["created"] == 1 && dry.json["rejected"]?.elements?.count == 1)
            let rows = dry.json["rows"]?.elements ?? []
            #expect(rows.map { $0["deed"] ?? .null } == ["keep", "create"], "\(dry.text)")
            #expect(rows.last?["line"] == 3 && rows.last?["name"] == "Noe" && rows.last?["latitude"] == 37.7502)
            #expect(try await world.get("/v1/stores", token: world.owner).json["items"]?.elements?.count == 1)

            let real = try await world.send(.post, "/v1/stores/import", bytes, headers: headers)
            #expect(real.json["created"] == 1 && real.json["unchanged"] == dry.json["unchanged"])
            #expect(real.json["rows"] == nil)
            #expect(try await world.get("/v1/stores", token: world.owner).json["items"]?.elements?.count == 2)
            let odd = try await world.send(.post, "/v1/stores/import?dry_run=yes", bytes, headers: headers)
            #expect(odd.status == 400)
        }
    }
}
