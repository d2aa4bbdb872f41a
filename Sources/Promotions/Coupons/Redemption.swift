/// A coupon taken at a till.
public struct Redemption: Identified, Hashable, Sendable {
    public static let idPrefix = "rdm"

    public enum State: String, CaseIterable, Sendable {
        case redeemed, voided
    }
}

/// A redemption as it is written and told again.
public struct RedemptionRecord: Sendable {
    public let id: ID<Redemption>
    public let coupon: ID<Coupon>
    public let campaign: ID<Campaign>
    public let till: ID<Till>
    public let store: ID<Store>
    public let cashier: String?
    public let receiptNumber: String?
    public let saleID: String?
    public let basketTotal: Int64?
    /// Nil where the till named none.
    public let basketLines: [BasketLine]?
    /// Nil where the till computes the reward itself.
    public let discount: Money?
    public let lines: [LineDiscount]
    public let redeemedAt: Instant
    /// Exclusive.
    public let voidableUntil: Instant
    /// When the ledger has it.
    public let bookedAt: Instant

    /// - Parameter bookedAt: nil: when it was redeemed.
    public init(
        id: ID<Redemption>, coupon: ID<Coupon>, campaign: ID<Campaign>, till: ID<Till>, store: ID<Store>,
        cashier: String?, receiptNumber: String?, saleID: String?, basketTotal: Int64?,
        basketLines: [BasketLine]? = nil, discount: Money?, lines: [LineDiscount], redeemedAt: Instant,
        voidableUntil: Instant, bookedAt: Instant? = nil
    ) {
        self.bookedAt = bookedAt ?? redeemedAt
        self.id = id
        self.coupon = coupon
        self.campaign = campaign
        self.till = till
        self.store = store
        self.cashier = cashier
        self.receiptNumber = receiptNumber
        self.saleID = saleID
        self.basketTotal = basketTotal
        self.basketLines = basketLines
        self.discount = discount
        self.lines = lines
        self.redeemedAt = redeemedAt
        self.voidableUntil = voidableUntil
    }
}

/// What a till is told again when it retries.
public struct KeptRedemption: Sendable {
    public let id: ID<Redemption>
    public let coupon: ID<Coupon>
    public let store: ID<Store>
    public let discount: Money?
    public let lines: [LineDiscount]
    public let redeemedAt: Instant
    /// Exclusive; nil where it cannot be taken back any more.
    public let voidableUntil: Instant?
    public let voidedAt: Instant?
    /// Some of the sale's goods came back.
    public let hasReturns: Bool

    public init(
        id: ID<Redemption>, coupon: ID<Coupon>, store: ID<Store>, discount: Money?, lines: [LineDiscount],
        redeemedAt: Instant, voidableUntil: Instant?, voidedAt: Instant? = nil, hasReturns: Bool = false
    ) {
        self.id = id
        self.coupon = coupon
        self.store = store
        self.discount = discount
        self.lines = lines
        self.redeemedAt = redeemedAt
        self.voidableUntil = voidableUntil
        self.voidedAt = voidedAt
        self.hasReturns = hasReturns
    }

    public var state: Redemption.State { voidedAt == nil ? .redeemed : .voided }

    public func voided(at instant: Instant) -> KeptRedemption {
        KeptRedemption(
            id: id, coupon: coupon, store: store, discount: discount, lines: lines, redeemedAt: redeemedAt,
            voidableUntil: voidableUntil, voidedAt: instant)
    }
}

/// One sale at one store, as its till names it.
public struct Sale: Hashable, Sendable {
    public let store: ID<Store>
    public let id: String

    public init(store: ID<Store>, id: String) {
        self.store = store
        self.id = id
    }
}
