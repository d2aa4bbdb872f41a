import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("A sale of which some comes back")
struct ReturnTests {
    private static func sold(_ counter: ReservationTests.Counter) async throws -> Ref<Redemption> {
        let basket = try Basket(
            reading: Fields([
                "currency": "USD", "total": 1_000,
                "lines": [
                    ["id": "a", "quantity": 2, "unit_price": 300], ["id": "b", "quantity": 1, "unit_price": 400],
                ],
            ]))
        let sale = TillSale(code: counter.sale.code, basket: basket, saleID: "S-1")
        let answer = try await counter.world.desk.redeem(sale, at: counter.tills[0], retry: nil).value
        return Ref(counter.world.retailer, try #require(ReservationTests.redemption(answer), "\(answer)").id)
    }

    private static func share(_ answer: ReturnAnswer) -> ReturnShare? {
        if case .returned(let told) = answer { told.share } else { nil }
    }

    @Test("in any store; the ledger has each share, nothing comes back twice, and then the whole cannot be voided")
    func pieces() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            let ref = try await Self.sold(counter)
            let back = { (goods: [String: Int64], till: Int) in
                try await world.change { try await $0.takeBack(.lines(goods), of: ref, at: counter.tills[till]) }
            }
            let first = try #require(Self.share(try await back(["a": 1], 1)))
            #expect((first.goods, first.discount, first.refund) == (300, 75, 225))
            guard case .refused(.moreThanSold) = try await back(["a": 2], 0) else { throw Unexpected("too much") }
            guard
                case .refused(.partReturned, _) = try await world.change({
                    try await $0.void(ref, at: counter.tills[0])
                })
            else { throw Unexpected("a void of what came back") }
            let rest = try #require(Self.share(try await back(["a": 1, "b": 1], 0)))
            #expect((rest.goods, rest.discount, rest.refund) == (700, 175, 525))
            #expect(
                try await world.count(
                    """
                    select count(*) from coupon_ledger where kind = 'return' and amount = 175
                    and detail -> 'lines' -> 1 ->> 'discount' = '100'
                    """) == 1)
            #expect(try await world.count("select refunded from redemptions") == 750)
            #expect(try await world.count("select count(*) from coupons where state = 'redeemed'") == 1)
        }
    }

    @Test(
        "forty returns and a void at once, through two processes: nothing more comes back than was sold, and one kind wins"
    )
    func race() async throws {
        for round in 0..<3 {
            try await ReservationTests.with { counter in
                let world = counter.world
                let ref = try await Self.sold(counter)
                let (pool, other) = try await world.anotherProcess()
                let done = try await withThrowingTaskGroup(of: String.self) { group in
                    for place in 0..<41 {
                        group.addTask {
                            let desk = place % 2 == 0 ? world.desk : other
                            return try await desk.database.transaction { database in
                                let desk = Desk(desk, database: database)
                                if place == round * 7 {
                                    let answer = try await desk.void(ref, at: counter.tills[0]).value
                                    if case .voided = answer { return "void" } else { return "kept" }
                                }
                                let answer = try await desk.takeBack(
                                    .lines(["a": 1]), of: ref, at: counter.tills[place % 2]
                                ).value
                                if case .refused(let refusal) = answer { return refusal.rawValue }
                                return "returned"
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                await pool.close()
                let returned = done.count { $0 == "returned" }
                #expect(returned == (done.contains("void") ? 0 : 2), "\(done)")
                #expect(done.count { $0 == "void" || $0 == "kept" } == 1)
                let refusal = done.contains("void") ? "already_voided" : "more_than_sold"
                #expect(done.count { $0 == refusal } == 40 - returned, "\(done)")
                #expect(
                    try await world.count("select count(*) from coupon_ledger where kind = 'return'") == returned)
            }
        }
    }
}
