import Promotions
import Testing

@testable import Actions

@Suite("A coupon that a till holds")
struct ReservationTests {
    static func refusal(_ answer: TillAnswer) -> TillNo? {
        if case .refused(let no) = answer { no } else { nil }
    }

    static func redemption(_ answer: TillAnswer) -> KeptRedemption? {
        if case .redeemed(let kept, _) = answer { kept } else { nil }
    }

    static func reservation(_ answer: TillAnswer) -> KeptReservation? {
        if case .reserved(let kept, _) = answer { kept } else { nil }
    }

    static func usable(_ answer: TillAnswer) -> Bool {
        if case .usable = answer { true } else { false }
    }

    static func basket(_ total: Int64) throws -> Basket {
        try Basket(reading: Fields(["currency": "USD", "total": .int(total)]))
    }

    /// A quarter off, up to $5, good for three hours and in every store.
    static let quarter: JSONObject = [
        "schedule": [:], "presence": ["too_soon_minutes": 0],
        "reward": ["kind": "percent_off", "percent": 25, "max_discount": ["amount": 500, "currency": "USD"]],
        "coupon": [
            "valid": ["for": "PT3H"], "redeem_at": "any_store", "headline": "A quarter off", "terms": "Once.",
            "reserve_for": "PT5M",
        ],
    ]

    struct Counter: Sendable {
        let world: World
        let tills: [TillToken]
        let sale: TillSale
        let campaign: Campaign
    }

    /// Two stores with a till each, and a coupon.
    static func with(
        changing: JSONObject = [:], _ body: @Sendable (Counter) async throws -> Void
    ) async throws {
        try await World.with { world in
            let stores = [try await world.store(), try await world.store("Palmdale", latitude: 37.9)]
            var tills: [TillToken] = []
            for store in stores { tills.append(try await world.till(at: store)) }
            let campaign = try await world.launch(changing: quarter + changing)
            let coupon = try await world.desk.checkIn(world.attempt(world.shopper(), at: stores[0])).value.coupons[0]
            let sale = TillSale(code: coupon.code.symbols, basket: try basket(1_000), cashier: "Kim", saleID: "S-1")
            try await body(Counter(world: world, tills: tills, sale: sale, campaign: campaign))
        }
    }

