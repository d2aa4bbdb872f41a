/// Why a redemption is not taken back. The order is the precedence; the raw value is the public code.
public enum VoidRefusal: String, CaseIterable, Sendable {
    case otherStore = "other_store"
    case alreadyVoided = "already_voided"
    case partReturned = "part_returned"
    case voidTooLate = "void_too_late"
}

public enum VoidRules {
    /// Nil if a till of that store may take it back.
    public static func refusal(_ redemption: KeptRedemption, at store: ID<Store>, now: Instant) -> VoidRefusal? {
        if redemption.store != store { return .otherStore }
        if redemption.voidedAt != nil { return .alreadyVoided }
        if redemption.hasReturns { return .partReturned }
        guard let end = redemption.voidableUntil, now < end else { return .voidTooLate }
        return nil
    }
}

extension TillWords {
    public static func say(_ refusal: VoidRefusal, voidedAt: Instant?, zone: Zone, at now: Instant) -> Sentence {
        switch refusal {
        case .otherStore: "Only the store where this one was used can take it back."
        case .alreadyVoided:
            voidedAt.map { "This one was taken back already, \(LocalWords.moment($0, now: now, zone: zone))." }
                ?? "This one was taken back already."
        case .partReturned: "Some of this sale came back already. Return the rest of it instead."
        case .voidTooLate: "It is too late to take this one back."
        }
    }

    /// - Parameter fate: what became of the coupon.
    public static func sayVoided(_ fate: Coupon.State) -> Sentence {
        switch fate {
        case .expired: "Taken back. The coupon's own time has passed meanwhile."
        case .revoked: "Taken back. The coupon was withdrawn meanwhile."
        case .issued, .reserved, .redeemed: "Taken back. The coupon is good again."
        }
    }

    /// - Parameter count: how many coupons of that sale are good or gone again.
    public static func sayVoidedSale(_ count: Int) -> Sentence {
        count == 0 ? "No coupon is used for this sale." : "Taken back. No coupon is used for this sale any more."
    }
}
