/// Goods of a sale that come back, as the till says it.
public enum ReturnedGoods: Sendable {
    /// Units by line of the basket; each above zero.
    case lines([String: Int64])
    /// Of a sale that was rung up without lines: what they cost before the coupon, above zero.
    case amount(Int64)
}

/// A sale with a coupon as it was rung up, and what of it has come back so far.
public struct SoldBasket: Sendable {
    /// Before the coupon; nil where the till said no basket.
    public let basket: Basket?
    /// Nil where the till worked it out itself.
    public let discount: Money?
    public let lines: [LineDiscount]
    public var earlier: Returned

    public init(basket: Basket?, discount: Money?, lines: [LineDiscount], earlier: Returned) {
        self.basket = basket
        self.discount = discount
        self.lines = lines
        self.earlier = earlier
    }

    /// All that has come back.
    public struct Returned: Hashable, Sendable {
        public var goods: Int64
        public var discount: Int64
        public var refund: Int64
        public var units: [String: Int64]

        public init(goods: Int64 = 0, discount: Int64 = 0, refund: Int64 = 0, units: [String: Int64] = [:]) {
            self.goods = goods
            self.discount = discount
            self.refund = refund
            self.units = units
        }
    }
}

/// Some goods of a sale that came back.
public struct GoodsReturn: Identified, Sendable {
    public static let idPrefix = "rtn"
}

/// What one return comes to, in minor units of the sale's currency.
public struct ReturnShare: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public let id: String
        public let quantity: Int64
        /// The share of the coupon's discount that goes back with these units.
        public let discount: Int64
        public let refund: Int64

        public init(id: String, quantity: Int64, discount: Int64, refund: Int64) {
            self.id = id
            self.quantity = quantity
            self.discount = discount
            self.refund = refund
        }
    }

    /// What the goods cost before the coupon.
    public let goods: Int64
    /// What of the discount is taken back; `goods` is this and the refund, unless less was paid for them.
    public let discount: Int64
    public let refund: Int64
    /// In the order of the basket; empty for a sale without lines.
    public let lines: [Line]
    /// What is left is worth less than the coupon asks for, and the retailer takes the rest of the discount back.
    public let isBelowMinSpend: Bool
}

/// Why goods are not taken back. The order is the precedence; the raw value is the public code.
public enum ReturnRefusal: String, CaseIterable, Sendable {
    case alreadyVoided = "already_voided"
    case discountUnknown = "discount_unknown"
    case moreThanSold = "more_than_sold"
}

public enum ReturnRules {
    /// What a retailer does when the rest of a basket is below the coupon's minimum.
    public enum BelowMinSpend: String, CaseIterable, Sendable {
        /// The rest keeps its share of the discount.
        case keep = "keep_discount"
        /// The refund is less by what the rest had off.
        case takeBack = "take_back_discount"
    }

    public enum Outcome: Sendable {
        case returned(ReturnShare)
        case refused(ReturnRefusal)
    }

    /// Shares are rounded half up on what has come back altogether, so that any number of returns adds up to the discount
    /// and never to more than was paid.
    /// - Throws: `Invalid` for units where the sale has no lines, or an amount where it has.
    public static func decide(
        _ sale: SoldBasket, _ goods: ReturnedGoods, under conditions: Conditions, below: BelowMinSpend
    ) throws(Invalid) -> Outcome {
        guard let basket = sale.basket, let discount = sale.discount?.amount else { return .refused(.discountUnknown) }
        var parts: [ReturnShare.Line] = []
        var amount: Int64 = 0
        switch goods {
        case .amount(let back):
            if basket.lines != nil { throw Invalid(field: "amount", reason: "name the lines: this sale has them") }
            guard back <= basket.total - sale.earlier.goods else { return .refused(.moreThanSold) }
            amount = back
        case .lines(let units):
            guard let lines = basket.lines else {
                throw Invalid(field: "lines", reason: "this sale has none; send amount")
            }
            guard let found = shares(of: units, in: lines, sale, basket) else { return .refused(.moreThanSold) }
            (parts, amount) = (found.parts, found.goods)
        }
        let left = discount - sale.earlier.discount
        let own =
            basket.lines == nil
            ? part(discount, sale.earlier.goods + amount, of: basket.total)
                - part(discount, sale.earlier.goods, of: basket.total)
            : parts.reduce(0) { $0 + $1.discount }
        var share = min(own, left)
        var refund = basket.lines == nil ? amount - share : parts.reduce(0) { $0 + $1.refund }
        refund = max(0, min(refund, paid(basket) - discount - sale.earlier.refund))
        let isBelow = below == .takeBack && left > share && isBelow(conditions, basket, sale, goods)
        if isBelow {
            let rest = min(left - share, refund)
            share += rest
            refund -= rest
        }
        return .returned(
            ReturnShare(goods: amount, discount: share, refund: refund, lines: parts, isBelowMinSpend: isBelow))
    }

