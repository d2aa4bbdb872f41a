import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Crowds under a race")
struct CrowdRaceTests {
    private static func terms(_ counts: JSON, target: JSON, limits: JSON = []) -> JSONObject {
        [
            "unlock": [
                "kind": "crowd", "target": target, "counts": counts, "deadline": "2026-07-21T17:00:00Z",
            ], "limits": limits,
        ]
    }

    @Test("100 pledge at once at two processes: one call crosses, places are 1 to 100, the first 60 get the 60 coupons")
    func pledges() async throws {
        try await World.with { world in
            _ = try await world.store()
            let terms = Self.terms(
                "pledges", target: 80, limits: [["per": "campaign", "period": "campaign", "max": 60]])
            let campaign = Ref(world.retailer, try await world.launch(changing: terms).id)
            let (pool, other) = try await world.anotherProcess()
            let shoppers = try await world.shoppers(100)
            let standings = try await withThrowingTaskGroup(of: Crowd.Standing?.self) { group in
                for (number, shopper) in shoppers.enumerated() {
                    for desk in [world.desk, other] where number % 3 == 0 || desk.ids !== world.desk.ids {
                        group.addTask {
                            guard
                                case .joined(let answer) = try await desk.pledge(campaign, by: shopper, retry: nil)
                                    .value
                            else { return nil }
                            return answer.standing
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(!standings.contains(nil))
            #expect(standings.contains { $0?.joined == 80 && $0?.crossedAt != nil })
            #expect(!standings.contains { $0.map { $0.joined < 80 && $0.crossedAt != nil } ?? false })
            let tenant = "retailer_id = \(world.retailer.rawValue)"
            let places = "select count(distinct place) from participants where place between 1 and 100 and \(tenant)"
            #expect(try await world.count(places) == 100)
            #expect(try await world.count("select joined from crowds where \(tenant)") == 100)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for desk in [world.desk, other] { group.addTask { _ = try await desk.settleParticipants() } }
                try await group.waitForAll()
            }
            await pool.close()
            #expect(try await world.count("select count(*) from coupons where \(tenant)") == 60)
            let first = "select count(*) from participants where coupon_id is not null and place <= 60 and \(tenant)"
            #expect(try await world.count(first) == 60)
        }
    }

    @Test("100 check in at once: each is counted once, and each gets one coupon")
    func visits() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.terms("check_ins", target: 100))
            let shoppers = try await world.shoppers(100)
            let crossed = try await withThrowingTaskGroup(of: Int.self) { group in
                for shopper in shoppers {
                    group.addTask {
                        let answer = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
                        return answer.offers.count { $0.outcome.state == .unlocked }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(crossed == 1)
            #expect(try await world.desk.settleParticipants() == 100)
            let tenant = "retailer_id = \(world.retailer.rawValue)"
            #expect(try await world.count("select count(distinct shopper_id) from coupons where \(tenant)") == 100)
            #expect(try await world.count("select count(*) from coupons where \(tenant)") == 100)
        }
    }

    @Test("a deadline and the last pledge at once: it fails for all or is unlocked for all")
    func deadline() async throws {
        try await World.with { world in
            _ = try await world.store()
            let campaign = Ref(
                world.retailer, try await world.launch(changing: Self.terms("pledges", target: 2)).id)
            let shoppers = try await world.shoppers(2)
            _ = try await world.desk.pledge(campaign, by: shoppers[0], retry: nil).value
            async let last = world.desk.pledge(campaign, by: shoppers[1], retry: nil).value
            world.clock.advance(seconds: 3_600)
            async let settled = world.desk.settleParticipants()
            _ = try await (last, settled)
            _ = try await world.desk.settleParticipants()
            let tenant = "retailer_id = \(world.retailer.rawValue)"
            let coupons = try await world.count("select count(*) from coupons where \(tenant)")
            let isCrossed = try await world.count("select count(crossed_at) from crowds where \(tenant)") == 1
            #expect(coupons == (isCrossed ? 2 : 0))
            #expect(try await world.count("select count(*) from participants where settled_at is null") == 0)
        }
    }
}
