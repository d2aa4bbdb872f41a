import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Coupons given by name, over HTTP")
struct GrantTests {
    private static let terms: JSONObject = ["unlock": ["kind": "grant"], "limits": []]

    @Test("a retailer gives to a group and to one more; each hears of it, and the coupon is good at the till")
    func given() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let campaign = try await world.launch(changing: Self.terms)
            let made = try await world.post(
                "/v1/audiences", ["name": "Friends", "join_by_code": true], token: world.owner)
            let audience = try made.string("id")
            let (friend, other, stranger) = (
                try await world.shopper(), try await world.shopper(), try await world.shopper()
            )
            let code: JSON = ["code": .string(try made.string("join_code"))]
            #expect(try await world.post("/v1/audiences/\(audience)/join", code, token: friend).status == 200)

            let body: JSON = [
                "audience": .string(audience), "shoppers": [.string(try await world.id(of: other))],
                "message": "A pastry on the house for you.",
            ]
            let path = "/v1/campaigns/\(campaign)/grants"
            let given = try await world.post(path, body, token: world.owner, key: "g-1")
            #expect(given.status == 201 && given.json == ["named": 2, "known": 0, "held_out": 0], "\(given.text)")
            #expect(try await world.post(path, body, token: world.owner, key: "g-1").text == given.text)
            let again = try await world.post(path, body, token: world.owner)
            #expect(again.json == ["named": 0, "known": 2, "held_out": 0])
            #expect(try await world.desk.settleParticipants() == 2)
            #expect(try await world.desk.settleParticipants() == 0)
            _ = try await world.desk.deliverOutbox()

            let heard = try await world.get("/v1/messages", token: friend)
            let message = try #require(heard.json["items"]?[0])
            #expect(message["text"] == "A pastry on the house for you." && message["kind"] == "granted")
            #expect(message["retailer"]?["name"] == "Larkspur Coffee")
            #expect(heard.json["items"]?.elements?.count == 1)
            let coupons = try await world.get("/v1/coupons", token: friend)
            #expect(coupons.json["items"]?.elements?.count == 1)
            #expect(coupons.json["items"]?[0]?["id"] == message["coupon_id"])
            #expect(try await world.get("/v1/messages", token: stranger).json["items"] == [])

            // Being there earns nothing: it is not offered to everybody.
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: stranger)
            #expect(visit.json["verdict"] == "accepted_no_reward" && visit.json["coupons"] == [])
            let sale: JSON = ["code": coupons.json["items"]?[0]?["code"] ?? .null]
            #expect(try await world.post("/v1/redemptions", sale, token: till).status == 201)
            #expect(try await world.post("/v1/redemptions", sale, token: till).code == "already_used")
        }
    }

    @Test("messages come in pages, oldest first, and a cursor of something else is refused")
    func pages() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let shopper = try await world.shopper()
            let id = try await world.id(of: shopper)
            for text in ["One", "Two", "Three"] {
                let campaign = try await world.launch(changing: Self.terms)
                let body: JSON = ["shoppers": [.string(id)], "message": .string(text)]
                let given = try await world.post("/v1/campaigns/\(campaign)/grants", body, token: world.owner)
                #expect(given.status == 201)
                #expect(try await world.desk.settleParticipants() == 1)
            }
            _ = try await world.desk.deliverOutbox()
            let first = try await world.get("/v1/messages?limit=2", token: shopper)
            #expect((first.json["items"]?.elements ?? []).map { $0["text"] } == ["One", "Two"])
            let rest = try await world.get("/v1/messages?limit=2&after=\(first.string("next"))", token: shopper)
            #expect((rest.json["items"]?.elements ?? []).map { $0["text"] } == ["Three"])
            #expect(rest.json["next"] == .null)
            #expect(try await world.get("/v1/messages?after=sto_1", token: shopper).status == 400)
            #expect(try await world.get("/v1/messages", token: world.owner).status == 403)
        }
    }

    @Test("only a campaign that is on, and is there to be given, is given; a limit per store cannot be kept")
    func refused() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let shopper = try await world.id(of: world.shopper())
            let body: JSON = ["shoppers": [.string(shopper)], "message": "For you."]
            let everybody = try await world.launch()
            let wrong = try await world.post("/v1/campaigns/\(everybody)/grants", body, token: world.owner)
            #expect(wrong.status == 409 && wrong.code == "wrong_state")
            let draft = try await world.post("/v1/campaigns", WebWorld.terms(changing: Self.terms), token: world.owner)
            let path = "/v1/campaigns/\(try draft.string("id"))"
            #expect(try await world.post("\(path)/grants", body, token: world.owner).code == "wrong_state")
            let bad: [(JSON, String)] = [
                (["message": "x"], "shoppers"), (["shoppers": [.string(shopper)]], "message"),
                (["shoppers": ["shp_1"], "message": "x"], "shoppers[0]"),
                (["audience": .string(Ref<Audience>(world.retailer, ID(5)).text), "message": "x"], "audience"),
            ]
            #expect(try await world.post("\(path)/launch", token: world.owner).status == 200)
            for (body, field) in bad {
                let heard = try await world.post("\(path)/grants", body, token: world.owner)
                #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == .string(field), "\(heard.text)")
            }
            #expect(try await world.post("\(path)/grants", body, token: world.auditor()).status == 403)
            let limited: JSONObject = [
                "unlock": ["kind": "grant"], "limits": [["per": "store", "period": "day", "max": 5]],
            ]
            let unfit = try await world.post("/v1/campaigns", WebWorld.terms(changing: limited), token: world.owner)
            let launched = try await world.post("/v1/campaigns/\(unfit.string("id"))/launch", token: world.owner)
            #expect(launched.code == "not_launchable" && launched.json["errors"]?[0]?["field"] == "limits")
        }
    }
}
