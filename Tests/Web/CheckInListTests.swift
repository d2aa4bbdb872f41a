import Actions
import HTTPTypes
import Postgres
import Promotions
import Records
import Testing

@testable import Web

@Suite("Check-ins, as their retailer looks them up")
struct CheckInListTests {
    private func ids(_ heard: Heard) -> [String] {
        heard.json["items"]?.elements?.compactMap { $0["id"]?.stringValue } ?? []
    }

    @Test("the newest come first, a page at a time, with what came of each and nothing that leads to a person")
    func newestFirst() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let campaign = try await world.launch()
            var made: [String] = []
            for latitude in [37.73988, 37.7433, 37.73988] {
                made.insert(try await world.visited(latitude: latitude).string("id"), at: 0)
                world.clock.advance(seconds: 60)
            }
            let first = try await world.get("/v1/check-ins?limit=2", token: world.auditor())
            #expect(first.status == 200 && ids(first) == Array(made.prefix(2)), "\(first.text)")
            let cursor = try first.string("next")
            let second = try await world.get("/v1/check-ins?limit=2&after=\(cursor)", token: world.owner)
            #expect(ids(second) == [made[2]] && second.json["next"] == .null)
            let line = try #require(first.json["items"]?[0])
            #expect(line["verdict"] == "accepted" && line["store"]?["name"] == "West Portal")
            #expect(line["coupon_ids"]?.elements?.count == 1 && line["checked_at"] == "2026-07-21T16:02:00Z")
            #expect(!first.text.contains("latitude") && !first.text.contains("37.7"))
            #expect(first.json["items"]?[1]?["reasons"] == ["outside_fence"])

            let others: [(String, [String])] = [
                ("verdict=refused", [made[1]]), ("verdict=accepted", [made[0], made[2]]),
                ("store_id=\(store)", made), ("campaign_id=\(campaign)", made),
                ("from=2026-07-21T16:01:00Z&to=2026-07-21T16:02:00Z", [made[1]]),
            ]
            for (query, expected) in others {
                let heard = try await world.get("/v1/check-ins?\(query)", token: world.owner)
                #expect(ids(heard) == expected, "\(query): \(heard.text)")
            }
            let other = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.get("/v1/check-ins", token: other).json["items"] == [])
            #expect(try await world.get("/v1/check-ins?store_id=\(store)", token: other).status == 404)
            #expect(try await world.get("/v1/check-ins?after=\(made[0])", token: other).status == 400)
        }
    }

    @Test("a filter that finds little says where to look on, and a walk meets everything once")
    func lookOn() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let refused = try await world.visited(latitude: 37.7433).string("id")
            for _ in 0..<5 { _ = try await world.visited() }
            let database = world.desk.database
            var found: [String] = []
            var before = Int64.max
            var pages = 0
            while true {
                let page = try await database.checkIns(
                    of: world.retailer, CheckInFilter(verdict: .refused), between: (0, before), lookMax: 2, limit: 2)
                found += page.found.map { Ref(world.retailer, $0.id).text }
                pages += 1
                guard let next = page.next else { break }
                before = next.rawValue
            }
            #expect(found == [refused] && pages >= 3)
        }
    }

    @Test("who looks after some stores sees the check-ins, receipts and appeals of those, and settles no others")
    func scope() async throws {
        try await WebWorld.with { world in
            let mine = try await world.addStore()
            _ = try await world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner)
            _ = try await world.launch()
            let scope: JSON = ["stores": [.string(mine)]]
            let manager = try await world.user("mo@larkspur.example", role: "store_manager", scope: scope)
            let here = try await world.visited().string("id")
            let away: JSON = [
                "position": ["latitude": 40.7150, "longitude": -74.0061, "accuracy_meters": 10, "age_ms": 800]
            ]
            let shopper = try await world.shopper()
            let there = try await world.post("/v1/check-ins", away, token: shopper).string("id")
            let appeal = try await world.post("/v1/check-ins/\(there)/appeal", [:], token: shopper)
            #expect(appeal.status == 201, "\(appeal.text)")
            #expect(ids(try await world.get("/v1/check-ins", token: world.owner)) == [there, here])
            #expect(ids(try await manager.call(.get, "/v1/check-ins")) == [here])
            #expect(try await manager.call(.get, "/v1/check-ins/\(here)/receipt").status == 200)
            #expect(try await manager.call(.get, "/v1/check-ins/\(there)/receipt").status == 404)
            #expect(try await manager.call(.get, "/v1/appeals").json["items"] == [])
            #expect(try await manager.call(.post, "/v1/appeals/\(there)/reject").status == 404)
            let map = try await manager.call(.get, "/v1/stores/map").json["items"]?.elements ?? []
            #expect(map.map { $0["id"] } == [.string(mine)])
            #expect(try await world.post("/v1/appeals/\(there)/reject", token: world.owner).status == 200)
        }
    }

    @Test("a receipt draws the fix only as long as it is kept as it came")
    func livingFix() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let id = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper).string("id")
            let path = "/v1/check-ins/\(id)/receipt"
            let fix = try #require(try await world.get(path, token: world.owner).json["fix"])
            #expect(fix["position"] == ["latitude": 37.73988, "longitude": -122.4673])
            #expect(fix["accuracy_meters"]?.numberValue == 15 && fix["until"] == "2026-08-20T16:00:00Z")
            #expect(try await !world.get(path, token: shopper).text.contains("latitude"))

            // As old as that by its id, which carries real time; nobody has tidied up yet.
            let days = Int64(Retention.exactPositionDays + 1) * 86_400_000 << 22
            let number = try #require(Ref<CheckIn>(text: id)).id.rawValue
            _ = try await world.pool.run(
                Statement(once: "age", "update check_ins set check_in_id = \(number - days)")())
            let old = Ref(world.retailer, ID<CheckIn>(number - days)).text
            let receipt = try await world.get("/v1/check-ins/\(old)/receipt", token: world.owner)
            #expect(receipt.status == 200 && receipt.json["fix"] == .null, "\(receipt.text)")
            #expect(receipt.json["distance_meters"]?.numberValue != nil && !receipt.text.contains("37.7"))
        }
    }
}
