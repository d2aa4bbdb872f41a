import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("coupons and their redemption")
struct RedemptionTests {
    /// A coupon that is out.
    private func issue(_ campaign: Campaign, in world: World) async throws -> NewCoupon {
        let batch = world.visit(campaign)
        try await world.record(batch)
        return batch.coupons[0]
    }

    private func redemption(
        of coupon: NewCoupon, in world: World, sale: String? = nil, discount: Money? = nil, lines: [LineDiscount] = [],
        at now: Instant = World.nine
    ) -> RedemptionRecord {
        RedemptionRecord(
            id: World.id(), coupon: coupon.id, campaign: coupon.grant.campaign.id, till: world.till,
            store: world.store.id, cashier: "Ana", receiptNumber: "R-1", saleID: sale, basketTotal: 1_000,
            discount: discount, lines: lines, redeemedAt: now, voidableUntil: now.adding(seconds: 86_400))
    }

    private enum Answer: Hashable {
        case redeemed, gone, saleTaken
    }

    /// Locks, looks and records, as a till's call does.
    private func redeem(
        _ coupon: NewCoupon, _ redemption: RedemptionRecord, in world: World, at now: Instant = World.nine,
        visits: [CheckInRecord] = []
    ) async throws -> Answer {
        let sale = redemption.saleID.map { Sale(store: redemption.store, id: $0) }
        return try await world.database.transaction { database in
            let facts = try await database.claim(
                [], codeHashes: [coupon.codeHash], sales: Set([sale].compactMap(\.self)), tills: [], of: world.retailer,
                at: now)
            guard let coupon = facts.coupons.first?.coupon, coupon.state(at: now) == .issued else { return .gone }
            if let sale, facts.sales[sale]?.taken.isEmpty == false { return .saleTaken }
            try await database.record(
                TillBatch(visits: visits, redemptions: [redemption]), entryIDs: [World.number()], of: world.retailer)
            return .redeemed
        }
    }

    @Test("a coupon comes back by id and by code, and never to another retailer")
    func read() async throws {
        try await World.with { world in
            let running = try await world.launch()
            var batch = world.visit(running)
            let plain = batch.coupons[0]
            let elsewhere: [ID<Store>] = [World.id(), World.id()]
            batch.coupons = [
                NewCoupon(
                    grant: plain.grant, shopper: plain.shopper, session: plain.session, store: plain.store,
                    alsoValidAt: elsewhere, checkIn: plain.checkIn, codeHash: plain.codeHash,
                    codeSealed: plain.codeSealed, issuedAt: plain.issuedAt)
            ]
            try await world.record(batch)
            let expected = Coupon(
                id: plain.id, campaign: running.id, revision: 1, shopper: plain.shopper, session: plain.session,
                store: world.store.id, alsoValidAt: elsewhere, storedState: .issued, issuedAt: World.nine,
                expiresAt: plain.grant.expiresAt, redeemedAt: nil, redeemedStore: nil)
            let database = world.database
            let byID = try #require(try await database.coupons([plain.id], of: world.retailer).first)
            #expect(byID.coupon == expected)
            #expect((byID.codeHash, byID.codeSealed) == (plain.codeHash, plain.codeSealed))
            let hashes = [World.hash(), plain.codeHash]
            let byCode = try await database.coupons(codeHashes: hashes, of: world.retailer)
            #expect(byCode.map(\.coupon) == [expected])
            #expect(try await database.coupons([plain.id], of: World.id()).isEmpty)
            #expect(try await database.coupons(codeHashes: hashes, of: World.id()).isEmpty)
        }
    }

