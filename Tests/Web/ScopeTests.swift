import Actions
import HTTPTypes
import Postgres
import Promotions
import Testing

@testable import Web

@Suite("What somebody sees of a campaign who looks after some stores")
struct ScopeTests {
    /// Two stores of two managers, and what came of a morning there.
    struct Morning {
        let campaign: String
        let here: String
        let east: String
        let mo: SignedInBrowser
        let eve: SignedInBrowser
    }

    static func morning(_ world: WebWorld) async throws -> Morning {
        let here = try await world.addStore()
        let east = try await world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id")
        let id = try await world.launch(changing: [
            "limits": [
                ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 3],
                ["per": "campaign", "period": "campaign", "max": 20],
            ],
            "reward": CampaignLifeTests.off(500), "presence": ["too_soon_minutes": 0],
            "schedule": ["from": "2026-07-21"], "budget": ["amount": 50_000, "currency": "USD"],
        ])
        let till = try await world.till(at: here)
        try await world.look(at: id, in: [here, east, east])
        var code: JSON = .null
        for _ in 0..<4 { code = try await world.visited().json["coupons"]?[0]?["code"] ?? code }
        #expect(try await world.take(code, at: till, total: 900).status == 201)
        let shopper = try await world.shopper()
        let away = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
        let appeal = try await world.post("/v1/check-ins/\(away.string("id"))/appeal", [:], token: shopper)
        #expect(appeal.status == 201, "\(appeal.text)")
        #expect(try await world.visitedEast().json["verdict"] == "accepted")
        return Morning(
            campaign: id, here: here, east: east,
            mo: try await world.user("mo@larkspur.example", role: "store_manager", scope: ["stores": [.string(here)]]),
            eve: try await world.user("eve@larkspur.example", role: "auditor", scope: ["stores": [.string(east)]]))
    }

    @Test("live counts, stats and the books are those of their stores, as SQL counts them, and none of another's")
    func parts() async throws {
        try await WebWorld.with { world in
            let morning = try await Self.morning(world)
            for (user, store) in [(morning.mo, morning.here), (morning.eve, morning.east)] {
                let number = try #require(Ref<Store>(text: store)).id.rawValue
                let live = try await user.call(.get, "/v1/campaigns/\(morning.campaign)/live")
                #expect(live.status == 200, "\(live.text)")
                let stats = try await user.call(.get, "/v1/campaigns/\(morning.campaign)/stats")
                #expect(stats.status == 200, "\(stats.text)")
                let counts: [(JSON?, JSON?, String)] = [
                    (
                        live.json["check_ins"], stats.json["funnel"]?["checked_in"],
                        "select count(*) from check_ins where verdict <> 'refused' and store_id = \(number)"
                    ),
                    (
                        live.json["issued"], stats.json["issued"],
                        "select count(*) from coupons where store_id = \(number)"
                    ),
                    (
                        live.json["redeemed"], stats.json["redeemed"],
                        "select count(*) from coupons where state = 'redeemed' and store_id = \(number)"
                    ),
                    (
                        live.json["refused"], live.json["open_appeals"],
                        "select count(*) from appeals where state = 'open' and store_id = \(number)"
                    ),
                    (
                        stats.json["funnel"]?["looked"], stats.json["by"]?["store"]?[0]?["looked"],
                        "select sum(looks)::bigint from offer_looks where store_id = \(number)"
                    ),
                    (
                        stats.json["discount"]?["amount"], live.json["discount"]?["amount"],
                        """
                        select coalesce(sum(r.discount), 0)::bigint from redemptions r join coupons c using (coupon_id)
                        where c.store_id = \(number)
                        """
                    ),
                    (
                        stats.json["exposure"]?["open"]?["amount"], stats.json["exposure"]?["open"]?["amount"],
                        "select coalesce(sum(exposure), 0)::bigint from coupons where state = 'issued' and store_id = \(number)"
                    ),
                ]
                for (one, two, sql) in counts {
                    let counted = try await world.count(sql)
                    #expect(one?.integerValue == counted && two?.integerValue == counted, "\(sql): \(live.text)")
                }
                for heard in [live, stats] {
                    #expect(
                        heard.json["your_stores"] == 1
                            && !heard.text.contains(store == morning.here ? morning.east : morning.here))
                }
                #expect(live.json["coupons"] == .null && live.json["exposure"] == .null)
                #expect(stats.json["live"] == .null && stats.json["by"]?["store"]?.elements?.count == 1)
                #expect(live.json["stores"]?["over"] == 0)
            }
            // What is left of the three of its day; the store in the east may give two more.
            let path = "/v1/campaigns/\(morning.campaign)/live"
            #expect(try await morning.mo.call(.get, path).json["forecast"]?["left"] == 0)
            #expect(try await morning.eve.call(.get, path).json["forecast"]?["left"] == 2)
            #expect(try await morning.mo.call(.get, path).json["refusals"]?.elements?.count == 2)
            #expect(try await morning.eve.call(.get, path).json["refusals"] == [])
            let all = try await world.get(path, token: world.owner).json
            #expect(all["issued"] == 4 && all["your_stores"] == .null && all["coupons"]?["counted"] == 4)
        }
    }

    @Test("the books hold only what was taken or issued in their stores")
    func books() async throws {
        try await WebWorld.with { world in
            let morning = try await Self.morning(world)
            world.clock.advance(seconds: 3 * 86_400)
            _ = try await world.desk.closeDays(of: world.retailer)
            // The sessions of that morning have ended.
            let mo = try await world.browser(world.signIn("mo@larkspur.example"))
            let eve = try await world.browser(world.signIn("eve@larkspur.example"))
            for name in ["redemptions", "liability"] {
                let path = "/v1/exports/\(name)?from=2026-07-21&to=2026-07-22"
                let all = try await world.get(path, token: world.owner).text
                let mine = try await mo.call(.get, path).text
                let other = try await eve.call(.get, path).text
                #expect(mine.contains(morning.here) && !mine.contains(morning.east), "\(mine)")
                #expect(!other.contains(morning.here), "\(other)")
                #expect(lines(all) == lines(mine) + lines(other), "\(all)")
            }
        }
    }

    private func lines(_ text: String) -> Int { text.split(separator: "\r\n").count - 1 }

    @Test("orders are theirs to give where a campaign runs in their stores alone, and are not offered elsewhere")
    func orders() async throws {
        try await WebWorld.with { world in
            let morning = try await Self.morning(world)
            let own = try await world.launch(changing: [
                "stores": ["ids": [.string(morning.here)]], "schedule": ["from": "2026-07-21"],
            ])
            let scope: JSON = ["stores": [.string(morning.here)]]
            let mia = try await world.user("mia@larkspur.example", role: "marketer", scope: scope)
            for (campaign, isTheirs) in [(own, true), (morning.campaign, false)] {
                let page = try await mia.call(.get, "/console/campaigns/\(campaign)").text
                #expect(page.contains("data-keeps=\"\(isTheirs)\""))
                #expect(page.contains("/console/campaigns/\(campaign)/edit") == isTheirs)
                let recalled = try await mia.call(
                    .post, "/v1/campaigns/\(campaign)/recall", ["reason": "A wrong price"])
                #expect(recalled.status == (isTheirs ? 200 : 403), "\(recalled.text)")
                let approved = try await mia.call(.post, "/v1/campaigns/\(campaign)/approve")
                #expect((approved.status == 403) != isTheirs, "\(approved.text)")
            }
            #expect(
                try await world.get("/v1/campaigns/\(morning.campaign)", token: world.owner).json["recall"] == .null)
        }
    }

    @Test("a campaign that runs in none of their stores is not there for them")
    func unseen() async throws {
        try await WebWorld.with { world in
            let morning = try await Self.morning(world)
            let theirs = try await world.launch(changing: [
                "stores": ["ids": [.string(morning.east)]], "schedule": ["from": "2026-07-21"],
            ])
            for path in ["", "/live", "/stats", "/rehearsal", "/brief.pdf", "/shelf-card.pdf"] {
                let address = "/v1/campaigns/\(theirs)\(path)"
                #expect(try await morning.mo.call(.get, address).status == 404, "\(path)")
                #expect(try await morning.eve.call(.get, address).status == 200, "\(path)")
            }
            for page in ["/console/campaigns/\(theirs)", "/console/results/\(theirs)"] {
                #expect(try await morning.mo.call(.get, page).status == 404)
                #expect(try await morning.eve.call(.get, page).status == 200)
            }
            let listed = try await morning.mo.call(.get, "/v1/campaigns").json["items"]?.elements ?? []
            #expect(listed.map { $0["id"] } == [.string(morning.campaign)])
            #expect(try await morning.mo.call(.get, "/v1/campaigns/\(morning.campaign)/lift").code == "forbidden")
        }
    }
}

extension WebWorld {
    /// In the store of `far`.
    func visitedEast() async throws -> Heard {
        let there: JSON = [
            "position": ["latitude": 40.7128, "longitude": -74.0061, "accuracy_meters": 10, "age_ms": 800]
        ]
        return try await post("/v1/check-ins", there, token: shopper())
    }
}
