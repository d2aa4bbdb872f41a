import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("A till over HTTP")
struct TillTests {
    private static let quarter: JSONObject = [
        "schedule": ["from": "2026-07-21"], "presence": ["too_soon_minutes": 0],
        "reward": ["kind": "percent_off", "percent": 25, "max_discount": ["amount": 500, "currency": "USD"]],
        "coupon": [
            "valid": ["for": "PT3H"], "headline": "A quarter off", "terms": "Once.", "redeem_at": "any_store",
            "reserve_for": "PT5M", "void_within": "PT2H",
        ],
    ]

    private static func sale(_ code: JSON, total: Int64 = 1_000) -> JSON {
        ["code": code, "basket": ["currency": "USD", "total": .int(total)], "sale_id": "S-1"]
    }

    @Test("reserves, commits with the final basket, and takes it back; the other store hears where it is")
    func day() async throws {
        try await WebWorld.with { world in
            let tills = [
                try await world.till(at: world.addStore()),
                try await world.till(
                    at: world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id")),
            ]
            _ = try await world.launch(changing: Self.quarter)
            let code = try await world.checkIn(by: world.shopper())
            let held = try await world.post("/v1/reservations", Self.sale(code), token: tills[0], key: "k1")
            #expect(held.status == 201 && held.json["state"] == "reserved", "\(held.text)")
            #expect(held.json["expires_at"] == "2026-07-21T16:05:00Z")
            #expect(held.json["discount"] == ["amount": 250, "currency": "USD"])
            #expect(held.json["say"] == "25 % off, up to $5.00. Take $2.50 off.")
            let again = try await world.post("/v1/reservations", Self.sale(code), token: tills[0], key: "k1")
            #expect(again.text == held.text)
            let other = try await world.post("/v1/reservations", Self.sale(code, total: 2), token: tills[0], key: "k1")
            #expect(other.status == 422 && other.code == "idempotency_mismatch")

            let no = try await world.post("/v1/redemptions", Self.sale(code), token: tills[1])
            #expect(no.status == 409 && no.code == "reserved_elsewhere")
            #expect(
                no.json["reserved_until"] == "2026-07-21T16:05:00Z" && no.json["reserved_store_name"] == "West Portal")
            // Half past twelve in New York.
            #expect(try no.string("say").hasSuffix("If it is not used there, it is free again at 12:05."))
            let look = try await world.post("/v1/coupons/validate", Self.sale(code), token: tills[1])
            #expect(look.json["usable"] == false && look.json["reason"] == "reserved_elsewhere")
            #expect(look.json["reserved_until"] == "2026-07-21T16:05:00Z")

            let path = "/v1/reservations/\(try held.string("id"))"
            let final: JSON = ["basket": ["currency": "USD", "total": 1_600], "receipt_number": "R-1"]
            let taken = try await world.post("\(path)/commit", final, token: tills[0], key: "c1")
            #expect(
                taken.status == 201 && taken.json["discount"] == ["amount": 400, "currency": "USD"], "\(taken.text)")
            #expect(try await world.post("\(path)/commit", final, token: tills[0], key: "c1").text == taken.text)
            #expect(try await world.call(.delete, path, token: tills[0]).code == "already_used")

            let id = try taken.string("id")
            let elsewhere = try await world.post("/v1/redemptions/\(id)/void", token: tills[1])
            #expect(elsewhere.status == 409 && elsewhere.code == "other_store")
            let voided = try await world.post("/v1/redemptions/\(id)/void", token: tills[0], key: "v1")
            #expect(voided.status == 200 && voided.json["state"] == "voided", "\(voided.text)")
            #expect(voided.json["coupon"]?["state"] == "issued")
            #expect(voided.json["say"] == "Taken back. The coupon is good again.")
            #expect(try await world.post("/v1/redemptions/\(id)/void", token: tills[0], key: "v1").text == voided.text)
            #expect(try await world.post("/v1/redemptions/\(id)/void", token: tills[0]).code == "already_voided")

            let fresh = try await world.post("/v1/reservations", Self.sale(code), token: tills[1])
            #expect(fresh.status == 201)
            #expect(
                try await world.call(.delete, "/v1/reservations/\(fresh.string("id"))", token: tills[1]).status == 204)
            let ended = try await world.post(
                "/v1/reservations/\(fresh.string("id"))/commit", final, token: tills[1])
            #expect(ended.status == 409 && ended.code == "reservation_ended")
        }
    }

    @Test("voids by sale: a known one, an unknown one, and one that is too old")
    func sales() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            _ = try await world.launch(changing: Self.quarter)
            let code = try await world.checkIn(by: world.shopper())
            let void = { try await world.post("/v1/redemptions/void", ["sale_id": "S-1"], token: till) }
            let unknown = try await world.post("/v1/redemptions/void", ["sale_id": "S-0"], token: till)
            #expect(unknown.status == 200 && unknown.json["items"] == [], "\(unknown.text)")
            let late = try await world.post("/v1/redemptions", ["code": code, "sale_id": "S-0"], token: till)
            #expect(late.status == 409 && late.code == "sale_voided" && late.json["say"] != nil, "\(late.text)")
            #expect(try await world.post("/v1/redemptions", Self.sale(code), token: till).status == 201)
            let voided = try await void()
            #expect(voided.json["items"]?.elements?.count == 1 && voided.json["items"]?[0]?["state"] == "voided")
            #expect(try await void().json["items"] == [])
            #expect(try await world.post("/v1/redemptions", Self.sale(code), token: till).status == 201)
            world.clock.advance(seconds: 7_200)
            let old = try await void()
            #expect(old.status == 409 && old.code == "void_too_late")
            #expect(old.json["say"] == "It is too late to take this one back.")
            let nothing = try await world.post("/v1/redemptions/rdm_0/void", token: till)
            #expect(nothing.status == 404)
        }
    }

    @Test("several codes are asked about at once, and taken one after the other with one sale")
    func several() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            var terms = Self.quarter
            terms["conditions"] = ["combinable": "other_campaigns"]
            for _ in 0..<2 { _ = try await world.launch(changing: terms) }
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            let codes = (visit.json["coupons"]?.elements ?? []).compactMap { $0["code"] }
            #expect(codes.count == 2)
            let basket: JSON = ["currency": "USD", "total": 1_000]
            let ask = { (codes: [JSON]) in
                try await world.post(
                    "/v1/coupons/validate", ["codes": .array(codes), "basket": basket, "sale_id": "S-1"], token: till)
            }
            let asked = try await ask(codes + [codes[0]])
            #expect(asked.status == 200 && asked.json["usable"] == false, "\(asked.text)")
            #expect(asked.json["say"] == "2 of 3 coupons go with this sale. Take $4.38 off.")
            #expect(asked.json["items"]?[1]?["discount"]?["amount"] == 188)
            #expect(asked.json["items"]?[2]?["reason"] == "not_stackable")
            for (code, discount) in zip(codes, [Int64(250), 188]) {
                let taken = try await world.post("/v1/redemptions", Self.sale(code), token: till)
                #expect(taken.status == 201 && taken.json["discount"]?["amount"] == .int(discount), "\(taken.text)")
            }
            for body in [
                ["codes": []], ["codes": ["x"], "code": "x"], ["codes": [1]],
            ] as [JSON] {
                #expect(try await world.post("/v1/coupons/validate", body, token: till).status == 400)
            }
            let order = try await world.post("/v1/redemptions", ["code": "x", "codes": ["x"]], token: till)
            #expect(order.status == 400 && order.json["errors"]?[0]?["field"] == "codes")
        }
    }

    @Test("stats and books tell of voids, expiries and what was given, as the rows do")
    func books() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            var terms = Self.quarter
            terms["limits"] = [["per": "store", "period": "day", "max": 4]]
            let id = try await world.launch(changing: terms)
            var codes: [JSON] = []
            for _ in 0..<4 { codes.append(try await world.checkIn(by: world.shopper())) }
            // One more than the store gives, who would have had one.
            #expect(try await world.visited().json["coupons"] == [])
            var redemptions: [String] = []
            for code in codes.prefix(3) {
                let taken = try await world.take(code, at: till, total: 1_000)
                redemptions.append(try taken.string("id"))
            }
            #expect(try await world.post("/v1/redemptions/\(redemptions[0])/void", token: till).status == 200)
            world.clock.advance(seconds: 3 * 3_600)
            #expect(try await world.post("/v1/redemptions/\(redemptions[1])/void", token: till).code == "void_too_late")
            world.clock.advance(seconds: 5)
            try await world.desk.sweep()

            let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner).json
            let sums: [(String?, String, String)] = [
                ("funnel", "eligible", Self.eligible), ("funnel", "issued", "select count(*) from coupons"),
                ("funnel", "redeemed", "select count(*) from coupons where state = 'redeemed'"),
                ("funnel", "expired", "select count(*) from coupons where state = 'expired'"),
                ("funnel", "voided", "select count(*) from redemptions where state = 'voided'"),
                (nil, "voided", "select count(*) from coupon_ledger where kind = 'void'"),
                (nil, "expired", "select count(*) from coupon_ledger where kind = 'expire'"),
            ]
            for (part, name, sql) in sums {
                let told = part.flatMap { stats[$0] } ?? stats
                #expect(told[name]?.integerValue == (try await world.count(sql)), "\(name)")
            }
            #expect(stats["funnel"]?["eligible"] == 5 && stats["voided"] == 1 && stats["expired"] == 2)
            let given = try await world.count("select sum(discount)::bigint from redemptions where state = 'redeemed'")
            #expect(stats["discount"]?["amount"]?.integerValue == given && given == 500, "\(stats.text())")
            // Two were redeemed for 250 each and reserve no more than that; two expired.
            #expect(stats["exposure"]?["total"]?["amount"] == 500, "\(stats.text())")
            #expect(try await world.count("select exposure from campaign_counters") == 500)

            world.clock.advance(seconds: 2 * 86_400)
            #expect(try await world.desk.closeDays(of: world.retailer) > 0)
            let days = "from=2026-07-21&to=2026-07-22"
            let sales = try await world.get("/v1/exports/redemptions?\(days)", token: world.owner).text
            let lines = sales.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
            #expect(lines.map { $0[2] }.sorted() == ["redeem", "redeem", "redeem", "void"], "\(sales)")
            #expect(sales.contains(",-1000,-250,"))
            let liability = try await world.get("/v1/exports/liability?\(days)", token: world.owner).text
            // Four of 500 were issued; all of it is over: two redeemed, two expired, one of them after a void.
            #expect(liability.contains(",USD,4,2000,4,2000,0,"), "\(liability)")
        }
    }

    private static let eligible = """
        select count(*) from check_ins c, lateral jsonb_array_elements(c.offers) as o
        where c.verdict <> 'refused'
        and (o ->> 'why' is null and o ->> 's' in ('issued', 'unlocked') or o ->> 'why' = 'limit_store')
        """
}
