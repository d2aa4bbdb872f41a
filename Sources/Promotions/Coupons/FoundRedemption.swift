/// A redemption that a till looked up, with what became of it.
public struct FoundRedemption: Sendable {
    public let kept: KeptRedemption
    public let till: ID<Till>
    public let cashier: String?
    public let receiptNumber: String?
    public let saleID: String?
    /// As it was rung up, before the coupon; nil where the till said none.
    public let basket: Basket?
    /// What of the sale has come back.
    public let returned: SoldBasket.Returned?

    public init(
        kept: KeptRedemption, till: ID<Till>, cashier: String?, receiptNumber: String?, saleID: String?,
        basket: Basket?, returned: SoldBasket.Returned?
    ) {
        self.kept = kept
        self.till = till
        self.cashier = cashier
        self.receiptNumber = receiptNumber
        self.saleID = saleID
        self.basket = basket
        self.returned = returned
    }
}

extension TillWords {
    public static func sayFound(_ found: [FoundRedemption], coupon: Coupon?, zone: Zone, at now: Instant) -> Sentence {
        guard let last = found.first else {
            return coupon == nil ? "Nothing was taken for that." : "This coupon was not used."
        }
        let used = LocalWords.moment(last.kept.redeemedAt, now: now, zone: zone)
        if let voided = last.kept.voidedAt {
            return "It was used \(used) and taken back \(LocalWords.moment(voided, now: now, zone: zone))."
        }
        return last.returned == nil ? "It was used \(used)." : "It was used \(used), and some of that sale came back."
    }
}
