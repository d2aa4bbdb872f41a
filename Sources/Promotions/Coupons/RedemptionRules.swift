/// Why a till may not take a coupon. The order is the precedence; the raw value is the public code.
public enum TillRefusal: String, CaseIterable, Sendable {
    case badCheckSymbol = "bad_check_symbol"
    case throttled = "too_many_attempts"
    case unknownCode = "unknown_code"
    case alreadyUsed = "already_used"
    case revoked
    case reservedElsewhere = "reserved_elsewhere"
    case reservationEnded = "reservation_ended"
    case expired
    case notYet = "not_yet"
    case wrongStore = "wrong_store"
    case storeClosed = "store_closed"
    case saleVoided = "sale_voided"
    case notStackable = "not_stackable"
    case currencyMismatch = "currency_mismatch"
    case basketRequired = "basket_required"
    case minSpend = "min_spend"
    case noEligibleItem = "no_eligible_item"
    case purchaseRequired = "purchase_required"
    case nothingOff = "nothing_off"

    init(_ refusal: DiscountRefusal) {
        self =
            switch refusal {
            case .currencyMismatch: .currencyMismatch
            case .basketRequired: .basketRequired
            case .noEligibleItem: .noEligibleItem
            case .minSpend: .minSpend
            case .purchaseRequired: .purchaseRequired
            case .nothingOff: .nothingOff
            }
    }
}

/// What the till knows when it asks about a coupon.
public struct TillFacts: Sendable {
    public let coupon: Coupon
    /// The terms of the coupon's own revision.
    public let terms: Terms
    /// The till's store.
    public let store: Store
    /// Name and zone of the store where it was used, if it was.
    public let usedStore: Store?
    /// The store where it was earned is sold out or closed right now.
    public let isStoreStopped: Bool
    /// What became of the campaign since.
    public let standing: Campaign.Standing
    /// The till that asks.
    public let till: ID<Till>?
    /// The reservation under which it takes the coupon, if it says so.
    public let committing: ID<Reservation>?
    /// The store whose till holds the coupon, if one does.
    public let reservedStore: Store?

    public init(
        coupon: Coupon, terms: Terms, store: Store, usedStore: Store?, isStoreStopped: Bool = false,
        standing: Campaign.Standing = Campaign.Standing(), till: ID<Till>? = nil,
        committing: ID<Reservation>? = nil, reservedStore: Store? = nil
    ) {
        self.till = till
        self.committing = committing
        self.reservedStore = reservedStore
        self.standing = standing
        self.coupon = coupon
        self.terms = terms
        self.store = store
        self.usedStore = usedStore
        self.isStoreStopped = isStoreStopped
    }
}

/// Decides, purely, whether a till may take a coupon and what it takes off the basket.
public enum RedemptionRules {
    public enum Outcome: Sendable {
        case usable(DiscountOutcome)
        case refused(TillRefusal, DiscountRefusal?)
    }

    public static func decide(_ facts: TillFacts, basket: Basket?, at now: Instant) -> Outcome {
        let state = facts.coupon.state(at: now)
        // A million coupons are not withdrawn in a moment; tills know at once.
        if let recall = facts.standing.recall, state == .issued || state == .reserved,
            facts.coupon.issuedAt <= recall.at
        {
            return .refused(.revoked, nil)
        }
        let isHeld = isHeld(facts, at: now)
        switch state {
        case .redeemed: return .refused(.alreadyUsed, nil)
        case .revoked: return .refused(.revoked, nil)
        case .reserved where isHeld: break
        case .reserved: return .refused(.reservedElsewhere, nil)
        case .expired: return .refused(.expired, nil)
        case .issued where facts.committing != nil: return .refused(.reservationEnded, nil)
        case .issued: break
        }
        // Made or given before the offer begins. Who earned one sooner had early access, and may use it.
        if facts.coupon.store == nil, let from = facts.terms.schedule.from,
            facts.store.zone.localDate(at: now) < from
        {
            return .refused(.notYet, nil)
        }
        guard
            isValid(
                facts.coupon, at: facts.store, terms: facts.terms, isStoreStopped: facts.isStoreStopped,
                accepted: facts.standing.accepted)
        else {
            return .refused(.wrongStore, nil)
        }
        let outcome = facts.terms.reward.discount(on: basket, under: facts.terms.conditions)
        if case .refused(let refusal) = outcome { return .refused(TillRefusal(refusal), refusal) }
        return .usable(outcome)
    }

    /// Whether the till that asks is the one that holds it.
    private static func isHeld(_ facts: TillFacts, at now: Instant) -> Bool {
        guard let held = facts.coupon.reservation(at: now), held.till == facts.till else { return false }
        return facts.committing.map { $0 == held.id } ?? true
    }

    /// The scope: where it was earned and where fences overlapped, or also any store in which the campaign runs. One
    /// that was issued without a store is good in any of these.
    /// - Parameters:
    ///   - isStoreStopped: the store where it was earned cannot serve; the campaign says what then.
    ///   - accepted: franchised stores whose owner takes part.
    public static func isValid(
        _ coupon: Coupon, at store: Store, terms: Terms, isStoreStopped: Bool = false, accepted: Set<ID<Store>> = []
    ) -> Bool {
        if coupon.store == store.id || coupon.alsoValidAt.contains(store.id) { return true }
        guard terms.stores.hasAgreed(store, accepted: accepted) else { return false }
        if isStoreStopped, terms.ifStoreCannot == .anyStore, terms.stores.includes(store) { return true }
        return switch terms.coupon.place {
        case .anyStore: terms.stores.includes(store)
        case .issuingStore: coupon.store == nil && terms.stores.includes(store)
        }
    }
}
