import Promotions
import Testing

@Suite("Each part of the proof can fail")
struct ProofTests {
    /// One shopper with one coupon, which was used: what was told and what is kept agree.
    private static let told = Journal.ToldCheckIn(
        id: 1, verdict: "accepted", store: 7, reasons: [], coupons: [.init(id: 2, campaign: 5, code: "A")])
    private static let journal = Journal(
        visits: [.init(key: "v", shopper: 9, answers: [told, told])],
        sales: [.init(key: "s", saleID: "s", coupon: 2, answers: [.redeemed(3)])])
    private static let facts = Facts(
        checkIns: [.init(id: 1, shopper: 9, store: 7, verdict: "accepted")],
        coupons: [
            .init(id: 2, campaign: 5, shopper: 9, store: 7, checkIn: 1, state: "redeemed", exposure: 300)
        ],
        redemptions: [.init(id: 3, coupon: 2, saleID: "s", state: "redeemed")],
        totals: [5: .init(coupons: 1, exposure: 300)],
        counters: [.init(campaign: 5, scope: 1, subject: 9, period: 1): 1], ledger: [3],
        wallets: [.init(shopper: 9, coupon: 2)])
    private static let offers = [
        Shop.Offer(campaign: 5, limits: [Limit(per: .shopper, period: .campaign, max: 1)], budget: 300)
    ]

    private func wrongs(
        _ change: (inout Journal, inout Facts) -> Void, offers: [Shop.Offer] = Self.offers
    ) -> Set<Proof.Wrong> {
        var (journal, facts) = (Self.journal, Self.facts)
        change(&journal, &facts)
        return Set(Proof(journal, facts, offers).counts.keys)
    }

    @Test("a run in which all agrees is clean")
    func clean() {
        #expect(Proof(Self.journal, Self.facts, Self.offers).examples == [])
    }

    @Test("what was acknowledged and is gone")
    func lost() {
        #expect(wrongs { $1.checkIns = [] }.contains(.lost))
        #expect(wrongs { $1.coupons = [] }.contains(.lost))
        #expect(wrongs { $1.redemptions = [] }.contains(.lost))
        #expect(wrongs { $1.wallets = [] } == [.undelivered])
        #expect(wrongs { journal, _ in journal.sales[0].answers = [.refused("already_used")] }.contains(.twice))
    }

    @Test("what is there and was told to nobody was written twice")
    func twice() {
        #expect(wrongs { $1.checkIns.append(.init(id: 4, shopper: 9, store: 7, verdict: "refused")) } == [.twice])
        #expect(wrongs { $1.checkIns.append($1.checkIns[0]) } == [.twice])
        #expect(wrongs { $1.coupons.append($1.coupons[0]) }.contains(.twice))
        let second = Facts.RedemptionRow(id: 8, coupon: 2, saleID: "t", state: "redeemed")
        #expect(wrongs { $1.redemptions.append(second) }.contains(.twice))
        #expect(wrongs { $1.wallets.append(.init(shopper: 6, coupon: 2)) } == [.twice])
        #expect(
            wrongs { journal, _ in journal.visits.append(.init(key: "w", shopper: 9, answers: [Self.told])) } == [
                .twice
            ])
    }

    @Test("one key with two answers, and an answer that the row does not bear out")
    func changed() {
        let other = Journal.ToldCheckIn(id: 1, verdict: "accepted", store: 7, reasons: [], coupons: [])
        #expect(wrongs { journal, _ in journal.visits[0].answers.append(other) } == [.changed])
        #expect(wrongs { journal, _ in journal.sales[0].answers.append(.refused("expired")) } == [.changed])
        #expect(wrongs { $1.checkIns = [.init(id: 1, shopper: 9, store: 7, verdict: "refused")] }.contains(.changed))
        #expect(wrongs { $1.checkIns = [.init(id: 1, shopper: 8, store: 7, verdict: "accepted")] }.contains(.changed))
    }

    @Test("counters that do not count what is there")
    func miscounted() {
        #expect(wrongs { $1.totals[5] = .init(coupons: 2, exposure: 300) } == [.miscounted])
        #expect(wrongs { $1.totals[5] = .init(coupons: 1, exposure: 600) } == [.miscounted])
        #expect(wrongs { $1.counters = [:] } == [.miscounted])
        #expect(wrongs { $1.ledger = [] } == [.miscounted])
    }

    @Test("one coupon too many, and one dollar too much")
    func overLimit() {
        let none = Limit(per: .shopper, period: .campaign, max: 0)
        #expect(wrongs({ _, _ in }, offers: [.init(campaign: 5, limits: [none], budget: nil)]) == [.overLimit])
        let limits = Self.offers[0].limits
        #expect(wrongs({ _, _ in }, offers: [.init(campaign: 5, limits: limits, budget: 299)]) == [.overLimit])
    }

    @Test("an answer that no client should get")
    func odd() {
        #expect(wrongs { journal, _ in journal.oddities = ["check-in v: 422"] } == [.odd])
    }
}
