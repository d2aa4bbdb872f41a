import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("What a store says of itself")
struct StoreStockTests {
    private static let open: JSONObject = ["schedule": [:], "presence": ["too_soon_minutes": 0], "limits": []]

    private func reason(_ world: World, _ desk: Desk, in store: Store) async throws -> CheckInReason? {
        let answer = try await desk.checkIn(world.attempt(world.shopper(), at: store)).value
        return answer.coupons.isEmpty ? answer.reasons.first?.reason : nil
    }

    @Test(
        "after sold out was answered no process gives anything there, also one that has not heard of it; others carry on"
    )
    func soldOut() async throws {
        try await World.with { world in
            let store = try await world.store()
            let next = try await world.store("Next", latitude: 37.9)
            let campaign = try await world.launch(changing: Self.open)
            let (pool, other) = try await world.anotherProcess()
            #expect(try await reason(world, other, in: store) == nil)
            _ = try await world.change {
                try await $0.stop(
                    Ref(world.retailer, store.id), .soldOut, campaign: Ref(world.retailer, campaign.id), until: nil)
            }
            let shoppers = try await world.shoppers(30)
            let won = try await withThrowingTaskGroup(of: Int.self) { group in
                for shopper in shoppers {
                    group.addTask { try await other.checkIn(world.attempt(shopper, at: store)).value.coupons.count }
                }
                return try await group.reduce(0, +)
            }
            #expect(won == 0)
            #expect(try await reason(world, other, in: next) == nil)
            let told = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            #expect(told.record.verdict == .acceptedNoReward)
            #expect(told.reasons.map(\.reason) == [.soldOutHere])
            #expect(told.reasons.first?.say.text.contains("ask again tomorrow at 0:00") == true, "\(told.reasons)")
            // Over by itself at the end of the store's day.
            world.clock.set("2026-07-22T07:00:00Z")
            #expect(try await reason(world, other, in: store) == nil)
            await pool.close()
        }
    }

    @Test(
        "a closed store gives nothing of any campaign, also of one that is launched later, until then or until it reopens"
    )
    func closed() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.open)
            let ref = Ref(world.retailer, store.id)
            _ = try await world.change {
                try await $0.stop(ref, .closed, campaign: nil, until: world.clock.now.adding(seconds: 3_600))
            }
            try await world.launch(changing: Self.open)
            #expect(try await reason(world, world.desk, in: store) == .storeClosed)
            _ = try await world.change { try await $0.reopen(ref, campaign: nil) }
            #expect(try await reason(world, world.desk, in: store) == nil)
            _ = try await world.change {
                try await $0.stop(ref, .closed, campaign: nil, until: world.clock.now.adding(seconds: 3_600))
            }
            #expect(try await reason(world, world.desk, in: store) == .storeClosed)
            world.clock.advance(seconds: 3_600)
            #expect(try await reason(world, world.desk, in: store) == nil)
        }
    }

    @Test("of what is left exactly so many are given, by two processes under a crowd, and tomorrow the limit is back")
    func left() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(
                changing: Self.open + ["limits": [["per": "store", "period": "day", "max": 40]]])
            let (pool, other) = try await world.anotherProcess()
            for _ in 0..<3 { #expect(try await reason(world, other, in: store) == nil) }
            let ref = Ref(world.retailer, store.id)
            let stock = try await world.change {
                try await $0.setLeft(7, of: Ref(world.retailer, campaign.id), at: ref, by: .store)
            }
            #expect(stock.allotments.map(\.left) == [7] && stock.allotments.map(\.max) == [10])
            #expect(try await race(40, world, other, in: store) == 7)
            #expect(try await reason(world, other, in: store) == .limitStore)
            await #expect(throws: Invalid.self) {
                _ = try await world.change {
                    try await $0.setLeft(31, of: Ref(world.retailer, campaign.id), at: ref, by: .store)
                }
            }
            _ = try await world.change {
                try await $0.setLeft(31, of: Ref(world.retailer, campaign.id), at: ref, by: .retailer)
            }
            #expect(try await reason(world, other, in: store) == nil)
            world.clock.set("2026-07-22T15:00:00Z")
            #expect(try await race(50, world, other, in: store) == 40)
            await pool.close()
        }
    }

    @Test("where the campaign limits no store, what is left counts what is out already and holds for the rest of it")
    func leftWithoutLimit() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: Self.open)
            let (pool, other) = try await world.anotherProcess()
            for _ in 0..<4 { #expect(try await reason(world, other, in: store) == nil) }
            let stock = try await world.change {
                try await $0.setLeft(
                    3, of: Ref(world.retailer, campaign.id), at: Ref(world.retailer, store.id), by: .store)
            }
            #expect(stock.allotments.map(\.max) == [7] && stock.allotments.map(\.used) == [4])
            #expect(try await race(20, world, other, in: store) == 3)
            #expect(try await world.count("select used::bigint from period_counters") == 7)
            await pool.close()
        }
    }

    @Test(
        "while a store cannot serve, its coupons are good elsewhere or wait, as the campaign says",
        arguments: StoreCannot.allCases)
    func couponsOut(_ what: StoreCannot) async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: world.store("Next", latitude: 37.9))
            try await world.launch(changing: Self.open + ["if_store_cannot": .string(what.rawValue)])
            let answer = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            let sale = TillSale(code: try #require(answer.coupons.first).code.symbols, basket: nil)
            let usable = {
                if case .usable = try await world.desk.validate(sale, at: till) { true } else { false }
            }
            #expect(try await !usable())
            _ = try await world.change {
                try await $0.stop(Ref(world.retailer, store.id), .soldOut, campaign: nil, until: nil)
            }
            #expect(try await usable() == (what == .anyStore))
            _ = try await world.change { try await $0.reopen(Ref(world.retailer, store.id), campaign: nil) }
            #expect(try await !usable())
        }
    }

    @Test("the fifth wrong PIN in a quarter of an hour ends it, over all processes, also for the right one")
    func wrongPIN() async throws {
        try await World.with { world in
            let store = Ref(world.retailer, try await world.store().id)
            let (pool, other) = try await world.anotherProcess()
            #expect(try await other.checkPIN("4821", of: store).refusal == .pinWrong)
            try await world.change { try await $0.setPIN("4821", of: store) }
            #expect(try await other.checkPIN("4821", of: store).refusal == nil)
            let refusals = try await withThrowingTaskGroup(of: Refusal?.self) { group in
                for place in 0..<20 {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other).checkPIN("1111", of: store).refusal
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refusals.count { $0 == .pinWrong } == 5 && refusals.count { $0 == .tooManyAttempts } == 15)
            #expect(try await world.desk.checkPIN("4821", of: store).refusal == .tooManyAttempts)
            world.clock.advance(seconds: Desk.pinTriesSeconds)
            #expect(try await world.desk.checkPIN("4821", of: store).refusal == nil)
            await pool.close()
        }
    }

    /// How many of so many shoppers get one, half of them at each process.
    private func race(_ count: Int, _ world: World, _ other: Desk, in store: Store) async throws -> Int {
        let shoppers = try await world.shoppers(count)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for (place, shopper) in shoppers.enumerated() {
                let desk = place % 2 == 0 ? world.desk : other
                group.addTask { try await desk.checkIn(world.attempt(shopper, at: store)).value.coupons.count }
            }
            return try await group.reduce(0, +)
        }
    }
}
