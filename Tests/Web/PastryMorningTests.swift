import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("A pastry morning over HTTP")
struct PastryMorningTests {
    @Test("a shopper checks in, prints the coupon, the till takes it once, and the retailer counts it")
    func wholeMorning() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let campaign = try await world.launch()
            let till = try await world.till(at: store)
            let shopper = try await world.shopper()

            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(visit.status == 201)
            #expect(visit.json["verdict"] == "accepted")
            #expect(visit.json["store"] == ["id": .string(store), "name": "West Portal"])
            #expect(visit.json["reasons"] == [])
            let coupon = try #require(visit.json["coupons"]?[0])
            #expect(
                visit.json["offers"] == [
                    [
                        "campaign_id": .string(campaign), "headline": "Free pastry", "state": "issued", "progress": 1,
                        "target": 1, "unit": "visit", "participants": 1, "unlock": "every_visit", "joins": false,
                        "prints_at_home": false, "coupon_id": coupon["id"] ?? .null,
                    ]
                ])
            #expect(coupon["state"] == "issued")
            #expect(coupon["expires_at"] == "2026-07-21T17:30:00Z")
            #expect(coupon["valid_at"] == "West Portal")
            #expect(coupon["reward"]?["summary"] == "Pastry free with a purchase")

            try await expectPrints(coupon, in: world)
            try await expectTaken(coupon, at: till, in: world)
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["issued"] == 1)
            #expect(stats.json["redeemed"] == 1)
            #expect(stats.json["days"]?[0]?["date"] == "2026-07-21")
        }
    }

    private func expectPrints(_ coupon: JSON, in world: WebWorld) async throws {
        let code = try #require(coupon["code"]?.stringValue)
        for (kind, type, start) in [
            ("pdf", "application/pdf", "%PDF"), ("svg", "image/svg+xml", "<"), ("png", "image/png", "\u{89}PNG"),
            ("escpos", "application/octet-stream", "\u{1B}@"),
        ] {
            let path = WebWorld.path(of: try #require(coupon["links"]?[kind]?.stringValue))
            let file = try await world.get(path)
            #expect(file.status == 200, "\(kind): \(file.text.prefix(300))")
            #expect(file.headers[.contentType] == type)
            #expect(file.body.starts(with: start.unicodeScalars.map { UInt8($0.value) }))
            let name = try #require(file.headers[.contentDisposition])
            #expect(name.hasPrefix("inline; filename=\"coupon-") && !name.contains(code))
            let tag = try #require(file.headers[.eTag])
            #expect(file.headers[.cacheControl]?.contains("private") == true)
            let again = try await world.get(path, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.body.isEmpty)
            let forged = try await world.get(path.replacing("signature=", with: "signature=0"))
            #expect(forged.status == 404)
        }
        let path = WebWorld.path(of: try #require(coupon["links"]?["pdf"]?.stringValue))
        let badPaper = try await world.get(path + "&paper=a3")
        #expect(badPaper.status == 400)
        #expect(badPaper.json["errors"]?[0]?["field"] == "paper")
        let card = try await world.get(path + "&paper=card&lang=fr")
        #expect(card.status == 200)
        let receipt = try await world.get(path.replacing(".pdf?", with: ".escpos?"))
        #expect(receipt.status == 200 && receipt.headers[.contentType] == "application/octet-stream")
        #expect(receipt.body.starts(with: [0x1B, 0x40, 0x1D, 0x76, 0x30, 0, 72, 0]), "80 mm, if nothing is said")
        let page = try await world.get(path.replacing(".pdf?", with: ".escpos?") + "&paper=a4")
        #expect(page.status == 400)
        #expect(page.json["errors"]?[0]?["field"] == "paper")
    }

    private func expectTaken(_ coupon: JSON, at till: String, in world: WebWorld) async throws {
        let code = coupon["code"] ?? .null
        let basket: JSON = ["currency": "USD", "total": 900]
        let asked = try await world.post("/v1/coupons/validate", ["code": code, "basket": basket], token: till)
        #expect(asked.status == 200)
        #expect(asked.json["usable"] == true, "\(asked.text)")

        let sale: JSON = ["code": code, "cashier": "Kim", "receipt_number": "17", "colour": "ignored"]
        let taken = try await world.post("/v1/redemptions", sale, token: till, key: "sale-1")
        #expect(taken.status == 201, "\(taken.text)")
        #expect(taken.json["state"] == "redeemed")
        let again = try await world.post("/v1/redemptions", sale, token: till, key: "sale-1")
        #expect(again.status == 201 && again.json["id"] == taken.json["id"])
        let other = try await world.post("/v1/redemptions", ["code": code], token: till, key: "sale-1")
        #expect(other.status == 422 && other.code == "idempotency_mismatch")

        let second = try await world.post("/v1/redemptions", ["code": code], token: till)
        #expect(second.status == 409)
        #expect(second.code == "already_used")
        #expect(second.json["used_at"] == "2026-07-21T16:00:00Z")
        #expect(second.json["used_store_name"] == "West Portal")
        #expect(second.json["used_store"]?.stringValue?.hasPrefix("sto_") == true)
        #expect(second.json["say"]?.stringValue?.contains("today at 9:00") == true, "\(second.text)")
        #expect(second.headers[.contentType] == "application/problem+json")
        let refused = try await world.post("/v1/coupons/validate", ["code": code], token: till)
        #expect(refused.json["usable"] == false)
        #expect(refused.json["reason"] == "already_used")
        let typo = try await world.post("/v1/redemptions", ["code": "0000-0000-0001"], token: till)
        #expect(typo.status == 409 && ["bad_check_symbol", "unknown_code"].contains(typo.code))
    }

    @Test("the shopper's list has the coupon once the outbox is delivered, page by page")
    func wallet() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            _ = try await world.launch(changing: ["name": "Second"])
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let ids = try #require(visit.json["coupons"]?.elements).compactMap { $0["id"]?.stringValue }
            #expect(ids.count == 2)
            _ = try await world.desk.deliverOutbox()
            let first = try await world.get("/v1/coupons?limit=1", token: shopper)
            #expect(first.json["items"]?.elements?.count == 1)
            let next = try first.string("next")
            let second = try await world.get("/v1/coupons?limit=1&after=\(next)", token: shopper)
            let seen = [first, second].compactMap { $0.json["items"]?[0]?["id"]?.stringValue }
            #expect(Set(seen) == Set(ids))
            let one = try await world.get(
                "/v1/coupons/\(ids[0])", token: shopper, headers: [.acceptLanguage: "fr-CH, en;q=0.5"])
            #expect(one.json["headline"] == "Viennoiserie offerte")
            let stranger = try await world.shopper()
            let denied = try await world.get("/v1/coupons/\(ids[0])", token: stranger)
            #expect(denied.status == 404)
        }
    }

    @Test("a coupon to print at home is issued once, refused with its reason, and retried to the same answer")
    func printAtHome() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let campaign = try await world.launch(changing: ["presence": ["when": "to_use"], "identity": "verified"])
            let shopper = try await world.member("4711")
            let path = "/v1/campaigns/\(campaign)/coupons"
            let order: JSON = ["store_id": .string(store)]
            let first = try await world.post(path, order, token: shopper, key: "k")
            #expect(first.status == 201, "\(first.text)")
            #expect(first.json["state"] == "issued")
            let again = try await world.post(path, order, token: shopper, key: "k")
            #expect(again.json["id"] == first.json["id"])
            let second = try await world.post(path, order, token: shopper)
            #expect(second.status == 409 && second.code == "limit_shopper")
            #expect(second.json["say"] != nil)
            let stranger = try await world.post(path, order, token: world.shopper())
            #expect(stranger.status == 409 && stranger.code == "identity_required")
            let missing = try await world.post(path, [:], token: shopper)
            #expect(missing.status == 400 && missing.json["errors"]?[0]?["field"] == "store_id")
        }
    }
}
