import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Before the first customer")
struct PracticeTests {
    @Test(
        "whoever has scanned the five specimens of the store is trained; they are worth nothing, and no other code is one"
    )
    func training() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let far = try await world.till(
                at: world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id"))
            let items = try await world.get("/v1/tills/me/specimens", token: till).json["items"]?.elements ?? []
            #expect(items.map { $0["specimen"] } == ["good", "used", "expired", "wrong_store", "sold_out"])
            let scan = { (item: JSON, cashier: String, token: String) in
                try await world.post(
                    "/v1/tills/me/practice", ["code": item["code"] ?? .null, "cashier": .string(cashier)], token: token)
            }
            #expect(try await scan(["code": "K7M4-QX2P-9TRM"], "Kim", far).status == 404)
            for (place, item) in items.enumerated() {
                let heard = try await scan(item, "Kim", till)
                #expect(heard.status == 200 && heard.json["specimen"] == item["specimen"], "\(heard.text)")
                #expect(heard.json["usable"] == .bool(place == 0))
                #expect(try heard.string("say").hasPrefix("Practice: "))
                #expect((heard.json["trained_at"] == .null) == (place < 4))
                world.clock.advance(seconds: 60)
            }
            let again = try await scan(items[0], "Kim", till)
            #expect(again.json["next"] == "That was the last one. Kim is trained.")
            #expect(again.json["trained_at"] == "2026-07-21T16:04:00Z")
            #expect(try await scan(items[1], "Ana", till).json["next"] == "4 more to go.")
            let list = try await world.get("/v1/stores/\(store)/cashiers", token: world.auditor()).json
            #expect(list["items"]?.elements?.map { $0["cashier"] } == ["Ana", "Kim"])
            #expect(list["items"]?[0]?["left"]?.elements?.count == 4 && list["items"]?[1]?["left"] == [])
            let taken = try await world.post("/v1/redemptions", ["code": items[0]["code"] ?? .null], token: till)
            #expect(taken.code == "unknown_code")
        }
    }

    @Test("every till takes the campaign's rehearsal coupon once; the campaign says how many have")
    func rehearsal() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let tills = [try await world.till(at: store), try await world.till(at: store)]
            let waiting: JSON = ["store_id": .string(store), "name": "In its box"]
            #expect(try await world.post("/v1/tills", waiting, token: world.owner).status == 201)
            let elsewhere = try await world.till(
                at: world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id"))
            let draft = try await world.draft(changing: ["stores": ["ids": [.string(store)]]])
            let rehearsal = try await world.get("/v1/campaigns/\(draft)/rehearsal", token: world.auditor())
            #expect(rehearsal.json["say"] == "0 of 2 tills ready." && rehearsal.json["ready"] == 0, "\(rehearsal.text)")
            #expect(rehearsal.json["waiting"]?.elements?.count == 2)
            let body: JSON = ["code": rehearsal.json["code"] ?? .null]
            #expect(try await world.post("/v1/tills/me/rehearsals", body, token: elsewhere).status == 404)
            #expect(try await world.post("/v1/tills/me/rehearsals", ["code": "x"], token: tills[0]).status == 404)
            let done = try await world.post("/v1/tills/me/rehearsals", body, token: tills[0], key: "r1")
            #expect(done.status == 201 && done.json["campaign_id"] == .string(draft), "\(done.text)")
            #expect(done.json["readiness"]?["say"] == "1 of 2 tills ready.")
            #expect(try await world.post("/v1/tills/me/rehearsals", body, token: tills[0], key: "r1").text == done.text)
            #expect(try await world.post("/v1/tills/me/rehearsals", body, token: tills[0]).status == 201)
            let campaign = try await world.get("/v1/campaigns/\(draft)", token: world.owner)
            #expect(campaign.json["readiness"] == ["ready": 1, "tills": 2, "say": "1 of 2 tills ready."])
            #expect(try await world.post("/v1/tills/me/rehearsals", body, token: tills[1]).status == 201)
            let all = try await world.get("/v1/campaigns/\(draft)", token: world.owner)
            #expect(all.json["readiness"]?["say"] == "2 of 2 tills ready.")
            #expect(try await world.count("select count(*) from failed_scans") == 0)
        }
    }
}
