/// What a coupon takes off a basket.
public enum DiscountOutcome: Hashable, Sendable {
    /// To the minor unit. `lines` add up to it and are empty if the till sent no lines; lines without a discount are
    /// left out.
    case amount(Money, lines: [LineDiscount])
    /// Valid, but the till has not said enough to know the amount: it computes the reward itself.
    case tillComputes(atMost: Money?)
    case refused(DiscountRefusal)
}

public struct LineDiscount: Hashable, Sendable {
    /// The till's id of the line.
    public let id: String
    /// For all units of the line together.
    public let amount: Money

    public init(id: String, amount: Money) {
        self.id = id
        self.amount = amount
    }
}

/// Why a good coupon does nothing for this basket. The coupon stays unused; the order is the precedence.
public enum DiscountRefusal: Hashable, Sendable {
    case currencyMismatch(needed: Currency)
    /// `part` is the least that would do.
    case basketRequired(part: BasketPart)
    case noEligibleItem
    /// `have` is the eligible part of the basket.
    case minSpend(needed: Money, have: Money)
    /// The free item comes with a purchase, and there is none besides it.
    case purchaseRequired
    /// A share of so little rounds to nothing: the coupon is worth more another time.
    case nothingOff
}

/// How much a till tells about a basket; each tells more than the one before. The raw value is the field on the wire.
public enum BasketPart: String, Sendable, CaseIterable, Comparable {
    case total
    case eligibleTotal = "eligible_total"
    case lines

    public static func < (left: BasketPart, right: BasketPart) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .total: 0
        case .eligibleTotal: 1
        case .lines: 2
        }
    }
}

extension Reward {
    /// What the reward takes off, all conditions met. Nil basket: a till that only scans.
    ///
    /// The eligible part is what the conditions leave of the lines, never more than the basket's total; without lines
    /// it is the till's own `eligible_total`, or the total if every good counts. Percentages round half up; one that rounds to nothing is refused.
    public func discount(on basket: Basket?, under conditions: Conditions) -> DiscountOutcome {
        let needed = leastPart(under: conditions)
        guard let basket else {
            // A till that only scans leaves the rest to the cashier, who hands the item over and sees the purchase.
            if isFreeItem, conditions.minSpend == nil { return .tillComputes(atMost: worstCase) }
            return needed.map { .refused(.basketRequired(part: $0)) } ?? .tillComputes(atMost: worstCase)
        }
        let currencies = [currency, conditions.minSpend?.currency].compactMap { $0 }
        if let foreign = currencies.first(where: { $0 != basket.currency }) {
            return .refused(.currencyMismatch(needed: foreign))
        }
        if let needed, needed > basket.part {
            return .refused(.basketRequired(part: needed))
        }
        let eligible = DiscountBase(of: basket, under: conditions)
        // Without lines a basket may be one free item alone, which no total shows.
        let canBeEmpty = isFreeItem && eligible.lines == nil
        guard eligible.amount > 0 || canBeEmpty else { return .refused(.noEligibleItem) }
        if let minSpend = conditions.minSpend, eligible.amount < minSpend.amount {
            return .refused(.minSpend(needed: minSpend, have: Money(eligible.amount, basket.currency)))
        }
        switch self {
        case .percentOff(let basisPoints, let maxDiscount):
            let units = eligible.discounted(atMostUnits: conditions.maxUnits)
            let share = (units.amount * Int64(basisPoints) + 5_000) / 10_000
            guard share > 0 else { return .refused(.nothingOff) }
            return units.taking(min(share, maxDiscount?.amount ?? share))
        case .amountOff(let amount):
            let units = eligible.discounted(atMostUnits: conditions.maxUnits)
            return units.taking(min(amount.amount, units.amount))
        case .freeItem(_, let skus, let withPurchase, let value):
            return eligible.freeing(oneOf: skus, withPurchase: withPurchase, upTo: value)
        case .fixedPrice(_, let skus, let price, let value):
            return eligible.pricing(oneOf: skus, at: price, insteadOf: value)
        // No coupon is ever issued for these.
        case .donation, .points: return .refused(.noEligibleItem)
        }
    }

    /// The cashier hands it over and sees its price.
    private var isFreeItem: Bool {
        switch self {
        case .freeItem, .fixedPrice: true
        case .percentOff, .amountOff, .donation, .points: false
        }
    }

    /// The least a till must say for the answer to be right; nil if a scan alone will do.
    private func leastPart(under conditions: Conditions) -> BasketPart? {
        let spend: BasketPart = conditions.narrowsBasket ? .eligibleTotal : .total
        switch self {
        case .donation, .points: return nil
        case .percentOff, .amountOff:
            if conditions.maxUnits != nil { return .lines }
            return conditions.minSpend != nil || conditions.narrowsBasket ? spend : nil
        case .freeItem(_, let skus, let withPurchase, _):
            if !skus.isEmpty { return .lines }
            // The cashier hands the item over and sees whether it is one of those that count.
            return conditions.minSpend != nil || withPurchase ? spend : nil
        case .fixedPrice(_, let skus, _, _):
            if !skus.isEmpty { return .lines }
            return conditions.minSpend != nil ? spend : nil
        }
    }
}

extension Basket {
    fileprivate var part: BasketPart {
        if lines != nil { return .lines }
        return eligibleTotal == nil ? .total : .eligibleTotal
    }
}
