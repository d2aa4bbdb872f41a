/// One coupon that a till took without asking, as it reports it.
public struct OfflineAcceptance: Sendable {
    public static let uploadsMax = 500
    /// How far ahead of ours a till's clock may be.
    public static let aheadSeconds = 300

    /// The till's own name for it: the second upload of a name changes nothing.
    public let name: String
    /// As it was scanned, or typed from the slip.
    public let scanned: String
    public let acceptedAt: Instant
    /// From the paper slip, not from the till's own memory.
    public let isOnPaper: Bool
    public let basket: Basket?
    public let receiptNumber: String?
    public let cashier: String?
    public let saleID: String?

    public init(
        name: String, scanned: String, acceptedAt: Instant, isOnPaper: Bool = false, basket: Basket? = nil,
        receiptNumber: String? = nil, cashier: String? = nil, saleID: String? = nil
    ) {
        self.name = name
        self.scanned = scanned
        self.acceptedAt = acceptedAt
        self.isOnPaper = isOnPaper
        self.basket = basket
        self.receiptNumber = receiptNumber
        self.cashier = cashier
        self.saleID = saleID
    }
}

/// What became of an acceptance. It was given in any case; this says what it counts as.
public struct OfflineSettlement: Hashable, Sendable {
    public enum Outcome: String, CaseIterable, Sendable {
        /// The coupon was still there.
        case redeemed
        /// It was not: the till's lease holds the place of a second one.
        case charged
        /// It was not, and no lease holds it.
        case lost
        /// No coupon of the retailer has that code.
        case unknown
        /// Its sale was taken back before it was reported: nothing was given, and the coupon stays as it is.
        case voided
    }

    /// Why the coupon was not there. The order is the precedence.
    public enum Reason: String, CaseIterable, Sendable {
        case badCheckSymbol = "bad_check_symbol"
        case unknownCode = "unknown_code"
        /// Whoever was booked first stays, whatever the clocks of tills say.
        case alreadyUsed = "already_used"
        case revoked
        case expired
    }

    /// Why nothing held it.
    public enum Loss: String, CaseIterable, Sendable {
        /// The till has none of this campaign, or not any more.
        case noLease = "no_lease"
        case leaseUsedUp = "lease_used_up"
    }

    public let outcome: Outcome
    public let reason: Reason?
    public let loss: Loss?

    public static let redeemed = OfflineSettlement(outcome: .redeemed)
    public static let voided = OfflineSettlement(outcome: .voided)

    public init(outcome: Outcome, reason: Reason? = nil, loss: Loss? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.loss = loss
    }

    /// Why a coupon cannot be redeemed for an acceptance at that time; nil: it can. A till that held it meanwhile has
    /// not taken it.
    public static func obstacle(_ coupon: Coupon, acceptedAt: Instant) -> Reason? {
        switch coupon.storedState {
        case .redeemed: .alreadyUsed
        case .revoked: .revoked
        case .expired: .expired
        case .issued, .reserved: acceptedAt < coupon.expiresAt ? nil : .expired
        }
    }

    public var say: Sentence {
        switch (outcome, reason) {
        case (.redeemed, _): "Booked."
        case (.charged, .alreadyUsed?): "Booked. This one was used elsewhere too; this till's reserve covers it."
        case (.charged, _): "Booked. It was no longer good; this till's reserve covers it."
        case (.lost, .alreadyUsed?): "Booked as a loss: it was used elsewhere too."
        case (.lost, _): "Booked as a loss: it was no longer good."
        case (.voided, _): "Its sale was taken back. Nothing was booked; the coupon is as it was."
        case (.unknown, _): "No coupon has this code. Nothing was booked."
        }
    }
}

/// Acceptances of one outcome, counted.
public struct OfflineBooked: Hashable, Sendable {
    public let settlement: OfflineSettlement
    public let count: Int64
    public let onPaper: Int64
    /// Minor units: the worst case of each.
    public let exposure: Int64
    /// Minor units given, where the till told the basket.
    public let discount: Int64

    public init(settlement: OfflineSettlement, count: Int64, onPaper: Int64, exposure: Int64, discount: Int64) {
        self.settlement = settlement
        self.count = count
        self.onPaper = onPaper
        self.exposure = exposure
        self.discount = discount
    }
}
