/// What the conditions leave of a basket.
struct DiscountBase {
    /// In the till's order, without those at price zero: a bag that costs nothing is neither a purchase nor a gift.
    /// Nil if the till sent no lines.
    let lines: [BasketLine]?
    /// Never above the basket's total, which other discounts may have lowered below the sum of the lines.
    let amount: Int64
    let currency: Currency

    init(lines: [BasketLine]?, amount: Int64, currency: Currency) {
        self.lines = lines
        self.amount = amount
        self.currency = currency
    }

    init(of basket: Basket, under conditions: Conditions) {
        currency = basket.currency
        guard let all = basket.lines else {
            lines = nil
            amount = basket.eligibleTotal ?? basket.total
            return
        }
        let include = Labels(conditions.include)
        let exclude = Labels(conditions.exclude)
        let left = all.filter { line in
            line.unitPrice > 0 && (include.isEmpty || include.match(line)) && !exclude.match(line)
                && !(conditions.excludesDiscounted && line.isDiscounted)
        }
        lines = left
        amount = min(left.reduce(0) { $0 + $1.amount }, basket.total)
    }

    /// The cheapest units, as the small print of most retailers has it: what the campaign promised stays the least it
    /// can cost, whatever else is in the basket. Equal prices: the earlier line first.
    func discounted(atMostUnits unitsMax: Int64?) -> DiscountBase {
        guard let unitsMax, let lines else { return self }
        var unitsLeft = unitsMax
        var chosen: [Int: BasketLine] = [:]
        let cheapestFirst = lines.indices.sorted { (lines[$0].unitPrice, $0) < (lines[$1].unitPrice, $1) }
        for place in cheapestFirst where unitsLeft > 0 {
            let line = lines[place].limited(to: unitsLeft)
            chosen[place] = line
            unitsLeft -= line.quantity
        }
        let kept = lines.indices.compactMap { chosen[$0] }
        return DiscountBase(lines: kept, amount: min(amount, kept.reduce(0) { $0 + $1.amount }), currency: currency)
    }

    /// Takes `discount`, at most `amount`, off all lines in proportion.
    func taking(_ discount: Int64) -> DiscountOutcome {
        let lines = lines ?? []
        let parts = allocate(discount, over: lines.map(\.amount))
        let discounts = zip(lines, parts).filter { $0.1 > 0 }.map { line, part in
            LineDiscount(id: line.id, amount: Money(part, currency))
        }
        return .amount(Money(discount, currency), lines: discounts)
    }

    /// Frees the cheapest matching unit. Without lines the cashier sees the item and its price, we only the purchase.
    func freeing(oneOf skus: [String], withPurchase: Bool, upTo value: Money?) -> DiscountOutcome {
        guard let lines else {
            return withPurchase && amount == 0 ? .refused(.purchaseRequired) : .tillComputes(atMost: value)
        }
        let wanted = Labels(skus)
        let matching = lines.filter { wanted.isEmpty || $0.sku.map(wanted.contains) == true }
        guard let item = matching.min(by: { $0.unitPrice < $1.unitPrice }) else { return .refused(.noEligibleItem) }
        // What is owed besides the item: another line, or another unit of the same one.
        if withPurchase && amount <= item.unitPrice { return .refused(.purchaseRequired) }
        let discount = min(item.unitPrice, value?.amount ?? item.unitPrice, amount)
        let money = Money(discount, currency)
        return .amount(money, lines: [LineDiscount(id: item.id, amount: money)])
    }

    /// Sells the cheapest matching unit that costs more than `price` for that. Without lines the cashier sees its price.
    func pricing(oneOf skus: [String], at price: Money, insteadOf value: Money?) -> DiscountOutcome {
        let most = value.map { $0.amount - price.amount }
        guard let lines else { return .tillComputes(atMost: most.map { Money($0, currency) }) }
        let wanted = Labels(skus)
        let matching = lines.filter {
            $0.unitPrice > price.amount && (wanted.isEmpty || $0.sku.map(wanted.contains) == true)
        }
        guard let item = matching.min(by: { $0.unitPrice < $1.unitPrice }) else { return .refused(.noEligibleItem) }
        let discount = min(item.unitPrice - price.amount, most ?? .max, amount)
        let money = Money(discount, currency)
        return .amount(money, lines: [LineDiscount(id: item.id, amount: money)])
    }
}
