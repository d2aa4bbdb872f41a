import HTTPTypes
import Hummingbird
import Promotions
import Testing

@testable import Web

@Suite("Stores, campaigns and tills over HTTP")
struct RetailTests {
    @Test("a retried POST gets the same answer, tag included; with another body it is refused")
    func retries() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore("Palmdale")
            let till: JSON = ["store_id": .string(store), "name": "Till 1"]
            let calls: [(String, JSON, JSON)] = [
                ("/v1/stores", WebWorld.store(), WebWorld.store("Else")),
                ("/v1/campaigns", WebWorld.terms(), WebWorld.terms(changing: ["name": "Else"])),
                ("/v1/tills", till, ["store_id": .string(store), "name": "Else"]),
            ]
            for (path, body, other) in calls {
                let first = try await world.post(path, body, token: world.owner, key: "k1")
                #expect(first.status == 201, "\(path): \(first.text)")
                let again = try await world.post(path, body, token: world.owner, key: "k1")
                #expect(again.status == 201 && again.body == first.body, "\(path)")
                #expect(again.headers[.eTag] == first.headers[.eTag])
                let mismatch = try await world.post(path, other, token: world.owner, key: "k1")
                #expect(mismatch.status == 422 && mismatch.code == "idempotency_mismatch", "\(path)")
                let fresh = try await world.post(path, other, token: world.owner, key: "k2")
                #expect(fresh.status == 201, "\(path)")
            }
            let stores = try await world.get("/v1/stores", token: world.owner)
            #expect(stores.json["items"]?.elements?.count == 3)
        }
    }

    @Test("a refusal is kept for its key; an unreadable body is not")
    func keptRefusals() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let taken = try await world.post("/v1/stores", WebWorld.store(), token: world.owner, key: "k")
            #expect(taken.status == 409 && taken.code == "external_id_taken")
            let again = try await world.post("/v1/stores", WebWorld.store(), token: world.owner, key: "k")
            #expect(again.status == 409 && again.body == taken.body)
            #expect(again.headers[.contentType] == "application/problem+json")
            #expect(try await world.post("/v1/stores", [:], token: world.owner, key: "k2").status == 400)
            let good = try await world.post("/v1/stores", WebWorld.store("B"), token: world.owner, key: "k2")
            #expect(good.status == 201)
            for key in [String(repeating: "k", count: 201), "a b"] {
                let heard = try await world.post("/v1/stores", WebWorld.store("C"), token: world.owner, key: key)
                #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == "Idempotency-Key")
            }
        }
    }

    @Test("what somebody else changed meanwhile is not overwritten: ETag and If-Match")
    func tags() async throws {
        try await WebWorld.with { world in
            let created = try await world.post("/v1/stores", WebWorld.store(), token: world.owner)
            let path = "/v1/stores/\(try created.string("id"))"
            let old = try #require(created.headers[.eTag])
            let read = try await world.get(path, token: world.owner)
            #expect(read.headers[.eTag] == old)
            let known = try await world.get(path, token: world.owner, headers: [.ifNoneMatch: "\"x\", \(old)"])
            #expect(known.status == 304 && known.body.isEmpty)
            let change = try await world.call(
                .patch, path, ["brand": "Larkspur"], token: world.owner, headers: [.ifMatch: old])
            #expect(change.status == 200 && change.json["brand"] == "Larkspur")
            #expect(change.headers[.eTag] != old)
            let late = try await world.call(.patch, path, ["brand": nil], token: world.owner, headers: [.ifMatch: old])
            #expect(late.status == 412 && late.code == "precondition_failed")
            let weak = try await world.call(.patch, path, [:], token: world.owner, headers: [.ifMatch: "W/\"x\""])
            #expect(weak.status == 400)
            let any = try await world.call(.patch, path, ["brand": nil], token: world.owner, headers: [.ifMatch: "*"])
            #expect(any.status == 200 && any.json["brand"] == .null)
            let archived = try await world.call(.delete, path, token: world.owner)
            #expect(archived.json["archived_at"] == "2026-07-21T16:00:00Z")
            #expect(try await world.call(.patch, path, [:], token: world.owner).code == "store_archived")
        }
    }

    @Test("a campaign's tag follows its revision and its state")
    func campaignTags() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let days: JSON = ["windows": [["from": "07:00", "to": "10:30"]]]
            let created = try await world.post(
                "/v1/campaigns", WebWorld.terms(changing: ["schedule": days]), token: world.owner)
            let path = "/v1/campaigns/\(try created.string("id"))"
            let tag = try #require(created.headers[.eTag])
            #expect(created.json["state"] == "draft" && created.json["phase"] == .null)
            let change = try await world.call(
                .patch, path, ["name": "Better"], token: world.owner, headers: [.ifMatch: tag])
            #expect(change.status == 200 && change.json["revision"] == 2)
            let late = try await world.call(.patch, path, [:], token: world.owner, headers: [.ifMatch: tag])
            #expect(late.status == 412)
            let launched = try await world.post("\(path)/launch", token: world.owner)
            #expect(launched.json["state"] == "enabled" && launched.json["phase"] == "running")
            #expect(try await world.post("\(path)/launch", token: world.owner).code == "wrong_state")
            #expect(try await world.post("\(path)/pause", token: world.owner).json["state"] == "paused")
            #expect(try await world.post("\(path)/resume", token: world.owner).json["state"] == "enabled")
            let preview = try await world.get("\(path)/preview?store_id=\(store)&n=2", token: world.owner)
            // Nine in the morning of the 21st: that day's window is open and comes first.
            #expect(
                preview.json["items"]?[0]?["windows"] == [
                    [
                        "from": "2026-07-21T14:00:00Z", "to": "2026-07-21T17:30:00Z",
                        "local_from": "2026-07-21T07:00:00-07:00", "local_to": "2026-07-21T10:30:00-07:00",
                    ],
                    [
                        "from": "2026-07-22T14:00:00Z", "to": "2026-07-22T17:30:00Z",
                        "local_from": "2026-07-22T07:00:00-07:00", "local_to": "2026-07-22T10:30:00-07:00",
                    ],
                ])
            #expect(try await world.post("\(path)/end", token: world.owner).json["state"] == "archived")
        }
    }

    @Test("lists come in order of creation, a page at a time, and take no limit but 1 to 200")
    func lists() async throws {
        try await WebWorld.with { world in
            var ids: [String] = []
            for name in ["A", "B", "C"] { ids.append(try await world.addStore(name)) }
            let first = try await world.get("/v1/stores?limit=2", token: world.owner)
            #expect(first.json["items"]?.elements?.compactMap { $0["id"]?.stringValue } == Array(ids.prefix(2)))
            let second = try await world.get("/v1/stores?limit=2&after=\(first.string("next"))", token: world.owner)
            #expect(second.json["items"]?.elements?.compactMap { $0["id"]?.stringValue } == [ids[2]])
            #expect(second.json["next"] == .null)
            #expect(try await world.get("/v1/stores?limit=3", token: world.owner).json["next"] == .null)
            for query in [
                "limit=0", "limit=201", "limit=x", "limit=", "after=x", "limit=1&limit=2", "colour=red", "a=%f",
            ] {
                let heard = try await world.get("/v1/stores?\(query)", token: world.owner)
                #expect(heard.status == 400 && heard.code == "invalid", "\(query)")
            }
        }
    }

    @Test("an import reports line by line, changes nothing twice, and answers a retry with its report")
    func importing() async throws {
        try await WebWorld.with { world in
            let file = """
                ID,Name,Coordinates
                1,West Portal,"37.739684,-122.467323"
                2,Palmdale,"34.607218,-118.147264"
                3,Nowhere,"97,200"

                """
            let query = "map=external_id%3DID,name%3DName,location%3DCoordinates&time_zone=America/Los_Angeles"
            var headers: HTTPFields = [
                .contentType: "text/csv; charset=utf-8", .authorization: "Bearer \(world.owner)", .idempotencyKey: "i1",
            ]
            let path = "/v1/stores/import?\(query)&radius_meters=80"
            let first = try await world.send(.post, path, Array(file.utf8), headers: headers)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.json["created"] == 2)
            #expect(first.json["rejected"]?[0]?["line"] == 4)
            let again = try await world.send(.post, path, Array(file.utf8), headers: headers)
            #expect(again.body == first.body)
            let other = try await world.send(.post, path, Array("ID,Name\n".utf8), headers: headers)
            #expect(other.status == 400)
            let altered = try await world.send(.post, path, Array(file.dropLast(2).utf8), headers: headers)
            #expect(altered.status == 422 && altered.code == "idempotency_mismatch")
            headers[.idempotencyKey] = nil
            let fresh = try await world.send(.post, path, Array(file.utf8), headers: headers)
            #expect(fresh.json["unchanged"] == 2 && fresh.json["created"] == 0)
            let zone = try await world.send(
                .post, "/v1/stores/import?time_zone=PST", Array(file.utf8), headers: headers)
            #expect(zone.status == 400 && zone.json["errors"]?[0]?["field"] == "time_zone")
            let stores = try await world.get("/v1/stores", token: world.owner)
            #expect(stores.json["items"]?[0]?["fence"]?["radius_meters"]?.numberValue == 80)
        }
    }

    @Test("an identity key comes back as the PEM it was")
    func identityKey() async throws {
        try await WebWorld.with { world in
            let pem = """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----

                """
            #expect(try await world.get("/v1/identity-key", token: world.owner).status == 404)
            let put = try await world.call(.put, "/v1/identity-key", ["public_key": .string(pem)], token: world.owner)
            #expect(put.status == 200)
            let read = try await world.get("/v1/identity-key", token: world.owner)
            #expect(read.json == ["algorithm": "EdDSA", "public_key": .string(pem)])
            let bad = try await world.call(.put, "/v1/identity-key", ["public_key": "nonsense"], token: world.owner)
            #expect(bad.json["errors"]?[0]?["field"] == "public_key")
            #expect(try await world.call(.delete, "/v1/identity-key", token: world.owner).status == 204)
            #expect(try await world.get("/v1/identity-key", token: world.owner).status == 404)
        }
    }
}
