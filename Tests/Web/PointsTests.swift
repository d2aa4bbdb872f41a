import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Points over HTTP")
struct PointsTests {
    static func earning(_ points: Int64 = 20) -> JSONObject {
        [
            "name": "Twenty a visit", "limits": [], "schedule": ["from": "2026-07-21"],
            "reward": ["kind": "points", "points": .int(points)],
            "coupon": ["headline": "20 points a visit", "terms": "For each visit."],
        ]
    }

    static let priced: JSONObject = [
        "name": "Latte for points", "limits": [], "schedule": ["from": "2026-07-21"], "price": ["points": 50],
        "presence": ["when": "to_use"],
        "coupon": ["valid": ["for": "PT2H"], "headline": "A latte for 50 points", "terms": "One each, on us."],
    ]

    private func earn(_ world: WebWorld, _ shopper: String, times: Int) async throws {
        for _ in 0..<times {
            let heard = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(heard.json["offers"]?[0]?["state"] == "credited", "\(heard.text)")
            world.clock.advance(seconds: 3_700)
        }
    }

    private func balance(_ world: WebWorld, _ shopper: String) async throws -> Int64? {
        _ = try await world.desk.deliverOutbox()
        return try await world.get("/v1/points", token: shopper).json["items"]?[0]?["balance"]?.integerValue
    }

