import Actions
import HTTPTypes
import Postgres
import Promotions
import Testing

@testable import Web

@Suite("A campaign's books, counted again")
struct RecountTests {
    private func recount(_ campaign: String, in world: WebWorld) async throws -> JSON {
        let heard = try await world.get("/v1/campaigns/\(campaign)/recount", token: world.auditor())
        #expect(heard.status == 200, "\(heard.text)")
        return heard.json
    }

    @Test("what was issued, used, spent, taken back and expired agrees from every place, as do all limits")
    func agrees() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let id = try await world.launch(changing: [
                "limits": [
                    ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 5],
                    ["per": "campaign", "period": "campaign", "max": 20],
                ],
                "reward": CampaignLifeTests.off(500), "presence": ["too_soon_minutes": 0],
                "schedule": ["from": "2026-07-21"], "budget": ["amount": 50_000, "currency": "USD"],
                "coupon": ["valid": ["for": "PT2H"], "headline": "Five off", "terms": "One each."],
            ])
            var codes: [JSON] = []
            for _ in 0..<6 { codes += [try await world.visited().json["coupons"]?[0]?["code"]].compactMap(\.self) }
            #expect(codes.count == 5)
            #expect(try await world.take(codes[0], at: till, total: 900).status == 201)
            let second = try await world.take(codes[1], at: till, total: 300)
            #expect(try await world.post("/v1/redemptions/\(second.string("id"))/void", token: till).status == 200)
            let books = try await recount(id, in: world)
            #expect(books["agrees"] == true && books["over"] == 0, "\(books.text())")
            #expect(books["issued"] == ["counter": 5, "rows": 5] && books["out"] == ["counter": 4, "rows": 4])
            #expect(books["used"] == ["ledger": 1, "redemptions": 1, "rows": 1])
            let five: JSON = ["amount": 500, "currency": "USD"]
            #expect(books["spent"] == ["ledger": five, "redemptions": five])
            #expect(books["reserved"]?["rows"]?["amount"] == 2_500)
            let limits = books["limits"]?.elements ?? []
            #expect(limits.map { $0["highest"] } == [1, 5, 5] && limits.map { $0["subjects"] } == [5, 1, 1])

            // A limit that is lowered takes nothing back, and is not broken by what was given before.
            let fewer: JSON = [
                "limits": [
                    ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 3],
                    ["per": "campaign", "period": "campaign", "max": 20],
                ]
            ]
            let patched = try await world.call(.patch, "/v1/campaigns/\(id)", fewer, token: world.owner)
            #expect(patched.status == 200, "\(patched.text)")
            let lowered = try await recount(id, in: world)
            #expect(lowered["agrees"] == true && lowered["over"] == 0, "\(lowered.text())")
            #expect(lowered["limits"]?[1]?["over_since_lowered"] == 1 && lowered["limits"]?[1]?["max"] == 3)

            world.clock.advance(seconds: 3 * 3_600)
            _ = try await world.desk.expireCoupons()
            let later = try await recount(id, in: world)
            #expect(later["agrees"] == true && later["out"] == ["counter": 0, "rows": 0], "\(later.text())")
            #expect(later["issued"] == ["counter": 5, "rows": 5] && later["counted"] == ["counter": 1, "rows": 1])
        }
    }

    @Test(
        "one row that is wrong is found, wherever it is",
        arguments: [
            ("update period_counters set used = used - 1 where scope = 2", "limits"),
            ("update period_counters set used = 0 where scope = 1", "limits"),
            ("update campaign_counters set coupons = coupons - 1", "counted"),
            ("update campaign_counters set exposure = exposure - 1", "reserved"),
            ("delete from coupon_ledger where kind = 'redeem'", "used"),
            ("update coupon_ledger set amount = 1 where kind = 'redeem'", "spent"),
            ("update redemptions set discount = 499", "spent"),
            ("update coupons set state = 'issued', redeemed_at = null, redeemed_store_id = null", "used"),
        ])
    func finds(_ damage: String, _ place: String) async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let id = try await world.launch(changing: [
                "reward": CampaignLifeTests.off(500), "presence": ["too_soon_minutes": 0],
                "limits": [
                    ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 3],
                ],
            ])
            let code = try #require(try await world.visited().json["coupons"]?[0]?["code"])
            _ = try await world.visited()
            #expect(try await world.take(code, at: till, total: 900).status == 201)
            #expect(try await recount(id, in: world)["agrees"] == true)
            _ = try await world.pool.run(Statement(once: "damage", damage)())
            let books = try await recount(id, in: world)
            #expect(books["agrees"] == false)
            let sources = books[place]?.members.map { Set($0.map { $0.value.text() }) } ?? []
            let isFound =
                place == "limits"
                ? books.text().contains("\"differing\":1") || books.text().contains("\"differing\":2")
                : sources.count > 1
            #expect(isFound, "\(books.text())")
            let page = try await world.user().call(.get, "/console/campaigns/\(id)/books")
            #expect(page.status == 200 && page.text.contains("not agree"), "\(page.text)")
        }
    }

    @Test("what is over a limit that was never lowered is told as such")
    func over() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: [
                "limits": [["per": "store", "period": "day", "max": 1]], "presence": ["too_soon_minutes": 0],
            ])
            _ = try await world.visited()
            _ = try await world.pool.run(
                Statement(
                    once: "copy",
                    """
                    insert into coupons (retailer_id, coupon_id, campaign_id, revision, shopper_id, session_id, store_id,
                        code_hash, code_sealed, state, exposure, issued_at, expires_at, counted_on)
                    select retailer_id, coupon_id + 1, campaign_id, revision, shopper_id, session_id, store_id,
                        code_hash || 'x'::bytea, code_sealed, state, exposure, issued_at, expires_at, counted_on
                    from coupons
                    """)())
            let books = try await recount(id, in: world)
            #expect(books["over"] == 1 && books["agrees"] == false, "\(books.text())")
            #expect(books["limits"]?[0]?["highest"] == 2 && books["limits"]?[0]?["over_since_lowered"] == 0)
        }
    }

    @Test("whoever looks after some stores is not told what all of them gave")
    func scoped() async throws {
        try await WebWorld.with { world in
            let morning = try await ScopeTests.morning(world)
            #expect(try await morning.mo.call(.get, "/v1/campaigns/\(morning.campaign)/recount").code == "forbidden")
            #expect(try await morning.mo.call(.get, "/console/campaigns/\(morning.campaign)/books").status == 403)
            let other = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.get("/v1/campaigns/\(morning.campaign)/recount", token: other).status == 404)
        }
    }
}
