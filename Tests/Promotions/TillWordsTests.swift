import Promotions
import Testing

@Suite("What a cashier says")
struct TillWordsTests {
    private func facts(
        used: String? = nil, expires: String = "2026-08-15T07:00:00Z", usedStore: Store? = nil
    ) throws -> TillFacts {
        let coupon = Coupon(
            id: ID(1), campaign: ID(2), revision: 1, shopper: nil, session: nil, store: ID(1), alsoValidAt: [],
            storedState: used == nil ? .issued : .redeemed, issuedAt: try Samples.instant("2026-08-14T12:00:00Z"),
            expiresAt: try Samples.instant(expires), redeemedAt: try used.map(Samples.instant), redeemedStore: ID(1))
        return TillFacts(
            coupon: coupon, terms: try Samples.terms(), store: try Samples.store(2, zone: "America/New_York"),
            usedStore: usedStore)
    }

    @Test(
        "a used coupon hears where and when, in the time of the store where it was used",
        arguments: [
            ("2026-08-14T16:41:00Z", "This one was used today at 9:41 at Store 1."),
            ("2026-08-14T06:59:00Z", "This one was used yesterday at 23:59 at Store 1."),
            ("2026-08-11T17:05:00Z", "This one was used on Tuesday 11 August at 10:05 at Store 1."),
            ("2025-12-31T18:00:00Z", "This one was used on Wednesday 31 December 2025 at 10:00 at Store 1."),
        ])
    func alreadyUsed(used: String, expected: String) throws {
        let now = try Samples.instant("2026-08-14T20:00:00Z")
        let facts = try facts(used: used, usedStore: try Samples.store())
        #expect(TillWords.say(.alreadyUsed, facts: facts, detail: nil, at: now).text == expected)
        #expect(TillWords.say(.alreadyUsed, facts: nil, detail: nil, at: now) == "This coupon was already used.")
    }

    @Test(
        "an expired coupon hears since when; midnight is the end of the day before",
        arguments: [
            ("2026-08-14T14:30:00Z", "This coupon expired today at 10:30."),
            ("2026-08-14T04:00:00Z", "This coupon expired at the end of yesterday."),
            ("2026-08-13T14:30:00Z", "This coupon expired yesterday at 10:30."),
            ("2026-08-13T04:00:00Z", "This coupon expired at the end of Wednesday 12 August."),
            ("2026-01-01T05:00:00Z", "This coupon expired at the end of Wednesday 31 December 2025."),
            ("2025-08-01T16:00:00Z", "This coupon expired on Friday 1 August 2025 at 12:00."),
        ])
    func expired(expires: String, expected: String) throws {
        let now = try Samples.instant("2026-08-14T16:00:00Z")
        #expect(TillWords.say(.expired, facts: try facts(expires: expires), detail: nil, at: now).text == expected)
    }

    @Test("what is missing from the basket is said in money or asked for")
    func basket() throws {
        let dollars = try #require(Currency("USD"))
        let now = try Samples.instant("2026-08-14T16:00:00Z")
        func say(_ refusal: TillRefusal, _ detail: DiscountRefusal?) -> String {
            TillWords.say(refusal, facts: nil, detail: detail, at: now).text
        }
        #expect(
            say(.minSpend, .minSpend(needed: Money(2_000, dollars), have: Money(1_349, dollars)))
                == "This coupon needs $20.00 of goods that count. $6.51 is missing.")
        #expect(say(.basketRequired, .basketRequired(part: .total)) == "How much is the sale? Enter the total first.")
        #expect(
            say(.basketRequired, .basketRequired(part: .eligibleTotal))
                == "How much of this counts for the coupon? Enter that amount.")
        #expect(
            say(.basketRequired, .basketRequired(part: .lines)) == "This coupon needs the single items of the sale.")
    }

    @Test("a good coupon says what it gives, as a sentence")
    func good() throws {
        let dollars = try #require(Currency("USD"))
        let quarter = Reward.percentOff(basisPoints: 2_500, maxDiscount: Money(5_000, dollars))
        #expect(
            TillWords.say(.amount(Money(500, dollars), lines: []), reward: quarter)
                == "25 % off, up to $50.00. Take $5.00 off.")
        let pastry = Reward.freeItem(item: "pastry", skus: [], withPurchase: true, value: nil)
        #expect(TillWords.say(.tillComputes(atMost: nil), reward: pastry) == "Pastry free with a purchase.")
    }

    @Test("every sentence is calm: it ends properly, shouts nothing and never says error")
    func voice() throws {
        let now = try Samples.instant("2026-08-14T16:00:00Z")
        for refusal in TillRefusal.allCases {
            for facts in [nil, try facts(), try facts(used: "2026-08-14T15:00:00Z")] {
                let say = TillWords.say(refusal, facts: facts, detail: nil, at: now).text
                #expect(say.hasSuffix(".") && !say.contains("!") && !say.lowercased().contains("error"), "\(say)")
                #expect(!say.contains(refusal.rawValue + "_"), "\(say)")
            }
        }
        let zone = try Samples.zone("America/Los_Angeles")
        let voids = VoidRefusal.allCases.flatMap { refusal in
            [nil, now].map { TillWords.say(refusal, voidedAt: $0, zone: zone, at: now) }
        }
        let done = Coupon.State.allCases.map { TillWords.sayVoided($0) } + [0, 1].map { TillWords.sayVoidedSale($0) }
        for say in (voids + done).map(\.text) {
            #expect(say.hasSuffix(".") && !say.contains("!") && !say.lowercased().contains("error"), "\(say)")
        }
    }

    @Test(
        "moments near now have short names, in the store's own days",
        arguments: [
            ("2026-12-31T20:00:00Z", "today at 12:00"), ("2027-01-01T08:00:00Z", "tomorrow at 0:00"),
            ("2026-12-31T07:59:00Z", "yesterday at 23:59"),
            ("2027-01-02T18:30:00Z", "on Saturday 2 January 2027 at 10:30"),
            ("2026-12-29T18:30:00Z", "on Tuesday 29 December at 10:30"),
        ])
    func moments(text: String, expected: String) throws {
        let now = try Samples.instant("2026-12-31T22:00:00Z")
        let zone = try Samples.zone("America/Los_Angeles")
        #expect(LocalWords.moment(try Samples.instant(text), now: now, zone: zone).text == expected)
    }

    @Test(
        "a deadline at the start of a day reads as the end of the one before, also where the clock skips midnight",
        arguments: [
            ("America/Los_Angeles", "2026-08-15T07:00:00Z", "Good until the end of Friday, August 14, 2026"),
            ("America/Los_Angeles", "2027-01-01T08:00:00Z", "Good until the end of Thursday, December 31, 2026"),
            ("America/Los_Angeles", "2026-08-15T04:07:00Z", "Good until Friday, August 14, 2026, 9:07\u{A0}PM"),
            // On 4 November 2018 the clocks of São Paulo went from 24:00 to 1:00.
            ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "Good until the end of Saturday, November 3, 2018"),
            ("America/Sao_Paulo", "2018-11-04T04:00:00Z", "Good until Sunday, November 4, 2018, 2:00\u{A0}AM"),
        ])
    func deadlines(zone: String, end: String, expected: String) throws {
        #expect(LocalePack.pack(for: "en").deadline(try Samples.instant(end), zone: try Samples.zone(zone)) == expected)
    }
}
