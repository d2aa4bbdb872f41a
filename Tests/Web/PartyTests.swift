import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Parties of friends over HTTP")
struct PartyTests {
    private static let terms: JSONObject = [
        "unlock": ["kind": "friends", "friends": 3, "within_minutes": 60], "limits": [],
    ]

    @Test("three of a party in one store within the hour: the third visit gives to all three")
    func together() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let campaign = try await world.launch(changing: Self.terms)
            let path = "/v1/campaigns/\(campaign)/parties"
            let host = try await world.shopper()
            let made = try await world.post(path, token: host, key: "p-1")
            #expect(made.status == 201 && made.json["members"] == 1 && made.json["target"] == 3, "\(made.text)")
            #expect(try await world.post(path, token: host, key: "p-1").text == made.text)
            let code = try made.string("code")
            #expect(code.count == 8)
            var friends = [host]
            for number in 2...3 {
                let friend = try await world.shopper()
                let joined = try await world.post(
                    "\(path)/join", ["code": .string(code.lowercased())], token: friend)
                #expect(joined.status == 200 && joined.json["members"] == .int(Int64(number)), "\(joined.text)")
                friends.append(friend)
            }
            let stranger = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(stranger.json["reasons"]?[0]?["code"] == "party_required", "\(stranger.text)")
            for (place, friend) in friends.enumerated() {
                let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: friend)
                let offer = visit.json["offers"]?[0]
                #expect(offer?["progress"] == .int(Int64(place + 1)) && offer?["target"] == 3, "\(visit.text)")
                #expect(visit.json["coupons"]?.elements?.count == (place == 2 ? 1 : 0))
                world.clock.advance(seconds: 120)
            }
            _ = try await world.desk.deliverOutbox()
            for friend in friends {
                let coupons = try await world.get("/v1/coupons", token: friend)
                #expect(coupons.json["items"]?.elements?.count == 1)
            }
        }
    }

    @Test(
        "a party that shares one basket gets one coupon, on the phone of whoever came last, and one place of each limit"
    )
    func shared() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let campaign = try await world.launch(changing: [
                "unlock": ["kind": "friends", "friends": 3, "basket": "shared"],
                "limits": [["per": "campaign", "period": "campaign", "max": 1]],
            ])
            let path = "/v1/campaigns/\(campaign)/parties"
            let host = try await world.shopper()
            let code = try await world.post(path, token: host).json["code"] ?? .null
            var friends = [host]
            for _ in 2...3 {
                let friend = try await world.shopper()
                #expect(try await world.post("\(path)/join", ["code": code], token: friend).status == 200)
                friends.append(friend)
            }
            for (place, friend) in friends.enumerated() {
                let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: friend)
                #expect(visit.json["coupons"]?.elements?.count == (place == 2 ? 1 : 0), "\(visit.text)")
            }
            _ = try await world.desk.deliverOutbox()
            for (place, friend) in friends.enumerated() {
                let coupons = try await world.get("/v1/coupons", token: friend)
                #expect(coupons.json["items"]?.elements?.count == (place == 2 ? 1 : 0))
            }
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["issued"] == 1)
            let bad = WebWorld.terms(changing: ["unlock": ["kind": "friends", "friends": 3, "basket": "half"]])
            #expect(
                try await world.post("/v1/campaigns", bad, token: world.owner).json["errors"]?[0]?["field"]
                    == "unlock.basket")
        }
    }

    @Test("friends who come an hour apart earn nothing, nor do strangers together")
    func apart() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            var unlock = Self.terms
            unlock["unlock"] = ["kind": "friends", "friends": 2, "within_minutes": 30]
            let path = "/v1/campaigns/\(try await world.launch(changing: unlock))/parties"
            let (first, second, third) = (
                try await world.shopper(), try await world.shopper(), try await world.shopper()
            )
            let code = try await world.post(path, token: first).json["code"] ?? .null
            #expect(try await world.post("\(path)/join", ["code": code], token: second).status == 200)
            #expect(try await world.post(path, token: third).status == 201)
            for shopper in [first, third] {
                let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
                #expect(visit.json["coupons"] == [], "\(visit.text)")
            }
            world.clock.advance(seconds: 1_860)
            let late = try await world.post("/v1/check-ins", WebWorld.visit(), token: second)
            #expect(late.json["coupons"] == [] && late.json["offers"]?[0]?["progress"] == 1, "\(late.text)")
        }
    }

    @Test("one party for each campaign: a second one is not joined, and a wrong code is told apart from nothing")
    func one() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let campaign = try await world.launch(changing: Self.terms)
            let path = "/v1/campaigns/\(campaign)/parties"
            let (first, second) = (try await world.shopper(), try await world.shopper())
            #expect(try await world.get("\(path)/me", token: first).status == 404)
            let own = try await world.post(path, token: first)
            let other = try await world.post(path, token: second)
            let code: JSON = ["code": other.json["code"] ?? .null]
            #expect(try await world.post("\(path)/join", code, token: first).code == "wrong_state")
            #expect(try await world.get("\(path)/me", token: first).json["id"] == own.json["id"])
            let leave = { try await world.call(.delete, "\(path)/me", token: first) }
            #expect(try await leave().status == 204)
            #expect(try await leave().status == 404)
            #expect(try await world.get("\(path)/me", token: first).status == 404)
            let joined = try await world.post("\(path)/join", code, token: first)
            #expect(joined.json["id"] == other.json["id"] && joined.json["members"] == 2)
            #expect(try await world.post("\(path)/join", code, token: first).json["members"] == 2)
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: first)
            let stays = try await leave()
            #expect(stays.status == 409 && stays.code == "wrong_state", "\(stays.text)")
            #expect(try await world.get("\(path)/me", token: second).json["members"] == 2)
            let wrong = try await world.post("\(path)/join", ["code": "NOPE"], token: second)
            #expect(wrong.status == 422 && wrong.code == "join_code_wrong")
            let plain = try await world.launch()
            #expect(try await world.post("/v1/campaigns/\(plain)/parties", token: first).status == 404)
            #expect(try await world.post(path, token: world.owner).status == 403)
        }
    }
}
