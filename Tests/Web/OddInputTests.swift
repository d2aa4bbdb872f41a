import HTTPTypes
import Hummingbird
import Length
import Promotions
import Support
import Testing

@testable import Web

/// Bodies that were good until one of their values was replaced by something odd.
struct OddBodies {
    var dice: SeededRandom

    private static let odd: [JSON] = [
        nil, true, -1, 0, 1e300, .int(.max), .int(.min), "", " ", "\u{0}", "a\u{0}b", "\u{FFFF}", "2026-02-30", "é",
        .string(String(repeating: "x", count: 5_000)), [], [nil], [[]], [:], ["": [:]],
        ["\u{0}": ["headline": "x", "terms": "y"]],
        "sto_0000000000000000000000000z", "P99999999999D", "24:00", "America/Nowhere", 0.1,
    ]

    mutating func spoiled(_ json: JSON) -> JSON {
        switch json {
        case .object(var object) where !object.isEmpty && Int.random(in: 0..<6, using: &dice) > 0:
            let member = object[Int.random(in: 0..<object.count, using: &dice)]
            object[member.name] = spoiled(member.value)
            return .object(object)
        case .array(var elements) where !elements.isEmpty && Int.random(in: 0..<6, using: &dice) > 0:
            let place = Int.random(in: 0..<elements.count, using: &dice)
            elements[place] = spoiled(elements[place])
            return .array(elements)
        case .object, .array, .null, .bool, .int, .double, .string:
            return Self.odd.randomElement(using: &dice) ?? .null
        }
    }
}

@Suite("Odd input")
struct OddInputTests {
    @Test("whatever stands in a body, an address or a header, nothing breaks on our side")
    func nothingBreaks() async throws {
        try await WebWorld.with(WebSettings(signUpsPerMinute: 0, codeAttemptsPerMinute: 0)) { world in
            var bodies = OddBodies(dice: SeededRandom())
            let store = try await world.addStore()
            let campaign = try await world.launch()
            let till = try await world.till(at: store)
            let shopper = try await world.shopper()
            let basket: JSON = [
                "currency": "USD", "total": 900, "eligible_total": 800,
                "lines": [["id": "1", "sku": "s", "categories": ["c"], "quantity": 2, "unit_price": 400]],
            ]
            let sale: JSON = ["code": "0000-0000-0000", "basket": basket, "cashier": "K", "receipt_number": "1"]
            let join: JSON = [
                "consents": ["location": true, "marketing": false], "locale": "en", "consent_text_version": "1",
                "identity": ["loyalty_number": "1"],
            ]
            let presence = JSON.object(
                JSONObject((WebWorld.visit().members ?? [:]).map { ($0.name, $0.value) } + [("channel", "poster")]))
            let hours: JSON = ["mon": [["from": "05:00", "to": "21:00"]], "exceptions": ["2026-12-25": []]]
            var full = WebWorld.store("Z").members ?? [:]
            full["hours"] = hours
            full["tags"] = ["a"]
            let calls: [(HTTPRequest.Method, String, JSON, String)] = [
                (.post, "/v1/stores", .object(full), world.owner),
                (.patch, "/v1/stores/\(store)", .object(full), world.owner),
                (.post, "/v1/campaigns", WebWorld.terms(), world.owner),
                (.patch, "/v1/campaigns/\(campaign)", WebWorld.terms(), world.owner),
                (.post, "/v1/tills", ["store_id": .string(store), "name": "T"], world.owner),
                (.post, "/v1/shoppers", join, world.owner), (.post, "/v1/check-ins", presence, shopper),
                (.post, "/v1/coupons/validate", sale, till), (.post, "/v1/redemptions", sale, till),
                (.put, "/v1/identity-key", ["public_key": "x"], world.owner),
                (.post, "/v1/tills/enrol", ["code": "AAAAAA-AAAAAA-AAAAAA-AAAAAA-AAAAAA"], ""),
            ]
            for (method, path, body, token) in calls {
                for _ in 0..<rounds(40) {
                    let spoiled = bodies.spoiled(body)
                    let heard = try await world.call(method, path, spoiled, token: token.isEmpty ? nil : token)
                    #expect(heard.status < 500, "\(bodies.dice) \(method) \(path) \(spoiled.text()): \(heard.text)")
                }
            }
            for path in [
                "/", "//", "/v1/stores/%00", "/v1/stores/\(String(repeating: "x", count: 9_000))", "/K/%", "/K/..",
                "/K/.\u{7F}",
            ] {
                let heard = try await world.get(path, token: world.owner)
                #expect([200, 404].contains(heard.status), "\(path.prefix(40))")
            }
        }
    }
}
