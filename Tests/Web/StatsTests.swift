import Actions
import HTTPTypes
import Postgres
import Promotions
import Testing

@testable import Web

@Suite("Stats over HTTP")
struct StatsTests {
    @Test("where no amount stands in the campaign, the currency of its sales says what was given")
    func tillCurrency() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: try await world.addStore())
            let id = try await world.launch(changing: ["reward": ["kind": "percent_off", "percent": 10], "limits": []])
            let path = "/v1/campaigns/\(id)/stats"
            #expect(try await world.get(path, token: world.owner).json["discount"] == .null)
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            let code = try #require(visit.json["coupons"]?[0]?["code"])
            #expect(try await world.take(code, at: till, total: 900).status == 201)
            let stats = try await world.get(path, token: world.owner)
            #expect(stats.json["discount"] == ["amount": 90, "currency": "USD"], "\(stats.text)")
            #expect(stats.json["basket"]?["amount"] == 900)
        }
    }

    @Test("the funnel, cut every way, equals a recount of the rows")
    func recount() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.call(.patch, "/v1/stores/\(store)", ["brand": "Larkspur"], token: world.owner)
            let east = try await world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id")
            let limits: JSON = [
                ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 3],
            ]
            let id = try await world.launch(changing: [
                "limits": limits, "reward": CampaignLifeTests.off(500), "presence": ["too_soon_minutes": 0],
                "schedule": ["from": "2026-07-21"],
                "coupon": [
                    "valid": ["for": "PT2H"], "headline": "Five off", "terms": "One each, while they last.",
                ],
            ])
            let till = try await world.till(at: store)
            try await world.look(at: id, in: [store, store, east])

            var codes: [JSON] = []
            for channel in ["twitter", "poster", nil] {
                var visit = WebWorld.visit().members ?? [:]
                if let channel { visit["channel"] = .string(channel) }
                let heard = try await world.post("/v1/check-ins", .object(visit), token: world.shopper())
                codes.append(heard.json["coupons"]?[0]?["code"] ?? .null)
                world.clock.advance(seconds: 1_800)
            }
            // One more than the store may give, one who is elsewhere, and one in New York after midnight UTC.
            #expect(try await world.visited().json["reasons"]?[0]?["code"] == "limit_store")
            #expect(try await world.visited(latitude: 37.75).json["verdict"] == "refused")
            #expect(try await world.take(codes[1], at: till, total: 900).status == 201)
            world.clock.advance(seconds: 8 * 3_600)
            let away: JSON = [
                "position": [
                    "latitude": 40.7128, "longitude": -74.0061, "accuracy_meters": 10, "age_ms": 800,
                ]
            ]
            let late = try await world.post("/v1/check-ins", away, token: world.shopper())
            #expect(late.json["verdict"] == "accepted", "\(late.text)")

            let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner)
            let funnel = try #require(stats.json["funnel"])
            #expect(funnel["looked"] == 3 && funnel["checked_in"] == 5 && funnel["eligible"] == 5)
            #expect(funnel["issued"] == 4 && funnel["redeemed"] == 1 && funnel["expired"] == 2)
            #expect(funnel["discount"]?["amount"] == 500 && funnel["basket"]?["amount"] == 900)
            let refusals = stats.json["refusals"]?.elements?.compactMap { $0["code"]?.stringValue } ?? []
            #expect(refusals.contains("limit_store") && refusals.contains("outside_fence"), "\(stats.text)")
            try await expectRecounted(stats.json, in: world)
            let by = try #require(stats.json["by"])
            #expect(by["brand"]?.elements?.count == 2 && by["brand"]?[1]?["issued"] == 3)
            #expect(by["brand"]?[0]?["brand"] == .null && by["brand"]?[0]?["issued"] == 1)
            #expect(
                by["channel"]?.elements?.map { $0["channel"] ?? .null } == [.null, "poster", "twitter"],
                "\(by["channel"]?.text() ?? "")")
            #expect(by["day"]?.elements?.compactMap { $0["date"]?.stringValue } == ["2026-07-21"])
            #expect(by["hour"]?.elements?.compactMap { $0["hour"]?.integerValue } == [9, 10, 12, 21])
        }
    }

    /// Each cut adds up to the whole, and the whole to what the tables say.
    private func expectRecounted(_ stats: JSON, in world: WebWorld) async throws {
        let counts: [(String, String)] = [
            ("looked", "select coalesce(sum(looks), 0)::bigint from offer_looks"),
            (
                "checked_in",
                "select count(*) from check_ins where verdict <> 'refused' and jsonb_array_length(offers) = 1"
            ),
            ("issued", "select count(*) from coupons"),
            ("redeemed", "select count(*) from coupons where state = 'redeemed'"),
            ("voided", "select count(*) from redemptions where state = 'voided'"),
            ("revoked", "select count(*) from coupons where state = 'revoked'"),
        ]
        for (name, sql) in counts {
            let counted = try await world.count(sql)
            #expect(stats["funnel"]?[name]?.integerValue == counted, "\(name)")
            for cut in ["store", "day", "hour", "channel"] {
                let rows = stats["by"]?[cut]?.elements ?? []
                #expect(rows.compactMap { $0[name]?.integerValue }.reduce(0, +) == counted, "\(name) by \(cut)")
            }
        }
        let basket = try await world.count("select sum(basket_total)::bigint from redemptions where state = 'redeemed'")
        #expect(stats["basket"]?["amount"]?.integerValue == basket)
    }
}

extension WebWorld {
    /// One number that a statement gives.
    func count(_ sql: String) async throws -> Int64 {
        guard var row = try await pool.run(Statement(once: "count", sql)()).first else { return -1 }
        return try row.read()
    }

    func visited(latitude: Double = 37.73988) async throws -> Heard {
        try await post("/v1/check-ins", Self.visit(latitude: latitude), token: shopper())
    }

    func look(at campaign: String, in stores: [String]) async throws {
        for text in stores {
            guard let offer = Ref<Campaign>(text: campaign), let ref = Ref<Store>(text: text),
                let store = desk.shelf.current.store(ref)
            else { continue }
            desk.noteLook(at: offer, in: store, channel: nil)
        }
    }
}
