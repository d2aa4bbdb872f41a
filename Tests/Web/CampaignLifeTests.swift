import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("A campaign's life over HTTP")
struct CampaignLifeTests {
    @Test("where a second key is asked for, the author cannot launch alone, nor change what is running")
    func approval() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let other = try await world.secondKey()
            let settings = try await world.call(
                .patch, "/v1/settings", ["launch_approval": "second_key"], token: world.owner)
            #expect(settings.json["launch_approval"] == "second_key")
            let off = try await world.call(.patch, "/v1/settings", ["launch_approval": "none"], token: world.owner)
            #expect(off.status == 403, "whoever may launch cannot do away with approval")

            let path = "/v1/campaigns/" + (try await world.draft())
            #expect(try await world.post("\(path)/launch", token: world.owner).code == "approval_required")
            let own = try await world.post("\(path)/approve", token: world.owner)
            #expect(own.status == 403 && own.code == "forbidden")
            let approved = try await world.post("\(path)/approve", token: other, key: "a")
            #expect(approved.json["state"] == "approved")
            #expect(try await world.post("\(path)/approve", token: other, key: "a").text == approved.text)

            let changed = try await world.call(.patch, path, ["name": "Changed"], token: world.owner)
            #expect(changed.json["state"] == "draft", "approval was for the words as they stood")
            #expect(try await world.post("\(path)/launch", token: world.owner).code == "approval_required")
            #expect(try await world.post("\(path)/approve", token: other).json["state"] == "approved")
            #expect(try await world.post("\(path)/launch", token: world.owner).json["state"] == "enabled")

            let live = try await world.call(.patch, path, ["name": "Live"], token: world.owner)
            #expect(live.code == "approval_required")
            #expect(try await world.post("\(path)/pause", token: world.owner).status == 200)
            let paused = try await world.call(.patch, path, ["name": "Paused"], token: world.owner)
            #expect(paused.json["revision"] == 3 && paused.json["state"] == "paused")
            #expect(try await world.post("\(path)/resume", token: world.owner).code == "approval_required")
            #expect(try await world.post("\(path)/approve", token: other).json["state"] == "paused")
            #expect(try await world.post("\(path)/resume", token: world.owner).json["state"] == "enabled")

