import Actions
import Promotions
import Testing

@testable import Web

@Suite("POST /v1/offers/search")
struct OfferSearchTests {
    private static let here: JSON = ["position": ["latitude": 37.7397, "longitude": -122.4673]]

    /// `store: state progress/target unit`, in the order of the answer.
    private static func told(_ heard: Heard) -> [String] {
        (heard.json["stores"]?.elements ?? []).flatMap { place in
            (place["offers"]?.elements ?? []).map { offer in
                let numbers = ["progress", "target"].map { "\(offer[$0]?.integerValue ?? -1)" }.joined(separator: "/")
                let words = ["state", "unit"].map { offer[$0]?.stringValue ?? "" }
                return "\(place["store"]?["name"]?.stringValue ?? ""): \(words[0]) \(numbers) \(words[1])"
            }
        }
    }

    @Test("what a search has shown is counted as looked at")
    func looked() async throws {
        try await WebWorld.with { world in
            _ = try await world.post("/v1/stores", WebWorld.store("Here"), token: world.owner)
            let campaign = try await world.launch()
            for _ in 1...2 {
                _ = try await world.post("/v1/offers/search", Self.here, token: try await world.shopper())
            }
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["funnel"]?["looked"] == 2)
            let from: JSON = ["position": Self.here["position"] ?? .null, "channel": "Poster"]
            _ = try await world.post("/v1/offers/search", from, token: try await world.shopper())
            let again = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(again.json["by"]?["channel"]?[1]?["channel"] == "poster", "\(again.text)")
            #expect(again.json["by"]?["channel"]?[1]?["looked"] == 1)
        }
    }

    @Test("a place is found by words of its name, its street or its region, with what is on there first")
    func named() async throws {
        try await WebWorld.with { world in
            for (name, address) in [("West Portal", "61 West Portal Ave"), ("Cole Valley", "901 Cole St")] {
                var store = try #require(WebWorld.store(name).members)
                store["address"] = .string(address)
                _ = try await world.post("/v1/stores", .object(store), token: world.owner)
            }
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let names = { (place: String) in
                let found = try await world.post("/v1/offers/search", ["place": .string(place)], token: shopper)
                #expect(found.status == 200, "\(found.text)")
                return found.json["stores"]?.elements?.compactMap { $0["store"]?["name"]?.stringValue } ?? []
            }
            #expect(try await names("west portal") == ["West Portal"])
            #expect(try await names("COLE  str") == [])
            #expect(try await names("st, cole") == ["Cole Valley"])
            #expect(try await names("nowhere") == [])
            for bad in ["-", "a"] as [JSON] {
                #expect(try await world.post("/v1/offers/search", ["place": bad], token: shopper).status == 400)
            }
        }
    }

    @Test("right after a visit the search says that it is too soon for the next")
    func tooSoon() async throws {
        try await WebWorld.with { world in
            _ = try await world.post("/v1/stores", WebWorld.store("Here"), token: world.owner)
            _ = try await world.launch(changing: ["limits": [["per": "campaign", "period": "campaign", "max": 9]]])
            let shopper = try await world.member("soon-1")
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(visit.json["verdict"] == "accepted", "\(visit.text)")
            let till = try await world.till(at: visit.json["store"]?["id"]?.stringValue ?? "")
            let code = visit.json["coupons"]?[0]?["code"] ?? .null
            #expect(try await world.post("/v1/redemptions", ["code": code], token: till).status == 201)
            let found = try await world.post("/v1/offers/search", Self.here, token: shopper)
            #expect(found.json["stores"]?[0]?["offers"]?[0]?["reason"] == "too_soon", "\(found.text)")
            world.clock.advance(seconds: 3_700)
            #expect(
                try await world.post("/v1/offers/search", Self.here, token: shopper)
                    .json["stores"]?[0]?["offers"]?[0]?["state"] == "unlocked")
        }
    }

    @Test("the nearest store comes first, and in it what is most reachable; what is far is not there")
    func order() async throws {
        try await WebWorld.with { world in
            for (name, latitude) in [("Far", 37.9), ("Next", 37.7497), ("Here", 37.7397)] {
                var store = try #require(WebWorld.store(name).members)
                store["location"] = ["latitude": .double(latitude), "longitude": -122.4673]
                _ = try await world.post("/v1/stores", .object(store), token: world.owner)
            }
            for unlock in [
                ["kind": "nth_visit", "n": 5], ["kind": "nth_visit", "n": 3], ["kind": "every_visit"],
            ] as [JSON] {
                _ = try await world.launch(changing: UnlockScenarioTests.rules(unlock))
            }
            let shopper = try await world.shopper()
            let before = try await world.post("/v1/offers/search", Self.here, token: shopper)
            let untouched = ["unlocked 0/1 visit", "locked 0/3 visit", "locked 0/5 visit"]
            #expect(Self.told(before) == untouched.map { "Here: \($0)" } + untouched.map { "Next: \($0)" })
            #expect(before.json["stores"]?[0]?["distance_meters"]?.numberValue == 0)
            let away = try #require(before.json["stores"]?[1]?["distance_meters"]?.numberValue)
            #expect((1_000...1_100).contains(away))
            #expect(before.json["stores"]?[0]?["offers"]?[0]?["participants"] == 0)
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            _ = try await world.desk.deliverOutbox()
            let after = try await world.post("/v1/offers/search", Self.here, token: shopper)
            #expect(
                Self.told(after).prefix(3) == [
                    "Here: issued 1/1 visit", "Here: in_progress 1/3 visit", "Here: in_progress 1/5 visit",
                ], "\(after.text)")
            #expect(after.json["stores"]?[0]?["offers"]?[0]?["coupon_id"] != nil)
            #expect(after.json["stores"]?[0]?["offers"]?[0]?["participants"] == 1)
        }
    }

    @Test("an offer is redeemed once used, taken when all are gone, and before its start says when")
    func states() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let one: JSON = [["per": "shopper", "period": "campaign", "max": 1]]
            _ = try await world.launch(changing: UnlockScenarioTests.rules(["kind": "every_visit"], limits: one))
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let code = try #require(visit.json["coupons"]?[0]?["code"])
            let sale: JSON = ["code": code, "basket": ["currency": "USD", "total": 500]]
            #expect(try await world.post("/v1/redemptions", sale, token: till).status == 201)
            _ = try await world.desk.deliverOutbox()
            let search: JSON = ["store_id": .string(store)]
            let used = try await world.post("/v1/offers/search", search, token: shopper)
            #expect(Self.told(used) == ["West Portal: redeemed 0/1 visit"], "\(used.text)")
            #expect(used.json["stores"]?[0]?["distance_meters"] == .null)
            var later = UnlockScenarioTests.rules(["kind": "every_visit"])
            later["schedule"] = ["from": "2026-07-25"]
            _ = try await world.launch(changing: later)
            let seen = try await world.post("/v1/offers/search", search, token: world.shopper())
            #expect(Self.told(seen) == ["West Portal: unlocked 0/1 visit", "West Portal: before_start 0/1 visit"])
            #expect(seen.json["stores"]?[0]?["offers"]?[1]?["opens_at"] == "2026-07-25T07:00:00Z")
        }
    }

    @Test("what a search says is what a visit would get: hours, early access and fallbacks")
    func agreement() async throws {
        try await WebWorld.with { world in
            var closed = WebWorld.store("West Portal").members ?? [:]
            closed["hours"] = ["tue": [["from": "11:00", "to": "18:00"]]]
            let store = try await world.post("/v1/stores", .object(closed), token: world.owner).string("id")
            let audience = try await world.post("/v1/audiences", ["name": "Regulars"], token: world.owner).string("id")
            let reserve = try await world.launch(changing: UnlockScenarioTests.rules(["kind": "every_visit"]))
            var main = UnlockScenarioTests.rules(
                ["kind": "every_visit"], limits: [["per": "campaign", "period": "campaign", "max": 1]])
            main["fallback"] = .string(reserve)
            main["schedule"] = [
                "from": "2026-07-25", "early": [["audience": .string(audience), "from": "2026-07-20"]],
            ]
            _ = try await world.launch(changing: main)
            let (member, stranger) = (try await world.shopper(), try await world.shopper())
            let id = try await world.get("/v1/shoppers/me", token: member).json["id"] ?? .null
            _ = try await world.post("/v1/audiences/\(audience)/members", ["shoppers": [id]], token: world.owner)
            let search: JSON = ["store_id": .string(store)]
            func told(_ shopper: String) async throws -> [String] {
                Self.told(try await world.post("/v1/offers/search", search, token: shopper))
            }
            #expect(try await told(member) == ["West Portal: ineligible 0/1 visit"])
            world.clock.advance(seconds: 3 * 3_600)
            #expect(try await told(member) == ["West Portal: unlocked 0/1 visit"])
            #expect(try await told(stranger) == ["West Portal: before_start 0/1 visit"])
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: member)
            #expect(visit.json["verdict"] == "accepted", "\(visit.text)")
            world.clock.advance(seconds: 7 * 86_400)
            #expect(try await told(stranger).contains("West Portal: unlocked 0/1 visit"))
        }
    }

    @Test("it asks for a place, and knows no store that is not there")
    func unreadable() async throws {
        try await WebWorld.with { world in
            let shopper = try await world.shopper()
            let nothing = try await world.post("/v1/offers/search", [:], token: shopper)
            #expect(nothing.status == 400 && nothing.json["errors"]?[0]?["field"] == "position")
            let bad = try await world.post("/v1/offers/search", ["position": ["latitude": 97]], token: shopper)
            #expect(bad.status == 400 && bad.json["errors"]?[0]?["field"] == "position.latitude")
            let unknown: JSON = ["store_id": .string(Ref<Store>(world.retailer, ID(5)).text)]
            #expect(try await world.post("/v1/offers/search", unknown, token: shopper).status == 404)
            #expect(try await world.post("/v1/offers/search", Self.here, token: shopper).json["stores"] == [])
            #expect(try await world.post("/v1/offers/search", Self.here).status == 401)
        }
    }
}
