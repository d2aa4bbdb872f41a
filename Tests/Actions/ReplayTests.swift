import Promotions
import Testing

@testable import Actions

@Suite("A replay of the last month", .serialized)
struct ReplayTests {
    private func plan(_ world: World, _ campaign: Campaign, _ json: JSON) throws -> ReplayPlan {
        try world.desk.replayPlan(json, for: campaign, of: world.retailer)
    }

    @Test("says how many would count under other thresholds, within the limits, and writes nothing")
    func dry() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: [
                "limits": [["per": "campaign", "period": "campaign", "max": 4]],
                "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
            ])
            for (place, shopper) in try await world.shoppers(7).enumerated() {
                // Two earn, five are not sure to be inside.
                let meters = place < 2 ? 20.0 : 75
                let accuracy = place < 2 ? 15.0 : 30
                _ = try await world.desk.checkIn(
                    world.attempt(shopper, at: store, meters: meters, accuracy: accuracy)
                ).value
            }
            let plan = try plan(world, campaign, ["presence": ["inside": 0.5, "uncertain": 0.2]])
            // The edge of the fence is worth just under a half: a wider fence decides.
            let wider = try self.plan(
                world, campaign,
                [
                    "presence": ["inside": 0.5],
                    "fences": .object([
                        Ref(world.retailer, store.id).text: ["type": "circle", "radius_meters": 150]
                    ]),
                ])
            let same = try await world.desk.replay(plan, of: world.retailer, days: 30, isGranting: false).report
            #expect(same.total.checkIns == 7 && same.total.lost == 0)
            let report = try await world.desk.replay(wider, of: world.retailer, days: 30, isGranting: false).report
            #expect(report.total.gained == 5 && report.total.more == 2)
            #expect(report.withheld == [.limitCampaign: 3])
            #expect(report.lines.keys.map { $0 } == [store.id])
            #expect(try await world.count("select count(*) from coupons") == 2)
        }
    }

    @Test("stricter thresholds say what would not have been issued")
    func stricter() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch()
            for shopper in try await world.shoppers(3) {
                _ = try await world.desk.checkIn(world.attempt(shopper, at: store, accuracy: 40)).value
            }
            let plan = try plan(world, campaign, ["presence": ["inside": 0.99]])
            let total = try await world.desk.replay(plan, of: world.retailer, days: 1, isGranting: false).report.total
            #expect(total.lost == 3 && total.fewer == 3 && total.gained == 0)
        }
    }

    @Test("with granting, honest shoppers get what they were refused, once, and limits hold")
    func granting() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: [
                "limits": [["per": "campaign", "period": "campaign", "max": 3]]
            ])
            for shopper in try await world.shoppers(5) {
                _ = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 300)).value
            }
            let plan = try plan(
                world, campaign,
                [
                    "fences": .object([
                        Ref(world.retailer, store.id).text: ["type": "circle", "radius_meters": 500]
                    ])
                ])
            let first = try await world.desk.replay(plan, of: world.retailer, days: 30, isGranting: true)
            #expect(first.issued == 3 && first.report.withheld == [.limitCampaign: 2])
            let again = try await world.desk.replay(plan, of: world.retailer, days: 30, isGranting: true)
            #expect(again.issued == 0 && again.report.withheld == [.limitCampaign: 2])
            #expect(try await world.count("select count(*) from coupons") == 3)
            #expect(try await world.count("select count(*) from check_ins where verdict = 'accepted'") == 3)
        }
    }
}
