import Length
import Promotions
import Testing

@Suite("Discounts of random baskets")
struct DiscountPropertyTests {
    let seed = UInt64.random(in: .min ... .max)
    let usd: Currency

    init() throws {
        usd = try #require(Currency("USD"))
    }

    private static let skus = ["A", "B", "C", "D"]
    private static let categories = ["food", "drink", "alcohol"]

    private func randomBasket(_ draw: inout SeededDraw) throws -> Basket {
        let highest: Int64 = [9, 999, 99_999, 5_000_000_000].randomElement(using: &draw) ?? 1
        let lines = try (0..<Int.random(in: 0...9, using: &draw)).map { place in
            try #require(
                BasketLine(
                    id: "\(place)", sku: Self.skus.randomElement(using: &draw),
                    categories: Self.categories.filter { _ in Bool.random(using: &draw) },
                    quantity: Int64.random(in: 1...20, using: &draw),
                    unitPrice: Int64.random(in: 0...highest, using: &draw), isDiscounted: Bool.random(using: &draw)))
        }
        let sum = lines.reduce(0) { $0 + $1.amount }
        let total = Bool.random(using: &draw) ? sum : Int64.random(in: 0...sum, using: &draw)
        return try Basket(currency: usd, total: total, lines: lines)
    }

    private func randomConditions(_ draw: inout SeededDraw) -> Conditions {
        let include: [[String]] = [[], [], ["food"], ["A", "drink"]]
        let exclude: [[String]] = [[], [], ["alcohol"], ["B"]]
        let units: [Int64?] = [nil, nil, 1, 5, 30]
        return Conditions(
            include: include.randomElement(using: &draw) ?? [], exclude: exclude.randomElement(using: &draw) ?? [],
            excludesDiscounted: Bool.random(using: &draw), maxUnits: units.randomElement(using: &draw) ?? nil)
    }

    private func randomReward(_ draw: inout SeededDraw) -> Reward {
        let most = Money(Int64.random(in: 1...20_000, using: &draw), usd)
        switch Int.random(in: 0..<4, using: &draw) {
        case 0: return .percentOff(basisPoints: Int.random(in: 1...10_000, using: &draw), maxDiscount: nil)
        case 1: return .percentOff(basisPoints: Int.random(in: 1...10_000, using: &draw), maxDiscount: most)
        case 2: return .amountOff(most)
        default:
            let skus = Bool.random(using: &draw) ? [] : ["C", "D"]
            let value = Bool.random(using: &draw) ? most : nil
            return .freeItem(item: "x", skus: skus, withPurchase: Bool.random(using: &draw), value: value)
        }
    }

    /// The conditions once more, written as plainly as can be.
    private func isEligible(_ line: BasketLine, _ conditions: Conditions) -> Bool {
        let names = line.categories + [line.sku].compactMap { $0 }
        if !conditions.include.isEmpty && !names.contains(where: conditions.include.contains) { return false }
        if names.contains(where: conditions.exclude.contains) { return false }
        return !(conditions.excludesDiscounted && line.isDiscounted)
    }

    @Test("lines add up to the discount, none exceeds its line, all are eligible, and the worst case holds")
    func invariants() throws {
        var draw = SeededDraw(seed)
        var granted = 0
        for _ in 0..<rounds(20_000) {
            let basket = try randomBasket(&draw)
            let conditions = randomConditions(&draw)
            let reward = randomReward(&draw)
            let lines = try #require(basket.lines)
            let eligible = lines.filter { isEligible($0, conditions) }
            let eligibleSum = min(eligible.reduce(0) { $0 + $1.amount }, basket.total)
            guard case .amount(let discount, let parts) = reward.discount(on: basket, under: conditions) else {
                continue
            }
            granted += 1
            #expect(parts.reduce(0) { $0 + $1.amount.amount } == discount.amount, "seed \(seed)")
            #expect(0...eligibleSum ~= discount.amount, "seed \(seed)")
            #expect(discount.amount <= reward.worstCase?.amount ?? .max, "seed \(seed)")
            for part in parts {
                let line = try #require(eligible.first { $0.id == part.id }, "seed \(seed)")
                #expect(1...line.amount ~= part.amount.amount, "seed \(seed)")
            }
            #expect(Set(parts.map(\.id)).count == parts.count, "seed \(seed)")
        }
        #expect(granted > 5_000, "seed \(seed)")
    }

    @Test("a higher percentage never takes off less")
    func monotonic() throws {
        var draw = SeededDraw(seed)
        for _ in 0..<rounds(500) {
            let basket = try randomBasket(&draw)
            let conditions = randomConditions(&draw)
            var last: Int64 = 0
            for basisPoints in stride(from: 1, through: 10_000, by: 101) {
                let reward = Reward.percentOff(basisPoints: basisPoints, maxDiscount: nil)
                guard case .amount(let discount, _) = reward.discount(on: basket, under: conditions) else { continue }
                #expect(discount.amount >= last, "seed \(seed)")
                last = discount.amount
            }
        }
    }

    @Test("without max_units a percentage is that of the eligible sum, rounded half up")
    func exact() throws {
        var draw = SeededDraw(seed)
        for _ in 0..<rounds(5_000) {
            let basket = try randomBasket(&draw)
            let basisPoints = Int.random(in: 1...10_000, using: &draw)
            let reward = Reward.percentOff(basisPoints: basisPoints, maxDiscount: nil)
            guard case .amount(let discount, _) = reward.discount(on: basket, under: Conditions()) else { continue }
            // |10,000 d - share| is at most half, and half only upwards.
            let off = discount.amount * 10_000 - basket.total * Int64(basisPoints)
            #expect(off > -5_000 && off <= 5_000, "seed \(seed)")
        }
    }

    @Test("whatever is said of units, only the cheapest are discounted")
    func cheapest() throws {
        var draw = SeededDraw(seed)
        for _ in 0..<rounds(2_000) {
            let basket = try randomBasket(&draw)
            let units = Int64.random(in: 1...30, using: &draw)
            let all = Reward.percentOff(basisPoints: 10_000, maxDiscount: nil)
            let outcome = all.discount(on: basket, under: Conditions(maxUnits: units))
            guard case .amount(let discount, _) = outcome else { continue }
            let prices = (basket.lines ?? []).flatMap { line in
                [Int64](repeating: line.unitPrice, count: Int(line.quantity))
            }
            let expected = prices.filter { $0 > 0 }.sorted().prefix(Int(units)).reduce(0, +)
            #expect(discount.amount == min(expected, basket.total), "seed \(seed)")
        }
    }
}
