import Promotions
import Testing

@Suite("Goods that come back")
struct ReturnRulesTests {
    private func money(_ amount: Int64) throws -> Money {
        Money(amount, try #require(Currency("USD")))
    }

    /// Three coffees at 4.00 and a cake at 8.00, a quarter off: 5.00, of which 3.00 for the coffees.
    private func sale(
        _ earlier: SoldBasket.Returned = SoldBasket.Returned(), total: Int64 = 2_000
    ) throws -> SoldBasket {
        let lines = [
            try #require(BasketLine(id: "coffee", quantity: 3, unitPrice: 400)),
            try #require(BasketLine(id: "cake", unitPrice: 800)),
        ]
        return SoldBasket(
            basket: try Basket(currency: try #require(Currency("USD")), total: total, lines: lines),
            discount: try money(500),
            lines: [
                LineDiscount(id: "coffee", amount: try money(300)), LineDiscount(id: "cake", amount: try money(200)),
            ], earlier: earlier)
    }

    private func told(
        _ sale: SoldBasket, _ goods: ReturnedGoods, least: Int64? = nil, below: ReturnRules.BelowMinSpend = .keep
    ) throws -> String {
        let conditions = Conditions(minSpend: try least.map(money))
        switch try ReturnRules.decide(sale, goods, under: conditions, below: below) {
        case .refused(let refusal): return refusal.rawValue
        case .returned(let share):
            return "\(share.goods) - \(share.discount) = \(share.refund)\(share.isBelowMinSpend ? " below" : "")"
        }
    }

    @Test("each unit takes its share of its line's discount along")
    func shares() throws {
        #expect(try told(sale(), .lines(["coffee": 1])) == "400 - 100 = 300")
        #expect(try told(sale(), .lines(["coffee": 3, "cake": 1])) == "2000 - 500 = 1500")
        let after = SoldBasket.Returned(goods: 400, discount: 100, refund: 300, units: ["coffee": 1])
        #expect(try told(sale(after), .lines(["coffee": 3])) == "more_than_sold")
        #expect(try told(sale(), .lines(["tea": 1])) == "more_than_sold")
        // Another discount had made 10.00 of 20.00: so much was owed, and half of that for each.
        #expect(try told(sale(total: 1_000), .lines(["coffee": 3])) == "600 - 300 = 300")
        // A bag, which no line names, does not come back.
        #expect(try told(sale(total: 2_010), .lines(["coffee": 3, "cake": 1])) == "2000 - 500 = 1500")
    }

    @Test("below the coupon's minimum the retailer's setting decides about what stays")
    func belowMinimum() throws {
        let goods = ReturnedGoods.lines(["cake": 1])
        #expect(try told(sale(), goods, least: 1_500) == "800 - 200 = 600")
        #expect(try told(sale(), goods, least: 1_500, below: .takeBack) == "800 - 500 = 300 below")
        #expect(try told(sale(), goods, least: 1_200, below: .takeBack) == "800 - 200 = 600")
        // Never more than the goods that come back were worth.
        #expect(try told(sale(), .lines(["coffee": 1]), least: 2_000, below: .takeBack) == "400 - 400 = 0 below")
        let all = ReturnedGoods.lines(["coffee": 3, "cake": 1])
        #expect(try told(sale(), all, least: 2_000, below: .takeBack) == "2000 - 500 = 1500")
    }

    @Test("a sale without lines comes back by amount, one with lines by lines; without a discount nobody knows")
    func amounts() throws {
        let dollars = try #require(Currency("USD"))
        let plain = SoldBasket(
            basket: try Basket(currency: dollars, total: 999), discount: try money(100), lines: [],
            earlier: SoldBasket.Returned())
        #expect(try told(plain, .amount(333)) == "333 - 33 = 300")
        #expect(try told(plain, .amount(999)) == "999 - 100 = 899")
        #expect(try told(plain, .amount(1_000)) == "more_than_sold")
        #expect(try told(plain, .amount(500), least: 500, below: .takeBack) == "500 - 100 = 400 below")
        #expect(throws: Invalid.self) { try told(plain, .lines(["coffee": 1])) }
        #expect(throws: Invalid.self) { try told(sale(), .amount(1)) }
        let scanned = SoldBasket(basket: nil, discount: nil, lines: [], earlier: SoldBasket.Returned())
        #expect(try told(scanned, .amount(1)) == "discount_unknown")
    }

    @Test(
        "however a basket comes back, piece by piece, the shares add up to the discount and the refunds to what was paid"
    )
    func adds() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededDraw(seed)
        let dollars = try #require(Currency("USD"))
        for _ in 0..<2_000 {
            let lines = try (0..<Int.random(in: 1...5, using: &random)).map { place in
                try #require(
                    BasketLine(
                        id: "\(place)", quantity: Int64.random(in: 1...6, using: &random),
                        unitPrice: Int64.random(in: 1...900, using: &random)))
            }
            let sum = lines.reduce(0) { $0 + $1.amount }
            let total = Bool.random(using: &random) ? sum : Int64.random(in: 1...sum + 50, using: &random)
            let basket = try Basket(currency: dollars, total: total, lines: lines)
            let reward = Reward.percentOff(
                basisPoints: Int.random(in: 1...10_000, using: &random), maxDiscount: nil)
            guard case .amount(let discount, let shares) = reward.discount(on: basket, under: Conditions()) else {
                continue
            }
            var earlier = SoldBasket.Returned()
            var left = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0.quantity) })
            while let line = left.keys.sorted().randomElement(using: &random), let units = left[line] {
                let some = Int64.random(in: 1...units, using: &random)
                let sold = SoldBasket(basket: basket, discount: discount, lines: shares, earlier: earlier)
                let outcome = try ReturnRules.decide(
                    sold, .lines([line: some]), under: Conditions(), below: .takeBack)
                guard case .returned(let share) = outcome else {
                    Issue.record("seed \(seed): \(outcome)")
                    return
                }
                #expect(share.discount >= 0 && share.refund >= 0, "seed \(seed)")
                earlier.goods += share.goods
                earlier.discount += share.discount
                earlier.refund += share.refund
                earlier.units[line, default: 0] += some
                left[line] = units == some ? nil : units - some
            }
            let paid = min(total, sum) - discount.amount
            #expect(earlier.discount == discount.amount, "seed \(seed)")
            #expect(earlier.refund <= paid && earlier.refund >= paid - Int64(lines.count), "seed \(seed)")
        }
    }
}
