import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("A coupon at the till")
struct RedemptionTests {
    /// A store with a till, and a coupon earned there.
    private func earn(_ world: World, changing: JSONObject = [:]) async throws -> (Store, TillToken, IssuedCoupon) {
        let store = try await world.store()
        let till = try await world.till(at: store)
        try await world.launch(changing: changing)
        let answer = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
        return (store, till, try #require(answer.coupons.first))
    }

    private func refusal(_ answer: TillAnswer) -> TillNo? {
        if case .refused(let no) = answer { no } else { nil }
    }

    private func isRedeemed(_ answer: TillAnswer) -> Bool {
        if case .redeemed = answer { true } else { false }
    }

    @Test("is taken once; the second try hears where and when")
    func twice() async throws {
        try await World.with { world in
            let (store, till, coupon) = try await earn(world)
            let sale = TillSale(code: coupon.code.grouped.lowercased(), basket: nil)
            guard case .usable = try await world.desk.validate(sale, at: till) else {
                throw Unexpected("a coupon that cannot be used")
            }
            world.clock.set("2026-07-21T16:41:00Z")
            #expect(isRedeemed(try await world.desk.redeem(sale, at: till, retry: nil).value))
            let no = try #require(refusal(try await world.desk.redeem(sale, at: till, retry: nil).value))
            #expect(no.refusal == .alreadyUsed)
            #expect(no.say == "This one was used today at 9:41 at West Portal.")
            #expect(no.usedAt == world.clock.now)
            #expect(no.usedStore?.id == store.id)
            #expect(try await world.count("select count(*) from coupon_ledger where kind = 'redeem'") == 1)
        }
    }

    @Test("is not for another store's till")
    func wrongStore() async throws {
        try await World.with { world in
            let (_, _, coupon) = try await earn(world)
            let other = try await world.till(at: world.store("Elsewhere", latitude: 37.9))
            let no = try #require(
                refusal(
                    try await world.desk.redeem(TillSale(code: coupon.code.symbols, basket: nil), at: other, retry: nil)
                        .value))
            #expect(no.refusal == .wrongStore)
        }
    }

