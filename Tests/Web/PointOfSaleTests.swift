import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("A retailer's own point of sale")
struct PointOfSaleTests {
    private static func key(_ world: WebWorld) async throws -> String {
        switch try await world.desk.addAPIKey("pos", role: .pos, expiresAt: nil, to: world.retailer) {
        case .done(let new): return new.secret
        case .refused(let refused): throw refused
        }
    }

    private static func call(_ code: JSON, register: String = "7", _ changes: JSONObject = [:]) -> JSON {
        var body: JSONObject = [
            "code": code, "store_external_id": "West Portal", "register": .string(register), "cashier": "Kim",
            "sale_id": "S-1",
        ]
        for change in changes { body[change.name] = change.value }
        return .object(body)
    }

    @Test(
        "a pos key takes coupons for any register, which becomes a till when it is first named, and does nothing else")
    func takes() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let key = try await Self.key(world)
            let code = try await world.checkIn(by: world.shopper())
            let look = try await world.post("/v1/coupons/validate", Self.call(code), token: key)
            #expect(look.status == 200 && look.json["usable"] == true, "\(look.text)")
            let held = try await world.post("/v1/reservations", Self.call(code), token: key)
            #expect(held.status == 201, "\(held.text)")
            let other = try await world.post("/v1/redemptions", Self.call(code, register: "8"), token: key)
            #expect(other.code == "reserved_elsewhere")
            let path = "/v1/reservations/\(try held.string("id"))"
            let query = "?store_external_id=West%20Portal&register="
            #expect(try await world.call(.delete, path + query + "8", token: key).status == 404)
            #expect(try await world.call(.delete, path + query + "7", token: key).status == 204)
            let taken = try await world.post("/v1/redemptions", Self.call(code), token: key, key: "k")
            #expect(taken.status == 201 && taken.json["store_id"] == .string(store), "\(taken.text)")
            #expect(try await world.post("/v1/redemptions", Self.call(code), token: key, key: "k").text == taken.text)

            let tills = try await world.get("/v1/tills", token: world.owner).json["items"]?.elements ?? []
            #expect(tills.map { $0["register"] } == ["7", "8"] && tills.allSatisfy { $0["enrolled_at"] != .null })
            for (path, method) in [
                ("/v1/stores", HTTPRequest.Method.get), ("/v1/stores", .post), ("/v1/campaigns", .get),
                ("/v1/shoppers", .post),
            ] {
                let no = try await world.call(method, path, method == .post ? [:] : nil, token: key)
                #expect(no.status == 403, "\(method) \(path)")
            }
            let id = tills[0]["id"]?.stringValue ?? ""
            #expect(try await world.call(.delete, "/v1/tills/\(id)", token: world.owner).status == 204)
            let revoked = try await world.post("/v1/coupons/validate", Self.call(code), token: key)
            #expect(revoked.status == 403 && revoked.code == "forbidden")
            #expect(
                try await world.post("/v1/coupons/validate", Self.call(code, register: "8"), token: key).status == 200)
        }
    }

    @Test("what a call does not name is asked for; another's store is nobody's")
    func names() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let key = try await Self.key(world)
            for (name, path) in [
                ("store_external_id", "redemptions"), ("register", "redemptions"), ("cashier", "redemptions"),
                ("sale_id", "reservations"),
            ] {
                let no = try await world.post("/v1/\(path)", Self.call("x", [name: .null]), token: key)
                #expect(no.status == 400 && no.json["errors"]?[0]?["field"] == .string(name), "\(no.text)")
            }
            let far = try await world.post(
                "/v1/redemptions", Self.call("x", ["store_external_id": "Nowhere"]), token: key)
            #expect(far.status == 400 && far.json["errors"]?[0]?["field"] == "store_external_id")
            let bare = try await world.call(.delete, "/v1/reservations/rsv_1", token: key)
            #expect(bare.status == 400 && bare.json["errors"]?[0]?["field"] == "store_external_id")
            #expect(try await world.get("/v1/tills", token: world.owner).json["items"] == [])
        }
    }

    @Test("fifty calls at once that name a new register: it becomes one till")
    func newRegister() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let key = try await Self.key(world)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await world.post("/v1/coupons/validate", Self.call("x"), token: key).status
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(statuses == [200])
            #expect(try await world.count("select count(*) from tills") == 1)
        }
    }

    private static func send(_ csv: String, _ world: WebWorld, key: String? = nil) async throws -> Heard {
        var headers: HTTPFields = [.contentType: "text/csv", .authorization: "Bearer \(world.owner)"]
        if let key { headers[.idempotencyKey] = key }
        return try await world.send(.post, "/v1/tills/import", Array(csv.utf8), headers: headers)
    }

    @Test("a file sets up many tills, tells line by line, and makes none twice; each enrols with its code")
    func importing() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let closed = try await world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id")
            #expect(try await world.call(.delete, "/v1/stores/\(closed)", token: world.owner).status == 200)
            let csv = """
                Name,Store,Colour\r
                Till 1,West Portal,red\r
                Till 2,\(store),blue\r
                Till 1,\(store),red\r
                Till 1,Hudson,red\r
                Till 1,Nowhere,red\r
                ,West Portal,red\r

                """
            let report = try await Self.send(csv, world, key: "i1")
            #expect(report.status == 200, "\(report.text)")
            let created = report.json["created"]?.elements ?? []
            #expect(created.map { $0["line"] } == [2, 3] && created.map { $0["name"] } == ["Till 1", "Till 2"])
            let rejected = report.json["rejected"]?.elements ?? []
            #expect(rejected.map { $0["line"] } == [4, 5, 6, 7], "\(report.text)")
            #expect(rejected.map { $0["field"] } == ["name", "store", "store", "name"])
            #expect(try await Self.send(csv, world, key: "i1").text == report.text)
            #expect(try await Self.send(csv, world).json["created"] == [])
            for till in created {
                let enrolled = try await world.post("/v1/tills/enrol", ["code": till["enrolment_code"] ?? .null])
                #expect(enrolled.status == 200 && enrolled.json["store_id"] == .string(store))
            }
            #expect(try await Self.send("name\r\nx\r\n", world).status == 400)
            #expect(try await Self.send("", world).status == 400)
        }
    }
}
