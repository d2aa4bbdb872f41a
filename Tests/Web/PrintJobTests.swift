import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Coupons sent to a printer")
struct PrintJobTests {
    private struct Shop: Sendable {
        let world: WebWorld
        let store: String
        let till: String
        let shopper: String
        let coupon: String

        func order(_ body: JSON = [:], key: String? = nil) async throws -> Heard {
            try await world.post("/v1/coupons/\(coupon)/print", body, token: shopper, key: key)
        }

        func take(by till: String? = nil, limit: Int = 1) async throws -> [JSON] {
            let heard = try await world.get("/v1/tills/me/print-jobs?limit=\(limit)", token: till ?? self.till)
            #expect(heard.status == 200, "\(heard.text)")
            return heard.json["items"]?.elements ?? []
        }

        func state(of job: String) async throws -> String {
            try await world.get("/v1/print-jobs/\(job)", token: shopper).string("state")
        }

        func finish(_ job: String, _ word: String, _ body: JSON? = nil, by till: String? = nil) async throws -> Heard {
            try await world.post("/v1/tills/me/print-jobs/\(job)/\(word)", body, token: till ?? self.till)
        }
    }

    private static func with(_ body: @escaping @Sendable (Shop) async throws -> Void) async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let coupon = try #require(visit.json["coupons"]?[0]?["id"]?.stringValue)
            try await body(Shop(world: world, store: store, till: till, shopper: shopper, coupon: coupon))
        }
    }

    @Test("a till of the shop fetches it, its links give the printer's bytes, and the shopper sees it printed")
    func printed() async throws {
        try await Self.with { shop in
            let order = try await shop.order(key: "p1")
            #expect(order.status == 202 && order.json["state"] == "waiting" && order.json["paper"] == "80mm")
            #expect(order.json["store_id"]?.stringValue == shop.store && order.json["store_name"] == "West Portal")
            #expect(order.json["ends_at"] == "2026-07-21T16:30:00Z")
            let job = try order.string("id")
            #expect(try await shop.order(key: "p1").string("id") == job)

            let work = try #require(try await shop.take().first)
            #expect(work["id"]?.stringValue == job && work["taken_until"] == "2026-07-21T16:01:00Z")
            #expect(try await shop.state(of: job) == "printing")
            #expect(try await shop.take().isEmpty)
            let links = try #require(work["links"])
            for (kind, start) in [("escpos", [0x1B, 0x40]), ("pdf", [0x25, 0x50]), ("png", [0x89, 0x50])]
                as [(String, [UInt8])]
            {
                let file = try await shop.world.get(WebWorld.path(of: links[kind]?.stringValue ?? ""))
                #expect(file.status == 200 && file.body.starts(with: start), "\(kind)")
            }

            #expect(try await shop.finish(job, "done").json["state"] == "printed")
            #expect(try await shop.finish(job, "done").json["state"] == "printed")
            #expect(try await shop.finish(job, "failed", [:]).code == "wrong_state")
            #expect(try await shop.state(of: job) == "printed")
        }
    }

    @Test("a till that falls silent loses its job to the next one, and one that cannot print says why")
    func silent() async throws {
        try await Self.with { shop in
            let other = try await shop.world.till(at: shop.store)
            let job = try await shop.order(["paper": "a4"]).string("id")
            let first = try await shop.take()
            #expect(first.first?["links"]?["escpos"] == nil && first.first?["links"]?["pdf"] != nil)
            #expect(try await shop.take(by: other).isEmpty)
            shop.world.clock.advance(seconds: 60)
            #expect(try await shop.state(of: job) == "waiting")
            #expect(try await shop.take(by: other).count == 1)
            #expect(try await shop.finish(job, "done").code == "wrong_state")
            let failed = try await shop.finish(job, "failed", ["reason": "no_paper"], by: other)
            #expect(failed.json["state"] == "failed")
            let seen = try await shop.world.get("/v1/print-jobs/\(job)", token: shop.shopper)
            #expect(seen.json["state"] == "failed" && seen.json["failure"] == "no_paper")
        }
    }

    @Test("a job dies with its coupon, or after half an hour, and house is kept a day later")
    func dies() async throws {
        try await Self.with { shop in
            let old = try await shop.order().string("id")
            shop.world.clock.advance(seconds: PrintJob.lifeSeconds)
            #expect(try await shop.state(of: old) == "expired")
            #expect(try await shop.take().isEmpty)

            let job = try await shop.order().string("id")
            let held = try await shop.world.get("/v1/coupons/\(shop.coupon)", token: shop.shopper)
            let code = try held.string("code")
            let taken = try await shop.world.post("/v1/redemptions", ["code": .string(code)], token: shop.till)
            #expect(taken.status == 201)
            #expect(try await shop.state(of: job) == "expired")
            #expect(try await shop.take().isEmpty)
            #expect(try await shop.order().code == "wrong_state")

            shop.world.clock.advance(seconds: 86_400 + 2 * PrintJob.lifeSeconds)
            try await shop.world.desk.keepHouse()
            #expect(try await shop.world.get("/v1/print-jobs/\(job)", token: shop.shopper).code == "not_found")
        }
    }

    @Test("refused: another store, a store without tills, another's coupon or job, and a fourth at once")
    func refused() async throws {
        try await Self.with { shop in
            let world = shop.world
            let far = try await world.post(
                "/v1/stores",
                [
                    "name": "Palmdale", "time_zone": "America/Los_Angeles",
                    "location": ["latitude": 34.6, "longitude": -118.1],
                    "fence": ["type": "circle", "radius_meters": 75],
                ], token: world.owner
            ).string("id")
            #expect(try await shop.order(["store_id": .string(far)]).code == "no_till")
            let farTill = try await world.till(at: far)
            #expect(try await shop.order(["store_id": .string(far)]).code == "wrong_store")
            #expect(try await shop.order(["store_id": .string(far), "till_id": .string(far)]).status == 400)
            #expect(try await shop.order(["store_id": "sto_00000000000000000000000000"]).code == "not_found")

            let stranger = try await world.shopper()
            let path = "/v1/coupons/\(shop.coupon)/print"
            #expect(try await world.post(path, [:], token: stranger).code == "not_found")
            let tills = try await world.get("/v1/tills", token: world.owner).json["items"]?.elements ?? []
            let id = try #require(tills.first { $0["store_id"]?.stringValue == shop.store }?["id"])
            let job = try await shop.order(["till_id": id]).string("id")
            #expect(try await world.get("/v1/print-jobs/\(job)", token: stranger).code == "not_found")
            #expect(try await shop.finish(job, "done", by: farTill).code == "not_found")
            #expect(try await shop.take(by: farTill).isEmpty)
            let other = try await world.till(at: shop.store)
            #expect(try await shop.take(by: other).isEmpty)

            for _ in 1..<PrintJob.waitingMax { #expect(try await shop.order().status == 202) }
            let fourth = try await shop.order(key: "p4")
            #expect(fourth.status == 429 && fourth.code == "too_many_attempts", "\(fourth.text)")
            #expect(try await shop.take(limit: 10).count == 3)
            #expect(try await shop.finish(job, "done").status == 200)
            #expect(try await shop.order(key: "p4").status == 202)
        }
    }
}
