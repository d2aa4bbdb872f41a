import Promotions
import Testing

@Suite("A fixed price")
struct FixedPriceTests {
    private let usd: Currency

    init() throws {
        usd = try #require(Currency("USD"))
    }

    private func latte(_ skus: [String] = [], insteadOf value: Int64? = nil) -> Reward {
        .fixedPrice(item: "Latte", skus: skus, price: Money(100, usd), value: value.map { Money($0, usd) })
    }

    private func basket(_ prices: KeyValuePairs<String, Int64>, total: Int64? = nil) throws -> Basket {
        let lines = try prices.map {
            try #require(
                BasketLine(
                    id: $0.key, sku: $0.key, categories: [], quantity: 1, unitPrice: $0.value, isDiscounted: false))
        }
        return try Basket(currency: usd, total: total ?? lines.reduce(0) { $0 + $1.amount }, lines: lines)
    }

    private func off(_ amount: Int64, _ line: String) -> DiscountOutcome {
        .amount(Money(amount, usd), lines: [LineDiscount(id: line, amount: Money(amount, usd))])
    }

    @Test("the cheapest unit that costs more is sold for the price, up to what it is worth at most")
    func cheapest() throws {
        let basket = try basket(["gum": 90, "grande": 500, "tall": 400])
        #expect(latte().discount(on: basket, under: Conditions()) == off(300, "tall"))
        #expect(latte(["GRANDE"]).discount(on: basket, under: Conditions()) == off(400, "grande"))
        #expect(latte(["grande"], insteadOf: 450).discount(on: basket, under: Conditions()) == off(350, "grande"))
        #expect(latte(["gum"]).discount(on: basket, under: Conditions()) == .refused(.noEligibleItem))
    }

    @Test("a till that only scans computes it, within what the coupon can cost")
    func scanned() throws {
        #expect(latte(insteadOf: 450).worstCase == Money(350, usd))
        #expect(latte().worstCase == nil)
        #expect(latte(insteadOf: 450).discount(on: nil, under: Conditions()) == .tillComputes(atMost: Money(350, usd)))
        #expect(latte(["a"]).summary == "Latte for $1.00")
        #expect(latte(insteadOf: 450).summary == "Latte for $1.00 instead of up to $4.50")
    }
}
