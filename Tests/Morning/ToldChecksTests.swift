import Testing

@testable import footfall

@Suite("What was told is held against the rows")
struct ToldChecksTests {
    private static let start = ContinuousClock.now
    private static let pastry: Int64 = 1
    private static let fallback: Int64 = 2

    private func visit(
        _ id: Int64 = 10, key: String = "k", verdict: String = "accepted", campaign: Int64? = pastry,
        offers: [Int64: String] = [pastry: "issued"], isTrick: Bool = false, sentAt: Int = 0
    ) -> Diary.ToldVisit {
        Diary.ToldVisit(
            key: key, id: id, shopper: 5, store: 7, verdict: verdict, reasons: [],
            coupons: campaign.map { [Diary.ToldCoupon(id: id + 100, campaign: $0, code: "C")] } ?? [], offers: offers,
            manner: .honest, isTrick: isTrick, sentAt: Self.start + .seconds(sentAt),
            heardAt: Self.start + .seconds(sentAt + 1))
    }

    private func broken(
        _ visits: [Diary.ToldVisit], sales: [Diary.ToldSale] = [], log: RetailingLog = RetailingLog(),
        _ change: (inout Recount.Rows) -> Void = { _ in }
    ) -> [String] {
        var rows = Recount.Rows()
        for visit in visits {
            rows.checkIns[visit.id] = Recount.CheckInRow(
                shopper: visit.shopper, store: visit.store, verdict: visit.verdict)
            for coupon in visit.coupons {
                rows.coupons[coupon.id] = Recount.CouponRow(
                    campaign: coupon.campaign, shopper: visit.shopper, checkIn: visit.id, state: "issued")
            }
        }
        for sale in sales { if let redemption = sale.redemption { rows.redemptions[redemption] = sale.coupon } }
        change(&rows)
        var diary = Diary()
        diary.visits = visits
        diary.sales = sales
        let checks = ToldChecks(
            diary: diary, rows: rows, pastry: Self.pastry, fallback: Self.fallback, log: log
        ).all
        return checks.filter { !$0.holds }.map(\.question)
    }

    private func sale(_ redemption: Int64?, coupon: Int64? = 110) -> Diary.ToldSale {
        Diary.ToldSale(
            key: "s", coupon: coupon, redemption: redemption, code: redemption == nil ? "already_used" : "redeemed")
    }

    @Test("answers that agree with the rows hold, twice told or continued later too")
    func agrees() {
        let held = visit(verdict: "held", campaign: nil, sentAt: 0)
        #expect(broken([visit(), visit()], sales: [sale(1), sale(nil)]) == [])
        #expect(broken([visit(11, key: "a"), held, visit(key: "c", sentAt: 3)]) == [])
    }

    @Test("a row that nobody was told of, or an answer without its row, is seen")
    func lost() {
        #expect(!broken([visit()]) { $0.checkIns[99] = .init(shopper: 5, store: 7, verdict: "refused") }.isEmpty)
        #expect(!broken([visit()]) { $0.checkIns = [:] }.isEmpty)
        #expect(!broken([visit()]) { $0.checkIns[10] = .init(shopper: 6, store: 7, verdict: "accepted") }.isEmpty)
        #expect(!broken([visit()]) { $0.coupons = [:] }.isEmpty)
        #expect(
            !broken([visit()]) {
                $0.coupons[99] = .init(campaign: 1, shopper: 5, checkIn: 10, state: "issued")
            }.isEmpty)
        #expect(!broken([visit()], sales: [sale(1)]) { $0.redemptions = [:] }.isEmpty)
    }

    @Test("one key with two answers, and one coupon taken twice, are seen")
    func twice() {
        #expect(broken([visit(), visit(11)]) == ["keys that were answered in two ways"])
        #expect(broken([visit()], sales: [sale(1), sale(2)]) == ["coupons that two tills took"])
        #expect(
            broken([visit()], sales: [sale(1, coupon: nil)]).contains(
                "codes that nobody was given, and that a till took"))
    }

    @Test("a trick that earns, and a fallback without need, are seen")
    func tricks() {
        #expect(broken([visit(isTrick: true)]) == ["tricks that earned something, of 1"])
        #expect(
            broken([visit(campaign: Self.fallback, offers: [Self.fallback: "issued"])])
                == ["coupons of the fallback where there were pastries left"])
        #expect(
            broken([visit(campaign: Self.fallback, offers: [Self.pastry: "taken", Self.fallback: "issued"])]) == [])
    }

    @Test("a pastry after the store's word, or during the pause, is seen; one that was asked for before is not")
    func events() {
        var log = RetailingLog()
        log.soldOut = .init(store: 7, answeredAt: Self.start + .seconds(2), realMilliseconds: 0)
        #expect(broken([visit(sentAt: 1)], log: log) == [])
        #expect(broken([visit(sentAt: 3)], log: log).count == 1)
        log = RetailingLog()
        log.pause = .init(answeredAt: Self.start + .seconds(2), resumedAt: Self.start + .seconds(9))
        #expect(broken([visit(sentAt: 1)], log: log) == [])
        #expect(broken([visit(sentAt: 3)], log: log).count == 1)
        #expect(broken([visit(sentAt: 20)], log: log) == [])
    }
}
