import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Audiences over HTTP")
struct AudienceTests {
    @Test("a group is added, read, renamed, listed and removed")
    func kept() async throws {
        try await WebWorld.with { world in
            let body: JSON = ["name": "Friends of the house", "join_by_code": true]
            let made = try await world.post("/v1/audiences", body, token: world.owner, key: "a-1")
            #expect(made.status == 201)
            #expect(try await world.post("/v1/audiences", body, token: world.owner, key: "a-1").text == made.text)
            let id = try made.string("id")
            let code = try made.string("join_code")
            let other: JSON = ["name": "Early birds"]
            #expect(try await world.post("/v1/audiences", other, token: world.owner).json["join_code"] == .null)
            let auditor = try await world.auditor()
            let list = try await world.get("/v1/audiences?limit=1", token: auditor)
            #expect(list.json["items"]?[0]?["id"] == .string(id))
            let next = try list.string("next")
            let rest = try await world.get("/v1/audiences?limit=1&after=\(next)", token: auditor)
            #expect(rest.json["items"]?[0]?["name"] == "Early birds" && rest.json["next"] == .null)
            let renamed = try await world.call(
                .patch, "/v1/audiences/\(id)", ["name": "House friends", "renew_code": true], token: world.owner)
            #expect(renamed.json["name"] == "House friends")
            #expect(try renamed.string("join_code") != code)
            #expect(try await world.get("/v1/audiences/\(id)", token: auditor).text == renamed.text)
            let stranger = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.get("/v1/audiences/\(id)", token: stranger).status == 404)
            #expect(try await world.call(.delete, "/v1/audiences/\(id)", token: auditor).status == 403)
            let early: JSON = ["from": "2026-07-23", "early": [["audience": .string(id), "from": "2026-07-22"]]]
            let campaign = try await world.draft(changing: ["schedule": early])
            let needed = try await world.call(.delete, "/v1/audiences/\(id)", token: world.owner)
            #expect(needed.code == "wrong_state", "\(needed.text)")
            let freed = try await world.call(
                .patch, "/v1/campaigns/\(campaign)", ["schedule": ["from": "2026-07-23"]], token: world.owner)
            #expect(freed.status == 200, "\(freed.text)")
            #expect(try await world.call(.delete, "/v1/audiences/\(id)", token: world.owner).status == 204)
            #expect(try await world.call(.delete, "/v1/audiences/\(id)", token: world.owner).status == 404)
        }
    }

    @Test("a group never says anything about anybody's health")
    func health() async throws {
        try await WebWorld.with { world in
            for name in ["Diabetics", "Our pregnant customers", "Patients of Dr Ray", "Schwangere"] {
                let heard = try await world.post("/v1/audiences", ["name": .string(name)], token: world.owner)
                #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == "name", "\(name)")
            }
            let id = try await world.post("/v1/audiences", ["name": "Impatient people"], token: world.owner).string(
                "id")
            let changed = try await world.call(.patch, "/v1/audiences/\(id)", ["name": "HIV"], token: world.owner)
            #expect(changed.status == 400)
        }
    }

    @Test("members come by id, by identity now or later, and by code, and go again")
    func members() async throws {
        try await WebWorld.with { world in
            let made = try await world.post(
                "/v1/audiences", ["name": "Friends", "join_by_code": true], token: world.owner)
            let path = "/v1/audiences/\(try made.string("id"))"
            let named = try await world.id(of: world.shopper())
            let naming: JSON = ["shoppers": [.string(named), .string(named)]]
            let added = try await world.post("\(path)/members", naming, token: world.owner)
            #expect(added.status == 200 && added.json == ["added": 1, "known": 0])

            // SHA-256 of 4711 and of 4712; the second signs up later.
            let first = try await world.id(of: world.member("4711"))
            let list: JSON = [
                "kind": "loyalty_number",
                "sha256": [
                    "de650d61f5bd166a91f8ccec3158297db18b9d50eaedca238cd29dc3a214a916",
                    "4f0e70f993083de9a594904cfe6aef5bdfe134a45c4cb7c24a4fb483d2fc1211",
                ],
            ]
            let listed = try await world.post("\(path)/identities", list, token: world.owner)
            #expect(listed.json == ["added": 2, "known": 0, "matched": 1])
            let second = try await world.id(of: world.member("4712"))

            let guest = try await world.shopper()
            let code: JSON = ["code": .string(try made.string("join_code").lowercased())]
            let joined = try await world.post("\(path)/join", code, token: guest, key: "j-1")
            #expect(joined.status == 200 && joined.json["audience"]?["name"] == "Friends")
            #expect(try await world.post("\(path)/join", code, token: guest, key: "j-1").text == joined.text)
            let wrong = try await world.post("\(path)/join", ["code": "XXXX"], token: guest)
            #expect(wrong.status == 422 && wrong.code == "join_code_wrong")

            let members = try await world.get("\(path)/members", token: world.owner)
            let sources = (members.json["items"]?.elements ?? []).map { $0["source"]?.stringValue }
            #expect(Set(sources) == ["named", "identity", "code"] && sources.count == 4)
            #expect(try await world.get(path, token: world.owner).json["members"] == 4)

            #expect(try await world.post("\(path)/leave", token: guest).status == 204)
            let gone = try await world.call(.delete, "\(path)/identities", list, token: world.owner)
            #expect(gone.json == ["removed": 2, "unknown": 0, "members_removed": 2])
            #expect(try await world.call(.delete, "\(path)/members/\(named)", token: world.owner).status == 204)
            #expect(try await world.call(.delete, "\(path)/members/\(first)", token: world.owner).status == 404)
            #expect(first != second)
            #expect(try await world.get(path, token: world.owner).json["members"] == 0)
            // Who was taken out does not come back with the next sign-in.
            _ = try await world.member("4711")
            #expect(try await world.get(path, token: world.owner).json["members"] == 0)
        }
    }

    @Test("what is no shopper joins no group, and nothing is half applied")
    func invalid() async throws {
        try await WebWorld.with { world in
            let id = try await world.post("/v1/audiences", ["name": "Friends"], token: world.owner).string("id")
            let shopper = try await world.id(of: world.shopper())
            let unknown = ID<Shopper>(77).text
            let body: JSON = ["shoppers": [.string(shopper), .string(unknown)]]
            let heard = try await world.post("/v1/audiences/\(id)/members", body, token: world.owner)
            #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == "shoppers[1]")
            #expect(try await world.get("/v1/audiences/\(id)", token: world.owner).json["members"] == 0)
            for bad: JSON in [["name": ""], ["name": 7], [:], ["name": "x", "size": 3]] {
                #expect(try await world.post("/v1/audiences", bad, token: world.owner).status == 400)
            }
            // No code lets anybody into a group that has none.
            let code: JSON = ["code": "0000-0000-0000"]
            let refused = try await world.post("/v1/audiences/\(id)/join", code, token: world.shopper())
            #expect(refused.code == "join_code_wrong")
        }
    }
}

extension WebWorld {
    func id(of shopper: String) async throws -> String {
        try await get("/v1/shoppers/me", token: shopper).string("id")
    }
}
