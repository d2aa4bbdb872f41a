import Promotions
import Testing

@testable import Web

@Suite("Check-ins over HTTP")
struct CheckInTests {
    @Test("a retried check-in gets the same answer; with another body it is refused; another shopper may use the key")
    func retries() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let first = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "m-1")
            #expect(first.json["verdict"] == "accepted")
            let again = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper, key: "m-1")
            #expect(again.status == 201 && again.json == first.json)
            let other = try await world.post("/v1/check-ins", WebWorld.visit(accuracy: 16), token: shopper, key: "m-1")
            #expect(other.status == 422 && other.code == "idempotency_mismatch")
            let fresh = try await world.post("/v1/check-ins", WebWorld.visit(accuracy: 14), token: shopper)
            #expect(fresh.json["verdict"] == "accepted_no_reward")
            #expect(fresh.json["reasons"]?[0]?["code"] == "limit_shopper")
            #expect(
                fresh.json["offers"]?[0]?["state"] == "taken" || fresh.json["offers"]?[0]?["reason"] == "limit_shopper")
            let second = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper(), key: "m-1")
            #expect(second.json["verdict"] == "accepted" && second.json["id"] != first.json["id"])
        }
    }

    @Test("outside the fence it is recorded and refused with the way to go; far from every store nothing is recorded")
    func elsewhere() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let away = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
            #expect(away.status == 201 && away.json["verdict"] == "refused")
            #expect(away.json["reasons"]?[0]?["code"] == "outside_fence")
            #expect(away.json["coupons"] == [])
            let meters = try #require(away.json["distance_meters"]?.numberValue)
            #expect((250...450).contains(meters))
            let far = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 0), token: shopper)
            #expect(far.status == 422 && far.code == "no_store_near")
        }
    }

    @Test("between several stores it is held with candidates, and the chosen one decides")
    func held() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.addStore("Twin")
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let held = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(held.json["verdict"] == "held", "\(held.text)")
            #expect(held.json["held_until"] == "2026-07-21T16:01:00Z")
            #expect(held.json["candidates"]?.elements?.count == 2)
            let path = "/v1/check-ins/\(try held.string("id"))/fixes"
            let stranger = try await world.post(path, ["store_id": .string(store)], token: world.shopper())
            #expect(stranger.status == 404)
            #expect(try await world.post(path, [:], token: shopper).status == 400)
            let chosen = try await world.post(path, ["store_id": .string(store)], token: shopper, key: "c-1")
            #expect(chosen.json["verdict"] == "accepted", "\(chosen.text)")
            #expect(chosen.json["store"]?["id"] == .string(store))
            #expect(chosen.json["held_until"] == nil)
            #expect(chosen.json["coupons"]?[0]?["valid_at"] == "West Portal, Twin")
            let again = try await world.post(path, ["store_id": .string(store)], token: shopper, key: "c-1")
            #expect(again.json["id"] == chosen.json["id"] && again.json["verdict"] == "accepted")
            let late = try await world.post(path, ["store_id": .string(store)], token: shopper)
            #expect(late.status == 409 && late.code == "not_held")
        }
    }

    @Test("a check-in that cannot be read names the field, and a presence code is refused by name")
    func unreadable() async throws {
        try await WebWorld.with { world in
            let shopper = try await world.shopper()
            let good: JSONObject = ["latitude": 1, "longitude": 2, "accuracy_meters": 15, "age_ms": 1]
            let changes: [(JSON, String)] = [
                ([:], "position"), (["presence_code": "123456"], "presence_code"), (["store_id": "sto_x"], "store_id"),
                (["position": Self.changed(good, "latitude", 97)], "position.latitude"),
                (["position": Self.changed(good, "accuracy_meters", -1)], "position.accuracy_meters"),
                (["position": Self.changed(good, "age_ms", nil)], "position.captured_at"),
                (["position": Self.changed(good, "captured_at", "2026-07-21T16:00:00Z")], "position.captured_at"),
                (["position": Self.changed(good, "mocked", "no")], "position.mocked"),
            ]
            for (body, field) in changes {
                let heard = try await world.post("/v1/check-ins", body, token: shopper)
                #expect(heard.status == 400, "\(body.text())")
                let fields = heard.json["errors"]?.elements?.compactMap { $0["field"]?.stringValue } ?? []
                #expect(fields.contains(field), "\(body.text()): \(heard.text)")
            }
            let unknown = try await world.post(
                "/v1/check-ins",
                ["store_id": .string(Ref<Store>(world.retailer, ID(5)).text), "position": .object(good)], token: shopper
            )
            #expect(unknown.status == 404)
        }
    }

    private static func changed(_ object: JSONObject, _ name: String, _ value: JSON?) -> JSON {
        var object = object
        object[name] = value
        return .object(object)
    }
}
