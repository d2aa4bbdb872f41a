import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Each way to earn, over HTTP")
struct UnlockScenarioTests {
    static let day = 86_400

    static func rules(_ unlock: JSON, limits: JSON = []) -> JSONObject {
        [
            "unlock": unlock, "limits": limits, "schedule": [:],
            "coupon": ["valid": ["for": "PT12H"], "headline": "Free pastry", "terms": "One each."],
        ]
    }

    /// State, progress and target of the only offer, and the reason where there is one.
    static func offer(_ heard: Heard) -> String {
        guard let offer = heard.json["offers"]?[0] else { return heard.text }
        let word = { (name: String) in offer[name]?.stringValue ?? "" }
        let count = { (name: String) in offer[name]?.integerValue ?? -1 }
        return "\(word("state")) \(count("progress"))/\(count("target")) \(word("unit")) \(word("reason"))"
    }

    private static func come(_ world: WebWorld, _ shopper: String, accuracy: Double = 15) async throws -> String {
        offer(try await world.post("/v1/check-ins", WebWorld.visit(accuracy: accuracy), token: shopper))
    }

    @Test("every visit: each earns")
    func everyVisit() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch(changing: Self.rules(["kind": "every_visit"]))
            let shopper = try await world.shopper()
            #expect(try await Self.come(world, shopper) == "issued 1/1 visit ")
            #expect(try await Self.come(world, shopper, accuracy: 16) == "in_progress 0/1 visit too_soon")
            world.clock.advance(seconds: 3_700)
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(Self.offer(third) == "issued 1/1 visit " && third.json["offers"]?[0]?["participants"] == 2)
        }
    }

    @Test("first visit: a newcomer earns once, and whoever was there before the campaign is no newcomer")
    func firstVisit() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let (regular, newcomer) = (try await world.shopper(), try await world.shopper())
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: regular)
            world.clock.advance(seconds: Self.day)
            _ = try await world.launch(changing: Self.rules(["kind": "first_visit"]))
            #expect(try await Self.come(world, regular) == "ineligible 0/1 visit not_first_visit")
            #expect(try await Self.come(world, newcomer) == "issued 1/1 visit ")
            world.clock.advance(seconds: Self.day)
            #expect(try await Self.come(world, newcomer) == "ineligible 1/1 visit not_first_visit")
        }
    }

    @Test("first visit to a store: a regular of one is new in another")
    func firstVisitToStore() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let shopper = try await world.shopper()
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            world.clock.advance(seconds: Self.day)
            var far = try #require(WebWorld.store("Far").members)
            far["location"] = ["latitude": 37.76, "longitude": -122.4673]
            _ = try await world.post("/v1/stores", .object(far), token: world.owner)
            _ = try await world.launch(changing: Self.rules(["kind": "first_visit", "at": "store"]))
            #expect(try await Self.come(world, shopper) == "ineligible 0/1 visit not_first_visit")
            world.clock.advance(seconds: 3_600)
            let there = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.76018), token: shopper)
            #expect(Self.offer(there) == "issued 1/1 visit ", "\(there.text)")
        }
    }

    @Test("every third visit within five days: a day counts once, old days fall out, then it begins anew")
    func nthVisit() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch(changing: Self.rules(["kind": "nth_visit", "n": 3, "within_days": 5]))
            let shopper = try await world.shopper()
            #expect(try await Self.come(world, shopper) == "in_progress 1/3 visit counted")
            #expect(try await Self.come(world, shopper, accuracy: 16) == "in_progress 1/3 visit counted_today")
            world.clock.advance(seconds: Self.day)
            #expect(try await Self.come(world, shopper) == "in_progress 2/3 visit counted")
            world.clock.advance(seconds: 4 * Self.day)
            // The first day is out of the five by now.
            #expect(try await Self.come(world, shopper) == "in_progress 2/3 visit counted")
            world.clock.advance(seconds: Self.day)
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "n-3")
            #expect(Self.offer(third) == "in_progress 2/3 visit counted")
            world.clock.advance(seconds: Self.day)
            let fourth = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "n-4")
            #expect(Self.offer(fourth) == "issued 3/3 visit " && fourth.json["verdict"] == "accepted")
            #expect(fourth.json["coupons"]?.elements?.count == 1)
            let again = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "n-4")
            #expect(again.json == fourth.json)
            world.clock.advance(seconds: Self.day)
            #expect(try await Self.come(world, shopper) == "in_progress 1/3 visit counted")
        }
    }

    @Test("flash: the first two of the window, each once; the next window begins anew")
    func flash() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            var rules = Self.rules(["kind": "flash", "first": 2])
            rules["schedule"] = ["windows": [["from": "07:00", "to": "10:30"]]]
            _ = try await world.launch(changing: rules)
            let shoppers = [try await world.shopper(), try await world.shopper(), try await world.shopper()]
            #expect(try await Self.come(world, shoppers[0]) == "issued 1/2 shopper ")
            #expect(try await Self.come(world, shoppers[1]) == "issued 2/2 shopper ")
            #expect(try await Self.come(world, shoppers[2]) == "taken 2/2 shopper others_first")
            world.clock.advance(seconds: Self.day)
            #expect(try await Self.come(world, shoppers[2]) == "issued 1/2 shopper ")
            world.clock.advance(seconds: 3_700)
            #expect(try await Self.come(world, shoppers[2], accuracy: 16) == "taken 1/2 shopper limit_shopper")
        }
    }

    @Test("swarm: the third within three hours opens it for all three, whose coupons are there at once")
    func swarm() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let campaign = try await world.launch(changing: Self.rules(["kind": "swarm", "shoppers": 3]))
            var shoppers: [String] = []
            for _ in 0..<4 { shoppers.append(try await world.shopper()) }
            let first = try await world.post("/v1/check-ins", WebWorld.visit(), token: shoppers[0])
            #expect(Self.offer(first) == "in_progress 1/3 shopper counted")
            world.clock.advance(seconds: 3_600)
            #expect(try await Self.come(world, shoppers[1]) == "in_progress 2/3 shopper counted")
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: shoppers[2])
            #expect(Self.offer(third) == "issued 3/3 shopper " && third.json["offers"]?[0]?["participants"] == 3)
            _ = try await world.desk.deliverOutbox()
            for shopper in shoppers.prefix(3) {
                let held = try await world.get("/v1/coupons", token: shopper)
                #expect(held.json["items"]?.elements?.count == 1)
                #expect(held.json["items"]?[0]?["state"] == "issued")
            }
            #expect(try await Self.come(world, shoppers[3]) == "taken 3/3 shopper others_first")
            // Whoever was there first has earned it with that first visit: receipt, message and stats say so.
            let receipt = try await world.get("/v1/check-ins/\(try first.string("id"))/receipt", token: shoppers[0])
            #expect(receipt.json["verdict"] == "accepted" && receipt.json["reasons"] == [], "\(receipt.text)")
            #expect(receipt.json["offers"]?[0]?["coupon_id"]?.stringValue != nil)
            for (place, shopper) in shoppers.enumerated() {
                let messages = try await world.get("/v1/messages", token: shopper).json["items"]?.elements ?? []
                #expect(messages.map { $0["kind"] } == (place < 2 ? ["unlocked"] : []))
            }
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            let funnel = stats.json["funnel"]
            #expect(funnel?["checked_in"] == 4 && funnel?["eligible"] == 3 && funnel?["issued"] == 3, "\(stats.text)")
            #expect(stats.json["refusals"] == [["code": "others_first", "count": 1]])
        }
    }

    @Test("mayor: by nickname and wish, with hand-over, and gone with a word")
    func mayor() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let id = try await world.launch(changing: Self.rules(["kind": "mayor"]))
            let (ann, bob) = (try await world.shopper(), try await world.shopper())
            let path = "/v1/campaigns/\(id)/candidacy"
            #expect(try await Self.come(world, ann) == "locked 1/1 day nickname_required")
            for (shopper, name) in [(ann, "Ann"), (bob, "Bob")] {
                let stood = try await world.post(path, ["nickname": .string(name)], token: shopper, key: "c-1")
                #expect(stood.status == 201 && stood.json["nickname"] == .string(name))
            }
            let mixed = try await world.post(path, ["nickname": "Eve"], token: ann, key: "c-1")
            #expect(mixed.status == 422 && mixed.code == "idempotency_mismatch")
            #expect(try await world.post(path, ["nickname": ""], token: ann).status == 400)
            #expect(try await Self.come(world, bob) == "issued 1/1 day ")
            world.clock.advance(seconds: Self.day)
            #expect(try await Self.come(world, ann) == "issued 2/2 day ")
            let search: JSON = ["store_id": .string(store)]
            let seen = try await world.post("/v1/offers/search", search, token: bob)
            let offer = seen.json["stores"]?[0]?["offers"]?[0]
            #expect(offer?["mayor"] == ["nickname": "Ann", "days": 2], "\(seen.text)")
            #expect(offer?["progress"] == 1 && offer?["target"] == 3)
            #expect(try await world.call(.delete, path, token: ann).status == 204)
            let vacant = try await world.post("/v1/offers/search", search, token: bob)
            #expect(vacant.json["stores"]?[0]?["offers"]?[0]?["mayor"] == nil)
            #expect(try await Self.come(world, bob, accuracy: 16) == "issued 2/2 day ")
            let other = try await world.launch(changing: Self.rules(["kind": "every_visit"]))
            let nowhere = try await world.post("/v1/campaigns/\(other)/candidacy", ["nickname": "A"], token: ann)
            #expect(nowhere.status == 404)
        }
    }

    @Test("a launched campaign keeps its kind, and a coupon to print at home needs none")
    func kinds() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: Self.rules(["kind": "nth_visit", "n": 3]))
            let path = "/v1/campaigns/\(id)"
            let other = try await world.call(.patch, path, ["unlock": ["kind": "first_visit"]], token: world.owner)
            #expect(other.status == 400 && other.json["errors"]?[0]?["field"] == "unlock.kind")
            let more = try await world.call(
                .patch, path, ["unlock": ["kind": "nth_visit", "n": 4]], token: world.owner)
            #expect(more.status == 200 && more.json["unlock"]?["n"] == 4)
            var rules = Self.rules(["kind": "nth_visit", "n": 3])
            rules["presence"] = ["when": "to_use"]
            rules["identity"] = "verified"
            let draft = try await world.post(
                "/v1/campaigns", WebWorld.terms(changing: rules), token: world.owner
            ).string("id")
            let refused = try await world.post("/v1/campaigns/\(draft)/launch", token: world.owner)
            #expect(refused.status == 422 && refused.json["errors"]?[0]?["field"] == "unlock.kind")
        }
    }
}
