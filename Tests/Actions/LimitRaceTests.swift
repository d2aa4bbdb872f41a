import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("Limits under a crowd")
struct LimitRaceTests {
    /// How many of the attempts, all at once, came back with a coupon.
    private func winners(_ attempts: [(Desk, CheckInAttempt)]) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for (desk, attempt) in attempts {
                group.addTask { try await desk.checkIn(attempt).value.coupons.count }
            }
            return try await group.reduce(0, +)
        }
    }

    @Test("of 120 shoppers at one store exactly 75 get a coupon, and the next store still gives")
    func perStore() async throws {
        try await World.with { world in
            let store = try await world.store()
            let next = try await world.store("Next", latitude: 37.8)
            try await world.launch()
            let shoppers = try await world.shoppers(121)
            let won = try await winners(shoppers.dropLast().map { (world.desk, world.attempt($0, at: store)) })
            #expect(won == 75)
            let late = try await world.desk.checkIn(world.attempt(shoppers[0], at: store)).value
            #expect(late.coupons.isEmpty)
            let last = try #require(shoppers.last)
            let refused = try await world.desk.checkIn(world.attempt(last, at: store)).value
            #expect(refused.reasons.map(\.reason) == [.limitStore])
            world.clock.advance(seconds: 1_200)
            #expect(try await world.desk.checkIn(world.attempt(last, at: next)).value.coupons.count == 1)
            try await expectCounters(world, coupons: 76)
        }
    }

    @Test("two processes on one database are exact together")
    func twoProcesses() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["limits": [["per": "campaign", "period": "campaign", "max": 50]]])
            let (pool, other) = try await world.anotherProcess()
            let shoppers = try await world.shoppers(120)
            let attempts = shoppers.enumerated().map { place, shopper in
                (place % 2 == 0 ? world.desk : other, world.attempt(shopper, at: store))
            }
            let won = try await winners(attempts)
            #expect(won == 50)
            try await expectCounters(world, coupons: 50)
            await pool.close()
        }
    }

    @Test("a budget holds in money: no coupon beyond what its worst cases cover")
    func budget() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: [
                "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
                "budget": ["amount": 3_500, "currency": "USD"], "limits": [],
            ])
            let won = try await winners(
                try await world.shoppers(30).map { (world.desk, world.attempt($0, at: store)) })
            #expect(won == 11)
            #expect(try await world.count("select exposure from campaign_counters") == 3_300)
        }
    }

    @Test("fifty retries of one attempt at once record it once")
    func oneKey() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let (pool, other) = try await world.anotherProcess()
            let shopper = try await world.shopper()
            let ids = try await withThrowingTaskGroup(of: ID<CheckIn>.self) { group in
                for place in 0..<50 {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other)
                            .checkIn(world.attempt(shopper, at: store, key: "same")).value.record.id
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await world.count("select count(*) from coupons") == 1)
            await pool.close()
        }
    }

    @Test("nothing is issued after pause was answered, by no process")
    func pause() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: ["limits": []])
            let (pool, other) = try await world.anotherProcess()
            let shoppers = try await world.shoppers(40)
            _ = try await winners(shoppers.prefix(10).map { (other, world.attempt($0, at: store)) })
            _ = try await world.change { try await $0.order(.pause, Ref(world.retailer, campaign.id)) }
            // The other process has not heard of it yet: its memory still says enabled.
            let won = try await winners(shoppers.dropFirst(10).map { (other, world.attempt($0, at: store)) })
            #expect(won == 0)
            #expect(try await world.count("select count(*) from coupons") == 10)
            await pool.close()
        }
    }

    @Test("after a change of terms a process that has not heard of it gives what the new terms give")
    func staleRevision() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch()
            let (pool, other) = try await world.anotherProcess()
            _ = try await world.change {
                try await $0.patchCampaign(
                    Ref(world.retailer, campaign.id), with: ["limits": []], by: world.keys.owner.key.actor,
                    expecting: nil)
            }
            let answer = try await other.checkIn(world.attempt(world.shopper(), at: store)).value
            #expect(answer.coupons.first?.coupon.revision == 2)
            await pool.close()
        }
    }

    private func expectCounters(_ world: World, coupons: Int64) async throws {
        #expect(try await world.count("select count(*) from coupons") == coupons)
        #expect(try await world.count("select coupons from campaign_counters") == coupons)
        let mismatches = try await world.count(
            """
            select count(*)
            from period_counters p
            where p.scope = 2
            and p.used <> (select count(*) from coupons c where c.store_id = p.subject_id)
            """)
        #expect(mismatches == 0)
    }
}
