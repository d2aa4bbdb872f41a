/// Sentences that a cashier can read aloud.
public enum TillWords {
    public static func say(_ refusal: TillRefusal, facts: TillFacts?, detail: DiscountRefusal?, at now: Instant)
        -> String
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

    public static func say(_ outcome: DiscountOutcome, reward: Reward) -> String {
        switch outcome {
        case .amount(let money, _): "\(sentence(reward.summary)) Take \(money.priceTag) off."
        case .tillComputes: sentence(reward.summary)
        case .refused: "This coupon does nothing for this basket."
        }
    }

    /// - Parameter discount: of those that go with the sale, as far as it is known.
    public static func say(_ usable: Int, of all: Int, discount: Money?) -> String {
        let coupons =
            usable == all ? "All \(all) coupons go" : "\(usable) of \(all) coupons \(usable == 1 ? "goes" : "go")"
        return "\(coupons) with this sale." + (discount.map { " Take \($0.priceTag) off." } ?? "")
    }

    private static func sentence(_ text: String) -> String {
        "\(text.prefix(1).uppercased())\(text.dropFirst())."
    }

    /// - Parameter until: when it ends by itself.
    public static func throttled(until: Instant?, now: Instant, zone: Zone) -> String {
        let end = until.map { LocalWords.moment($0, now: now, zone: zone) } ?? "soon"
        return "Too many unknown codes were scanned at this till. It takes codes again \(end), "
            + "or at once with the store's PIN."
    }

    private static func notYet(_ facts: TillFacts?) -> String {
        guard let facts, let from = facts.terms.schedule.from else { return "This coupon cannot be used yet." }
        return "This coupon is good from \(LocalWords.day(from, showYear: false)) on."
    }

    private static func revoked(_ facts: TillFacts?) -> String {
        guard let reason = facts?.standing.recall?.reason else {
            return "This coupon was withdrawn and is no longer good."
        }
        return "This coupon was withdrawn: \(reason)"
    }

    private static func alreadyUsed(_ facts: TillFacts?, at now: Instant) -> String {
        guard let facts, let used = facts.coupon.redeemedAt else { return "This coupon was already used." }
        let zone = facts.usedStore?.zone ?? facts.store.zone
        let place = facts.usedStore.map { " at \($0.name)" } ?? ""
        return "This one was used \(LocalWords.moment(used, now: now, zone: zone))\(place)."
    }

    private static func reservedElsewhere(_ facts: TillFacts?, at now: Instant) -> String {
        guard let facts, let held = facts.coupon.reservation(at: now) else {
            return "Another till is using this coupon right now."
        }
        let place = facts.reservedStore.map { " at \($0.name)" } ?? ""
        let end = LocalWords.clock(facts.store.zone.local(at: held.until).secondOfDay)
        return "Another till\(place) is using this coupon. If it is not used there, it is free again at \(end)."
    }

    private static func expired(_ facts: TillFacts?, at now: Instant) -> String {
        guard let facts else { return "This coupon has expired." }
        return "This coupon expired \(LocalWords.end(facts.coupon.expiresAt, now: now, zone: facts.store.zone))."
    }

    private static func basketRequired(_ detail: DiscountRefusal?) -> String {
        switch detail {
        case .basketRequired(.eligibleTotal): "How much of this counts for the coupon? Enter that amount."
        case .basketRequired(.lines): "This coupon needs the single items of the sale."
        case .basketRequired(.total), .currencyMismatch, .noEligibleItem, .minSpend, .purchaseRequired, .nothingOff,
            nil:
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

    /// "today at 9:41", "yesterday at 21:05", "tomorrow at 7:00", "on Friday 14 August at 10:30"; with the year if it
    /// is another one.
    public static func moment(_ instant: Instant, now: Instant, zone: Zone) -> String {
        let local = zone.local(at: instant)
        return "\(date(local.date, now: now, zone: zone, before: "on ")) at \(clock(local.secondOfDay))"
    }

    /// When something stopped: as `moment`, but "at the end of yesterday" or "at the end of Friday 14 August" for the
    /// start of the next day.
    static func end(_ end: Instant, now: Instant, zone: Zone) -> String {
        if let last = day(endingAt: end, zone: zone) {
            return "at the end of \(date(last, now: now, zone: zone, before: ""))"
        }
        return moment(end, now: now, zone: zone)
    }

    private static func date(_ date: LocalDate, now: Instant, zone: Zone, before preposition: String) -> String {
        let today = zone.localDate(at: now)
        return switch date.daysSince1970 - today.daysSince1970 {
        case 0: "today"
        case -1: "yesterday"
        case 1: "tomorrow"
        default: preposition + day(date, showYear: date.year != today.year)
        }
    }

    /// The day that is over with that second, if another begins there, by a clock that may skip midnight.
    static func day(endingAt end: Instant, zone: Zone) -> LocalDate? {
        let date = zone.localDate(at: end)
        return zone.instant(of: date, time: .midnight).seconds == end.seconds ? date.adding(days: -1) : nil
    }

    /// "Friday 14 August" or "Friday 14 August 2026".
    public static func day(_ date: LocalDate, showYear: Bool) -> String {
        let name = weekdays[date.weekday.number]
        return "\(name) \(date.day) \(months[date.month - 1])" + (showYear ? " \(date.year)" : "")
    }

    /// "9:41" on a 24-hour clock.
    static func clock(_ secondOfDay: Int) -> String {
        let minute = secondOfDay / 60 % 60
        return "\(secondOfDay / 3_600):\(minute < 10 ? "0" : "")\(minute)"
    }
}
