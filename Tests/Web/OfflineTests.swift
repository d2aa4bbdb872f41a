import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("A till without a line, over HTTP")
struct OfflineTests {
    private static let pastry: JSONObject = [
        "schedule": ["from": "2026-07-21"],
        "reward": [
            "kind": "free_item", "item": "Pastry", "with_purchase": true, "value": ["amount": 500, "currency": "USD"],
        ],
        "limits": [["per": "campaign", "period": "campaign", "max": 10]],
        "coupon": [
            "valid": ["for": "PT3H"], "headline": "Free pastry", "terms": "One.", "offline": true, "offline_lease": 4,
        ],
    ]

    private static func item(_ name: String, _ code: JSON, at: String = "2026-07-21T16:00:00Z") -> JSON {
        ["id": .string(name), "code": code, "accepted_at": .string(at), "on_paper": true, "cashier": "Kim"]
    }

    @Test("fetches its pack, reports what it took, hears the same again, and gives its lease back")
    func day() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let campaign = try await world.launch(changing: Self.pastry)
            let pack = try await world.get("/v1/tills/me/pack", token: till)
            #expect(pack.status == 200 && pack.json["version"] == 1, "\(pack.text)")
            let lease = try #require(pack.json["leases"]?[0])
            #expect(lease["coupons"] == 4 && lease["campaign_id"] == .string(campaign))
            let read = try OfflinePack(reading: pack.json)
            #expect(read.offers.count == 1 && read.place.name == "West Portal")
            #expect(
                OfflineVerifier.check(
                    signature: read.keys.signature,
                    message: try #require(OfflineKeySet(bytes: read.keys.set)).message, key: read.keys.root))

            let code = try await world.checkIn(by: world.shopper())
            world.clock.advance(seconds: 600)
            let body: JSON = ["items": [Self.item("a", code), Self.item("b", code), Self.item("c", "K7M4")]]
            let told = try await world.post("/v1/redemptions/upload", body, token: till, key: "u1")
            #expect(told.status == 200, "\(told.text)")
            let items = try #require(told.json["items"]?.elements)
            #expect(items.map { $0["outcome"] } == ["redeemed", "charged", "unknown"])
            #expect(items.map { $0["reason"] } == [.null, "already_used", "bad_check_symbol"])
            #expect(try await world.post("/v1/redemptions/upload", body, token: till, key: "u1").text == told.text)
            #expect(try await world.post("/v1/redemptions/upload", body, token: till).text == told.text)

            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["offline"]?["leased"]?["coupons"] == 3, "\(stats.text)")
            #expect(stats.json["offline"]?["accepted"]?.elements?.count == 2)
            #expect(stats.json["exposure"]?["total"] == stats.json["live"]?["exposure"])

            let path = "/v1/tills/me/leases/\(try #require(lease["id"]?.stringValue))/close"
            let closed = try await world.post(path, token: till)
            #expect(closed.status == 200 && closed.json["returned"] == 3 && closed.json["used"] == 1)
            #expect(try await world.post(path, token: till).text == closed.text)
            let other = try await world.till(
                at: world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id"))
            #expect(try await world.post(path, token: other).status == 404)
        }
    }

    @Test(
        "what cannot be read is refused by name, and nothing is booked",
        arguments: [
            (#"{}"#, "items"), (#"{"items": []}"#, "items"), (#"{"items": [{"code": "K7M4"}]}"#, "items[0].id"),
            (#"{"items": [{"id": "a", "code": "K7M4", "accepted_at": "yesterday"}]}"#, "items[0].accepted_at"),
            (
                #"{"items": [{"id": "a", "code": "K7M4", "accepted_at": "2026-07-21T16:06:00Z"}]}"#,
                "items[0].accepted_at"
            ),
            (
                #"{"items": [{"id": "a", "code": "K7M4", "accepted_at": "2026-07-21T16:00:00Z", "on_paper": "yes"}]}"#,
                "items[0].on_paper"
            ),
        ])
    func unreadable(body: String, field: String) async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let no = try await world.post("/v1/redemptions/upload", try JSON(parsing: body), token: till)
            #expect(no.status == 400 && no.code == "invalid")
            #expect(no.json["errors"]?.elements?.contains { $0["field"] == .string(field) } == true, "\(no.text)")
        }
    }
}
