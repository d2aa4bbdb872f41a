/// Sentences that a cashier can read aloud.
public enum TillWords {
    public static func say(_ refusal: TillRefusal, facts: TillFacts?, detail: DiscountRefusal?, at now: Instant)
        -> Sentence
    {
        switch refusal {
        case .badCheckSymbol: "There is a typing mistake in this code. Look at it again."
        case .throttled: throttled(until: nil, now: now, zone: .utc)
        case .unknownCode: "We do not know this code. Look at it again."
        case .alreadyUsed: alreadyUsed(facts, at: now)
        case .revoked: revoked(facts)
        case .reservedElsewhere: reservedElsewhere(facts, at: now)
        case .reservationEnded: "This reservation has ended. Scan the coupon once more."
        case .expired: expired(facts, at: now)
        case .notYet: notYet(facts)
        case .wrongStore: "This coupon is not for this store."
        case .storeClosed: "This store no longer takes coupons."
        case .saleVoided: "This sale was taken back. Ring it up anew, under another number."
        case .notStackable: "This coupon does not go together with those of this sale."
        case .currencyMismatch: "This coupon is in another currency than the sale."
        case .basketRequired: basketRequired(detail)
        case .minSpend: minSpend(detail)
        case .noEligibleItem: "Nothing in this basket counts for this coupon."
        case .purchaseRequired: "This one comes with a purchase. Ring up something else first."
        case .nothingOff: "The sale is so small that this coupon takes nothing off. Keep it for another time."
        }
    }

    public static func say(_ outcome: DiscountOutcome, reward: Reward) -> Sentence {
        switch outcome {
        case .amount(let money, _): "\(.reward(reward)). Take \(money) off."
        case .tillComputes: "\(.reward(reward))."
        case .refused: "This coupon does nothing for this basket."
        }
    }

    /// - Parameter discount: of those that go with the sale, as far as it is known.
    public static func say(_ usable: Int, of all: Int, discount: Money?) -> Sentence {
        let coupons: Sentence =
            if usable == all {
                "All \(all) coupons go with this sale."
            } else if usable == 1 {
                "1 of \(all) coupons goes with this sale."
            } else {
                "\(usable) of \(all) coupons go with this sale."
            }
        return discount.map { "\(coupons) Take \($0) off." } ?? coupons
    }

    /// - Parameter until: when it ends by itself.
    public static func throttled(until: Instant?, now: Instant, zone: Zone) -> Sentence {
        let end: Sentence = until.map { LocalWords.moment($0, now: now, zone: zone) } ?? "soon"
        return """
            Too many unknown codes were scanned at this till. It takes codes again \(end), \
            or at once with the store's PIN.
            """
    }

    private static func notYet(_ facts: TillFacts?) -> Sentence {
        guard let facts, let from = facts.terms.schedule.from else { return "This coupon cannot be used yet." }
        return "This coupon is good from \(LocalWords.day(from, showYear: false)) on."
    }

    private static func revoked(_ facts: TillFacts?) -> Sentence {
        guard let reason = facts?.standing.recall?.reason else {
            return "This coupon was withdrawn and is no longer good."
        }
        return "This coupon was withdrawn: \(reason)"
    }

    private static func alreadyUsed(_ facts: TillFacts?, at now: Instant) -> Sentence {
        guard let facts, let used = facts.coupon.redeemedAt else { return "This coupon was already used." }
        let zone = facts.usedStore?.zone ?? facts.store.zone
        let moment = LocalWords.moment(used, now: now, zone: zone)
        return facts.usedStore.map { "This one was used \(moment) at \($0.name)." } ?? "This one was used \(moment)."
    }

    private static func reservedElsewhere(_ facts: TillFacts?, at now: Instant) -> Sentence {
        guard let facts, let held = facts.coupon.reservation(at: now) else {
            return "Another till is using this coupon right now."
        }
        let end = Sentence.Value.clock(secondOfDay: facts.store.zone.local(at: held.until).secondOfDay)
        return facts.reservedStore.map { store in
            "Another till at \(store.name) is using this coupon. If it is not used there, it is free again at \(end)."
        } ?? "Another till is using this coupon. If it is not used there, it is free again at \(end)."
    }

    private static func expired(_ facts: TillFacts?, at now: Instant) -> Sentence {
        guard let facts else { return "This coupon has expired." }
        return "This coupon expired \(LocalWords.end(facts.coupon.expiresAt, now: now, zone: facts.store.zone))."
    }

    private static func basketRequired(_ detail: DiscountRefusal?) -> Sentence {
        switch detail {
        case .basketRequired(.eligibleTotal): "How much of this counts for the coupon? Enter that amount."
        case .basketRequired(.lines): "This coupon needs the single items of the sale."
        case .basketRequired(.total), .currencyMismatch, .noEligibleItem, .minSpend, .purchaseRequired, .nothingOff,
            nil:
            "How much is the sale? Enter the total first."
        }
    }

    private static func minSpend(_ detail: DiscountRefusal?) -> Sentence {
        guard case .minSpend(let needed, let have) = detail else { return "The sale is too small for this coupon." }
        let missing = Money(needed.amount - have.amount, needed.currency)
        return "This coupon needs \(needed) of goods that count. \(missing) is missing."
    }
}
