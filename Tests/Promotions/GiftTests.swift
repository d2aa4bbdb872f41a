import Promotions
import Testing

@Suite("Rewards without a coupon")
struct GiftTests {
    static let donation =
        #""reward": {"kind": "donation", "amount": {"amount": 100, "currency": "USD"}, "charity": "Food Bank"}"#
    static let points = #""reward": {"kind": "points", "points": 10}"#
    static let words = #""coupon": {"headline": "We give 1 to Food Bank", "terms": "For each visit."}"#

    private func problems(_ changes: String) throws -> [String] {
        let terms = try Samples.terms(changes)
        return LaunchCheck.findings(
            terms, stores: [try Samples.store()], at: try Samples.instant("2026-07-21T16:00:00Z")
        ).map { "\($0.field): \($0.reason)" }
    }

    @Test("read as they are written, with the words alone where a coupon would be", arguments: [donation, points])
    func document(reward: String) throws {
        let terms = try Samples.terms("{\(reward), \(Self.words)}")
        let json = terms.json(retailer: Samples.retailer)
        #expect(json["coupon"]?["valid"] == nil && json["coupon"]?["redeem_at"] == nil)
        #expect(try Terms(reading: json, retailer: Samples.retailer) == terms)
        #expect(terms.reward.form != .coupon)
    }

    @Test("whoever says how long their coupon is good hears that there is none")
    func noCoupon() throws {
        let document = try Samples.document("{\(Self.donation)}")
        let found = Samples.problems { _ = try Terms(reading: document, retailer: Samples.retailer) }
        #expect(found == ["coupon.valid: there is no coupon with this reward"])
    }

    @Test(
        "a launch refuses by name what could mean nothing",
        arguments: [
            (donation, #""unlock": {"kind": "grant"}"#, "unlock.kind"),
            (
                points,
                #""unlock": {"kind": "crowd", "target": 5, "deadline": "2026-08-01T00:00:00Z"}"#, "unlock.kind"
            ),
            (points, #""unlock": {"kind": "friends", "friends": 3, "basket": "shared"}"#, "unlock.basket"),
            (donation, #""presence": {"when": "to_use"}, "identity": "verified""#, "presence.when"),
            (donation, #""conditions": {"exclude": ["alcohol"]}"#, "conditions"),
            (points, #""budget": {"amount": 500, "currency": "USD"}"#, "budget"),
            (donation, #""budget": {"amount": 50, "currency": "USD"}"#, "budget.amount"),
            (points, #""price": {"points": 5}"#, "price"),
            (
                donation,
                #""unlock": {"kind": "code", "codes": [{"word": "SUMMER", "channel": "x", "reward": {"kind": "points", "points": 5}}]}"#,
                "unlock.codes[0].reward"
            ),
        ])
    func launch(reward: String, change: String, field: String) throws {
        let found = try problems("{\(reward), \(Self.words), \(change)}")
        #expect(found.count == 1 && found.first?.hasPrefix("\(field): ") == true, "\(found)")
    }

    @Test("every way to earn by coming gives them", arguments: ["every_visit", "first_visit", "mayor"])
    func unlocks(kind: String) throws {
        #expect(try problems(#"{\#(Self.points), \#(Self.words), "unlock": {"kind": "\#(kind)"}}"#).isEmpty)
    }

    @Test("a price needs somebody who asks for the coupon, and no verified identity")
    func price() throws {
        #expect(try problems(#"{"price": {"points": 5}}"#).first?.hasPrefix("presence.when: ") == true)
        #expect(try problems(#"{"price": {"points": 5}, "presence": {"when": "to_use"}}"#).isEmpty)
    }

    @Test("nothing that has no coupon, or a price, is made in bulk")
    func batches() throws {
        #expect(CodeBatchRules.obstacle(try Samples.terms("{\(Self.points), \(Self.words)}")) != nil)
        #expect(CodeBatchRules.obstacle(try Samples.terms(#"{"price": {"points": 5}}"#)) != nil)
        #expect(CodeBatchRules.obstacle(try Samples.terms()) == nil)
    }

    @Test("what was promised stays: the kind, and the charity; the amount may change")
    func promised() throws {
        let (first, other) = (try Samples.terms("{\(Self.donation), \(Self.words)}").reward, Reward.points(3))
        #expect(other.breach(of: first)?.field == "reward.kind")
        #expect(
            Reward.donation(Money(100, .usd), charity: "Harbour Rescue").breach(of: first)?.field == "reward.charity")
        #expect(Reward.donation(Money(500, .usd), charity: "Food Bank").breach(of: first) == nil)
        #expect(Reward.points(4).breach(of: other) == nil)
    }

    @Test("sentences say the amount, where it goes, and what it comes to")
    func sentences() {
        #expect(
            GiftWords.donated(Money(100, .usd), to: "Food Bank", total: 51_200)
                == "Your visit gave $1.00 to Food Bank: $512.00 from everybody so far.")
        #expect(GiftWords.credited(1, balance: 7) == "Your visit earned you 1 point. You have 7.")
        #expect(Reward.points(10).summary == "10 points")
        #expect(Reward.donation(Money(100, .usd), charity: "Food Bank").summary == "$1.00 to Food Bank")
    }

    @Test("preflight knows what they can cost, and whether points lead anywhere")
    func preflight() throws {
        let now = try Samples.instant("2026-07-21T16:00:00Z")
        func findings(_ changes: String, others: [Terms] = []) throws -> [String] {
            Preflight(
                try Samples.campaign(1, changes), stores: [try Samples.store()], others: others, arrivalsPerHour: 60,
                at: now
            ).findings.map { "\($0.field): \($0.say)" }
        }
        let limits = #""limits": [{"per": "campaign", "period": "campaign", "max": 40}]"#
        let donating = try findings(
            #"{\#(Self.donation), \#(Self.words), \#(limits), "budget": {"amount": 3000, "currency": "USD"}}"#)
        #expect(donating.contains("limits: At worst 30 check-ins give $30.00 to Food Bank."), "\(donating)")
        #expect(donating.contains("budget: The budget of $30.00 covers 30 donations."))
        #expect(donating.contains("budget.amount: The limits would give 40 donations; the budget ends after 30."))
        #expect(!donating.contains { $0.contains("oupon") }, "\(donating)")

        let priced = try Samples.terms(#"{"price": {"points": 50}, "presence": {"when": "to_use"}}"#)
        let giving = "{\(Self.points), \(Self.words), \(limits)}"
        #expect(try findings(giving).contains { $0.hasPrefix("reward: None of your campaigns has a price") })
        #expect(try findings(giving).contains("limits: At worst 400 points are given."))
        #expect(try !findings(giving, others: [priced]).contains { $0.hasPrefix("reward: ") })
        let taking = #"{"price": {"points": 50}, "presence": {"when": "to_use"}}"#
        #expect(try findings(taking).contains { $0.hasPrefix("price: None of your campaigns gives points") })
        #expect(try !findings(taking, others: [try Samples.terms(giving)]).contains { $0.hasPrefix("price: ") })
    }
}

extension Currency {
    fileprivate static var usd: Currency {
        guard let usd = Currency("USD") else { preconditionFailure("dollars are known") }
        return usd
    }
}
