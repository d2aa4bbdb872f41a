import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Shoppers over HTTP")
struct ShopperTests {
    static let join: JSON = [
        "consents": ["location": true, "marketing": false], "locale": "pt-BR", "newer": "ignored",
    ]

    @Test("a shopper joins, reads oneself, and a change of consent makes the old token useless")
    func life() async throws {
        try await WebWorld.with { world in
            let joined = try await world.call(
                .post, "/v1/shoppers", Self.join, headers: [.publishableKey: world.app])
            #expect(joined.status == 201)
            #expect(joined.headers[.cacheControl] == "no-store")
            #expect(joined.json["expires_at"] == "2026-08-20T16:00:00Z")
            let token = try joined.string("token")
            let me = try await world.get("/v1/shoppers/me", token: token)
            #expect(me.json["id"] == joined.json["id"] && me.json["locale"] == "pt-BR")
            #expect(me.json["consents"] == ["location": true, "marketing": false])
            let renewed = try await world.post("/v1/shoppers/me/token", token: token)
            #expect(renewed.status == 200 && renewed.json["id"] == joined.json["id"])
            let changed = try await world.call(
                .patch, "/v1/shoppers/me", ["consents": ["marketing": true]], token: token)
            #expect(changed.status == 200)
            let old = try await world.get("/v1/shoppers/me", token: token)
            #expect(old.status == 401 && old.code == "token_outdated")
            let fresh = try await world.get("/v1/shoppers/me", token: changed.string("token"))
            #expect(fresh.json["consents"] == ["location": true, "marketing": true])

            let code = try joined.string("recovery_code")
            let recovered = try await world.post("/v1/shoppers/me/recover", ["recovery_code": .string(code)])
            #expect(recovered.status == 200 && recovered.json["id"] == joined.json["id"])
            #expect(recovered.json["recovery_code"] != nil && recovered.json["recovery_code"] != .string(code))
            let twice = try await world.post("/v1/shoppers/me/recover", ["recovery_code": .string(code)])
            #expect(twice.status == 422 && twice.code == "recovery_code_wrong")
        }
    }

    @Test("the same vouched number is the same shopper; who merely types it is a guest who learns nothing")
    func identities() async throws {
        try await WebWorld.with { world in
            let one = try await world.get("/v1/shoppers/me", token: world.member("4711"))
            let two = try await world.get("/v1/shoppers/me", token: world.member("4711"))
            #expect(one.json["id"] == two.json["id"] && one.json["assurance"] == "verified")
            var typed = Self.join.members ?? [:]
            typed["identity"] = ["loyalty_number": "4711"]
            let guest = try await world.call(
                .post, "/v1/shoppers", .object(typed), headers: [.publishableKey: world.app])
            let me = try await world.get("/v1/shoppers/me", token: guest.string("token"))
            #expect(me.json["guest"] == true && me.json["locale"] == .null)
            let change = try await world.call(.patch, "/v1/shoppers/me", [:], token: guest.string("token"))
            #expect(change.status == 403 && change.code == "identity_unverified")
            typed["identity"] = ["jwt": "a.b.c"]
            let unsigned = try await world.call(
                .post, "/v1/shoppers", .object(typed), headers: [.publishableKey: world.app])
            #expect(unsigned.status == 422 && unsigned.code == "identity_invalid")
            // On the platform itself nobody's number means anything.
            #expect(try await world.post("/v1/shoppers", .object(typed)).code == "identity_invalid")
            #expect(try await world.post("/v1/shoppers", Self.join).status == 201)
        }
    }

    @Test("a sign-up that cannot be read names the field")
    func unreadable() async throws {
        let consents: JSON = ["location": true, "marketing": false]
        let bodies: [(JSON, String)] = [
            (["locale": "en"], "consents"), (["consents": ["location": true], "locale": "en"], "consents.marketing"),
            (["consents": ["location": "yes", "marketing": false], "locale": "en"], "consents.location"),
            (["consents": consents], "locale"), (["consents": consents, "locale": "en_US"], "locale"),
            (["consents": consents, "locale": "en", "identity": [:]], "identity"),
            (["consents": consents, "locale": "en", "identity": ["email": "a@b"]], "identity.email"),
        ]
        try await WebWorld.with { world in
            for (body, field) in bodies {
                let heard = try await world.call(.post, "/v1/shoppers", body, headers: [.publishableKey: world.app])
                #expect(heard.status == 400)
                let fields = heard.json["errors"]?.elements?.compactMap { $0["field"]?.stringValue } ?? []
                #expect(fields.contains(field), "\(heard.text)")
            }
        }
    }
}
