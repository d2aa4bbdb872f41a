import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("A redemption that is taken back")
struct VoidTests {
    private typealias Counter = ReservationTests.Counter

    private func redeem(_ counter: Counter, at till: Int = 0) async throws -> Ref<Redemption> {
        let answer = try await counter.world.desk.redeem(counter.sale, at: counter.tills[till], retry: nil).value
        return Ref(counter.world.retailer, try #require(ReservationTests.redemption(answer), "\(answer)").id)
    }

    private func void(_ ref: Ref<Redemption>, _ counter: Counter, at till: Int = 0) async throws -> VoidAnswer {
        try await counter.world.change { try await $0.void(ref, at: counter.tills[till]) }
    }

    private func refusal(_ answer: VoidAnswer) -> VoidRefusal? {
        if case .refused(let refusal, _) = answer { refusal } else { nil }
    }

    private func fates(_ answer: VoidAnswer) -> [Coupon.State] {
        if case .voided(let voided) = answer { voided.map(\.fate) } else { [] }
    }

    @Test("once, by a till of the same store: the coupon is good again, and stats say so")
    func once() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            let ref = try await redeem(counter)
            #expect(refusal(try await void(ref, counter, at: 1)) == .otherStore)
            #expect(fates(try await void(ref, counter)) == [.issued])
            guard case .refused(.alreadyVoided, let say) = try await void(ref, counter) else {
                throw Unexpected("taken back twice")
            }
            #expect(say == "This one was taken back already, today at 9:00.")
            // In the same sale as before, at the other store.
            #expect(fates(try await void(redeem(counter, at: 1), counter, at: 1)) == [.issued])
            let results = try await world.desk.results(Ref(world.retailer, counter.campaign.id)).value
            #expect((results.redeemed, results.voided, results.outstanding) == (0, 2, 1))
            #expect((results.discount, results.exposure) == (0, 500))
            #expect(
                try await world.count("select count(*) from coupon_ledger where kind = 'void' and amount = 250") == 2)
        }
    }

    @Test("by its sale too; a sale that is not known is taken back already")
    func sale() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            let voidSale = { (id: String) in
                try await world.change { try await $0.voidSale(id, at: counter.tills[0]) }
            }
            #expect(fates(try await voidSale("S-2")) == [])
            _ = try await redeem(counter)
            #expect(fates(try await voidSale("S-1")) == [.issued])
            #expect(fates(try await voidSale("S-1")) == [])
            #expect(try await world.count("select count(*) from redemptions where state = 'voided'") == 1)
        }
    }

    @Test("not after its window, which its campaign may change")
    func tooLate() async throws {
        var coupon = ReservationTests.quarter["coupon"]?.members ?? [:]
        coupon["void_within"] = "PT30M"
        try await ReservationTests.with(changing: ["coupon": .object(coupon)]) { counter in
            let ref = try await redeem(counter)
            counter.world.clock.advance(seconds: 1_800)
            #expect(refusal(try await void(ref, counter)) == .voidTooLate)
        }
    }

    @Test("after the coupon's own time it expires instead, and gives back as expiry does: never to the shopper")
    func expired() async throws {
        let limits: JSON = [
            ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 1],
        ]
        try await ReservationTests.with(changing: ["limits": limits]) { counter in
            let world = counter.world
            let ref = try await redeem(counter)
            world.clock.advance(seconds: 3 * 3_600)
            #expect(fates(try await void(ref, counter)) == [.expired])
            #expect(try await world.count("select coupons + exposure from campaign_counters") == 0)
            #expect(try await world.count("select used::bigint from period_counters where scope = 1") == 1)
            #expect(try await world.count("select used::bigint from period_counters where scope = 2") == 0)
            #expect(try await world.count("select amount from coupon_ledger where kind = 'expire'") == 500)
        }
    }

    @Test("once it can no longer be, the budget gets back what the coupon did not cost, once, by two processes at once")
    func settled() async throws {
        let budget: JSONObject = ["limits": [], "budget": ["amount": 1_000, "currency": "USD"]]
        try await ReservationTests.with(changing: budget) { counter in
            let world = counter.world
            let book = try #require(world.desk.shelf.current.book(world.retailer))
            let store = try #require(book.store(counter.tills[0].store))
            let earn = {
                try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value.coupons.first
            }
            let second = try #require(try await earn())
            #expect(try await earn() == nil)
            let ref = try await redeem(counter)
            let sale = TillSale(code: second.code.symbols, basket: try ReservationTests.basket(1_000))
            _ = try await world.desk.redeem(sale, at: counter.tills[0], retry: nil).value
            world.clock.advance(seconds: 86_401)
            #expect(try await world.desk.settleRedemptions(of: world.retailer) == 0)
            #expect(try await earn() == nil)
            world.clock.advance(seconds: 1)
            let (pool, other) = try await world.anotherProcess()
            let settled = try await withThrowingTaskGroup(of: Int.self) { group in
                for place in 0..<6 {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other).settleRedemptions(of: world.retailer)
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(settled + (try await other.settleRedemptions(of: world.retailer)) == 2)
            await pool.close()
            #expect(try await world.count("select exposure from campaign_counters") == 500)
            #expect(
                try await world.count("select count(*) from coupon_ledger where kind = 'settle' and amount = 250") == 2)
            #expect(refusal(try await void(ref, counter)) == .voidTooLate)
            #expect(try await earn() != nil)
            let results = try await world.desk.results(Ref(world.retailer, counter.campaign.id)).value
            #expect((results.exposure, results.discount) == (1_000, 500))
        }
    }
}
