import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Two hundred tills of two processes")
struct TillRaceTests {
    private static func race<Value: Sendable>(
        _ world: World, _ count: Int, _ body: @escaping @Sendable (Int, Desk) async throws -> Value
    ) async throws -> [Value] {
        let (pool, other) = try await world.anotherProcess()
        let values = try await withThrowingTaskGroup(of: Value.self) { group in
            for place in 0..<count {
                group.addTask { try await body(place, place % 2 == 0 ? world.desk : other) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await pool.close()
        return values
    }

    @Test("reserve and redeem one coupon: one has it, the others hear where")
    func oneCoupon() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            var tills: [TillToken] = []
            for place in 0..<200 {
                tills.append(
                    try await world.change { desk in
                        let new = try await desk.addTill(
                            named: "Till \(place)", at: Ref(world.retailer, counter.tills[place % 2].store)
                        ).value
                        return .done(TillToken(till: Ref(world.retailer, new.till.id), store: new.till.store))
                    })
            }
            let sale = TillSale(code: counter.sale.code, basket: counter.sale.basket)
            let all = tills
            let answers = try await Self.race(world, 200) { place, desk in
                place % 3 == 0
                    ? try await desk.redeem(sale, at: all[place], retry: nil).value
                    : try await desk.reserve(sale, at: all[place], retry: nil).value
            }
            let held = answers.compactMap(ReservationTests.reservation)
            let taken = answers.compactMap(ReservationTests.redemption)
            #expect(held.count + taken.count == 1)
            let others = answers.compactMap(ReservationTests.refusal)
            #expect(others.count == 199)
            let expected: TillRefusal = taken.isEmpty ? .reservedElsewhere : .alreadyUsed
            #expect(others.allSatisfy { $0.refusal == expected && ($0.held?.storeName ?? $0.usedStoreName) != nil })
            #expect(try await world.count("select count(*) from coupon_ledger") == 1)
        }
    }

    @Test("the holder's commit, sent by two processes at once, while others try to take it: one redemption")
    func commit() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            let held = try #require(
                ReservationTests.reservation(
                    try await world.desk.reserve(counter.sale, at: counter.tills[0], retry: nil).value))
            let answers = try await Self.race(world, 60) { place, desk in
                place % 3 == 0
                    ? try await desk.commit(held.ref(world), counter.sale, at: counter.tills[0], retry: nil).value
                    : try await desk.redeem(counter.sale, at: counter.tills[1], retry: nil).value
            }
            let taken = answers.compactMap(ReservationTests.redemption)
            #expect(taken.count == 20 && Set(taken.map(\.id)).count == 1)
            let refusals = Set(answers.compactMap(ReservationTests.refusal).map(\.refusal))
            #expect(refusals.isSubset(of: [.reservedElsewhere, .alreadyUsed]), "\(refusals)")
            #expect(try await world.count("select count(*) from redemptions") == 1)
        }
    }

    @Test("a reservation whose time is over: tills and sweepers at once, and one till has the coupon")
    func lapsed() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            _ = try await world.desk.reserve(counter.sale, at: counter.tills[0], retry: nil).value
            world.clock.advance(seconds: 303)
            let sale = TillSale(code: counter.sale.code, basket: counter.sale.basket)
            let won = try await Self.race(world, 40) { place, desk in
                if place % 4 == 0 {
                    _ = try await desk.endReservations(of: world.retailer)
                    return 0
                }
                let answer = try await desk.redeem(sale, at: counter.tills[place % 2], retry: nil).value
                return ReservationTests.redemption(answer) == nil ? 0 : 1
            }
            #expect(won.reduce(0, +) == 1)
            for kind in ["reserve", "release", "redeem"] {
                #expect(
                    try await world.count("select count(*) from coupon_ledger where kind = '\(kind)'") == 1, "\(kind)")
            }
        }
    }

    @Test("take one redemption back: one does, by id or by sale, and the coupon is given back once")
    func void() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            let answer = try await world.desk.redeem(counter.sale, at: counter.tills[0], retry: nil).value
            let ref = Ref(world.retailer, try #require(ReservationTests.redemption(answer)).id)
            world.clock.advance(seconds: 4 * 3_600)
            let voided = try await Self.race(world, 40) { place, desk in
                let answer = try await desk.database.transaction { database in
                    let desk = Desk(desk, database: database)
                    return place % 3 == 0
                        ? try await desk.voidSale("S-1", at: counter.tills[0]).value
                        : try await desk.void(ref, at: counter.tills[0]).value
                }
                if case .voided(let voided) = answer { return voided.count }
                return 0
            }
            #expect(voided.reduce(0, +) == 1)
            #expect(try await world.count("select coupons + exposure from campaign_counters") == 0)
            for kind in ["redeem", "void", "expire"] {
                #expect(
                    try await world.count("select count(*) from coupon_ledger where kind = '\(kind)'") == 1, "\(kind)")
            }
        }
    }
}