    @Test("check-ins earn points, a coupon takes them, and the history says how it came about")
    func story() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let earning = try await world.launch(changing: Self.earning())
            let latte = try await world.launch(changing: Self.priced)
            let shopper = try await world.shopper()
            let first = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "one")
            let offer = try #require(first.json["offers"]?.elements?.first { $0["state"] == "credited" })
            #expect(offer["points"] == 20 && offer["balance"] == 20 && offer["coupon_id"] == nil, "\(first.text)")
            #expect(offer["say"] == "Your visit earned you 20 points. You have 20.")
            #expect(
                try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "one").json == first.json)

            let order: JSON = ["store_id": .string(store)]
            let short = try await world.post("/v1/campaigns/\(latte)/coupons", order, token: shopper)
            #expect(short.status == 409 && short.code == "points_short", "\(short.text)")
            #expect(short.json["balance"] == 20 && short.json["price"]?["points"] == 50)
            let found = try await world.post("/v1/offers/search", order, token: shopper)
            let offers = found.json["stores"]?[0]?["offers"]?.elements ?? []
            let wanted = try #require(offers.first { $0["campaign_id"] == .string(latte) }, "\(found.text)")
            #expect(wanted["state"] == "locked" && wanted["progress"] == 20 && wanted["target"] == 50)
            #expect(wanted["unit"] == "point" && wanted["price"]?["points"] == 50)

            world.clock.advance(seconds: 3_700)
            try await earn(world, shopper, times: 3)
            let bought = try await world.post("/v1/campaigns/\(latte)/coupons", order, token: shopper, key: "buy")
            #expect(bought.status == 201 && bought.json["paid"]?["points"] == 50, "\(bought.text)")
            let again = try await world.post("/v1/campaigns/\(latte)/coupons", order, token: shopper, key: "buy")
            #expect(again.json["id"] == bought.json["id"])
            #expect(try await balance(world, shopper) == 30)

            let retailer = world.retailer.text
            let history = try await world.get("/v1/points/\(retailer)?limit=2", token: shopper)
            #expect(history.json["balance"] == 30, "\(history.text)")
            let items = history.json["items"]?.elements ?? []
            #expect(items.map { $0["kind"] ?? .null } == ["spend", "earn"] && items[0]["points"] == -50)
            #expect(items[0]["coupon_id"] == bought.json["id"] && items[1]["store"]?["name"] == "West Portal")
            let next = try history.string("next")
            let rest = try await world.get("/v1/points/\(retailer)?after=\(next)", token: shopper)
            #expect(rest.json["items"]?.elements?.count == 3 && rest.json["next"] == .null, "\(rest.text)")
            try await expectRecounted(world, earning, given: 80, spent: 0, out: 30)
            try await expectRecounted(world, latte, given: 0, spent: 50, out: 30)
        }
    }

    /// Stats and the rows say the same, and every balance is the sum of its entries.
    private func expectRecounted(
        _ world: WebWorld, _ id: String, given: Int64, spent: Int64, returned: Int64 = 0, out: Int64
    ) async throws {
        let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner)
        let points = try #require(stats.json["points"])
        #expect(points["given"] == .int(given) && points["spent"] == .int(spent), "\(stats.text)")
        #expect(points["returned"] == .int(returned) && points["out"] == .int(out), "\(stats.text)")
        #expect(stats.json["funnel"]?["points"] == .int(given))
        let sums = "select sum(case kind when 'spend' then -points else points end)::bigint from point_entries"
        #expect(try await world.count(sums) == out)
        #expect(try await world.count("select sum(balance)::bigint from point_balances") == out)
        #expect(try await world.count("select sum(earned - spent)::bigint from point_balances") == out)
    }

    @Test("an unused coupon that expires has cost its points; one that is recalled gives them back, once")
    func recall() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.earning(100))
            let latte = try await world.launch(changing: Self.priced)
            let shopper = try await world.shopper()
            try await earn(world, shopper, times: 2)
            let order: JSON = ["store_id": .string(store)]
            _ = try await world.post("/v1/campaigns/\(latte)/coupons", order, token: shopper)
            world.clock.advance(seconds: 3 * 3_600)
            #expect(try await world.desk.expireCoupons() == 1)
            #expect(try await balance(world, shopper) == 150)

            _ = try await world.post("/v1/campaigns/\(latte)/coupons", order, token: shopper)
            let used = try await world.post("/v1/campaigns/\(latte)/coupons", order, token: shopper)
            #expect(try await balance(world, shopper) == 50)
            let till = try await world.till(at: store)
            #expect(try await world.take(used.json["code"] ?? .null, at: till, total: 900).status == 201)
            _ = try await world.post("/v1/campaigns/\(latte)/recall", ["reason": "Bad milk."], token: world.owner)
            #expect(try await world.desk.withdrawRecalled() == 1)
            #expect(try await world.desk.withdrawRecalled() == 0)
            #expect(try await balance(world, shopper) == 100)
            let history = try await world.get("/v1/points/\(world.retailer.text)", token: shopper)
            #expect(history.json["items"]?[0]?["kind"] == "return" && history.json["items"]?[0]?["points"] == 50)
            try await expectRecounted(world, latte, given: 0, spent: 150, returned: 50, out: 100)
        }
    }

    @Test("preflight says when points lead nowhere, and stops saying so once something has a price")
    func preflight() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let limits: JSON = [["per": "campaign", "period": "campaign", "max": 30]]
            var terms = Self.earning()
            terms["limits"] = limits
            let id = try await world.launch(changing: terms)
            let path = "/v1/campaigns/\(id)/preflight"
            let before = try await world.post(path, token: world.owner)
            #expect(before.text.contains("nothing to spend them on") && before.json["launchable"] == true)
            #expect(before.json["worst_case"]?["points"] == 600, "\(before.text)")
            _ = try await world.launch(changing: Self.priced)
            let after = try await world.post(path, token: world.owner)
            #expect(!after.text.contains("nothing to spend them on"), "\(after.text)")
        }
    }

    @Test("whoever merely typed another's number neither sees nor spends the points")
    func guests() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.earning(100))
            let latte = try await world.launch(changing: Self.priced)
            try await earn(world, try await world.member("LC-1"), times: 1)
            let typed: JSON = [
                "consents": ["location": true, "marketing": false], "locale": "en",
                "identity": ["loyalty_number": "LC-1"],
            ]
            let guest = try await world.call(.post, "/v1/shoppers", typed, headers: [.publishableKey: world.app])
                .string("token")
            let spending = try await world.post(
                "/v1/campaigns/\(latte)/coupons", ["store_id": .string(store)], token: guest)
            #expect(spending.status == 403 && spending.code == "identity_unverified", "\(spending.text)")
            #expect(try await world.get("/v1/points", token: guest).code == "identity_unverified")
            #expect(try await world.get("/v1/points/\(world.retailer.text)", token: guest).status == 403)
            #expect(try await world.get("/v1/points/ret_1", token: world.shopper()).status == 404)
        }
    }
}
