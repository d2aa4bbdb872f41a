import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Receipts and appeals over HTTP", .serialized)
struct ReceiptTests {
    private func refused(_ world: WebWorld, _ shopper: String) async throws -> String {
        let away = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
        #expect(away.json["verdict"] == "refused")
        return try away.string("id")
    }

    @Test("the shopper reads plain words, without a single measured value")
    func shopper() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let id = try await refused(world, shopper)
            let receipt = try await world.get("/v1/check-ins/\(id)/receipt", token: shopper)
            #expect(receipt.status == 200, "\(receipt.text)")
            #expect(receipt.json["verdict"] == "refused" && receipt.json["say"] == "This check-in did not count.")
            #expect(receipt.json["reasons"]?[0]?["code"] == "outside_fence")
            #expect(receipt.json["checked_in"] == "West Portal, today at 9:00")
            #expect(
                receipt.json["appeal"] == [
                    "possible": true, "until": "2026-07-22T16:00:00Z", "state": .null, "reason": .null,
                ])
            // Ids are made by chance and hold any digits.
            let said = receipt.text.replacing(#/[a-z]{3}_[0-9a-z]{20}/#, with: "id")
            for word in ["threshold", "containment", "latitude", "signal", "speed", "0.8", "340"] {
                #expect(!said.contains(word), "\(word) in \(said)")
            }
        }
    }

    @Test("the retailer reads every signal with value and threshold, an auditor too")
    func retailer() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let campaign = try await world.launch()
            let id = try await refused(world, try await world.shopper())
            let auditor = try await world.auditor()
            for token in [world.owner, auditor] {
                let receipt = try await world.get("/v1/check-ins/\(id)/receipt", token: token)
                #expect(receipt.status == 200, "\(receipt.text)")
                let signals = receipt.json["signals"]?.elements ?? []
                let outside = try #require(signals.first { $0["signal"] == "outside_fence" })
                #expect(
                    outside["threshold"] == .double(0.35) && outside["raised"] == true && outside["decided"] == true)
                #expect(outside["unit"] == "probability" && outside["value"]?.numberValue != nil)
                #expect(receipt.json["campaigns"]?[0]?["campaign_id"] == .string(campaign))
                #expect(receipt.json["campaigns"]?[0]?["revision"] == 1)
            }
        }
    }

    @Test("the same fix of another shopper is told to the retailer, and not to the shopper")
    func twin() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let first = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            let shopper = try await world.shopper()
            let second = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            #expect(second.json["verdict"] == "accepted")
            let path = "/v1/check-ins/\(try second.string("id"))/receipt"
            let signals = try await world.get(path, token: world.owner).json["signals"]?.elements ?? []
            let noted = try #require(signals.first { $0["only_noted"] == true })
            let other = try first.string("id")
            #expect(noted["signal"] == "replayed" && noted["check_in_id"] == .string(other))
            #expect(try await !world.get(path, token: shopper).text.contains("replayed"))
        }
    }

    @Test("why an appeal was rejected is told to the shopper and kept with it, until the shopper is erased")
    func reason() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let id = try await refused(world, shopper)
            #expect(try await world.post("/v1/check-ins/\(id)/appeal", [:], token: shopper).status == 201)
            let ann = try await world.user()
            let path = "/v1/appeals/\(id)/reject"
            for reason in ["", String(repeating: "x", count: 201)] {
                #expect(try await ann.call(.post, path, ["reason": .string(reason)]).code == "invalid")
            }
            let rejected = try await ann.call(.post, path, ["reason": "We were closed that day."])
            #expect(rejected.status == 200 && rejected.json["reason"] == "We were closed that day.", "\(rejected.text)")
            // Said once: another reason changes nothing.
            let again = try await ann.call(.post, path, ["reason": "Never mind."])
            #expect(again.json["reason"] == "We were closed that day.", "\(again.text)")
            let receipt = try await world.get("/v1/check-ins/\(id)/receipt", token: shopper)
            #expect(receipt.json["appeal"]?["reason"] == "We were closed that day.")
            let audit = try await ann.call(.get, "/v1/audit").json["items"]?.elements ?? []
            let entries = audit.filter { $0["action"] == "POST /v1/appeals/{id}/reject" }
            #expect(entries.count == 1 && entries[0]["subject"] == .string(id) && entries[0]["by"]?["name"] == "Ann")
            #expect(try await world.call(.delete, "/v1/shoppers/me", token: shopper).status < 300)
            #expect(try await world.count("select count(*) from appeals where reason is not null") == 0)
        }
    }

    @Test("another's receipt and appeal read like unknown ones")
    func strangers() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let id = try await refused(world, shopper)
            let other = try await world.desk.addRetailer("Others").owner.secret
            let stranger = try await world.shopper()
            let path = "/v1/check-ins/\(id)"
            #expect(try await world.get("\(path)/receipt", token: other).status == 404)
            #expect(try await world.get("\(path)/receipt", token: stranger).status == 404)
            #expect(try await world.post("\(path)/appeal", [:], token: stranger).status == 404)
            #expect(try await world.post("\(path)/appeal", [:], token: world.owner).status == 403)
            #expect(try await world.get("\(path)/receipt", token: world.till(at: store)).status == 403)
            #expect(try await world.post("\(path)/appeal", [:], token: shopper).status == 201)
            #expect(try await world.post("/v1/appeals/\(id)/grant", token: other).status == 404)
            #expect(try await world.post("/v1/appeals/\(id)/grant", token: shopper).status == 403)
            #expect(try await world.post("/v1/appeals/\(id)/grant", token: world.auditor()).status == 403)
            #expect(try await world.get("/v1/appeals?store_id=\(store)", token: other).status == 404)
        }
    }

    @Test("an appeal goes to the store's list, and its till grants it")
    func till() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let distant = try await world.post(
                "/v1/stores",
                [
                    "name": "Distant", "time_zone": "America/Los_Angeles",
                    "location": ["latitude": 38, "longitude": -122], "fence": ["type": "circle", "radius_meters": 75],
                ], token: world.owner
            ).string("id")
            _ = try await world.launch()
            let (till, elsewhere) = (try await world.till(at: store), try await world.till(at: distant))
            let shopper = try await world.shopper()
            let id = try await refused(world, shopper)
            let appeal = try await world.post(
                "/v1/check-ins/\(id)/appeal", ["message": "I stood at the counter."], token: shopper, key: "a-1")
            #expect(appeal.status == 201 && appeal.json["state"] == "open", "\(appeal.text)")
            #expect(try await world.get("/v1/tills/me/appeals", token: elsewhere).json["items"] == [])
            let list = try await world.get("/v1/tills/me/appeals?state=open", token: till)
            #expect(list.json["items"]?[0]?["message"] == "I stood at the counter.")
            #expect(list.json["items"]?[0]?["shopper_id"] == nil)
            #expect(list.json["items"]?[0]?["reasons"] == ["outside_fence"], "\(list.text)")
            #expect(list.json["items"]?[0]?["distance_meters"]?.numberValue.map { $0 > 300 } == true)
            let all = try await world.get("/v1/appeals?store_id=\(store)", token: world.owner)
            #expect(all.json["items"]?[0]?["shopper_id"]?.stringValue?.hasPrefix("shp_") == true)
            #expect(try await world.get("/v1/appeals?state=lost", token: world.owner).status == 400)
            #expect(try await world.post("/v1/appeals/\(id)/grant", token: elsewhere).status == 404)
            let granted = try await world.post("/v1/appeals/\(id)/grant", token: till)
            #expect(granted.status == 200 && granted.json["settled_by"]?["kind"] == "till", "\(granted.text)")
            #expect(granted.json["coupon_ids"]?.elements?.count == 1)
            let rejected = try await world.post("/v1/appeals/\(id)/reject", token: world.owner)
            #expect(rejected.status == 409 && rejected.code == "wrong_state")
            let told = try await world.get("/v1/check-ins/\(id)/receipt", token: shopper)
            #expect(told.json["verdict"] == "accepted" && told.json["appeal"]?["state"] == "granted")
        }
    }

    @Test("a code that is not on the screen is refused by name, and what cannot be a code names its field")
    func codes() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let path = "/v1/check-ins/\(try await refused(world, shopper))/appeal"
            let wrong = try await world.post(path, ["presence_code": "00000000"], token: shopper)
            #expect(wrong.status == 422 && wrong.code == "code_wrong")
            let unreadable = try await world.post(path, ["presence_code": "12"], token: shopper)
            #expect(unreadable.status == 400 && unreadable.json["errors"]?[0]?["field"] == "presence_code")
            let long = String(repeating: "x", count: 501)
            #expect(try await world.post(path, ["message": .string(long)], token: shopper).status == 400)
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper).string("id")
            let needless = try await world.post("/v1/check-ins/\(visit)/appeal", [:], token: shopper)
            #expect(needless.status == 409 && needless.code == "not_appealable")
        }
    }
}
