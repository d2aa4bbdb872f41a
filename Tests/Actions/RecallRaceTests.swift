import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("A recall under way")
struct RecallRaceTests {
    @Test("meets tills and shoppers at another process: each coupon ends once, and counters say what the rows say")
    func race() async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: store)
            let campaign = try await world.launch()
            var coupons: [IssuedCoupon] = []
            for shopper in try await world.shoppers(40) {
                coupons += try await world.desk.checkIn(world.attempt(shopper, at: store)).value.coupons
            }
            #expect(coupons.count == 40)
            let late = try await world.shoppers(10)
            let (pool, other) = try await world.anotherProcess()
            _ = try await world.change {
                try await $0.recall(
                    Ref(world.retailer, campaign.id), because: "Bad oats.", by: world.keys.owner.key.actor)
            }
            // The other process has not heard of it: only the database stands between.
            let (taken, withdrawn, issued) = try await withThrowingTaskGroup(of: (Int, Int, Int).self) { group in
                group.addTask { (0, try await world.desk.withdrawRecalled(), 0) }
                for coupon in coupons {
                    group.addTask {
                        let sale = TillSale(code: coupon.code.symbols, basket: nil)
                        guard case .redeemed = try await other.redeem(sale, at: till, retry: nil).value else {
                            return (0, 0, 0)
                        }
                        return (1, 0, 0)
                    }
                }
                for shopper in late {
                    group.addTask {
                        (0, 0, try await other.checkIn(world.attempt(shopper, at: store)).value.coupons.count)
                    }
                }
                return try await group.reduce((0, 0, 0)) { ($0.0 + $1.0, $0.1 + $1.1, $0.2 + $1.2) }
            }
            await pool.close()
            #expect(issued == 0, "nothing is issued once a recall was answered")
            #expect(taken + withdrawn == 40, "\(taken) taken, \(withdrawn) withdrawn")
            let rows = [
                ("select count(*) from coupons where state = 'redeemed'", taken),
                ("select count(*) from coupons where state = 'revoked'", withdrawn),
                ("select count(*) from coupon_ledger where kind = 'revoke'", withdrawn),
                ("select coupons from campaign_counters", taken),
                ("select sum(used) from period_counters where scope = 2", taken),
                ("select sum(used) from period_counters where scope = 1", 40),
            ]
            for (sql, expected) in rows { #expect(try await world.count(sql) == Int64(expected), "\(sql)") }
        }
    }
}
