import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Given coupons under a race")
struct GrantRaceTests {
    @Test("two processes settle 100 named shoppers: the limit of 60 holds, in order, and nobody gets two")
    func race() async throws {
        try await World.with { world in
            _ = try await world.store()
            let campaign = try await world.launch(changing: [
                "unlock": ["kind": "grant"], "limits": [["per": "campaign", "period": "campaign", "max": 60]],
            ])
            let shoppers = try await world.shoppers(100)
            for half in [shoppers.prefix(50), shoppers.dropFirst(50)] {
                let giving = Giving(shoppers: Set(half.map(\.shopper)), audience: nil, message: "For you.")
                let answer = try await world.change {
                    try await $0.give(Ref(world.retailer, campaign.id), giving, by: world.keys.owner.key.actor)
                }
                #expect(answer.named == 50)
            }
            let (pool, other) = try await world.anotherProcess()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for desk in [world.desk, other, world.desk, other] {
                    group.addTask { _ = try await desk.settleParticipants() }
                }
                try await group.waitForAll()
            }
            await pool.close()
            let tenant = "retailer_id = \(world.retailer.rawValue)"
            #expect(try await world.count("select count(*) from coupons where \(tenant)") == 60)
            #expect(try await world.count("select count(distinct shopper_id) from coupons where \(tenant)") == 60)
            #expect(try await world.count("select coupons from campaign_counters where \(tenant)") == 60)
            let overtaken = """
                select count(*) from participants w join participants g on g.place > w.place and g.campaign_id = w.campaign_id
                where w.settled_at is null and g.coupon_id is not null
                """
            #expect(try await world.count(overtaken) == 0)
            // More is given: those who waited get it, without being named again.
            _ = try await world.change {
                try await $0.patchCampaign(
                    Ref(world.retailer, campaign.id),
                    with: ["limits": [["per": "campaign", "period": "campaign", "max": 90]]],
                    by: world.keys.owner.key.actor, expecting: nil)
            }
            #expect(try await world.desk.settleParticipants() == 30)
            #expect(try await world.count("select count(*) from messages") == 0)
            _ = try await world.desk.deliverOutbox()
            #expect(try await world.count("select count(*) from messages") == 90)
        }
    }
}
