import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Returns over HTTP")
struct ReturnTests {
    static let twenty: JSONObject = [
        "schedule": ["from": "2026-07-21"], "presence": ["too_soon_minutes": 0],
        "reward": ["kind": "percent_off", "percent": 20],
        "conditions": ["min_spend": ["amount": 1_000, "currency": "USD"]],
        "coupon": ["valid": ["for": "PT3H"], "headline": "A fifth off", "terms": "Once."],
    ]

    static func sold(_ world: WebWorld, at till: String) async throws -> String {
        let sale: JSON = [
            "code": try await world.checkIn(by: world.shopper()), "receipt_number": "R-9",
            "basket": [
                "currency": "USD", "total": 1_500,
                "lines": [
                    ["id": "shirt", "quantity": 1, "unit_price": 1_000, "sku": "S-1", "categories": ["tops"]],
                    ["id": "socks", "quantity": 2, "unit_price": 250],
                ],
            ],
        ]
        return try await world.post("/v1/redemptions", sale, token: till).string("id")
    }

    @Test("a line comes back with its share; a retry hears the same; what is not there is refused")
    func line() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let campaign = try await world.launch(changing: Self.twenty)
            let path = "/v1/redemptions/\(try await Self.sold(world, at: till))/returns"
            let body: JSON = ["lines": [["id": "socks", "quantity": 1]]]
            let back = try await world.post(path, body, token: till, key: "r1")
            #expect(back.status == 201, "\(back.text)")
            #expect(back.json["goods"]?["amount"] == 250 && back.json["discount"]?["amount"] == 50)
            #expect(back.json["refund"]?["amount"] == 200 && back.json["discount_left"]?["amount"] == 250)
            #expect(back.json["say"] == "Give back $2.00. $0.50 was off with the coupon.")
            #expect(try await world.post(path, body, token: till, key: "r1").text == back.text)
            for (body, field) in [
                (["lines": [["id": "socks", "quantity": 0]]], "lines[0].quantity"), ([:], "lines"),
                (["amount": 5, "lines": [["id": "socks", "quantity": 1]]], "lines"), (["amount": 5], "amount"),
                (["lines": [["id": "a", "quantity": 1], ["id": "a", "quantity": 1]]], "lines[1].id"),
            ] as [(JSON, String)] {
                let no = try await world.post(path, body, token: till)
                #expect(no.status == 400 && no.json["errors"]?[0]?["field"] == .string(field), "\(no.text)")
            }
            let found = try await world.post("/v1/redemptions/search", ["receipt_number": "R-9"], token: till)
            let lines = found.json["items"]?[0]?["basket"]?["lines"]
            #expect(lines?[0]?["sku"] == "S-1" && lines?[0]?["unit_price"] == 1_000 && lines?[0]?["returned"] == 0)
            #expect(lines?[1]?["quantity"] == 2 && lines?[1]?["returned"] == 1, "\(found.text)")
            let more = try await world.post(path, ["lines": [["id": "socks", "quantity": 2]]], token: till)
            #expect(more.status == 409 && more.code == "more_than_sold" && more.json["say"] != nil)
            let void = try await world.post("/v1/redemptions/\(path.split(separator: "/")[2])/void", token: till)
            #expect(void.status == 409 && void.code == "part_returned")

            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner).json
            #expect(stats["discount"]?["amount"] == 300 && stats["basket"]?["amount"] == 1_500)
            #expect(stats["returned"]?["discount"]?["amount"] == 50 && stats["returned"]?["basket"]?["amount"] == 250)
            #expect(stats["net"]?["discount"]?["amount"] == 250 && stats["net"]?["basket"]?["amount"] == 1_250)
            #expect(stats["by"]?["store"]?[0]?["net_basket"]?["amount"] == 1_250)
            world.clock.advance(seconds: 3 * 86_400)
            #expect(try await world.desk.closeDays(of: world.retailer) > 0)
            let sales = try await world.get(
                "/v1/exports/redemptions?from=2026-07-21&to=2026-07-22", token: world.owner)
            #expect(sales.text.contains(",-250,-50,"), "\(sales.text)")
        }
    }

    @Test("the retailer says what becomes of the discount of goods that stay below the coupon's minimum")
    func setting() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            _ = try await world.launch(changing: Self.twenty)
            let settings = try await world.get("/v1/settings", token: world.owner)
            #expect(settings.json == ["launch_approval": "none", "returns_below_min_spend": "keep_discount"])
            let goods: JSON = ["lines": [["id": "shirt", "quantity": 1]]]
            let kept = try await world.post(
                "/v1/redemptions/\(try await Self.sold(world, at: till))/returns", goods, token: till)
            #expect(kept.json["refund"]?["amount"] == 800 && kept.json["below_min_spend"] == false, "\(kept.text)")
            let set = try await world.call(
                .patch, "/v1/settings", ["returns_below_min_spend": "take_back_discount"], token: world.owner)
            #expect(set.json["returns_below_min_spend"] == "take_back_discount", "\(set.text)")
            let taken = try await world.post(
                "/v1/redemptions/\(try await Self.sold(world, at: till))/returns", goods, token: till)
            #expect(taken.json["refund"]?["amount"] == 700 && taken.json["discount"]?["amount"] == 300)
            #expect(taken.json["below_min_spend"] == true && taken.json["discount_left"]?["amount"] == 0)
            #expect(try taken.string("say").hasSuffix("so its discount is taken back."))
        }
    }
}