    @Test("a redemption is told again as it was, and the ledger has it")
    func kept() async throws {
        try await World.with { world in
            let coupon = try await issue(try await world.launch(), in: world)
            let dollars = try #require(Currency("USD"))
            let lines = [
                LineDiscount(id: "1", amount: Money(200, dollars)), LineDiscount(id: "2", amount: Money(100, dollars)),
            ]
            let redemption = redemption(
                of: coupon, in: world, sale: "S-9", discount: Money(300, dollars), lines: lines)
            #expect(try await redeem(coupon, redemption, in: world) == .redeemed)
            let kept = try #require(
                try await world.database.redemptions([redemption.id], of: world.retailer)[redemption.id])
            #expect((kept.coupon, kept.store, kept.redeemedAt) == (coupon.id, world.store.id, World.nine))
            #expect(kept.discount == redemption.discount)
            #expect(kept.lines == lines)
            #expect(try await world.database.redemptions([redemption.id], of: World.id()).isEmpty)
            let stored = try #require(try await world.database.coupons([coupon.id], of: world.retailer).first?.coupon)
            #expect((stored.storedState, stored.redeemedAt) == (.redeemed, World.nine))
            #expect(stored.redeemedStore == world.store.id)
            #expect(try await world.count("coupon_ledger", where: "kind = 'redeem' and amount = 300") == 1)
        }
    }

    @Test("two tills, one coupon: one takes it")
    func oneTill() async throws {
        try await World.with { world in
            let running = try await world.launch()
            for _ in 0..<10 {
                let coupon = try await issue(running, in: world)
                let answers = try await withThrowingTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask { try await redeem(coupon, redemption(of: coupon, in: world), in: world) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count { $0 == .redeemed } == 1)
                #expect(answers.count { $0 == .gone } == 3)
            }
            #expect(try await world.count("redemptions") == 10)
            #expect(try await world.count("coupon_ledger") == 10)
        }
    }

    @Test(
        "whoever comes to a sale waits for who was there before, and finds that coupon; another store's sale is another"
    )
    func sale() async throws {
        try await World.with { world in
            let running = try await world.launch()
            for round in 0..<5 {
                var coupons: [NewCoupon] = []
                for _ in 0..<4 { coupons.append(try await issue(running, in: world)) }
                let answers = try await withThrowingTaskGroup { group in
                    for coupon in coupons {
                        group.addTask {
                            try await redeem(coupon, redemption(of: coupon, in: world, sale: "S-\(round)"), in: world)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count { $0 == .redeemed } == 1 && answers.count { $0 == .saleTaken } == 3)
            }
            let known = try await world.database.soFar(Sale(store: world.store.id, id: "S-1"), of: world.retailer)
            #expect(known.taken.count == 1 && known.taken[0].basketTotal == 1_000 && known.voidedAt == nil)
            let other = try await world.database.soFar(Sale(store: World.id(), id: "S-1"), of: world.retailer)
            #expect(other.taken.isEmpty)
        }
    }

    @Test("sales without a number do not stand in each other's way")
    func unnumberedSales() async throws {
        try await World.with { world in
            let running = try await world.launch()
            for _ in 0..<2 {
                let coupon = try await issue(running, in: world)
                #expect(try await redeem(coupon, redemption(of: coupon, in: world), in: world) == .redeemed)
            }
        }
    }

    @Test("a coupon whose time has passed is not taken, even by a till that does not look")
    func expired() async throws {
        try await World.with { world in
            let coupon = try await issue(try await world.launch(), in: world)
            let end = coupon.grant.expiresAt
            await #expect(throws: Damage.self) {
                try await world.database.transaction { database in
                    try await database.record(
                        TillBatch(redemptions: [redemption(of: coupon, in: world, at: end)]),
                        entryIDs: [World.number()], of: world.retailer)
                }
            }
            #expect(try await world.count("redemptions") == 0)
            #expect(try await world.count("coupon_ledger") == 0)
        }
    }

    @Test("results are what the rows say")
    func results() async throws {
        try await World.with { world in
            let running = try await world.launch(budget: 90_000)
            let dollars = try #require(Currency("USD"))
            var coupons: [NewCoupon] = []
            for _ in 0..<5 { coupons.append(try await issue(running, in: world)) }
            let elsewhere = try await world.launch()
            _ = try await issue(elsewhere, in: world)
            for coupon in coupons[..<2] {
                let redemption = redemption(of: coupon, in: world, discount: Money(250, dollars))
                #expect(try await redeem(coupon, redemption, in: world) == .redeemed)
            }
            let results = try await world.database.results(running.id, of: world.retailer, at: World.nine)
            #expect((results.issued, results.redeemed, results.expired, results.outstanding) == (5, 2, 0, 3))
            #expect((results.openExposure, results.exposure, results.discount) == (900, 1_500, 500))
            let day = try #require(results.days.first)
            #expect(results.days.count == 1)
            #expect((day.store, day.date) == (world.store.id, world.store.zone.localDate(at: World.nine)))
            #expect((day.issued, day.redeemed) == (5, 2))
            let end = coupons[0].grant.expiresAt
            let later = try await world.database.results(running.id, of: world.retailer, at: end)
            #expect((later.expired, later.outstanding) == (3, 0))
            #expect(try await world.miscounted() == 0)
            let foreign = try await world.database.results(running.id, of: World.id(), at: World.nine)
            #expect((foreign.issued, foreign.discount) == (0, 0))
            #expect(foreign.days.isEmpty)
        }
    }
}
