/// A coupon that one till holds for some minutes, while a sale is rung up. It ends by itself.
public struct Reservation: Identified, Hashable, Sendable {
    public static let idPrefix = "rsv"

    public let id: ID<Reservation>
    public let till: ID<Till>
    public let store: ID<Store>
    /// Exclusive. The till may take the coupon until then, also if the coupon's own time passes before.
    public let until: Instant

    public init(id: ID<Reservation>, till: ID<Till>, store: ID<Store>, until: Instant) {
        self.id = id
        self.till = till
        self.store = store
        self.until = until
    }
}

extension Coupon {
    /// Reserved as far as its row says, but the reservation's time is over: whoever comes next may take it.
    public func hasLapsed(at now: Instant) -> Bool {
        storedState == .reserved && reservation.map { now >= $0.until } ?? false
    }

    /// The reservation that holds it at that moment.
    public func reservation(at now: Instant) -> Reservation? {
        storedState == .reserved && !hasLapsed(at: now) ? reservation : nil
    }

    /// What becomes of it when a till lets go of it or takes its redemption back.
    public func fate(recall: Campaign.Recall?, at now: Instant) -> State {
        if let recall, issuedAt <= recall.at { return .revoked }
        return now < expiresAt ? .issued : .expired
    }

    public func reserved(_ reservation: Reservation) -> Coupon {
        var coupon = self
        coupon.storedState = .reserved
        coupon.reservation = reservation
        return coupon
    }

    public func redeemed(at instant: Instant, in store: ID<Store>) -> Coupon {
        var coupon = self
        coupon.storedState = .redeemed
        coupon.redeemedAt = instant
        coupon.redeemedStore = store
        coupon.reservation = nil
        return coupon
    }
}

/// A reservation as it is written.
public struct ReservationRecord: Sendable {
    public let reservation: Reservation
    public let coupon: ID<Coupon>
    public let cashier: String?
    public let receiptNumber: String?
    public let saleID: String?
    public let reservedAt: Instant

    public init(
        reservation: Reservation, coupon: ID<Coupon>, cashier: String?, receiptNumber: String?, saleID: String?,
        reservedAt: Instant
    ) {
        self.reservation = reservation
        self.coupon = coupon
        self.cashier = cashier
        self.receiptNumber = receiptNumber
        self.saleID = saleID
        self.reservedAt = reservedAt
    }
}

/// What a till is told of its reservation.
public struct KeptReservation: Sendable {
    public let id: ID<Reservation>
    public let coupon: ID<Coupon>
    public let until: Instant
    /// For the basket that came with it; nil where the till computes the reward itself.
    public let discount: Money?
    public let lines: [LineDiscount]

    public init(id: ID<Reservation>, coupon: ID<Coupon>, until: Instant, discount: Money?, lines: [LineDiscount]) {
        self.id = id
        self.coupon = coupon
        self.until = until
        self.discount = discount
        self.lines = lines
    }
}