            let revisions = try await world.get("\(path)/revisions?limit=2", token: world.owner)
            #expect(revisions.json["items"]?.elements?.count == 2)
            #expect(revisions.json["next"] == "2")
            let last = try await world.get("\(path)/revisions?after=2", token: world.owner).json["items"]?[0]
            #expect(last?["terms"]?["name"] == "Paused")
            #expect(last?["created_by"] == .string(Ref(world.retailer, world.keys.owner.key.id).text))
            #expect(last?["approved_by"] != .null && last?["approved_by"] != last?["created_by"])
        }
    }

    @Test("a coupon keeps the terms of its own revision, at the till and on the phone")
    func ownRevision() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let id = try await world.launch(changing: ["reward": Self.off(500)])
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let changed = try await world.call(
                .patch, "/v1/campaigns/\(id)", ["reward": Self.off(100)], token: world.owner)
            #expect(changed.json["revision"] == 2)
            let coupon = try #require(visit.json["coupons"]?[0])
            let shown = try await world.get("/v1/coupons/\(coupon["id"]?.stringValue ?? "")", token: shopper)
            #expect(shown.json["reward"]?["summary"] == "$5.00 off")
            let taken = try await world.post(
                "/v1/redemptions", ["code": coupon["code"] ?? .null, "basket": ["currency": "USD", "total": 2_000]],
                token: till)
            #expect(taken.json["discount"]?["amount"] == 500, "\(taken.text)")
        }
    }

    @Test("a recall stops issuing, tills refuse with its reason at once, and what coupons held comes back")
    func recall() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let limits: JSON = [
                ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 2],
                ["per": "campaign", "period": "campaign", "max": 2],
            ]
            let id = try await world.launch(changing: [
                "limits": limits, "reward": Self.off(500), "budget": ["amount": 1_000, "currency": "USD"],
            ])
            let path = "/v1/campaigns/\(id)"
            #expect(try await world.post("\(path)/recall", ["reason": "no"], token: world.owner).status == 400)
            let first = try await world.shopper()
            let used = try await world.checkIn(by: first)
            let open = try await world.checkIn(by: world.shopper())
            #expect(try await world.take(used, at: till).status == 201)

            let recalled = try await world.post(
                "\(path)/recall", ["reason": "The oats were bad."], token: world.owner, key: "r")
            #expect(recalled.json["state"] == "paused", "\(recalled.text)")
            #expect(recalled.json["recall"]?["under_way"] == true)
            let refused = try await world.take(open, at: till)
            #expect(refused.code == "revoked")
            #expect(refused.json["say"] == "This coupon was withdrawn: The oats were bad.")
            #expect(try await world.post("\(path)/resume", token: world.owner).code == "wrong_state")
            #expect(try await world.post("\(path)/recall", ["reason": "Twice."], token: world.owner).status == 409)

            #expect(try await world.desk.withdrawRecalled() == 1)
            #expect(try await world.desk.withdrawRecalled() == 0)
            let after = try await world.get(path, token: world.owner)
            #expect(after.json["recall"]?["under_way"] == false)
            let twice = try await world.post("\(path)/recall", ["reason": "Twice."], token: world.owner)
            #expect(twice.code == "wrong_state", "\(twice.text)")
            #expect(try await world.take(open, at: till).code == "revoked")
            #expect(try await world.post("\(path)/resume", token: world.owner).json["state"] == "enabled")
            // One of two was given back, to store, campaign and budget; never to the shopper who had it.
            let again = try await world.checkIn(by: world.shopper())
            #expect(again.stringValue != nil)
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(third.json["verdict"] == "accepted_no_reward")
        }
    }

    @Test("a shopper whose coupon was recalled has had the offer")
    func recalledOnce() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let path = "/v1/campaigns/" + (try await world.launch(changing: ["presence": ["too_soon_minutes": 0]]))
            let shopper = try await world.shopper()
            let first = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(first.json["verdict"] == "accepted")
            _ = try await world.post("\(path)/recall", ["reason": "The oats were bad."], token: world.owner)
            #expect(try await world.desk.withdrawRecalled() == 1)
            _ = try await world.post("\(path)/resume", token: world.owner)
            world.clock.advance(seconds: 600)
            let second = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.73985), token: shopper)
            #expect(second.json["reasons"]?[0]?["code"] == "limit_shopper", "\(second.text)")
            let coupon = first.json["coupons"]?[0]?["id"]?.stringValue ?? ""
            #expect(try await world.get("/v1/coupons/\(coupon)", token: shopper).json["state"] == "revoked")
        }
    }

    @Test("franchised stores take part as the campaign says: all, none, or those whose owner accepted")
    func participation() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.call(.patch, "/v1/stores/\(store)", ["owner": "franchise"], token: world.owner)
            _ = try await world.post(
                "/v1/stores", WebWorld.far("Palmdale"), token: world.owner)
            let only = try await world.launch(changing: [
                "stores": ["participation": "company_only"], "schedule": ["from": "2026-07-21"],
            ])
            let opt = try await world.launch(changing: [
                "name": "Opt", "stores": ["participation": "opt_in"], "schedule": ["from": "2026-07-21"],
            ])
            let none = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(none.json["reasons"]?[0]?["code"] == "no_offer_here")

            let path = "/v1/campaigns/\(opt)/acceptances"
            let wrong = try await world.post(
                "/v1/campaigns/\(only)/acceptances", ["name": "Ada", "store_ids": [.string(store)]], token: world.owner)
            #expect(wrong.code == "wrong_state")
            #expect(try await world.post(path, ["name": "Ada"], token: world.owner).status == 400)
            let body: JSON = ["name": "Ada Lovelace", "store_ids": [.string(store)]]
            #expect(try await world.post(path, body, token: world.owner, key: "k").status == 200)
            #expect(try await world.post(path, body, token: world.owner, key: "k").status == 200)
            let list = try await world.get(path, token: world.owner)
            #expect(
                list.json["items"] == [
                    ["store_id": .string(store), "name": "Ada Lovelace", "accepted_at": "2026-07-21T16:00:00Z"]
                ])
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(visit.json["offers"]?.elements?.count == 1)
            #expect(visit.json["offers"]?[0]?["campaign_id"] == .string(opt))
            let withdrawn = try await world.call(.delete, "\(path)/\(store)", token: world.owner)
            #expect(withdrawn.status == 200, "\(withdrawn.text)")
            #expect(try await world.call(.delete, "\(path)/\(store)", token: world.owner).status == 404)
            #expect(try await world.get(path, token: world.owner).json["items"] == [])
            let after = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(after.json["reasons"]?[0]?["code"] == "no_offer_here", "\(after.text)")
            let preview = try await world.get(
                "/v1/campaigns/\(opt)/preview?store_id=\(store)", token: world.owner)
            #expect(preview.status == 404, "\(preview.text)")
        }
    }

    @Test("funding must add up, and is told as it was written")
    func funding() async throws {
        try await WebWorld.with { world in
            let shares: JSON = [
                ["by": "company", "percent": 60], ["by": "partner", "name": "Oat mill", "percent": 40],
            ]
            let made = try await world.post(
                "/v1/campaigns", WebWorld.terms(changing: ["funding": shares]), token: world.owner)
            #expect(made.status == 201 && made.json["funding"] == shares, "\(made.text)")
            for bad: JSON in [
                [["by": "company", "percent": 60]], [["by": "partner", "percent": 100]], [],
                [["by": "company", "name": "Us", "percent": 100]],
                [["by": "company", "percent": 50], ["by": "company", "percent": 50]],
                [["by": "company", "percent": 99.999], ["by": "store_owner", "percent": 0.001]],
            ] {
                let refused = try await world.post(
                    "/v1/campaigns", WebWorld.terms(changing: ["funding": bad]), token: world.owner)
                #expect(refused.status == 400, "\(bad.text())")
            }
        }
    }

    static func off(_ amount: Int64) -> JSON {
        ["kind": "amount_off", "amount": ["amount": .int(amount), "currency": "USD"]]
    }
}

