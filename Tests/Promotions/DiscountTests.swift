import Promotions
import Testing

@Suite("Discounts")
struct DiscountTests {
    let usd: Currency

    init() throws {
        usd = try #require(Currency("USD"))
    }

    private func money(_ amount: Int64) -> Money {
        Money(amount, usd)
    }

    private func line(
        _ id: String, _ price: Int64, times quantity: Int64 = 1, sku: String? = nil, _ categories: [String] = [],
        reduced: Bool = false
    ) throws -> BasketLine {
        try #require(
            BasketLine(
                id: id, sku: sku, categories: categories, quantity: quantity, unitPrice: price, isDiscounted: reduced))
    }

    /// A basket whose total is what its lines add up to, unless another is given.
    private func basket(_ lines: [BasketLine], total: Int64? = nil) throws -> Basket {
        try Basket(currency: usd, total: total ?? lines.reduce(0) { $0 + $1.amount }, lines: lines)
    }

    private func amount(_ total: Int64, _ lines: KeyValuePairs<String, Int64>) -> DiscountOutcome {
        .amount(money(total), lines: lines.map { LineDiscount(id: $0.key, amount: money($0.value)) })
    }

    private func percent(_ percent: Int, upTo most: Int64? = nil) -> Reward {
        .percentOff(basisPoints: percent * 100, maxDiscount: most.map(money))
    }

    private func pastry(_ skus: [String] = [], withPurchase: Bool = false, upTo value: Int64? = nil) -> Reward {
        .freeItem(item: "Pastry", skus: skus, withPurchase: withPurchase, value: value.map(money))
    }

    // 25 % of 10.01 is 2.5025, so 2.50. Shares: 3.33 -> 83.1668, 3.34 -> 83.4166 twice; 83 each leaves 1 for the
    // larger remainder, and of two equal ones the first.
    @Test("a percentage is shared out by largest remainder")
    func remainder() throws {
        let basket = try basket([line("a", 333), line("b", 334), line("c", 334)])
        #expect(percent(25).discount(on: basket, under: Conditions()) == amount(250, ["a": 83, "b": 84, "c": 83]))
    }

    @Test(
        "half a cent rounds up; where it comes to nothing, the coupon is not used up for it",
        arguments: [(1, 50, 1), (1, 49, nil), (50, 1, 1), (25, 1, nil), (33, 150, 50), (100, 7, 7)]
            as [(Int, Int64, Int64?)]
    )
    func halfUp(percentage: Int, total: Int64, expected: Int64?) throws {
        let basket = try Basket(currency: usd, total: total)
        let told = expected.map { amount($0, [:]) } ?? .refused(.nothingOff)
        #expect(percent(percentage).discount(on: basket, under: Conditions()) == told)
    }

    @Test("max_discount caps a percentage and the lines follow")
    func capped() throws {
        let basket = try basket([line("a", 30_000), line("b", 10_000)])
        let outcome = percent(25, upTo: 5_000).discount(on: basket, under: Conditions())
        #expect(outcome == amount(5_000, ["a": 3_750, "b": 1_250]))
    }

    @Test("an amount never takes off more than there is")
    func amountOff() throws {
        let off = Reward.amountOff(money(1_000))
        #expect(off.discount(on: try basket([line("a", 700)]), under: Conditions()) == amount(700, ["a": 700]))
        let shared = amount(1_000, ["a": 250, "b": 750])
        #expect(off.discount(on: try basket([line("a", 500), line("b", 1_500)]), under: Conditions()) == shared)
        // Other coupons left 3.00 to pay of 20.00.
        let rest = try basket([line("a", 500), line("b", 1_500)], total: 300)
        #expect(off.discount(on: rest, under: Conditions()) == amount(300, ["a": 75, "b": 225]))
    }

    @Test("include names categories or SKUs, exclude wins, and capitals do not matter")
    func narrowed() throws {
        let basket = try basket([
            line("coffee", 400, ["Drinks"]), line("wine", 2_000, ["drinks", "Alcohol"]),
            line("cake", 500, sku: "CAKE-1"),
            line("card", 5_000, ["gift-cards"]), line("bare", 100),
        ])
        let included = Conditions(include: ["drinks", "cake-1"], exclude: ["ALCOHOL"])
        #expect(percent(10).discount(on: basket, under: included) == amount(90, ["coffee": 40, "cake": 50]))
        let excluded = Conditions(exclude: ["alcohol", "gift-cards", "Cake-1"])
        #expect(percent(10).discount(on: basket, under: excluded) == amount(50, ["coffee": 40, "bare": 10]))
        let nothing = percent(10).discount(on: basket, under: Conditions(include: ["shoes"]))
        #expect(nothing == .refused(.noEligibleItem))
    }

    @Test("lines that are reduced already are left out on demand")
    func reduced() throws {
        let basket = try basket([line("a", 1_000, reduced: true), line("b", 500)])
        let strict = Conditions(excludesDiscounted: true)
        #expect(percent(10).discount(on: basket, under: strict) == amount(50, ["b": 50]))
        #expect(percent(10).discount(on: basket, under: Conditions()) == amount(150, ["a": 100, "b": 50]))
    }

    @Test("min_spend looks at the eligible part, to the cent")
    func minSpend() throws {
        let basket = try basket([line("a", 1_999), line("wine", 5_000, ["alcohol"])])
        let refused = percent(10).discount(
            on: basket, under: Conditions(minSpend: money(2_000), exclude: ["alcohol"]))
        #expect(refused == .refused(.minSpend(needed: money(2_000), have: money(1_999))))
        let met = percent(10).discount(on: basket, under: Conditions(minSpend: money(1_999), exclude: ["alcohol"]))
        #expect(met == amount(200, ["a": 200]))
        // What other discounts took away was not spent.
        let lowered = try self.basket([line("a", 3_000)], total: 1_500)
        let short = percent(10).discount(on: lowered, under: Conditions(minSpend: money(2_000)))
        #expect(short == .refused(.minSpend(needed: money(2_000), have: money(1_500))))
    }

    @Test("max_units takes the cheapest units, but min_spend still sees them all")
    func maxUnits() throws {
        let basket = try basket([line("a", 300, times: 2), line("b", 100, times: 2), line("c", 300), line("bag", 0)])
        let three = Conditions(minSpend: money(1_100), maxUnits: 3)
        #expect(percent(50).discount(on: basket, under: three) == amount(250, ["a": 150, "b": 100]))
        let one = Reward.amountOff(money(1_000)).discount(on: basket, under: Conditions(maxUnits: 1))
        #expect(one == amount(100, ["b": 100]))
        let all = percent(50).discount(on: basket, under: Conditions(maxUnits: 100))
        #expect(all == amount(550, ["a": 300, "b": 100, "c": 150]))
    }

    @Test("without lines the till's eligible_total counts, and the total only if every good does")
    func withoutLines() throws {
        let bare = try Basket(currency: usd, total: 1_000)
        let split = try Basket(currency: usd, total: 1_000, eligibleTotal: 400)
        #expect(percent(10).discount(on: bare, under: Conditions()) == amount(100, [:]))
        #expect(percent(10).discount(on: split, under: Conditions()) == amount(40, [:]))
        for conditions in [
            Conditions(include: ["a"]), Conditions(exclude: ["a"]), Conditions(excludesDiscounted: true),
        ] {
            #expect(percent(10).discount(on: split, under: conditions) == amount(40, [:]))
            let outcome = percent(10).discount(on: bare, under: conditions)
            #expect(outcome == .refused(.basketRequired(part: .eligibleTotal)))
        }
        let units = percent(10).discount(on: split, under: Conditions(maxUnits: 1))
        #expect(units == .refused(.basketRequired(part: .lines)))
    }

    @Test("a till that only scans gets an answer if the terms allow it, else is told the least to send")
    func noBasket() {
        let table: [(Reward, Conditions, DiscountOutcome)] = [
            (percent(25), Conditions(), .tillComputes(atMost: nil)),
            (percent(25, upTo: 500), Conditions(), .tillComputes(atMost: money(500))),
            (.amountOff(money(100)), Conditions(), .tillComputes(atMost: money(100))),
            (pastry(upTo: 300), Conditions(exclude: ["alcohol"]), .tillComputes(atMost: money(300))),
            (percent(25), Conditions(minSpend: money(1)), .refused(.basketRequired(part: .total))),
            (
                percent(25), Conditions(minSpend: money(1), exclude: ["a"]),
                .refused(.basketRequired(part: .eligibleTotal))
            ),
            (.amountOff(money(100)), Conditions(include: ["a"]), .refused(.basketRequired(part: .eligibleTotal))),
            (percent(25), Conditions(exclude: ["a"], maxUnits: 1), .refused(.basketRequired(part: .lines))),
            (pastry(withPurchase: true), Conditions(), .tillComputes(atMost: nil)),
            (pastry(withPurchase: true), Conditions(exclude: ["a"]), .tillComputes(atMost: nil)),
            (pastry(["p"]), Conditions(), .tillComputes(atMost: nil)),
            (pastry(), Conditions(minSpend: money(1)), .refused(.basketRequired(part: .total))),
            (pastry(["p"]), Conditions(minSpend: money(1)), .refused(.basketRequired(part: .lines))),
        ]
        for (reward, conditions, expected) in table {
            #expect(reward.discount(on: nil, under: conditions) == expected)
        }
    }

    @Test("another currency is refused before anything else")
    func currency() throws {
        let euros = try Basket(currency: try #require(Currency("EUR")), total: 0)
        let foreign = DiscountOutcome.refused(.currencyMismatch(needed: usd))
        #expect(Reward.amountOff(money(1)).discount(on: euros, under: Conditions(maxUnits: 1)) == foreign)
        #expect(percent(5, upTo: 5).discount(on: euros, under: Conditions()) == foreign)
        #expect(percent(5).discount(on: euros, under: Conditions(minSpend: money(5))) == foreign)
        #expect(percent(5).discount(on: euros, under: Conditions()) == .refused(.noEligibleItem))
    }

    @Test("the cheapest matching item is free, up to its value")
    func freeItem() throws {
        let basket = try basket([
            line("latte", 450, sku: "L"), line("tart", 400, times: 2, sku: "T"), line("roll", 350, sku: "R"),
            line("bag", 0),
        ])
        #expect(pastry().discount(on: basket, under: Conditions()) == amount(350, ["roll": 350]))
        #expect(pastry(["t", "x"]).discount(on: basket, under: Conditions()) == amount(400, ["tart": 400]))
        #expect(pastry(["T"], upTo: 300).discount(on: basket, under: Conditions()) == amount(300, ["tart": 300]))
        #expect(pastry(["X"]).discount(on: basket, under: Conditions()) == .refused(.noEligibleItem))
        let excluded = pastry(["R"]).discount(on: basket, under: Conditions(exclude: ["R"]))
        #expect(excluded == .refused(.noEligibleItem))
    }

    @Test("with a purchase there must be something else to pay for")
    func withPurchase() throws {
        let free = pastry(["P"], withPurchase: true)
        let roll = try line("roll", 350, sku: "P")
        let gift = amount(350, ["roll": 350])
        let alone = free.discount(on: try basket([roll, line("bag", 0)]), under: Conditions())
        #expect(alone == .refused(.purchaseRequired))
        #expect(free.discount(on: try basket([roll, line("tea", 100)]), under: Conditions()) == gift)
        #expect(free.discount(on: try basket([line("roll", 350, times: 2, sku: "P")]), under: Conditions()) == gift)
        // The tea was paid by another coupon, or does not count.
        let paid = try basket([roll, line("tea", 100)], total: 350)
        #expect(free.discount(on: paid, under: Conditions()) == .refused(.purchaseRequired))
        let wine = try basket([roll, line("wine", 900, ["alcohol"])])
        #expect(free.discount(on: wine, under: Conditions(exclude: ["alcohol"])) == .refused(.purchaseRequired))
    }

    @Test("without lines the cashier sees the free item, and we only whether something was bought")
    func freeItemWithoutLines() throws {
        let some = try Basket(currency: usd, total: 250)
        let none = try Basket(currency: usd, total: 0)
        let free = pastry(withPurchase: true, upTo: 300)
        #expect(free.discount(on: some, under: Conditions()) == .tillComputes(atMost: money(300)))
        #expect(free.discount(on: none, under: Conditions()) == .refused(.purchaseRequired))
        #expect(pastry().discount(on: none, under: Conditions()) == .tillComputes(atMost: nil))
        #expect(pastry(["P"]).discount(on: some, under: Conditions()) == .refused(.basketRequired(part: .lines)))
        let short = pastry().discount(on: some, under: Conditions(minSpend: money(251)))
        #expect(short == .refused(.minSpend(needed: money(251), have: money(250))))
    }

    @Test("an empty basket has nothing to take a discount off")
    func empty() throws {
        #expect(percent(10).discount(on: try basket([]), under: Conditions()) == .refused(.noEligibleItem))
        #expect(pastry().discount(on: try basket([]), under: Conditions()) == .refused(.noEligibleItem))
        let paid = try basket([line("a", 100)], total: 0)
        #expect(Reward.amountOff(money(5)).discount(on: paid, under: Conditions()) == .refused(.noEligibleItem))
    }

    @Test("the largest amounts do not overflow")
    func largest() throws {
        let half = Money.amountMax / 2
        let basket = try basket([line("a", half), line("b", half - 1), line("c", 1)])
        let all = percent(100).discount(on: basket, under: Conditions(minSpend: money(Money.amountMax)))
        #expect(all == amount(Money.amountMax, ["a": half, "b": half - 1, "c": 1]))
        // One less than all: a lacks exactly a half, b a trifle less and c next to nothing, so a goes without.
        let most = Reward.amountOff(money(Money.amountMax - 1)).discount(on: basket, under: Conditions())
        #expect(most == amount(Money.amountMax - 1, ["a": half - 1, "b": half - 1, "c": 1]))
        let bare = try Basket(currency: usd, total: Money.amountMax)
        #expect(percent(100).discount(on: bare, under: Conditions()) == amount(Money.amountMax, [:]))
    }
}
