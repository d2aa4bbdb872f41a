import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("Expiry gives back")
struct ExpiryTests {
    private static let twoHours: JSONObject = [
        "schedule": [:],
        "coupon": ["valid": ["for": "PT2H"], "headline": "Three off", "terms": "While they last."],
        "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
        "presence": ["too_soon_minutes": 0],
    ]

    private func launch(_ world: World, _ limits: JSON, budget: JSON = .null) async throws -> Campaign {
        try await world.launch(changing: Self.twoHours + ["limits": limits, "budget": budget])
    }

    private func earned(_ world: World, _ desk: Desk? = nil, in store: Store) async throws -> Int {
        try await (desk ?? world.desk).checkIn(world.attempt(world.shopper(), at: store)).value.coupons.count
    }

    @Test("what has expired can be given again: to the store, the campaign and the budget, and the ledger says so")
    func givesBack() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await launch(
                world,
                [
                    ["per": "store", "period": "campaign", "max": 2],
                    ["per": "campaign", "period": "campaign", "max": 2],
                    ["per": "campaign", "period": "month", "max": 2],
                    ["per": "channel", "period": "week", "max": 2, "channels": ["poster"]],
                ], budget: ["amount": 600, "currency": "USD"])
            for _ in 0..<2 { #expect(try await earned(world, in: store) == 1) }
            #expect(try await earned(world, in: store) == 0)
            world.clock.advance(seconds: 7_199)
            #expect(try await world.desk.expireCoupons() == 0)
            world.clock.advance(seconds: 1 + Sweeper.graceSeconds)
            #expect(try await world.desk.expireCoupons() == 2)
            #expect(try await world.desk.expireCoupons() == 0)
            #expect(try await world.count("select count(*) from coupons where state = 'expired'") == 2)
            #expect(try await world.count("select sum(amount)::bigint from coupon_ledger where kind = 'expire'") == 600)
            #expect(try await world.count("select coupons + exposure from campaign_counters") == 0)
            #expect(try await world.count("select sum(used)::bigint from period_counters") == 0)
            for _ in 0..<2 { #expect(try await earned(world, in: store) == 1) }
            #expect(try await earned(world, in: store) == 0)
            let results = try await world.desk.results(Ref(world.retailer, campaign.id)).value
            #expect(results.issued == 4 && results.expired == 2 && results.exposure == 600)
        }
    }

    @Test("a shopper who let a coupon expire has had it all the same")
    func notToTheShopper() async throws {
        try await World.with { world in
            let store = try await world.store()
            _ = try await launch(world, [["per": "shopper", "period": "campaign", "max": 1]])
            let shopper = try await world.shopper()
            _ = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
            world.clock.advance(seconds: 8_000)
            #expect(try await world.desk.expireCoupons() == 1)
            let again = try await world.desk.checkIn(world.attempt(shopper, at: store, accuracy: 14)).value
            #expect(again.reasons.map(\.reason) == [.limitShopper])
            #expect(try await world.count("select used::bigint from period_counters where scope = 1") == 1)
        }
    }

    @Test("it is given back to the day on which it was counted, though the store has moved to another zone since")
    func countedDay() async throws {
        try await World.with { world in
            let store = try await world.store()
            _ = try await launch(world, [["per": "store", "period": "day", "max": 5]])
            world.clock.set("2026-07-22T06:30:00Z")  // 23:30 on the 21st in the store
            #expect(try await earned(world, in: store) == 1)
            _ = try await world.change {
                try await $0.patchStore(
                    Ref(world.retailer, store.id), with: ["time_zone": "Asia/Kathmandu"], expecting: nil,
                    by: .everything)
            }
            world.clock.advance(seconds: 8_000)
            #expect(try await world.desk.expireCoupons() == 1)
            #expect(try await world.count("select sum(used)::bigint from period_counters") == 0)
            #expect(try await world.count("select count(*) from period_counters") == 1)
        }
    }

