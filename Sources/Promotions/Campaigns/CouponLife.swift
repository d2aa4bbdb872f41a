extension CouponTerms.Life {
    /// The longest life of a coupon: a year and a day.
    static let secondsMax = 366 * 86_400

    /// `{"for": "PT12H"}` or `{"until": "end_of_window" | "end_of_business_day" | "2026-08-14"}`.
    public init(reading json: JSON, at path: String) throws(Invalid) {
        let fields = try Fields(json, at: path)
        let duration = fields.optionalText("for", length: 2...20)
        let until = fields.optionalText("until", length: 1...30)
        try fields.finish()
        switch (duration, until) {
        case (let duration?, nil):
            guard let seconds = ISODuration.seconds(duration), (60...Self.secondsMax).contains(seconds) else {
                throw Invalid(
                    field: fields.path(of: "for"),
                    reason: "must be an ISO 8601 duration of a minute to 366 days, such as PT12H")
            }
            self = .seconds(seconds)
        case (nil, "end_of_window"?): self = .endOfWindow
        case (nil, "end_of_business_day"?): self = .endOfBusinessDay
        case (nil, let date?):
            guard let date = LocalDate(date) else {
                throw Invalid(
                    field: fields.path(of: "until"), reason: "must be end_of_window, end_of_business_day or a date")
            }
            self = .through(date)
        default:
            throw Invalid(field: path, reason: "must have either \"for\" or \"until\"")
        }
    }

    public var json: JSON {
        switch self {
        case .seconds(let seconds): ["for": .string(ISODuration.text(seconds))]
        case .endOfWindow: ["until": "end_of_window"]
        case .endOfBusinessDay: ["until": "end_of_business_day"]
        case .through(let date): ["until": .string(date.text)]
        }
    }

    /// When a coupon issued at `now` in `store` stops being good. Not after `now` only for a `through` that has passed:
    /// then no coupon may be issued.
    public func expiry(issuedAt now: Instant, in store: Store, schedule: Schedule) -> Instant {
        let zone = store.zone
        let today = zone.localDate(at: now)
        return switch self {
        case .seconds(let seconds): now.adding(seconds: seconds)
        case .endOfWindow:
            schedule.endOfWindow(containing: now, zone: zone) ?? Self.end(of: today, zone: zone, after: now)
        case .endOfBusinessDay: Self.closing(store, at: now) ?? Self.end(of: today, zone: zone, after: now)
        case .through(let date): Self.end(of: date, zone: zone)
        }
    }

    /// The midnight that ends `date`.
    static func end(of date: LocalDate, zone: Zone) -> Instant {
        zone.instant(of: date.adding(days: 1), time: .midnight)
    }

    /// The end of the store's day.
    public static func midnight(after now: Instant, in zone: Zone) -> Instant {
        end(of: zone.localDate(at: now), zone: zone, after: now)
    }

    /// As above, but where the clock goes back over midnight, and so shows the same day again, the midnight after it.
    private static func end(of date: LocalDate, zone: Zone, after now: Instant) -> Instant {
        let end = end(of: date, zone: zone)
        return end > now ? end : Self.end(of: date.adding(days: 1), zone: zone)
    }

    /// When the store closes for good on the day whose opening holds `now`, a lunch break left aside; if it is shut, on
    /// the day that the calendar shows. Nil if hours are not known or all its openings are over.
    private static func closing(_ store: Store, at now: Instant) -> Instant? {
        guard let hours = store.hours else { return nil }
        let today = store.zone.localDate(at: now)
        let intervals = { (date: LocalDate) in
            hours.spans(startingOn: date).compactMap { $0.interval(on: date, zone: store.zone) }
        }
        // Yesterday's opening may pass midnight; tomorrow's has begun if the clock went back over midnight.
        for days in -1...1 {
            let openings = intervals(today.adding(days: days))
            if openings.contains(where: { $0.contains(now) }) { return openings.map(\.end).max() }
        }
        return intervals(today).map(\.end).max().flatMap { $0 > now ? $0 : nil }
    }
}

/// The part of ISO 8601 durations that has a fixed length: weeks, days, hours, minutes, seconds, each at most once
/// and in that order. A day is 24 hours, also when clocks change.
enum ISODuration {
    static func seconds(_ text: String) -> Int? {
        guard text.hasPrefix("P"), text.count > 2 else { return nil }
        var total = 0
        var number = ""
        var isTime = false
        var smallest = Int.max
        for character in text.dropFirst() {
            switch character {
            case "T" where !isTime && number.isEmpty: isTime = true
            case "0"..."9" where number.count < 9: number.append(character)
            default:
                guard let value = Int(number), let unit = unit(character, isTime: isTime), unit < smallest else {
                    return nil
                }
                total += value * unit
                smallest = unit
                number = ""
            }
        }
        return number.isEmpty && text.last != "T" ? total : nil
    }

    static func text(_ seconds: Int) -> String {
        if seconds % 86_400 == 0 { return "P\(seconds / 86_400)D" }
        if seconds % 3_600 == 0 { return "PT\(seconds / 3_600)H" }
        return seconds % 60 == 0 ? "PT\(seconds / 60)M" : "PT\(seconds)S"
    }

    private static func unit(_ character: Character, isTime: Bool) -> Int? {
        switch (character, isTime) {
        case ("W", false): 7 * 86_400
        case ("D", false): 86_400
        case ("H", true): 3_600
        case ("M", true): 60
        case ("S", true): 1
        default: nil
        }
    }
}
