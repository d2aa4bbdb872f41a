extension LocalePack {
    public func day(_ day: LocalDate) -> String {
        let (year, month, number) = day.parts
        return Pattern.filled(
            date,
            [
                "weekday": weekdays[day.weekday.number], "day": String(number), "month": months[month - 1],
                "year": String(year),
            ])
    }

    public func time(secondOfDay: Int) -> String {
        let (hour, minute) = (secondOfDay / 3_600, secondOfDay / 60 % 60)
        let minutes = (minute < 10 ? ":0" : ":") + String(minute)
        switch clock {
        case .twentyFour: return (hour < 10 ? "0" : "") + String(hour) + minutes
        case .twelve(let morning, let afternoon, let pattern):
            let shown = String(hour % 12 == 0 ? 12 : hour % 12) + minutes
            return Pattern.filled(pattern, ["time": shown, "half": hour < 12 ? morning : afternoon])
        }
    }

    public func money(_ money: Money) -> String {
        let number = decimal(money.amount, digits: money.currency.minorDigits, isTrimmed: false)
        let symbol = currencies[money.currency.code] ?? Self.signs[money.currency.code] ?? money.currency.code
        // A code that is written in letters keeps off the number.
        let needsSpace = self.money.hasPrefix("{symbol}{") && symbol.last?.isLetter == true
        return Pattern.filled(
            self.money, ["number": number, "symbol": leftToRight(needsSpace ? symbol + "\u{A0}" : symbol)])
    }

    /// Hundredths of a percent.
    public func percent(basisPoints: Int) -> String {
        Pattern.filled(percent, ["number": decimal(Int64(basisPoints), digits: 2, isTrimmed: true)])
    }

    public func whole(_ number: Int64) -> String {
        decimal(number, digits: 0, isTrimmed: false)
    }

    /// With one decimal.
    public func tenths(_ number: Int64) -> String {
        decimal(number, digits: 1, isTrimmed: false)
    }

    /// How long a coupon is good. Ends are exclusive: the start of a day reads as the end of the one before.
    public func deadline(_ end: Instant, zone: Zone) -> String {
        if let last = LocalWords.day(endingAt: end, zone: zone) {
            return Pattern.filled(words.through, ["date": day(last)])
        }
        let local = zone.local(at: end)
        return Pattern.filled(
            words.until, ["date": day(local.date), "time": time(secondOfDay: local.secondOfDay)])
    }

    /// How long an offer runs that has a last day.
    public func lastDay(_ day: LocalDate) -> String {
        Pattern.filled(words.through, ["date": self.day(day)])
    }

    /// The offer in one line, such as "25% off, up to $50.00".
    public func summary(_ reward: Reward) -> String {
        func bounded(_ offer: String, by pattern: String, _ money: Money?) -> String {
            money.map { Pattern.filled(pattern, ["offer": offer, "money": self.money($0)]) } ?? offer
        }
        switch reward {
        case .percentOff(let basisPoints, let maxDiscount):
            let offer = Pattern.filled(words.percentOff, ["percent": percent(basisPoints: basisPoints)])
            return bounded(offer, by: words.upTo, maxDiscount)
        case .amountOff(let amount):
            return Pattern.filled(words.amountOff, ["money": money(amount)])
        case .freeItem(let item, _, let withPurchase, let value):
            let pattern = withPurchase ? words.freeWithPurchase : words.free
            return bounded(Pattern.filled(pattern, ["item": apart(item)]), by: words.worth, value)
        case .fixedPrice(let item, _, let price, let value):
            let offer = Pattern.filled(words.price, ["item": apart(item), "money": money(price)])
            return bounded(offer, by: words.insteadOf, value)
        // Nothing of which a coupon is printed.
        case .donation, .points: return reward.summary
        }
    }

    /// One line each.
    public func lines(_ conditions: Conditions) -> [String] {
        var lines: [String] = []
        func add(_ pattern: String, _ labels: [String]) {
            guard !labels.isEmpty else { return }
            lines.append(Pattern.filled(pattern, ["list": labels.map(apart).joined(separator: ", ")]))
        }
        if let spend = conditions.minSpend { lines.append(Pattern.filled(words.minSpend, ["money": money(spend)])) }
        add(words.onlyFor, conditions.include)
        add(words.notFor, conditions.exclude)
        if conditions.excludesDiscounted { lines.append(words.notReduced) }
        if let units = conditions.maxUnits { lines.append(Pattern.filled(words.unitsMax, ["count": String(units)])) }
        return lines
    }

    /// `value` with its last `digits` places after the point; trailing zeros go if trimmed.
    private func decimal(_ value: Int64, digits: Int, isTrimmed: Bool) -> String {
        var number = String(value.magnitude)
        number = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
        var fraction = number.suffix(digits)
        while isTrimmed, fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        return sign + grouped(number.dropLast(digits)) + (fraction.isEmpty ? "" : numbers.decimal + fraction)
    }

    private func grouped(_ whole: Substring) -> String {
        guard whole.count >= numbers.groupedFrom, whole.count > 3 else { return String(whole) }
        var groups = [whole.suffix(3)]
        var rest = whole.dropLast(3)
        while !rest.isEmpty {
            groups.append(rest.suffix(numbers.groupSize))
            rest = rest.dropLast(numbers.groupSize)
        }
        return groups.reversed().joined(separator: numbers.group)
    }

    /// Somebody else's words, which may run the other way, kept from turning what stands around them.
    private func apart(_ text: String) -> String {
        isRightToLeft ? "\u{2068}\(text)\u{2069}" : text
    }

    private func leftToRight(_ symbol: String) -> String {
        isRightToLeft && symbol.contains(where: \.isLetter) ? "\u{2066}\(symbol)\u{2069}" : symbol
    }

    private static let signs = [
        "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "ILS": "₪", "KRW": "₩", "BRL": "R$", "RUB": "₽", "USD": "US$",
        "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "MXN": "MX$", "HKD": "HK$", "CNY": "CN¥",
    ]
}