    @Test("is nobody else's meanwhile: another till hears where and until when; its own till takes it")
    func held() async throws {
        try await Self.with { counter in
            let (world, desk) = (counter.world, counter.world.desk)
            let answer = try await desk.reserve(counter.sale, at: counter.tills[0], retry: nil).value
            let held = try #require(Self.reservation(answer))
            #expect(held.until == world.clock.now.adding(seconds: 300) && held.discount?.amount == 250)
            for answer in [
                try await desk.validate(counter.sale, at: counter.tills[1]),
                try await desk.reserve(counter.sale, at: counter.tills[1], retry: nil).value,
                try await desk.redeem(counter.sale, at: counter.tills[1], retry: nil).value,
            ] {
                let no = try #require(Self.refusal(answer))
                #expect(no.refusal == .reservedElsewhere)
                #expect(no.held?.until == held.until && no.held?.store.id == counter.tills[0].store)
                #expect(
                    no.say.text == "Another till at West Portal is using this coupon. If it is not used there, "
                        + "it is free again at 9:05.")
            }
            #expect(Self.usable(try await desk.validate(counter.sale, at: counter.tills[0])))
            let again = try await desk.reserve(counter.sale, at: counter.tills[0], retry: nil).value
            #expect(Self.reservation(again)?.id == held.id)
            #expect(Self.redemption(try await desk.redeem(counter.sale, at: counter.tills[0], retry: nil).value) != nil)
            #expect(try await world.count("select count(*) from reservations") == 0)
            let late = try await desk.commit(held.ref(world), counter.sale, at: counter.tills[0], retry: nil).value
            #expect(Self.refusal(late)?.refusal == .reservationEnded)
        }
    }

    @Test("is taken with the final basket; what was said before stays; who commits again hears the same")
    func commit() async throws {
        try await Self.with { counter in
            let (world, desk, till) = (counter.world, counter.world.desk, counter.tills[0])
            let key = RetryRequest(caller: "till", route: "reservations", key: "k", body: [1])
            let held = try #require(Self.reservation(try await desk.reserve(counter.sale, at: till, retry: key).value))
            world.clock.advance(seconds: 10)
            let told = try #require(Self.reservation(try await desk.reserve(counter.sale, at: till, retry: key).value))
            #expect(told.id == held.id && told.until == held.until && told.discount == held.discount)
            let final = TillSale(code: "", basket: try Self.basket(1_600), receiptNumber: "R-9")
            let elsewhere = try await desk.commit(held.ref(world), final, at: counter.tills[1], retry: nil).value
            #expect(Self.refusal(elsewhere)?.refusal == .reservationEnded)
            let answers = [
                try await desk.commit(held.ref(world), final, at: till, retry: nil).value,
                try await desk.commit(held.ref(world), final, at: till, retry: nil).value,
            ].compactMap(Self.redemption)
            #expect(answers.map(\.id.rawValue) == [held.id.rawValue, held.id.rawValue])
            #expect(answers.map(\.discount?.amount) == [400, 400])
            #expect(
                try await world.count(
                    "select count(*) from redemptions where cashier = 'Kim' and sale_id = 'S-1' and receipt_number = 'R-9'"
                )
                    == 1)
            guard case .refused(let no) = try await world.change({ try await $0.release(held.ref(world), at: till) })
            else { throw Unexpected("a coupon that is taken and let go") }
            #expect(no.refusal == .alreadyUsed)
        }
    }

    @Test("is free again at the end, for whoever comes, before any sweeper; the ledger tells it all")
    func lapses() async throws {
        try await Self.with { counter in
            let (world, desk) = (counter.world, counter.world.desk)
            let held = try #require(
                Self.reservation(try await desk.reserve(counter.sale, at: counter.tills[0], retry: nil).value))
            world.clock.advance(seconds: 299)
            #expect(
                Self.refusal(try await desk.redeem(counter.sale, at: counter.tills[1], retry: nil).value) != nil)
            world.clock.advance(seconds: 1)
            #expect(Self.usable(try await desk.validate(counter.sale, at: counter.tills[1])))
            let commit = try await desk.commit(held.ref(world), counter.sale, at: counter.tills[0], retry: nil).value
            #expect(Self.refusal(commit)?.say == "This reservation has ended. Scan the coupon once more.")
            #expect(Self.redemption(try await desk.redeem(counter.sale, at: counter.tills[1], retry: nil).value) != nil)
            let kinds = "select count(*) from coupon_ledger where kind ="
            for kind in ["reserve", "release", "redeem"] {
                #expect(try await world.count("\(kinds) '\(kind)'") == 1, "\(kind)")
            }
        }
    }

    @Test("is let go at once, or by the sweeper; one whose own time has passed expires and gives back")
    func released() async throws {
        let limits: JSONObject = ["limits": [["per": "campaign", "period": "day", "max": 5]]]
        try await Self.with(changing: limits) { counter in
            let (world, desk, till) = (counter.world, counter.world.desk, counter.tills[0])
            let first = try #require(Self.reservation(try await desk.reserve(counter.sale, at: till, retry: nil).value))
            for _ in 0..<2 {
                guard case .released = try await world.change({ try await $0.release(first.ref(world), at: till) })
                else { throw Unexpected("a coupon that is not let go") }
            }
            #expect(try await world.count("select count(*) from coupons where state = 'issued'") == 1)
            _ = try await desk.reserve(counter.sale, at: counter.tills[1], retry: nil).value
            world.clock.advance(seconds: 302)
            #expect(try await desk.endReservations(of: world.retailer) == 1)
            #expect(try await desk.endReservations(of: world.retailer) == 0)
            #expect(try await world.count("select count(*) from coupons where state = 'issued'") == 1)
            #expect(try await world.count("select count(*) from reservations") == 0)
            // Held over the end of its own time: good to the till that holds it, then expired.
            world.clock.set("2026-07-21T18:59:00Z")
            let last = try #require(Self.reservation(try await desk.reserve(counter.sale, at: till, retry: nil).value))
            world.clock.set("2026-07-21T19:01:00Z")
            #expect(Self.usable(try await desk.validate(counter.sale, at: till)))
            #expect(try await desk.expireCoupons() == 0)
            _ = try await world.change { try await $0.release(last.ref(world), at: till) }
            #expect(try await world.count("select count(*) from coupons where state = 'expired'") == 1)
            #expect(try await world.count("select coupons + exposure from campaign_counters") == 0)
            #expect(try await world.count("select sum(used)::bigint from period_counters") == 0)
            #expect(try await world.count("select count(*) from coupon_ledger where kind = 'expire'") == 1)
        }
    }

    @Test("is withdrawn by a recall all the same")
    func recalled() async throws {
        try await Self.with { counter in
            let (world, desk, till) = (counter.world, counter.world.desk, counter.tills[0])
            let held = try #require(Self.reservation(try await desk.reserve(counter.sale, at: till, retry: nil).value))
            _ = try await world.change {
                try await $0.recall(
                    Ref(world.retailer, counter.campaign.id), because: "Bad oats.", by: world.keys.owner.key.actor)
            }
            let commit = try await desk.commit(held.ref(world), counter.sale, at: till, retry: nil).value
            #expect(Self.refusal(commit)?.refusal == .revoked)
            #expect(try await desk.withdrawRecalled() == 1)
            #expect(try await world.count("select count(*) from coupons where state = 'revoked'") == 1)
            world.clock.advance(seconds: 400)
            #expect(try await desk.endReservations(of: world.retailer) == 0)
            #expect(try await world.count("select count(*) from reservations") == 0)
        }
    }
}

extension KeptReservation {
    func ref(_ world: World) -> Ref<Reservation> { Ref(world.retailer, id) }
}
