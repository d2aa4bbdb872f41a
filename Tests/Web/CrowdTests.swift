import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Crowds over HTTP")
struct CrowdTests {
    private static func terms(_ counts: JSON = "pledges", target: JSON = 3) -> JSONObject {
        [
            "unlock": [
                "kind": "crowd", "target": target, "counts": counts, "deadline": "2026-07-21T17:00:00Z",
            ], "limits": [],
        ]
    }

    @Test("the third pledge unlocks for all three, and for whoever joins later; each is told once")
    func pledged() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let path = "/v1/campaigns/\(try await world.launch(changing: Self.terms()))/pledges"
            var shoppers: [String] = []
            for number in 1...3 {
                let shopper = try await world.shopper()
                shoppers.append(shopper)
                let heard = try await world.post(path, token: shopper, key: "p-1")
                #expect(heard.status == 200, "\(heard.text)")
                #expect(heard.json["state"] == .string(number < 3 ? "in_progress" : "unlocked"))
                #expect(heard.json["progress"] == .int(Int64(number)) && heard.json["target"] == 3)
                #expect(heard.json["unit"] == "shopper")
                #expect(try await world.post(path, token: shopper).json["progress"] == .int(Int64(number)))
                #expect(try await world.desk.settleParticipants() == (number < 3 ? 0 : 3))
            }
            let late = try await world.shopper()
            let joined = try await world.post(path, token: late)
            #expect(joined.json["state"] == "unlocked" && joined.json["participants"] == 4)
            #expect(try await world.desk.settleParticipants() == 1)
            _ = try await world.desk.deliverOutbox()
            for shopper in shoppers + [late] {
                let coupons = try await world.get("/v1/coupons", token: shopper)
                #expect(coupons.json["items"]?.elements?.count == 1)
                let messages = try await world.get("/v1/messages", token: shopper)
                #expect(messages.json["items"]?.elements?.count == 1)
                #expect(messages.json["items"]?[0]?["kind"] == "unlocked")
            }
            #expect(try await world.post(path, token: world.owner).status == 403)
            let other = try await world.launch()
            #expect(try await world.post("/v1/campaigns/\(other)/pledges", token: late).status == 404)
        }
    }

    @Test("a crowd that does not come together by its deadline fails, and everybody hears of it once")
    func failed() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let path = "/v1/campaigns/\(try await world.launch(changing: Self.terms()))/pledges"
            let (first, second, late) = (
                try await world.shopper(), try await world.shopper(), try await world.shopper()
            )
            for shopper in [first, second] { #expect(try await world.post(path, token: shopper).status == 200) }
            world.clock.advance(seconds: 3_600)
            let refused = try await world.post(path, token: late)
            #expect(refused.status == 409 && refused.code == "ended", "\(refused.text)")
            for _ in 0..<2 { #expect(try await world.desk.settleParticipants() == 0) }
            _ = try await world.desk.deliverOutbox()
            for shopper in [first, second] {
                let messages = try await world.get("/v1/messages", token: shopper)
                #expect(messages.json["items"]?.elements?.count == 1)
                #expect(messages.json["items"]?[0]?["kind"] == "failed")
                #expect(messages.json["items"]?[0]?["coupon_id"] == .null)
                #expect(try await world.get("/v1/coupons", token: shopper).json["items"] == [])
            }
            #expect(try await world.get("/v1/messages", token: late).json["items"] == [])
        }
    }

    @Test("check-ins make the crowd: the one that crosses answers unlocked, and all get their coupon")
    func visited() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch(changing: Self.terms("check_ins", target: 2))
            let (first, second) = (try await world.shopper(), try await world.shopper())
            let waiting = try await world.post("/v1/check-ins", WebWorld.visit(), token: first, key: "c-1")
            #expect(waiting.json["verdict"] == "accepted_no_reward")
            #expect(waiting.json["reasons"]?[0]?["code"] == "joined", "\(waiting.text)")
            let offer = waiting.json["offers"]?[0]
            #expect(offer?["state"] == "in_progress" && offer?["progress"] == 1 && offer?["target"] == 2)
            let crossing = try await world.post("/v1/check-ins", WebWorld.visit(), token: second)
            #expect(crossing.json["offers"]?[0]?["state"] == "unlocked", "\(crossing.text)")
            #expect(try await world.desk.settleParticipants() == 2)
            _ = try await world.desk.deliverOutbox()
            for shopper in [first, second] {
                let coupons = try await world.get("/v1/coupons", token: shopper)
                #expect(coupons.json["items"]?.elements?.count == 1)
            }
            let again = try await world.post("/v1/check-ins", WebWorld.visit(), token: first, key: "c-1")
            #expect(again.json["offers"]?[0]?["state"] == "unlocked")
        }
    }

    @Test("a lowered target unlocks for those who have joined; past the campaign's end nobody joins any more")
    func lowered() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: Self.terms(target: 5))
            for _ in 1...3 {
                let shopper = try await world.shopper()
                #expect(try await world.post("/v1/campaigns/\(id)/pledges", token: shopper).status == 200)
            }
            #expect(try await world.desk.settleParticipants() == 0)
            let change: JSON = .object(["unlock": Self.terms(target: 3)["unlock"] ?? .null])
            let patched = try await world.call(.patch, "/v1/campaigns/\(id)", change, token: world.owner)
            #expect(patched.status == 200, "\(patched.text)")
            #expect(try await world.desk.settleParticipants() == 3)
            var short = Self.terms(target: 2)
            short["schedule"] = ["from": "2026-07-20", "to": "2026-07-21"]
            let over = try await world.post("/v1/campaigns", WebWorld.terms(changing: short), token: world.owner)
            let refused = try await world.post("/v1/campaigns/\(try over.string("id"))/launch", token: world.owner)
            #expect(refused.json["errors"]?.elements?.contains { $0["field"] == "unlock.deadline" } == true)
            #expect(try await world.post("/v1/campaigns/\(id)/end", token: world.owner).status == 200)
            let late = try await world.post("/v1/campaigns/\(id)/pledges", token: world.shopper())
            #expect(late.status == 409 && late.code == "ended", "\(late.text)")
        }
    }

    @Test("whoever looks for offers sees how far a crowd is, and that it has come together")
    func found() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let path = "/v1/campaigns/\(try await world.launch(changing: Self.terms(target: 2)))/pledges"
            let looker = try await world.shopper()
            func told() async throws -> String {
                let search: JSON = ["store_id": .string(store)]
                let heard = try await world.post("/v1/offers/search", search, token: looker)
                let offer = heard.json["stores"]?[0]?["offers"]?[0]
                let numbers = ["progress", "target", "participants"].map { "\(offer?[$0]?.integerValue ?? -1)" }
                return "\(offer?["state"]?.stringValue ?? heard.text) \(numbers.joined(separator: "/"))"
            }
            #expect(try await told() == "in_progress 0/2/0")
            #expect(try await world.post(path, token: try await world.shopper()).status == 200)
            #expect(try await told() == "in_progress 1/2/1")
            #expect(try await world.post(path, token: looker).json["state"] == "unlocked")
            #expect(try await told() == "unlocked 2/2/2")
            #expect(try await world.desk.settleParticipants() == 2)
            _ = try await world.desk.deliverOutbox()
            #expect(try await told().hasPrefix("issued"))
        }
    }

    @Test("ending a campaign whose crowd still waits tells everybody once")
    func ended() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: Self.terms())
            let shopper = try await world.shopper()
            #expect(try await world.post("/v1/campaigns/\(id)/pledges", token: shopper).status == 200)
            #expect(try await world.post("/v1/campaigns/\(id)/end", token: world.owner).status == 200)
            for _ in 0..<2 { #expect(try await world.desk.settleParticipants() == 0) }
            _ = try await world.desk.deliverOutbox()
            let messages = try await world.get("/v1/messages", token: shopper)
            #expect(messages.json["items"]?.elements?.count == 1, "\(messages.text)")
            #expect(messages.json["items"]?[0]?["kind"] == "failed")
            let text = messages.json["items"]?[0]?["text"]?.stringValue
            #expect(text?.hasPrefix("The offer has ended") == true)
        }
    }

    @Test("a crowd needs a target and a deadline that is still to come")
    func invalid() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let bad: [(JSON, String)] = [
                (["kind": "crowd", "deadline": "2026-07-21T17:00:00Z"], "unlock.target"),
                (["kind": "crowd", "target": 5], "unlock.deadline"),
                (["kind": "crowd", "target": 5, "deadline": "soon"], "unlock.deadline"),
                (["kind": "crowd", "target": 1, "deadline": "2026-07-21T17:00:00Z"], "unlock.target"),
            ]
            for (unlock, field) in bad {
                let heard = try await world.post(
                    "/v1/campaigns", WebWorld.terms(changing: ["unlock": unlock]), token: world.owner)
                #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == .string(field), "\(heard.text)")
            }
            let past: JSONObject = [
                "unlock": ["kind": "crowd", "target": 5, "deadline": "2026-07-21T15:00:00Z"], "limits": [],
            ]
            let draft = try await world.post("/v1/campaigns", WebWorld.terms(changing: past), token: world.owner)
            let launched = try await world.post("/v1/campaigns/\(draft.string("id"))/launch", token: world.owner)
            #expect(launched.code == "not_launchable")
        }
    }
}