    /// What was owed for the goods before the coupon. Fees that no line names are no goods.
    private static func paid(_ basket: Basket) -> Int64 {
        guard let lines = basket.lines else { return basket.total }
        return min(basket.total, lines.reduce(0) { $0 + $1.amount })
    }

    /// Nil if there are not so many units left.
    private static func shares(
        of units: [String: Int64], in lines: [BasketLine], _ sale: SoldBasket, _ basket: Basket
    ) -> (parts: [ReturnShare.Line], goods: Int64)? {
        // Other discounts are shared by all lines.
        let owed = allocate(paid(basket), over: lines.map(\.amount))
        let discounts = Dictionary(sale.lines.map { ($0.id, $0.amount.amount) }, uniquingKeysWith: +)
        var parts: [ReturnShare.Line] = []
        var goods: Int64 = 0
        for (line, owed) in zip(lines, owed) {
            guard let quantity = units[line.id] else { continue }
            let before = sale.earlier.units[line.id, default: 0]
            guard quantity <= line.quantity - before else { return nil }
            let cut = { (amount: Int64) in
                part(amount, before + quantity, of: line.quantity) - part(amount, before, of: line.quantity)
            }
            let (cost, share) = (cut(owed), cut(discounts[line.id, default: 0]))
            parts.append(
                ReturnShare.Line(id: line.id, quantity: quantity, discount: share, refund: max(0, cost - share)))
            goods += cost
        }
        return parts.count == units.count ? (parts, goods) : nil
    }

    /// `amount` times `some` of `all`, rounded half up.
    private static func part(_ amount: Int64, _ some: Int64, of all: Int64) -> Int64 {
        guard all > 0 else { return 0 }
        let (quotient, remainder) = all.dividingFullWidth(amount.multipliedFullWidth(by: some))
        return quotient + (remainder >= all - remainder ? 1 : 0)
    }

    /// Whether what stays with the customer is worth less than the coupon asks for. Nobody knows where only some goods
    /// count and the till named no lines.
    private static func isBelow(
        _ conditions: Conditions, _ basket: Basket, _ sale: SoldBasket, _ goods: ReturnedGoods
    ) -> Bool {
        guard let least = conditions.minSpend?.amount else { return false }
        switch goods {
        case .amount(let amount):
            return !conditions.narrowsBasket && basket.total - sale.earlier.goods - amount < least
        case .lines(let units):
            let rest = (basket.lines ?? []).compactMap { line -> BasketLine? in
                let left = line.quantity - sale.earlier.units[line.id, default: 0] - units[line.id, default: 0]
                return left > 0 ? line.limited(to: left) : nil
            }
            guard let remaining = try? Basket(currency: basket.currency, total: basket.total, lines: rest) else {
                return false
            }
            return DiscountBase(of: remaining, under: conditions).amount < least
        }
    }
}

extension TillWords {
    public static func say(_ share: ReturnShare, in currency: Currency) -> Sentence {
        let refund = Money(share.refund, currency)
        if share.isBelowMinSpend {
            return """
                Give back \(refund). What is left is less than the coupon asks for, so its discount is taken back.
                """
        }
        if share.discount == 0 { return "Give back \(refund)." }
        return "Give back \(refund). \(Money(share.discount, currency)) was off with the coupon."
    }

    public static func say(_ refusal: ReturnRefusal) -> Sentence {
        switch refusal {
        case .alreadyVoided: "The whole sale was taken back already."
        case .discountUnknown: "This till worked the discount out itself. Work out what it was for these goods."
        case .moreThanSold: "That is more than was sold, or came back already."
        }
    }
}
