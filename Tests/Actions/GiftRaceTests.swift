import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("Donations and points under a crowd")
struct GiftRaceTests {
    private static let words: JSON = ["headline": "For a visit", "terms": "For each visit that counts."]
    private static let donation: JSONObject = [
        "schedule": [:], "coupon": words, "limits": [],
        "reward": ["kind": "donation", "amount": ["amount": 300, "currency": "USD"], "charity": "Food Bank"],
    ]
    private static let points: JSONObject = [
        "schedule": [:], "coupon": words, "limits": [], "reward": ["kind": "points", "points": 50],
    ]
    private static let priced: JSONObject = [
        "schedule": [:], "limits": [], "price": ["points": 50], "presence": ["when": "to_use"],
        "coupon": ["valid": ["for": "PT2H"], "headline": "A latte", "terms": "One each, while they last."],
    ]

    private func spend(
        _ campaign: Campaign, _ world: World, _ store: Store, _ shoppers: [(Desk, ShopperToken)]
    ) async throws -> (bought: Int, short: Int) {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for (desk, shopper) in shoppers {
                group.addTask {
                    let answer = try await desk.issue(
                        Ref(world.retailer, campaign.id), to: shopper, for: Ref(world.retailer, store.id), retry: nil)
                    switch answer {
                    case .done(.issued): return true
                    case .refused(let refused) where refused.refusal == .pointsShort: return false
                    case .done(.refused), .refused: throw Unexpected("\(answer)")
                    }
                }
            }
            return try await group.reduce(into: (0, 0)) { if $1 { $0.0 += 1 } else { $0.1 += 1 } }
        }
    }

    @Test("a budget for eleven donations is given away exactly, by two processes")
    func budget() async throws {
        try await World.with { world in
            let store = try await world.store()
            var terms = Self.donation
            terms["budget"] = ["amount": 3_500, "currency": "USD"]
            try await world.launch(changing: terms)
            let (pool, other) = try await world.anotherProcess()
            let shoppers = try await world.shoppers(40)
            let given = try await withThrowingTaskGroup(of: Int.self) { group in
                for (place, shopper) in shoppers.enumerated() {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other).checkIn(world.attempt(shopper, at: store)).value
                            .record.offers.count { $0.state == .donated }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(given == 11)
            #expect(try await world.count("select sum(amount)::bigint from donations") == 3_300)
            #expect(try await world.count("select exposure from campaign_counters") == 3_300)
            await pool.close()
        }
    }

    @Test("fifty retries of one check-in at once give once")
    func oneKey() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.donation)
            try await world.launch(changing: Self.points)
            let (pool, other) = try await world.anotherProcess()
            let shopper = try await world.shopper()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for place in 0..<50 {
                    group.addTask {
                        let desk = place % 2 == 0 ? world.desk : other
                        _ = try await desk.checkIn(world.attempt(shopper, at: store, key: "same")).value
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.count("select count(*) from donations") == 1)
            #expect(try await world.count("select sum(balance)::bigint from point_balances") == 50)
            await pool.close()
        }
    }

    @Test("fifty spends at once of a balance that pays for three buy exactly three, by two processes")
    func spending() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.points)
            let latte = try await world.launch(changing: Self.priced)
            let shopper = try await world.shopper()
            for _ in 0..<3 {
                _ = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
                world.clock.advance(seconds: 3_700)
            }
            let (pool, other) = try await world.anotherProcess()
            let tries = (0..<50).map { ($0 % 2 == 0 ? world.desk : other, shopper) }
            let (bought, short) = try await spend(latte, world, store, tries)
            #expect(bought == 3 && short == 47)
            #expect(try await world.count("select balance from point_balances") == 0)
            #expect(try await world.count("select count(*) from coupons") == 3)
            #expect(try await world.count("select sum(points)::bigint from point_entries where kind = 'spend'") == 150)
            await pool.close()
        }
    }

    @Test("earning and spending at once, by many and two processes: no balance below zero, each the sum of its entries")
    func mixed() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.points)
            let latte = try await world.launch(changing: Self.priced)
            let (pool, other) = try await world.anotherProcess()
            let shoppers = try await world.shoppers(20)
            for shopper in shoppers { _ = try await world.desk.checkIn(world.attempt(shopper, at: store)).value }
            world.clock.advance(seconds: 3_700)
            let tries = (shoppers + shoppers + shoppers).enumerated().map { ($0 % 2 == 0 ? world.desk : other, $1) }
            async let spent = spend(latte, world, store, tries)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (place, shopper) in shoppers.reversed().enumerated() {
                    group.addTask {
                        let desk = place % 2 == 0 ? world.desk : other
                        _ = try await desk.checkIn(world.attempt(shopper, at: store)).value
                    }
                }
                try await group.waitForAll()
            }
            let bought = Int64(try await spent.bought)
            #expect((20...40).contains(bought))
            #expect(try await world.count("select sum(balance)::bigint from point_balances") == 2_000 - 50 * bought)
            let wrong = """
                select count(*)
                from point_balances b,
                lateral (
                    select sum(case e.kind when 'spend' then -e.points else e.points end)::bigint as points
                    from point_entries e
                    where e.shopper_id = b.shopper_id
                ) t
                where t.points <> b.balance
                """
            #expect(try await world.count(wrong) == 0)
            await pool.close()
        }
    }

    @Test("a batch of coupons alone asks nothing of the tables of donations and points")
    func hotPath() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shoppers = try await world.shoppers(20)
            // Whoever touched them would wait for the end of this transaction.
            let lock = "lock table donations, point_entries, point_balances, point_accounts in access exclusive mode"
            let given = try await world.pool.transaction { transaction in
                _ = try await transaction.run(Statement(once: "lock", lock)())
                return try await withThrowingTaskGroup(of: Int.self) { group in
                    for shopper in shoppers {
                        group.addTask {
                            try await world.desk.checkIn(world.attempt(shopper, at: store)).value.coupons.count
                        }
                    }
                    return try await group.reduce(0, +)
                }
            }
            #expect(given == 20)
        }
    }
}
