import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Two codes in one basket")
struct SaleTests {
    private struct Basketful: Sendable {
        let world: World
        let tills: [TillToken]
        /// Of each campaign so many codes.
        let codes: [[String]]

        func sale(_ code: String, _ number: String = "S-1", total: Int64 = 1_000) throws -> TillSale {
            TillSale(code: code, basket: try ReservationTests.basket(total), saleID: number)
        }
    }

    /// Campaigns that take 60 % off, each as combinable as it says.
    private static func with(
        _ campaigns: [Combinable], codes: Int = 2, _ body: @Sendable (Basketful) async throws -> Void
    ) async throws {
        try await World.with { world in
            let store = try await world.store()
            for combinable in campaigns {
                try await world.launch(
                    changing: ReservationTests.quarter + [
                        "reward": ["kind": "percent_off", "percent": 60],
                        "conditions": ["combinable": .string(combinable.rawValue)],
                    ])
            }
            var found: [[String]] = campaigns.map { _ in [] }
            for _ in 0..<codes {
                let coupons = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value.coupons
                for (place, coupon) in coupons.sorted(by: { $0.coupon.campaign < $1.coupon.campaign }).enumerated() {
                    found[place].append(coupon.code.symbols)
                }
            }
            let tills = [try await world.till(at: store), try await world.till(at: store, named: "Till 2")]
            try await body(Basketful(world: world, tills: tills, codes: found))
        }
    }

    private static func discounts(_ answers: [TillAnswer]) -> [Int64] {
        answers.compactMap { ReservationTests.redemption($0)?.discount?.amount }
    }

    private static func reasons(_ answers: [TillAnswer]) -> [TillRefusal] {
        answers.compactMap { ReservationTests.refusal($0)?.refusal }
    }

    @Test("those that agree go together, each on what the one before left; the till hears it before and after")
    func together() async throws {
        try await Self.with([.otherCampaigns, .otherCampaigns, .alone]) { full in
            let (desk, till) = (full.world.desk, full.tills[0])
            let all = full.codes.map { $0[0] } + [full.codes[0][1]]
            let asked = try await desk.validate(all, of: full.sale(""), at: till)
            #expect(asked.map(ReservationTests.usable) == [true, true, false, false])
            #expect(Self.reasons(asked) == [.notStackable, .notStackable])
            var answers: [TillAnswer] = []
            for code in all { answers.append(try await desk.redeem(full.sale(code), at: till, retry: nil).value) }
            #expect(Self.discounts(answers) == [600, 240] && Self.reasons(answers) == [.notStackable, .notStackable])
            // Alone it is good.
            let alone = try await desk.redeem(full.sale(all[2], "S-2"), at: till, retry: nil).value
            #expect(Self.discounts([alone]) == [600])
            let late = try await desk.validate(full.sale(all[3]), at: till)
            #expect(Self.reasons([late]) == [.notStackable])
        }
    }

    @Test("two that do not agree, at once, at two tills of two processes: one is taken")
    func clash() async throws {
        try await Self.with([.alone, .otherCampaigns], codes: 6) { full in
            let world = full.world
            let (pool, other) = try await world.anotherProcess()
            for round in 0..<6 {
                let answers = try await withThrowingTaskGroup(of: TillAnswer.self) { group in
                    for place in 0..<2 {
                        group.addTask {
                            try await (place == 0 ? world.desk : other).redeem(
                                full.sale(full.codes[place][round], "S-\(round)"), at: full.tills[place], retry: nil
                            ).value
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Self.discounts(answers) == [600] && Self.reasons(answers) == [.notStackable], "\(answers)")
            }
            await pool.close()
            #expect(try await world.count("select count(*) from coupons where state = 'redeemed'") == 6)
        }
    }

    @Test("six of one campaign at once: all are taken, and together they take off no more than the sale")
    func many() async throws {
        try await Self.with([.any], codes: 6) { full in
            let world = full.world
            let (pool, other) = try await world.anotherProcess()
            let answers = try await withThrowingTaskGroup(of: TillAnswer.self) { group in
                for (place, code) in full.codes[0].enumerated() {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other).redeem(
                            full.sale(code), at: full.tills[place % 2], retry: nil
                        ).value
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await pool.close()
            // 60 % of what is left, six times.
            #expect(Self.discounts(answers).sorted() == [6, 16, 38, 96, 240, 600], "\(answers)")
        }
    }

    @Test("a sale that was taken back before we heard of it: what arrives late is refused, and keeps its coupon")
    func voided() async throws {
        try await Self.with([.alone]) { full in
            let (world, desk, till) = (full.world, full.world.desk, full.tills[0])
            let void = { try await world.change { try await $0.voidSale("S-1", at: till) } }
            _ = try await void()
            for answer in [
                try await desk.redeem(full.sale(full.codes[0][0]), at: till, retry: nil).value,
                try await desk.reserve(full.sale(full.codes[0][0]), at: till, retry: nil).value,
                try await desk.validate(full.sale(full.codes[0][0]), at: till),
            ] { #expect(Self.reasons([answer]) == [.saleVoided]) }
            let next = try await desk.redeem(full.sale(full.codes[0][0], "S-2"), at: till, retry: nil).value
            #expect(Self.discounts([next]) == [600])
        }
    }

    @Test("a void by sale and the redemption that it is about, at once: nothing stays taken")
    func voidRace() async throws {
        try await Self.with([.alone], codes: 10) { full in
            let (world, till) = (full.world, full.tills[0])
            let (pool, other) = try await world.anotherProcess()
            for (round, code) in full.codes[0].enumerated() {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        _ = try await world.desk.redeem(full.sale(code, "S-\(round)"), at: till, retry: nil)
                    }
                    group.addTask {
                        try await other.database.transaction { database in
                            _ = try await Desk(other, database: database).voidSale("S-\(round)", at: till)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            await pool.close()
            #expect(try await world.count("select count(*) from coupons where state = 'redeemed'") == 0)
            #expect(
                try await world.count("select count(*) from sales where voided_at is not null")
                    + (try await world.count("select count(*) from redemptions where state = 'voided'")) == 10)
        }
    }
}
