import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("A customer without a phone")
struct AssistedTests {
    static let terms: JSONObject = [
        "schedule": ["from": "2026-07-21"], "presence": ["proof": "either", "too_soon_minutes": 0],
        "assisted": ["max_per_till_per_day": 3],
    ]

    private static func order(_ campaign: String, _ number: Int) -> JSON {
        ["campaign_id": .string(campaign), "loyalty_number": .string("L-\(number)")]
    }

    @Test(
        "is checked in by loyalty number, once; the coupon prints on the roll or is taken at once, for this campaign alone"
    )
    func checkIn() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let campaign = try await world.launch(changing: Self.terms)
            let plain = try await world.launch()
            let path = "/v1/tills/me/check-ins"
            let first = try await world.post(path, Self.order(campaign, 1), token: till, key: "a1")
            #expect(first.status == 201 && first.json["verdict"] == "accepted", "\(first.text)")
            #expect(first.json["coupons"]?.elements?.count == 1)
            #expect(first.json["coupons"]?[0]?["campaign_id"] == .string(campaign))
            #expect(
                try await world.post(path, Self.order(campaign, 1), token: till, key: "a1").json["coupons"]?[0]?["id"]
                    == first.json["coupons"]?[0]?["id"])
            let roll = try await world.get(
                WebWorld.path(of: first.json["coupons"]?[0]?["links"]?["escpos"]?.stringValue ?? ""))
            #expect(roll.status == 200 && !roll.body.isEmpty)
            let code = first.json["coupons"]?[0]?["code"] ?? .null
            #expect(try await world.post("/v1/redemptions", ["code": code], token: till).status == 201)
            let offers = try await world.get("/v1/tills/me/assisted-offers", token: till).json["items"]
            #expect(offers?.elements?.count == 1 && offers?[0]?["campaign_id"] == .string(campaign))
            #expect(offers?[0]?["left"] == 2 && offers?[0]?["max_per_till_per_day"] == 3, "\(offers?.text() ?? "")")
            // The limit per shopper is the same person's, and uses none of the till's day.
            let again = try await world.post(path, Self.order(campaign, 1), token: till)
            #expect(again.status == 201 && again.json["coupons"] == [], "\(again.text)")
            #expect(try await world.count("select used::bigint from assisted_counts") == 1)
            let other = try await world.post(path, Self.order(plain, 2), token: till)
            #expect(other.status == 409 && other.code == "not_offered")
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 0)
        }
    }

    @Test("forty at once at one till: as many as the campaign allows for the day, and again tomorrow")
    func limit() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let campaign = try await world.launch(changing: Self.terms)
            let ask = { @Sendable (number: Int) in
                try await world.post("/v1/tills/me/check-ins", Self.order(campaign, number), token: till)
            }
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let heard = try await ask(number)
                        return heard.code ?? (heard.json["coupons"] == [] ? "nothing" : "coupon")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == "coupon" } == 3 && codes.count { $0 == "assisted_limit" } == 37, "\(codes)")
            #expect(try await world.count("select count(*) from coupons") == 3)
            world.clock.advance(seconds: 86_400)
            #expect(try await ask(99).json["coupons"]?.elements?.count == 1)
        }
    }

    @Test("a campaign that takes only positions, or is not earned by being there, is not launched with it")
    func launching() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            for (changes, field) in [
                (["presence": ["proof": "position"]], "presence.proof"),
                (["presence": ["when": "to_use", "proof": "either"]], "assisted"),
            ] as [(JSONObject, String)] {
                var terms = Self.terms
                for change in changes { terms[change.name] = change.value }
                let id = try await world.draft(changing: terms)
                let no = try await world.post("/v1/campaigns/\(id)/launch", token: world.owner)
                #expect(no.status == 422, "\(no.text)")
                #expect(no.json["errors"]?.elements?.contains { $0["field"] == .string(field) } == true, "\(no.text)")
            }
            let none = try await world.post(
                "/v1/campaigns", WebWorld.terms(changing: ["assisted": ["max_per_till_per_day": 0]]), token: world.owner
            )
            #expect(none.status == 400)
        }
    }
}