extension WebWorld {
    func secondKey() async throws -> String {
        switch try await desk.addAPIKey("second", role: .owner, expiresAt: nil, to: retailer) {
        case .done(let new): return new.secret
        case .refused(let refused): throw refused
        }
    }

    func draft(changing changes: JSONObject = [:]) async throws -> String {
        try await post("/v1/campaigns", Self.terms(changing: changes), token: owner).string("id")
    }

    /// The code of the coupon that a visit earns.
    func checkIn(by shopper: String) async throws -> JSON {
        let visit = try await post("/v1/check-ins", Self.visit(), token: shopper)
        #expect(visit.json["verdict"] == "accepted", "\(visit.text)")
        return visit.json["coupons"]?[0]?["code"] ?? .null
    }

    func take(_ code: JSON, at till: String, total: Int64 = 2_000) async throws -> Heard {
        try await post(
            "/v1/redemptions", ["code": code, "basket": ["currency": "USD", "total": .int(total)]], token: till)
    }

    /// A store on the other side of the country.
    static func far(_ name: String) -> JSON {
        [
            "name": .string(name), "external_id": .string(name), "time_zone": "America/New_York",
            "location": ["latitude": 40.7128, "longitude": -74.0061],
            "fence": ["type": "circle", "radius_meters": 75],
        ]
    }
}
