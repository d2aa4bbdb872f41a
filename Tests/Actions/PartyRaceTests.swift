import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Parties under a race")
struct PartyRaceTests {
    @Test("50 of a party check in at once at two processes: the party crosses once, and nobody gets two")
    func race() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: [
                "unlock": ["kind": "friends", "friends": 50], "limits": [],
            ])
            let ref = Ref(world.retailer, campaign.id)
            let shoppers = try await world.shoppers(51)
            let party = try await world.desk.gather(ref, by: shoppers[0], retry: nil).value.party
            let (pool, other) = try await world.anotherProcess()
            let refused = try await withThrowingTaskGroup(of: Int.self) { group in
                for shopper in shoppers.dropFirst() {
                    group.addTask {
                        try await other.joinParty(ref, by: shopper, with: party.code, retry: nil).refusal == nil ? 0 : 1
                    }
                }
                return try await group.reduce(0, +)
            }
            // 50 fit in; of the 51 one is left out.
            #expect(refused == 1)
            let tenant = "retailer_id = \(world.retailer.rawValue)"
            #expect(try await world.count("select members::bigint from parties where \(tenant)") == 50)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, shopper) in shoppers.enumerated() {
                    let desk = number % 2 == 0 ? world.desk : other
                    group.addTask { _ = try await desk.checkIn(world.attempt(shopper, at: store)).value }
                }
                try await group.waitForAll()
            }
            await pool.close()
            #expect(try await world.count("select count(*) from coupons where \(tenant)") == 50)
            #expect(try await world.count("select count(distinct shopper_id) from coupons where \(tenant)") == 50)
        }
    }
}