    @Test("is expired at the exclusive end of its life")
    func expiry() async throws {
        try await World.with { world in
            let (_, till, coupon) = try await earn(world)
            world.clock.set("2026-07-21T17:30:00Z")
            let no = try #require(
                refusal(
                    try await world.desk.redeem(TillSale(code: coupon.code.symbols, basket: nil), at: till, retry: nil)
                        .value))
            #expect(no.refusal == .expired)
            #expect(no.say == "This coupon expired today at 10:30.")
        }
    }

    @Test("a typing mistake and an unknown code are told apart, and a whole scanned link is read")
    func codes() async throws {
        try await World.with { world in
            let (_, till, coupon) = try await earn(world)
            var symbols = Array(coupon.code.symbols)
            symbols[3] = symbols[3] == "7" ? "8" : "7"
            let typo = try #require(
                refusal(try await world.desk.validate(TillSale(code: String(symbols), basket: nil), at: till)))
            #expect(typo.refusal == .badCheckSymbol)
            var dice = Dice.system
            let foreign = CouponCode.random(using: &dice).symbols
            let unknown = try #require(
                refusal(try await world.desk.validate(TillSale(code: foreign, basket: nil), at: till)))
            #expect(unknown.refusal == .unknownCode)
            let link = world.desk.codeLink(coupon.code, of: world.retailer)
            #expect(link == link.uppercased())
            guard case .usable = try await world.desk.validate(TillSale(code: link, basket: nil), at: till) else {
                throw Unexpected("a link that is not read")
            }
        }
    }

    @Test("two hundred tries on two processes: one wins, the others hear already_used")
    func race() async throws {
        try await World.with { world in
            let (_, till, coupon) = try await earn(world)
            let (pool, other) = try await world.anotherProcess()
            let answers = try await withThrowingTaskGroup(of: TillAnswer.self) { group in
                for place in 0..<200 {
                    group.addTask {
                        try await (place % 2 == 0 ? world.desk : other)
                            .redeem(TillSale(code: coupon.code.symbols, basket: nil), at: till, retry: nil).value
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter(isRedeemed).count == 1)
            #expect(answers.compactMap(refusal).filter { $0.refusal == .alreadyUsed }.count == 199)
            #expect(try await world.count("select count(*) from redemptions") == 1)
            #expect(try await world.count("select count(*) from coupon_ledger") == 1)
            await pool.close()
        }
    }

    @Test("a retry hears the same answer, be it a redemption or a refusal")
    func retries() async throws {
        try await World.with { world in
            let (_, till, coupon) = try await earn(world)
            let retry = RetryRequest(caller: "till", route: "redemptions", key: "r1", body: [1])
            let sale = TillSale(code: coupon.code.symbols, basket: nil)
            guard case .redeemed(let first, _) = try await world.desk.redeem(sale, at: till, retry: retry).value,
                case .redeemed(let again, _) = try await world.desk.redeem(sale, at: till, retry: retry).value
            else { throw Unexpected("a retry that is refused") }
            #expect(first.id == again.id)
            let second = RetryRequest(caller: "till", route: "redemptions", key: "r2", body: [1])
            let no = try #require(refusal(try await world.desk.redeem(sale, at: till, retry: second).value))
            world.clock.advance(seconds: 600)
            let same = try #require(refusal(try await world.desk.redeem(sale, at: till, retry: second).value))
            #expect(no.say == same.say)
            let changed = RetryRequest(caller: "till", route: "redemptions", key: "r1", body: [2])
            #expect(try await world.desk.redeem(sale, at: till, retry: changed).refusal == .idempotencyMismatch)
        }
    }

    @Test("the time that is told is the time that is kept")
    func times() async throws {
        try await World.with { world in
            let (_, till, coupon) = try await earn(world)
            let retry = RetryRequest(caller: "till", route: "redemptions", key: "t1", body: [1])
            let sale = TillSale(code: coupon.code.symbols, basket: nil)
            guard case .redeemed(let first, _) = try await world.desk.redeem(sale, at: till, retry: retry).value
            else { throw Unexpected("a refusal") }
            world.clock.advance(seconds: 5)
            guard case .redeemed(let again, _) = try await world.desk.redeem(sale, at: till, retry: retry).value
            else { throw Unexpected("a refusal") }
            #expect(first.redeemedAt == again.redeemedAt)
        }
    }

    @Test("a second coupon on the same sale is not stackable")
    func sameSale() async throws {
        try await World.with { world in
            let (store, till, first) = try await earn(world)
            let second = try #require(
                try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value.coupons.first)
            let redeem = { (coupon: IssuedCoupon) in
                try await world.desk.redeem(
                    TillSale(code: coupon.code.symbols, basket: nil, saleID: "sale-7"), at: till, retry: nil
                ).value
            }
            #expect(isRedeemed(try await redeem(first)))
            #expect(refusal(try await redeem(second))?.refusal == .notStackable)
            #expect(try await world.count("select count(*) from coupons where state = 'issued'") == 1)
        }
    }

    @Test("the discount is taken to the minor unit and written down")
    func discount() async throws {
        try await World.with { world in
            let (_, till, coupon) = try await earn(
                world,
                changing: [
                    "reward": [
                        "kind": "percent_off", "percent": 25, "max_discount": ["amount": 5_000, "currency": "USD"],
                    ],
                    "conditions": ["exclude": ["gift-cards"], "min_spend": ["amount": 1_000, "currency": "USD"]],
                ])
            let basket = try Basket(
                reading: Fields([
                    "currency": "USD", "total": 3_333,
                    "lines": [
                        ["id": "1", "sku": "shirt", "quantity": 1, "unit_price": 1_333],
                        ["id": "2", "sku": "card", "categories": ["gift-cards"], "quantity": 1, "unit_price": 2_000],
                    ],
                ]))
            let answer = try await world.desk.redeem(
                TillSale(code: coupon.code.symbols, basket: basket), at: till, retry: nil
            ).value
            guard case .redeemed(let redemption, let say) = answer else { throw Unexpected("a refusal") }
            #expect(redemption.discount?.amount == 333)
            #expect(redemption.lines.map(\.amount.amount) == [333])
            #expect(say.text.contains("$3.33"))
            #expect(try await world.count("select discount from redemptions") == 333)
        }
    }

    @Test("a coupon printed at home is issued once, and its use at the till is the visit")
    func printedAtHome() async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: store)
            let campaign = try await world.launch(changing: ["presence": ["when": "to_use"], "identity": "verified"])
            let known = SignUp(
                consents: Shopper.Consents(location: false, marketing: false), locale: "en",
                identity: .loyaltyNumber("4711"), textVersion: "1")
            let shopper = try world.token(
                try await world.desk.signUp(known, through: world.retailer, isVouchedFor: true).value.token)
            let issue = { (token: ShopperToken) in
                try await world.desk.issue(
                    Ref(world.retailer, campaign.id), to: token, for: Ref(world.retailer, store.id), retry: nil
                ).value
            }
            guard case .refused(let reason) = try await issue(world.shopper()) else { throw Unexpected("a coupon") }
            #expect(reason.reason == .identityRequired)
            guard case .issued(let coupon) = try await issue(shopper) else { throw Unexpected("no coupon") }
            guard case .refused(let second) = try await issue(shopper) else { throw Unexpected("two coupons") }
            #expect(second.reason == .limitShopper)
            #expect(
                isRedeemed(
                    try await world.desk.redeem(TillSale(code: coupon.code.symbols, basket: nil), at: till, retry: nil)
                        .value))
            #expect(try await world.count("select count(*) from check_ins where source = 'till'") == 1)
        }
    }
}
