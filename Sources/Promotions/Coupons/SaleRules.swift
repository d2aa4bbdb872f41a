/// Whether a coupon goes with others in one sale. Each of them must agree.
public enum Combinable: String, CaseIterable, Sendable {
    case alone = "none"
    /// With one coupon of each other campaign.
    case otherCampaigns = "other_campaigns"
    /// With more of its own campaign too.
    case any
}

/// A coupon that went with a sale.
public struct TakenCoupon: Sendable {
    public let coupon: ID<Coupon>
    public let campaign: ID<Campaign>
    public let revision: Int
    /// Nil where the till worked it out itself.
    public let discount: Money?
    public let lines: [LineDiscount]
    /// As the till said it with this coupon.
    public let basketTotal: Int64?

    public init(
        coupon: ID<Coupon>, campaign: ID<Campaign>, revision: Int, discount: Money?, lines: [LineDiscount],
        basketTotal: Int64?
    ) {
        self.coupon = coupon
        self.campaign = campaign
        self.revision = revision
        self.discount = discount
        self.lines = lines
        self.basketTotal = basketTotal
    }
}

/// What is known of a sale when a coupon comes to it.
public struct SaleSoFar: Sendable {
    /// It was taken back before anything was known of it.
    public var voidedAt: Instant?
    public var taken: [TakenCoupon]

    public init(voidedAt: Instant? = nil, taken: [TakenCoupon] = []) {
        self.voidedAt = voidedAt
        self.taken = taken
    }
}

public enum SaleRules {
    /// How many coupons go with one sale at most.
    public static let couponsMax = 20

    /// - Parameter combinable: what the terms of a coupon say, by campaign and revision; nil for one that is not known.
    public static func mayJoin(
        _ campaign: ID<Campaign>, _ own: Combinable, _ coupon: ID<Coupon>, _ sale: SaleSoFar,
        combinable: (TakenCoupon) -> Combinable?
    ) -> Bool {
        guard sale.taken.count < couponsMax else { return false }
        return sale.taken.allSatisfy { taken in
            guard let other = combinable(taken), taken.coupon != coupon else { return false }
            guard own != .alone, other != .alone else { return false }
            return taken.campaign != campaign || own == .any && other == .any
        }
    }
}

extension Basket {
    /// What the coupons before have left. A till may or may not have taken their discounts off the total itself: together
    /// they never exceed the largest total that it named. Of a line's price its units share what is left, rounded down.
    public func after(_ taken: [TakenCoupon]) -> Basket {
        let discounts = taken.compactMap(\.discount).filter { $0.currency == currency }
        let most = taken.compactMap(\.basketTotal).reduce(total, max)
        let left = max(0, min(total, most - discounts.reduce(0) { $0 + $1.amount }))
        var off: [String: Int64] = [:]
        for line in taken.flatMap(\.lines) where line.amount.currency == currency {
            off[line.id, default: 0] += line.amount.amount
        }
        let rest = lines.map { $0.compactMap { $0.reduced(by: off[$0.id, default: 0]) } }
        let basket = try? Basket(
            currency: currency, total: left, eligibleTotal: eligibleTotal.map { min($0, left) }, lines: rest)
        return basket ?? self
    }
}

extension BasketLine {
    /// Nil once nothing is left of it.
    fileprivate func reduced(by off: Int64) -> BasketLine? {
        if off == 0 { return self }
        guard off < amount else { return nil }
        return BasketLine(
            id: id, sku: sku, categories: categories, quantity: quantity, unitPrice: (amount - off) / quantity,
            isDiscounted: isDiscounted)
    }
}
