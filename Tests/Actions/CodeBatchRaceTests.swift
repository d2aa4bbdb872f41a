import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("Codes in bulk under a crowd")
struct CodeBatchRaceTests {
    @Test("two processes make one batch while shoppers take from the same limit: not one coupon more, none twice")
    func race() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: [
                "schedule": ["from": "2026-07-20"],
                "limits": [["per": "campaign", "period": "campaign", "max": 4_500]],
                "coupon": [
                    "valid": ["for": "P30D"], "headline": "Free pastry", "terms": "One.", "redeem_at": "any_store",
                ],
            ])
            let ref = Ref(world.retailer, campaign.id)
            let batch = try await world.change {
                try await $0.orderCodes(CodeBatchOrder(count: 10_000), of: ref, by: nil)
            }
            let shoppers = try await world.shoppers(60)
            let (pool, other) = try await world.anotherProcess()
            let issued = try await withThrowingTaskGroup(of: Int.self) { group in
                for desk in [world.desk, other] {
                    group.addTask {
                        while try await desk.make(Ref(world.retailer, batch.id)) > 0 {}
                        return 0
                    }
                }
                for (place, shopper) in shoppers.enumerated() {
                    let desk = place.isMultiple(of: 2) ? world.desk : other
                    group.addTask {
                        try await Task.sleep(for: .milliseconds(place * 10))
                        return try await desk.checkIn(world.attempt(shopper, at: store)).value.coupons.count
                    }
                }
                return try await group.reduce(0, +)
            }
            await pool.close()
            let made = try await world.desk.codeBatch(Ref(world.retailer, batch.id)).value
            #expect(made.state == .stopped && made.stoppedBy == .limitCampaign, "\(made)")
            #expect(made.made + Int64(issued) == 4_500, "\(made.made) made, \(issued) issued")
            let rows = [
                ("select count(*) from coupons", 4_500), ("select coupons from campaign_counters", 4_500),
                ("select count(distinct code_hash) from coupons where batch_id is not null", made.made),
            ]
            for (sql, expected) in rows { #expect(try await world.count(sql) == expected, "\(sql)") }
        }
    }
}
