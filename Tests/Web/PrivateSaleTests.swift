import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Private sales and early access over HTTP")
struct PrivateSaleTests {
    private static let sale: JSONObject = [
        "unlock": [
            "kind": "code",
            "codes": [
                ["word": "Summer-25"],
                [
                    "word": "tweet 4 you", "channel": "twitter",
                    "reward": ["kind": "amount_off", "amount": ["amount": 700, "currency": "USD"]],
                ],
            ],
        ],
        "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
        "budget": ["amount": 100_000, "currency": "USD"], "limits": [],
    ]

    private static func visit(_ word: JSON) -> JSON {
        var visit = WebWorld.visit().members ?? [:]
        visit["offer_code"] = word
        return .object(visit)
    }

    @Test("a private sale is there for whoever knows the word, and a channel's word is worth what it says")
    func words() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let campaign = try await world.launch(changing: Self.sale)
            let stranger = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(stranger.json["offers"] == [] && stranger.json["coupons"] == [], "\(stranger.text)")
            let wrong = try await world.post("/v1/check-ins", Self.visit("winter 25"), token: world.shopper())
            #expect(wrong.json["coupons"] == [])
            for (word, amount) in [("summer25", 300), ("TWEET4YOU", 700)] as [(String, Int64)] {
                let shopper = try await world.shopper()
                let heard = try await world.post("/v1/check-ins", Self.visit(.string(word)), token: shopper, key: "w-1")
                let coupon = try #require(heard.json["coupons"]?[0], "\(heard.text)")
                #expect(coupon["reward"]?["amount"]?["amount"] == .int(amount), "\(coupon.text())")
                let again = try await world.post(
                    "/v1/check-ins", Self.visit(.string(word)), token: shopper, key: "w-1")
                #expect(again.json["coupons"]?[0]?["reward"] == coupon["reward"])
                let sale: JSON = [
                    "code": coupon["code"] ?? .null, "basket": ["currency": "USD", "total": 2_000],
                ]
                let redeemed = try await world.post("/v1/redemptions", sale, token: till)
                #expect(redeemed.status == 201, "\(redeemed.text)")
                #expect(redeemed.json["discount"]?["amount"] == .int(amount), "\(redeemed.text)")
            }
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["exposure"]?["total"]?["amount"] == 1_000, "\(stats.text)")
        }
    }

    @Test("a word counts for its own channel, wherever somebody says they come from")
    func channels() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            var sale = Self.sale
            sale["limits"] = [["per": "channel", "period": "campaign", "max": 1, "channels": ["twitter", "mail"]]]
            let id = try await world.launch(changing: sale)
            for (claimed, count) in [("mail", 1), ("mail", 0), ("twitter", 0)] as [(String, Int)] {
                var visit = Self.visit("tweet4you").members ?? [:]
                visit["channel"] = .string(claimed)
                let heard = try await world.post("/v1/check-ins", .object(visit), token: world.shopper())
                #expect(heard.json["coupons"]?.elements?.count == count, "\(claimed): \(heard.text)")
            }
            let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner)
            let channels = stats.json["by"]?["channel"]?.elements ?? []
            let issued = channels.filter { $0["issued"] == 1 }.map { $0["channel"] }
            #expect(issued == ["twitter"], "\(stats.text)")
        }
    }

    @Test("whoever tries words has a minute's worth of them")
    func guessing() async throws {
        try await WebWorld.with(WebSettings(codeAttemptsPerMinute: 2)) { world in
            _ = try await world.addStore()
            _ = try await world.launch(changing: Self.sale)
            let shopper = try await world.shopper()
            for _ in 0..<2 {
                #expect(try await world.post("/v1/check-ins", Self.visit("guess"), token: shopper).status == 201)
            }
            #expect(try await world.post("/v1/check-ins", Self.visit("guess"), token: shopper).status == 429)
        }
    }

    @Test("words that cannot be told apart, and rewards that no budget covers, are refused")
    func invalid() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let bad: [(JSON, String)] = [
                ([:], "unlock.codes"), (["codes": []], "unlock.codes"),
                (["codes": [["word": "a-b"]]], "unlock.codes[0].word"),
                (["codes": [["word": "SAME"], ["word": "sa-me"]]], "unlock.codes[1].word"),
            ]
            for (members, field) in bad {
                var unlock = members.members ?? [:]
                unlock["kind"] = "code"
                let heard = try await world.post(
                    "/v1/campaigns", WebWorld.terms(changing: ["unlock": .object(unlock)]), token: world.owner)
                #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == .string(field), "\(heard.text)")
            }
            var dear = Self.sale
            dear["budget"] = ["amount": 500, "currency": "USD"]
            let draft = try await world.post("/v1/campaigns", WebWorld.terms(changing: dear), token: world.owner)
            let launched = try await world.post("/v1/campaigns/\(draft.string("id"))/launch", token: world.owner)
            #expect(launched.code == "not_launchable")
            #expect(launched.json["errors"]?[0]?["field"] == "unlock.codes[1].reward", "\(launched.text)")
        }
    }

    @Test("a group gets the offer a day before everybody")
    func early() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let made = try await world.post(
                "/v1/audiences", ["name": "Friends", "join_by_code": true], token: world.owner)
            let audience = try made.string("id")
            let (friend, other) = (try await world.shopper(), try await world.shopper())
            let code: JSON = ["code": .string(try made.string("join_code"))]
            #expect(try await world.post("/v1/audiences/\(audience)/join", code, token: friend).status == 200)
            let schedule: JSON = [
                "from": "2026-07-22", "to": "2026-07-24", "windows": [["from": "07:00", "to": "10:30"]],
                "early": [["audience": .string(audience), "from": "2026-07-21"]],
            ]
            let campaign = try await world.launch(changing: ["schedule": schedule])
            let told = try await world.get("/v1/campaigns/\(campaign)", token: world.owner)
            #expect(told.json["schedule"]?["early"]?[0]?["audience"] == .string(audience))
            let refused = try await world.post("/v1/check-ins", WebWorld.visit(), token: other)
            #expect(refused.json["reasons"]?[0]?["code"] == "before_start")
            let earned = try await world.post("/v1/check-ins", WebWorld.visit(), token: friend)
            #expect(earned.json["verdict"] == "accepted", "\(earned.text)")
            #expect(earned.json["coupons"]?[0]?["expires_at"]?.stringValue == "2026-07-21T17:30:00Z")
            let late: JSON = ["from": "2026-07-22", "early": [["audience": .string(audience), "from": "2026-07-22"]]]
            let bad = try await world.post(
                "/v1/campaigns", WebWorld.terms(changing: ["schedule": late]), token: world.owner)
            #expect(bad.json["errors"]?[0]?["field"] == "schedule.early[0].from")
        }
    }
}