    @Test("four sweeps of two processes at once expire each of 300 coupons once, while tills take some of them")
    func sweepersRace() async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: store)
            _ = try await launch(world, [["per": "store", "period": "week", "max": 300]])
            let (pool, other) = try await world.anotherProcess()
            var codes: [String] = []
            for shopper in try await world.shoppers(300) {
                let answer = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
                codes += answer.coupons.map(\.code.symbols)
            }
            #expect(codes.count == 300)
            for code in codes.prefix(40) {
                _ = try await world.desk.redeem(TillSale(code: code, basket: nil), at: till, retry: nil).value
            }
            world.clock.advance(seconds: 7_300)
            let swept = try await withThrowingTaskGroup(of: Int.self) { group in
                for place in 0..<4 {
                    group.addTask { try await (place % 2 == 0 ? world.desk : other).expireCoupons() }
                }
                return try await group.reduce(0, +)
            }
            let rest = try await world.desk.expireCoupons()
            #expect(swept + rest == 260)
            #expect(try await world.count("select count(*) from coupon_ledger where kind = 'expire'") == 260)
            #expect(try await world.count("select coupons from campaign_counters") == 40)
            #expect(try await world.count("select used::bigint from period_counters") == 40)
            #expect(try await world.count("select exposure from campaign_counters") == 40 * 300)
            await pool.close()
        }
    }

    @Test("a limit lowered below what is out gives nothing until enough has come back, by any process")
    func lowered() async throws {
        try await World.with { world in
            let store = try await world.store()
            let total = { @Sendable (max: Int64) -> JSON in
                [
                    ["per": "campaign", "period": "campaign", "max": .int(max)],
                    ["per": "store", "period": "month", "max": .int(max)],
                ]
            }
            let campaign = try await launch(world, total(4))
            for _ in 0..<4 {
                #expect(try await earned(world, in: store) == 1)
                world.clock.advance(seconds: 600)
            }
            _ = try await world.change {
                try await $0.patchCampaign(
                    Ref(world.retailer, campaign.id), with: ["limits": total(2)], by: world.keys.owner.key.actor,
                    expecting: nil)
            }
            #expect(try await earned(world, in: store) == 0)
            world.clock.set("2026-07-21T18:05:00Z")
            #expect(try await world.desk.expireCoupons() == 1)
            #expect(try await earned(world, in: store) == 0)
            world.clock.set("2026-07-21T18:25:00Z")
            #expect(try await world.desk.expireCoupons() == 2)
            let (pool, other) = try await world.anotherProcess()
            let shoppers = try await world.shoppers(10)
            let won = try await withThrowingTaskGroup(of: Int.self) { group in
                for (place, shopper) in shoppers.enumerated() {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other).checkIn(world.attempt(shopper, at: store)).value
                            .coupons.count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(won == 1)
            #expect(try await world.count("select coupons from campaign_counters") == 2)
            await pool.close()
        }
    }

    @Test("a limit that a running campaign gets counts what is out already", arguments: Limit.Scope.allCases)
    func laterLimit(_ scope: Limit.Scope) async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await launch(world, [])
            let shopper = try await world.shopper()
            for place in 0..<3 {
                let attempt = world.attempt(shopper, at: store, accuracy: 10 + Double(place))
                #expect(try await world.desk.checkIn(attempt).value.coupons.count == 1)
            }
            var limit: JSONObject = ["per": .string(scope.rawValue), "period": "week", "max": 4]
            if scope == .channel { limit["channels"] = ["poster"] }
            let limits: JSON = [.object(limit)]
            _ = try await world.change {
                try await $0.patchCampaign(
                    Ref(world.retailer, campaign.id), with: ["limits": limits], by: world.keys.owner.key.actor,
                    expecting: nil)
            }
            let attempts = (0..<3).map { world.attempt(shopper, at: store, accuracy: 20 + Double($0)) }
            var won = 0
            for attempt in attempts { won += try await world.desk.checkIn(attempt).value.coupons.count }
            #expect(won == 1)
            #expect(try await world.count("select used::bigint from period_counters") == 4)
        }
    }
}

extension JSONObject {
    static func + (left: JSONObject, right: JSONObject) -> JSONObject {
        var sum = left
        for member in right { sum[member.name] = member.value }
        return sum
    }
}
