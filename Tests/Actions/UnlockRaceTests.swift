import Postgres
import Promotions
import Testing

@testable import Actions

/// A hundred check-ins at once, on two processes, at each threshold.
@Suite("Unlocks under a crowd")
struct UnlockRaceTests {
    static func rules(_ unlock: JSON, limits: JSON = []) -> JSONObject {
        [
            "unlock": unlock, "limits": limits, "schedule": [:],
            "coupon": ["valid": ["for": "PT12H"], "headline": "A pastry", "terms": "One each."],
        ]
    }

    static func race(_ world: World, _ attempts: [CheckInAttempt]) async throws -> [CheckInAnswer] {
        let (pool, other) = try await world.anotherProcess()
        let answers = try await withThrowingTaskGroup(of: CheckInAnswer.self) { group in
            for (place, attempt) in attempts.enumerated() {
                let desk = place % 2 == 0 ? world.desk : other
                group.addTask { try await desk.checkIn(attempt).value }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await pool.close()
        return answers
    }

    /// One shopper, so many phones at once, none of which looks like another.
    private func crowd(of count: Int, _ world: World, at store: Store) async throws -> [CheckInAttempt] {
        let shopper = try await world.shopper()
        return (0..<count).map { world.attempt(shopper, at: store, accuracy: 10 + Double($0) / 100) }
    }

    @Test("a first visit made a hundred times at once is one")
    func firstVisit() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.rules(["kind": "first_visit"]))
            let answers = try await Self.race(world, try await crowd(of: 100, world, at: store))
            #expect(answers.reduce(0) { $0 + $1.coupons.count } == 1)
            #expect(try await world.count("select count(*) from coupons") == 1)
            #expect(try await world.count("select sum(crossings)::bigint from unlock_states") == 1)
        }
    }

    @Test("thirty-four shoppers who each make their third visit three times at once get one each")
    func nthVisit() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.rules(["kind": "nth_visit", "n": 3]))
            let shoppers = try await world.shoppers(34)
            for day in 1...3 {
                let phones = day == 3 ? 3 : 1
                let attempts = shoppers.flatMap { shopper in
                    (0..<phones).map { world.attempt(shopper, at: store, accuracy: Double(10 * day + $0)) }
                }
                let answers = try await Self.race(world, attempts)
                #expect(answers.reduce(0) { $0 + $1.coupons.count } == (day == 3 ? 34 : 0))
                world.clock.advance(seconds: 86_400)
            }
            #expect(try await world.count("select count(*) from coupons") == 34)
            #expect(try await world.count("select sum(crossings)::bigint from unlock_states") == 34)
            #expect(try await world.count("select sum(cardinality(days))::bigint from unlock_states") == 0)
        }
    }

    @Test("of a hundred at once exactly the first forty of the window get it, with places 1 to 40")
    func flash() async throws {
        try await World.with { world in
            let store = try await world.store()
            let next = try await world.store("Next", latitude: 37.8)
            try await world.launch(changing: Self.rules(["kind": "flash", "first": 40, "per": "campaign"]))
            let shoppers = try await world.shoppers(100)
            let answers = try await Self.race(
                world, shoppers.enumerated().map { world.attempt($1, at: $0 % 3 == 0 ? next : store) })
            #expect(answers.reduce(0) { $0 + $1.coupons.count } == 40)
            #expect(answers.count { $0.reasons.map(\.reason) == [.othersFirst] } == 60)
            #expect(try await world.count("select count(*) from coupons") == 40)
            #expect(
                try await world.count(
                    "select count(distinct places) from unlock_states where shopper_id > 0 and places > 0") == 40)
            #expect(try await world.count("select max(places)::bigint from unlock_states") == 40)
        }
    }

    @Test("where the limit is smaller than the flash the limit holds, and no place is lost")
    func flashWithinLimit() async throws {
        try await World.with { world in
            let store = try await world.store()
            let limits: JSON = [["per": "campaign", "period": "campaign", "max": 25]]
            try await world.launch(changing: Self.rules(["kind": "flash", "first": 40], limits: limits))
            let shoppers = try await world.shoppers(60)
            let answers = try await Self.race(world, shoppers.map { world.attempt($0, at: store) })
            #expect(answers.reduce(0) { $0 + $1.coupons.count } == 25)
            #expect(answers.count { $0.reasons.map(\.reason) == [.limitCampaign] } == 35)
            #expect(
                try await world.count("select max(places)::bigint from unlock_states where shopper_id = 0") == 25)
        }
    }

    @Test("of a hundred at once a swarm of thirty is for exactly thirty, who all hold a coupon when it is answered")
    func swarm() async throws {
        try await World.with { world in
            let store = try await world.store()
            let limits: JSON = [["per": "shopper", "period": "campaign", "max": 1]]
            try await world.launch(changing: Self.rules(["kind": "swarm", "shoppers": 30], limits: limits))
            let shoppers = try await world.shoppers(100)
            let answers = try await Self.race(world, shoppers.map { world.attempt($0, at: store) })
            #expect(answers.count { !$0.coupons.isEmpty } == 1)
            #expect(answers.count { $0.reasons.map(\.reason) == [.counted] } == 29)
            #expect(answers.count { $0.reasons.map(\.reason) == [.othersFirst] } == 70)
            #expect(try await world.count("select count(distinct shopper_id) from coupons") == 30)
            #expect(try await world.count("select count(*) from coupons") == 30)
            #expect(try await world.count("select coupons from campaign_counters") == 30)
            #expect(try await world.count("select sum(used)::bigint from period_counters") == 30)
            #expect(try await world.count("select crossings from unlock_states") == 1)
        }
    }

    @Test("where a limit is smaller than the swarm the first to come get it")
    func swarmWithinLimit() async throws {
        try await World.with { world in
            let store = try await world.store()
            let limits: JSON = [["per": "campaign", "period": "campaign", "max": 2]]
            try await world.launch(changing: Self.rules(["kind": "swarm", "shoppers": 3], limits: limits))
            let shoppers = try await world.shoppers(3)
            for shopper in shoppers { _ = try await world.desk.checkIn(world.attempt(shopper, at: store)).value }
            for (place, shopper) in shoppers.enumerated() {
                let held = try await world.count(
                    "select count(*) from coupons where shopper_id = \(shopper.shopper.rawValue)")
                #expect(held == (place < 2 ? 1 : 0))
            }
        }
    }

    @Test("of a hundred candidates who come at once one is mayor")
    func mayor() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: Self.rules(["kind": "mayor"]))
            let shoppers = try await world.shoppers(100)
            for shopper in shoppers {
                try await world.desk.stand(
                    for: Ref(world.retailer, campaign.id), as: "Bo", by: shopper, retry: nil
                ).value
            }
            let answers = try await Self.race(world, shoppers.map { world.attempt($0, at: store) })
            #expect(answers.count { !$0.coupons.isEmpty } == 1)
            #expect(try await world.count("select count(*) from coupons") == 1)
            #expect(try await world.count("select count(*) from unlock_states where holder_id is not null") == 1)
        }
    }
}
