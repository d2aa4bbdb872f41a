/// Sentences that a cashier can read aloud.
public enum TillWords {
    public static func say(_ refusal: TillRefusal, facts: TillFacts?, detail: DiscountRefusal?, at now: Instant)
        -> String
    {
        switch refusal {
        case .badCheckSymbol: "There is a typing mistake in this code. Look at it again."
        case .unknownCode: "We do not know this code. Look at it again."
        case .alreadyUsed: alreadyUsed(facts, at: now)
        case .revoked: "This coupon was withdrawn and is no longer good."
        case .reservedElsewhere: "Another till is using this coupon right now."
        case .expired: expired(facts, at: now)
        case .wrongStore: "This coupon is not for this store."
        case .storeClosed: "This store no longer takes coupons."
        case .notStackable: "Another coupon was already used for this sale. Only one is allowed."
        case .currencyMismatch: "This coupon is in another currency than the sale."
        case .basketRequired: basketRequired(detail)
        case .minSpend: minSpend(detail)
        case .noEligibleItem: "Nothing in this basket counts for this coupon."
        case .purchaseRequired: "This one comes with a purchase. Ring up something else first."
        }
    }

    public static func say(_ outcome: DiscountOutcome, reward: Reward) -> String {
        switch outcome {
        case .amount(let money, _): "\(reward.summary). Take \(money.priceTag) off."
        case .tillComputes: "\(reward.summary)."
        case .refused: "This coupon does nothing for this basket."
        }
    }

    private static func alreadyUsed(_ facts: TillFacts?, at now: Instant) -> String {
        guard let facts, let used = facts.coupon.redeemedAt else { return "This coupon was already used." }
        let zone = facts.usedStore?.zone ?? facts.store.zone
        let place = facts.usedStore.map { " at \($0.name)" } ?? ""
        return "This one was used \(LocalWords.moment(used, now: now, zone: zone))\(place)."
    }

    private static func expired(_ facts: TillFacts?, at now: Instant) -> String {
        guard let facts else { return "This coupon has expired." }
        return "This coupon expired \(LocalWords.moment(facts.coupon.expiresAt, now: now, zone: facts.store.zone))."
    }

    private static func basketRequired(_ detail: DiscountRefusal?) -> String {
        switch detail {
        case .basketRequired(.eligibleTotal): "How much of this counts for the coupon? Enter that amount."
        case .basketRequired(.lines): "This coupon needs the single items of the sale."
        case .basketRequired(.total), .currencyMismatch, .noEligibleItem, .minSpend, .purchaseRequired, nil:
            "How much is the sale? Enter the total first."
        }
    }

    private static func minSpend(_ detail: DiscountRefusal?) -> String {
        guard case .minSpend(let needed, let have) = detail else { return "The sale is too small for this coupon." }
        let missing = Money(needed.amount - have.amount, needed.currency)
        return "This coupon needs \(needed.priceTag) of goods that count. \(missing.priceTag) is missing."
    }
}

/// Times in words, in a store's own time.
public enum LocalWords {
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// "today at 9:41", "on Friday 14 August at 10:30"; with the year if it is another one.
    public static func moment(_ instant: Instant, now: Instant, zone: Zone) -> String {
        let local = zone.local(at: instant)
        let today = zone.localDate(at: now)
        let time = clock(local.secondOfDay)
        if local.date == today { return "today at \(time)" }
        if local.date == today.adding(days: -1) { return "yesterday at \(time)" }
        return "on \(day(local.date, showYear: local.date.year != today.year)) at \(time)"
    }

    /// "Friday 14 August" or "Friday 14 August 2026".
    public static func day(_ date: LocalDate, showYear: Bool) -> String {
        let name = weekdays[date.weekday.number]
        return "\(name) \(date.day) \(months[date.month - 1])" + (showYear ? " \(date.year)" : "")
    }

    /// How long a coupon is good, in words. Ends are exclusive: midnight reads as the day before.
    public static func deadline(_ end: Instant, zone: Zone) -> String {
        let local = zone.local(at: end)
        if local.secondOfDay == 0 {
            return "until the end of \(day(local.date.adding(days: -1), showYear: true))"
        }
        return "until \(day(local.date, showYear: true)), \(clock(local.secondOfDay))"
    }

    /// "9:41" on a 24-hour clock.
    static func clock(_ secondOfDay: Int) -> String {
        let minute = secondOfDay / 60 % 60
        return "\(secondOfDay / 3_600):\(minute < 10 ? "0" : "")\(minute)"
    }
}
