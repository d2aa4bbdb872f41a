import Promotions
import Testing

@Suite("Several coupons in one sale")
struct SaleRulesTests {
    private func taken(
        _ campaign: Int64, coupon: Int64 = 9, _ discount: Int64? = nil, lines: [(String, Int64)] = [],
        total: Int64? = nil
    ) throws -> TakenCoupon {
        let dollars = try #require(Currency("USD"))
        return TakenCoupon(
            coupon: ID(coupon), campaign: ID(campaign), revision: 1, discount: discount.map { Money($0, dollars) },
            lines: lines.map { LineDiscount(id: $0.0, amount: Money($0.1, dollars)) }, basketTotal: total)
    }

    @Test(
        "each must agree, and of one campaign only what says any",
        arguments: [
            (Combinable.alone, Combinable.any, Int64(1), false), (.any, .alone, 1, false),
            (.otherCampaigns, .otherCampaigns, 1, true), (.otherCampaigns, .any, 1, true),
            (.otherCampaigns, .otherCampaigns, 2, false), (.any, .otherCampaigns, 2, false), (.any, .any, 2, true),
        ])
    func joining(own: Combinable, other: Combinable, campaign: Int64, expected: Bool) throws {
        let sale = SaleSoFar(taken: [try taken(campaign)])
        #expect(SaleRules.mayJoin(ID(2), own, ID(8), sale) { _ in other } == expected)
        #expect(SaleRules.mayJoin(ID(2), own, ID(8), SaleSoFar()) { _ in other })
        #expect(!SaleRules.mayJoin(ID(2), own, ID(9), sale) { _ in other })
        #expect(!SaleRules.mayJoin(ID(2), own, ID(8), sale) { _ in nil })
    }

    @Test("a sale has room for twenty")
    func many() throws {
        let sale = SaleSoFar(taken: try (1...20).map { try taken($0, coupon: $0) })
        #expect(!SaleRules.mayJoin(ID(30), .any, ID(30), sale) { _ in .any })
        let less = SaleSoFar(taken: Array(sale.taken.dropLast()))
        #expect(SaleRules.mayJoin(ID(30), .any, ID(30), less) { _ in .any })
    }

    @Test("what is left is the same whether the till takes earlier discounts off its total or not")
    func left() throws {
        let dollars = try #require(Currency("USD"))
        let before = [try taken(1, 400, total: 1_000)]
        for total in [Int64(1_000), 600] {
            #expect(try Basket(currency: dollars, total: total).after(before).total == 600)
        }
        // Something was added meanwhile.
        #expect(try Basket(currency: dollars, total: 1_500).after(before).total == 1_100)
        #expect(try Basket(currency: dollars, total: 900).after([try taken(1, 950, total: 1_000)]).total == 50)
        let eligible = try Basket(currency: dollars, total: 1_000, eligibleTotal: 900).after(before)
        #expect(eligible.eligibleTotal == 600)
    }

    @Test("a line that was given away counts no more; of others the units share what is left")
    func lines() throws {
        let basket = try Basket(
            currency: try #require(Currency("USD")), total: 1_300,
            lines: [
                try #require(BasketLine(id: "cake", unitPrice: 300)),
                try #require(BasketLine(id: "tea", quantity: 3, unitPrice: 300)),
                try #require(BasketLine(id: "bag", unitPrice: 100)),
            ])
        let rest = basket.after([try taken(1, 500, lines: [("cake", 300), ("tea", 200)], total: 1_300)])
        #expect(rest.total == 800)
        #expect(rest.lines?.map { "\($0.id) \($0.quantity) x \($0.unitPrice)" } == ["tea 3 x 233", "bag 1 x 100"])
    }
}
