import Promotions
import Testing

@testable import Actions

@Suite("Codes in bulk that are withdrawn")
struct WithdrawnCodeTests {
    @Test("stay withdrawn whatever a till had done with them: held, or taken and taken back")
    func withdrawn() async throws {
        try await World.with { world in
            let till = try await world.till(at: world.store())
            let campaign = try await world.launch(changing: ReservationTests.quarter + ["limits": []])
            let batch = try await world.change {
                try await $0.orderCodes(CodeBatchOrder(count: 3), of: Ref(world.retailer, campaign.id), by: nil)
            }
            let ref = Ref(world.retailer, batch.id)
            #expect(try await world.desk.makeCodes() == 3)
            var sales: [TillSale] = []
            try await world.desk.eachCode(of: ref) { page in
                for made in page {
                    sales.append(TillSale(code: made.code.symbols, basket: try ReservationTests.basket(1_000)))
                }
            }
            let taken = ReservationTests.redemption(try await world.desk.redeem(sales[0], at: till, retry: nil).value)
            let held = ReservationTests.reservation(try await world.desk.reserve(sales[1], at: till, retry: nil).value)
            _ = try await world.change { try await $0.cancelCodes(ref, isWithdrawing: true) }
            #expect(try await world.desk.makeCodes() == 2)
            let commit = try await world.desk.commit(
                try #require(held).ref(world), TillSale(code: "", basket: sales[1].basket), at: till, retry: nil
            ).value
            #expect(ReservationTests.refusal(commit)?.refusal == .revoked)
            let redemption = Ref(world.retailer, try #require(taken).id)
            guard case .voided(let voided) = try await world.change({ try await $0.void(redemption, at: till) }) else {
                throw Unexpected("a redemption that is not taken back")
            }
            #expect(voided.map(\.fate) == [.revoked])
            #expect(try await world.count("select count(*) from coupons where state = 'revoked'") == 3)
            #expect(try await world.count("select coupons + exposure from campaign_counters") == 0)
            #expect(try await world.count("select count(*) from coupon_ledger where kind = 'revoke'") == 3)
        }
    }
}
