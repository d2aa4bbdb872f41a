import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Staff and screens over HTTP")
struct StaffTests {
    /// SHA-256 of 4711 and of 4712.
    private static let digests: [JSON] = [
        "de650d61f5bd166a91f8ccec3158297db18b9d50eaedca238cd29dc3a214a916",
        "4F0E70F993083DE9A594904CFE6AEF5BDFE134A45C4CB7C24A4FB483D2FC1211",
    ]

    private static func list(_ digests: [JSON], kind: JSON = "loyalty_number") -> JSON {
        ["kind": kind, "sha256": .array(digests)]
    }

    @Test("a till gets the code for its screen, this one and the next, and nobody may store it")
    func presence() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            world.clock.advance(seconds: 12)
            for (path, name) in [("presence-code", "presence_code"), ("staff-code", "staff_code")] {
                let heard = try await world.get("/v1/tills/me/\(path)", token: till)
                #expect(heard.status == 200)
                #expect(heard.headers[.cacheControl] == "no-store")
                let code = try heard.string("code")
                #expect(try heard.string(name) == "\(store).\(code)")
                #expect(heard.json["store"] == ["id": .string(store), "name": "West Portal"])
                #expect(heard.json["step_seconds"] == 30)
                #expect(try heard.string("valid_from") == "2026-07-21T16:00:00Z")
                #expect(try heard.string("expires_at") == "2026-07-21T16:00:30Z")
                let next = try #require(heard.json["next"])
                #expect(next["valid_from"] == "2026-07-21T16:00:30Z" && next["expires_at"] == "2026-07-21T16:01:00Z")
                world.clock.advance(seconds: 30)
                let later = try await world.get("/v1/tills/me/\(path)", token: till)
                #expect(later.json["code"] == next["code"] && later.json["code"] != heard.json["code"])
                world.clock.advance(seconds: -30)
            }
            let symbol = try await world.get("/v1/tills/me/staff-code.svg", token: till)
            #expect(symbol.status == 200 && symbol.headers[.contentType] == "image/svg+xml")
            #expect(symbol.text.hasPrefix("<svg") && symbol.headers[.cacheControl] == "private, no-store")
            #expect(try await world.get("/v1/tills/me/presence-code", token: world.owner).status == 403)
            #expect(try await world.get("/v1/tills/me/staff-code", token: world.shopper()).status == 403)
            #expect(try await world.get("/v1/tills/me/staff-code").status == 401)
            #expect(try await world.call(.delete, "/v1/stores/\(store)", token: world.owner).status == 200)
            let closed = try await world.get("/v1/tills/me/presence-code", token: till)
            #expect(closed.status == 409 && closed.code == "store_archived")
        }
    }

    @Test("a shopper scans the staff code, stands on the list, and is taken off it")
    func byTill() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let shopper = try await world.shopper()
            let code = try await world.get("/v1/tills/me/staff-code", token: till).string("staff_code")
            let body: JSON = ["code": .string(code)]
            let heard = try await world.post("/v1/shoppers/me/staff", body, token: shopper)
            #expect(heard.status == 200)
            #expect(
                heard.json == [
                    "retailer": ["id": .string(world.retailer.text), "name": "Larkspur Coffee"],
                    "since": "2026-07-21T16:00:00Z",
                ])
            let again = try await world.post("/v1/shoppers/me/staff", body, token: shopper)
            #expect(again.text == heard.text)
            let list = try await world.get("/v1/staff", token: world.auditor())
            let item = try #require(list.json["items"]?[0])
            let id = try await world.get("/v1/shoppers/me", token: shopper).string("id")
            #expect(item["shopper_id"] == .string(id) && item["source"] == "till")
            #expect(try await world.call(.delete, "/v1/staff/\(id)", token: world.owner).status == 204)
            #expect(try await world.get("/v1/staff", token: world.owner).json["items"] == [])
            #expect(try await world.call(.delete, "/v1/staff/shp_1", token: world.owner).status == 404)
            let other = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.call(.delete, "/v1/staff/\(id)", token: other).status == 404)
        }
    }

    @Test("a wrong staff code is refused, and guessing ends after a minute's worth for that shopper alone")
    func guessing() async throws {
        try await WebWorld.with(WebSettings(codeAttemptsPerMinute: 3)) { world in
            let store = try await world.addStore()
            let shopper = try await world.shopper()
            let guess: JSON = ["code": .string("\(store).12345678")]
            for remaining in [2, 1] {
                let heard = try await world.post("/v1/shoppers/me/staff", guess, token: shopper)
                #expect(heard.status == 422 && heard.code == "staff_code_wrong")
                #expect(heard.headers[.rateLimitRemaining] == "\(remaining)")
            }
            #expect(try await world.post("/v1/shoppers/me/staff", ["code": 7], token: shopper).status == 400)
            let tooMany = try await world.post("/v1/shoppers/me/staff", guess, token: shopper)
            #expect(tooMany.status == 429 && tooMany.code == "too_many_attempts")
            let colleague = try await world.shopper()
            #expect(try await world.post("/v1/shoppers/me/staff", guess, token: colleague).status == 422)
            #expect(try await world.post("/v1/shoppers/me/staff", guess).status == 401)
            #expect(try await world.post("/v1/shoppers/me/staff", guess, token: world.owner).status == 403)
        }
    }

    @Test("hashed identities make staff, are taken back, and a repeated upload gets the same answer")
    func identities() async throws {
        try await WebWorld.with { world in
            let member = try await world.member("4711")
            let id = try await world.get("/v1/shoppers/me", token: member).string("id")
            let list = Self.list(Self.digests)
            let heard = try await world.post("/v1/staff/identities", list, token: world.owner, key: "night-1")
            #expect(heard.status == 200)
            #expect(heard.json == ["added": 2, "known": 0, "matched": 1])
            let again = try await world.post("/v1/staff/identities", list, token: world.owner, key: "night-1")
            #expect(again.text == heard.text)
            let fresh = try await world.post("/v1/staff/identities", list, token: world.owner, key: "night-2")
            #expect(fresh.json == ["added": 0, "known": 2, "matched": 1])
            let other = try await world.post(
                "/v1/staff/identities", Self.list([Self.digests[0]]), token: world.owner, key: "night-1")
            #expect(other.status == 422 && other.code == "idempotency_mismatch")
            let staff = try await world.get("/v1/staff", token: world.owner)
            #expect(staff.json["items"]?.elements?.count == 1)
            #expect(staff.json["items"]?[0]?["shopper_id"] == .string(id))
            #expect(staff.json["items"]?[0]?["source"] == "identity")
            let gone = try await world.call(.delete, "/v1/staff/identities", list, token: world.owner)
            #expect(gone.json == ["removed": 2, "unknown": 0, "staff_removed": 1])
            #expect(try await world.get("/v1/staff", token: world.owner).json["items"] == [])
        }
    }

    @Test("an auditor changes no list; a body that is none of ours says what is wrong with it")
    func invalid() async throws {
        try await WebWorld.with { world in
            let auditor = try await world.auditor()
            let list = Self.list(Self.digests)
            #expect(try await world.post("/v1/staff/identities", list, token: auditor).status == 403)
            #expect(try await world.call(.delete, "/v1/staff/identities", list, token: auditor).status == 403)
            let bad: [(JSON, String)] = [
                (Self.list(["4711"]), "sha256[0]"), (Self.list(Self.digests + [7]), "sha256[2]"),
                (Self.list([.string(String(repeating: "g", count: 64))]), "sha256[0]"), (Self.list([]), "sha256"),
                (Self.list(Self.digests, kind: "badge"), "kind"), (["kind": "jwt"], "sha256"),
                (["kind": "jwt", "sha256": .array(Self.digests), "x": 1], "x"),
            ]
            for (body, field) in bad {
                let heard = try await world.post("/v1/staff/identities", body, token: world.owner)
                #expect(heard.status == 400 && heard.code == "invalid", "\(body)")
                #expect(heard.json["errors"]?[0]?["field"] == .string(field), "\(heard.text)")
            }
            let many = [JSON](repeating: Self.digests[0], count: 10_001)
            #expect(try await world.post("/v1/staff/identities", Self.list(many), token: world.owner).status == 400)
        }
    }

    @Test("ten thousand hashes fit into one body, and lists come in pages")
    func many() async throws {
        try await WebWorld.with { world in
            let digests = (0..<10_000).map { number in
                let text = String(number, radix: 16)
                return JSON.string(String(repeating: "0", count: 64 - text.count) + text)
            }
            let heard = try await world.post("/v1/staff/identities", Self.list(digests), token: world.owner)
            #expect(heard.json == ["added": 10_000, "known": 0, "matched": 0])
            let till = try await world.till(at: world.addStore())
            let code = try await world.get("/v1/tills/me/staff-code", token: till).string("staff_code")
            for _ in 0..<3 {
                let joined = try await world.post(
                    "/v1/shoppers/me/staff", ["code": .string(code)], token: world.shopper())
                #expect(joined.status == 200)
            }
            let first = try await world.get("/v1/staff?limit=2", token: world.owner)
            #expect(first.json["items"]?.elements?.count == 2)
            let next = try first.string("next")
            let second = try await world.get("/v1/staff?limit=2&after=\(next)", token: world.owner)
            #expect(second.json["items"]?.elements?.count == 1 && second.json["next"] == .null)
            let other = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.get("/v1/staff?after=\(next)", token: other).status == 400)
        }
    }
}
