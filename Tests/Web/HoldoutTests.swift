import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Holdout over HTTP")
struct HoldoutWebTests {
    private static let half: JSON = ["kind": "shoppers", "percent": 50]

    @Test("who is held out hears of nothing and gets nothing; lift compares them with the others")
    func lift() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let id = try await world.launch(changing: [
                "schedule": ["from": "2026-07-21"], "holdout": Self.half, "limits": [],
            ])
            var offered: [String] = []
            var checkIns: [String] = []
            for _ in 0..<24 {
                let shopper = try await world.shopper()
                let search = try await world.post("/v1/offers/search", ["store_id": .string(store)], token: shopper)
                let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
                if search.json["stores"]?.elements?.isEmpty == true {
                    #expect(
                        visit.json["verdict"] == "accepted_no_reward" && visit.json["offers"] == [], "\(visit.text)")
                    checkIns.append(try visit.string("id"))
                } else {
                    #expect(visit.json["verdict"] == "accepted", "\(visit.text)")
                    offered.append(shopper)
                }
            }
            // Of 24 with a half: fewer than 3 or more than 21 once in 60,000 runs.
            #expect((3...21).contains(offered.count), "\(offered.count) of 24")
            let path = "/v1/check-ins/\(try #require(checkIns.first))/receipt"
            #expect(try await world.get(path, token: world.owner).json["held_out_of"] == [.string(id)])
            world.clock.advance(seconds: 86_400)
            for shopper in offered {
                #expect(try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper).status == 201)
            }
            world.clock.advance(seconds: 3_600)
            let told = try await world.get("/v1/campaigns/\(id)/lift", token: world.owner)
            let count = Int64(offered.count)
            #expect(told.json["metric"] == "visits_per_shopper", "\(told.text)")
            #expect(told.json["offered"] == ["shoppers": .int(count), "visits": .int(2 * count)])
            #expect(told.json["held_out"] == ["shoppers": .int(24 - count), "visits": .int(24 - count)])
            #expect(told.json["lift"]?["mean"]?.numberValue == 1)
        }
    }

    @Test("a gift reaches those who are not held out, and says how many are")
    func grants() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: [
                "unlock": ["kind": "grant"], "holdout": Self.half, "limits": [], "schedule": [:],
            ])
            var shoppers: [JSON] = []
            for _ in 0..<12 {
                let token = try await world.shopper()
                shoppers.append(.string(try await world.get("/v1/shoppers/me", token: token).string("id")))
            }
            let gift: JSON = ["shoppers": .array(shoppers), "message": "For you."]
            let told = try await world.post("/v1/campaigns/\(id)/grants", gift, token: world.owner)
            let named = try #require(told.json["named"]?.integerValue)
            #expect(told.json["held_out"] == .int(12 - named), "\(told.text)")
            while try await world.desk.settleParticipants() > 0 {}
            let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner)
            #expect(stats.json["issued"] == .int(named))
        }
    }
}
