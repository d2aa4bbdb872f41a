import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Stock of stores over HTTP")
struct StoreStockTests {
    private static let open: JSONObject = ["schedule": [:], "presence": ["too_soon_minutes": 0], "limits": []]

    private static func there(_ latitude: Double = 37.7397) -> JSON {
        ["position": ["latitude": .double(latitude), "longitude": -122.4673, "accuracy_meters": 15, "age_ms": 800]]
    }

    private func store(_ name: String, _ latitude: Double, in world: WebWorld) async throws -> String {
        var store = WebWorld.store(name).members ?? JSONObject()
        store["location"] = ["latitude": .double(latitude), "longitude": -122.4673]
        return try await world.post("/v1/stores", .object(store), token: world.owner).string("id")
    }

    private func visit(_ world: WebWorld, _ latitude: Double = 37.7397) async throws -> JSON {
        try await world.post("/v1/check-ins", Self.there(latitude), token: world.shopper()).json
    }

    private func reason(_ visit: JSON) -> JSON? { visit["reasons"]?[0]?["code"] }

    @Test(
        "a till says sold out with the store's PIN: the shopper hears it, the other store carries on, and it opens again"
    )
    func soldOut() async throws {
        try await WebWorld.with { world in
            let here = try await store("Here", 37.7397, in: world)
            _ = try await store("There", 37.8, in: world)
            let campaign = try await world.launch(changing: Self.open)
            let till = try await world.till(at: here)
            let path = "/v1/stores/\(here)/sold-out"
            let order: JSONObject = ["campaign_id": .string(campaign)]
            #expect(try await world.post(path, .object(order), token: till).status == 400)
            let pin: JSON = ["pin": "4821"]
            #expect(try await world.post(path, .object(order + ["pin": "4821"]), token: till).code == "pin_wrong")
            let set = try await world.call(.put, "/v1/stores/\(here)/pin", pin, token: world.owner)
            #expect(set.status == 204)
            #expect(try await world.post(path, .object(order + ["pin": "0000"]), token: till).code == "pin_wrong")
            let said = try await world.post(path, .object(order + ["pin": "4821"]), token: till, key: "a")
            #expect(said.status == 200, "\(said.text)")
            #expect(said.json["stops"]?[0]?["kind"] == "sold_out")
            #expect(said.json["stops"]?[0]?["until"] == "2026-07-22T07:00:00Z")
            #expect(
                try await world.post(path, .object(order + ["pin": "4821"]), token: till, key: "a").text == said.text)
            let refused = try await visit(world)
            #expect(refused["verdict"] == "accepted_no_reward" && reason(refused) == "sold_out_here")
            #expect(refused["offers"]?[0]?["state"] == "taken")
            #expect(try await visit(world, 37.8)["verdict"] == "accepted")
            let opened = try await world.post("/v1/stores/\(here)/reopen", pin, token: till)
            #expect(opened.json["stops"] == [])
            #expect(try await visit(world)["verdict"] == "accepted")
            let foreign = try await world.till(at: store("Third", 37.9, in: world))
            #expect(try await world.post(path, .object(order + ["pin": "4821"]), token: foreign).status == 404)
        }
    }

    @Test("the retailer closes a store until a time, says how many are left, and reads how it stands")
    func closeAndLeft() async throws {
        try await WebWorld.with { world in
            let here = try await store("Here", 37.7397, in: world)
            let campaign = try await world.launch(
                changing: Self.open + ["limits": [["per": "store", "period": "day", "max": 9]]])
            let closing: JSON = ["until": "2026-07-21T18:00:00Z"]
            let closed = try await world.post("/v1/stores/\(here)/close", closing, token: world.owner)
            #expect(closed.json["stops"]?[0]?["campaign_id"] == .null, "\(closed.text)")
            let refused = try await visit(world)
            #expect(reason(refused) == "store_closed")
            #expect(
                refused["reasons"]?[0]?["say"] == "The store is closed now. Come back when it opens today at 11:00.")
            let past: JSON = ["until": "2026-07-21T15:00:00Z"]
            #expect(try await world.post("/v1/stores/\(here)/close", past, token: world.owner).code == "invalid")
            world.clock.advance(seconds: 7_200)
            #expect(try await visit(world)["verdict"] == "accepted")
            let left: JSON = ["campaign_id": .string(campaign), "left": 1]
            #expect(try await world.post("/v1/stores/\(here)/left", left, token: world.owner).status == 200)
            #expect(try await visit(world)["verdict"] == "accepted")
            #expect(reason(try await visit(world)) == "limit_store")
            let stock = try await world.get("/v1/stores/\(here)/stock", token: world.owner)
            #expect(
                stock.json["limits"]?[0] == [
                    "campaign_id": .string(campaign), "period": "day", "max": 2, "used": 2, "left": 0,
                ])
            let till = try await world.till(at: here)
            let own = try await world.get("/v1/tills/me/stock", token: till).json
            #expect(own["stops"] == stock.json["stops"] && own["limits"] == stock.json["limits"])
            #expect(own["offers"]?[0]?["headline"] == "Free pastry", "\(own.text())")
        }
    }

    @Test("a file says how many each store may give; every bad line is told, and what comes out can go in again")
    func allotments() async throws {
        try await WebWorld.with { world in
            let here = try await store("Here", 37.7397, in: world)
            _ = try await store("There, \"upstairs\"", 37.8, in: world)
            let campaign = try await world.launch(changing: Self.open)
            let path = "/v1/campaigns/\(campaign)/allotments"
            #expect(try await visit(world)["verdict"] == "accepted")
            let file = """
                store,max,note
                Here,2,ours
                \(here),3,again
                "There, ""upstairs""\",0,
                Nowhere,5,
                Here,many,
                """
            let report = try await send(path, file, to: world)
            #expect(report.status == 200, "\(report.text)")
            #expect(report.json["set"] == 2)
            let problems = report.json["rejected"]?.elements ?? []
            #expect(problems.map { $0["line"] } == [3, 5, 6], "\(report.text)")
            #expect(problems.map { $0["field"] } == ["store", "store", "max"])
            #expect(try await visit(world)["verdict"] == "accepted")
            #expect(reason(try await visit(world)) == "limit_store")
            #expect(reason(try await visit(world, 37.8)) == "limit_store")
            let out = try await world.get(path, token: world.owner)
            #expect(out.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(out.text.contains("\(here),Here,Here,campaign,2,2,0\r\n"), "\(out.text)")
            #expect(out.text.contains(#""There, ""upstairs""",campaign,0,0,0"#), "\(out.text)")
            #expect(try await send(path, out.text, to: world).json["unchanged"] == 2)
            #expect(try await send(path, "store,max\nHere,\n", to: world).json["cleared"] == 1)
            #expect(try await visit(world)["verdict"] == "accepted")
        }
    }

    @Test("what the retailer allots today counts at once, though the store had said how many were left")
    func allottedAfterLeft() async throws {
        try await WebWorld.with { world in
            let here = try await store("Here", 37.7397, in: world)
            let campaign = try await world.launch(changing: [
                "limits": [["per": "store", "period": "day", "max": 5]], "schedule": ["from": "2026-07-01"],
            ])
            let path = "/v1/campaigns/\(campaign)"
            let left = try await world.post(
                "/v1/stores/\(here)/left", ["campaign_id": .string(campaign), "left": 0], token: world.owner)
            #expect(left.status == 200, "\(left.text)")
            #expect(reason(try await visit(world)) == "limit_store")
            let report = try await send("\(path)/allotments", "store,max,period\nHere,1,day\n", to: world)
            #expect(report.json["set"] == 1, "\(report.text)")
            #expect(try await world.get("\(path)/allotments", token: world.owner).text.contains(",day,1,0,1\r\n"))
            #expect(try await visit(world)["verdict"] == "accepted")
            #expect(reason(try await visit(world)) == "limit_store")
            let crowd = try await world.launch(changing: [
                "unlock": ["kind": "crowd", "target": 3, "counts": "pledges", "deadline": "2026-07-22T00:00:00Z"]
            ])
            let odd = try await send("/v1/campaigns/\(crowd)/allotments", "store,max\nHere,1\n", to: world)
            #expect(odd.code == "wrong_state", "\(odd.text)")
        }
    }

    @Test("when the first offer is spent its fallback is given, and not before")
    func fallback() async throws {
        try await WebWorld.with { world in
            _ = try await store("Here", 37.7397, in: world)
            let second = try await world.launch(changing: Self.open + ["name": "Coffee"])
            let first = try await world.launch(
                changing: Self.open + [
                    "fallback": .string(second), "limits": [["per": "campaign", "period": "campaign", "max": 2]],
                ])
            // Nothing is spent while it is paused.
            #expect(try await world.post("/v1/campaigns/\(first)/pause", token: world.owner).status == 200)
            #expect(try await reason(visit(world)) == "no_offer_here")
            #expect(try await world.post("/v1/campaigns/\(first)/resume", token: world.owner).status == 200)
            for _ in 0..<2 {
                let given = try await visit(world)
                #expect(given["offers"]?.elements?.map { $0["campaign_id"] } == [.string(first)])
                #expect(given["offers"]?[0]?["state"] == "issued")
            }
            let spent = try await visit(world)
            #expect(spent["verdict"] == "accepted")
            #expect(spent["offers"]?.elements?.map { $0["campaign_id"] } == [.string(first), .string(second)])
            #expect(spent["offers"]?.elements?.map { $0["state"] } == ["taken", "issued"])
            let circle = try await world.call(
                .patch, "/v1/campaigns/\(second)", ["fallback": .string(first)], token: world.owner)
            #expect(circle.code == "not_launchable", "\(circle.text)")
        }
    }

    @Test("stats show what is held against limit and budget right now, and expiry gives it back")
    func live() async throws {
        try await WebWorld.with { world in
            _ = try await store("Here", 37.7397, in: world)
            let campaign = try await world.launch(
                changing: Self.open + [
                    "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
                    "budget": ["amount": 900, "currency": "USD", "cover": 0.5],
                    "limits": [["per": "campaign", "period": "campaign", "max": 5]],
                ])
            for _ in 0..<2 { _ = try await visit(world) }
            let stats = { try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner).json }
            let money = { (amount: Int64) -> JSON in ["amount": .int(amount), "currency": "USD"] }
            #expect(
                try await stats()["live"] == [
                    "coupons": 2, "coupons_max": 5, "exposure": money(600), "exposure_max": money(1_800),
                ])
            world.clock.advance(seconds: 86_400)
            #expect(try await world.desk.expireCoupons() == 2)
            let after = try await stats()
            #expect(after["live"]?["coupons"] == 0 && after["live"]?["exposure"] == money(0))
            #expect(after["expired"] == 2 && after["exposure"]?["total"] == money(0))
            // Whoever took part has taken part.
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(third.json["offers"]?[0]?["participants"] == 3, "\(third.text)")
        }
    }

    private func send(_ path: String, _ text: String, to world: WebWorld) async throws -> Heard {
        try await world.send(
            .post, path, Array(text.utf8),
            headers: [.contentType: "text/csv", .authorization: "Bearer \(world.owner)"])
    }
}

extension JSONObject {
    fileprivate static func + (left: JSONObject, right: JSONObject) -> JSONObject {
        var sum = left
        for member in right { sum[member.name] = member.value }
        return sum
    }
}
