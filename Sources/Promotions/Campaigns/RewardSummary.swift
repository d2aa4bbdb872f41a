extension Reward {
    /// One line of plain English: "25 % off, up to $50.00". For receipts, logs and drafts; a shopper reads the
    /// campaign's own headline.
    public var summary: String {
        switch self {
        case .percentOff(let basisPoints, let maxDiscount):
            let percent = "\(decimal(Int64(basisPoints), digits: 2, trimmed: true)) % off"
            return maxDiscount.map { "\(percent), up to \($0.priceTag)" } ?? percent
        case .amountOff(let amount):
            return "\(amount.priceTag) off"
        case .freeItem(let item, _, let withPurchase, let value):
            let offer = withPurchase ? "\(item) free with a purchase" : "\(item) free"
            return value.map { "\(offer), worth up to \($0.priceTag)" } ?? offer
        case .fixedPrice(let item, _, let price, let value):
            let offer = "\(item) for \(price.priceTag)"
            return value.map { "\(offer) instead of up to \($0.priceTag)" } ?? offer
        case .donation(let amount, let charity):
            return "\(amount.priceTag) to \(charity)"
        case .points(let points):
            return GiftWords.points(Int64(points)).text
        }
    }
}

extension Money {
    /// "$50.00", "€5.00", "¥500", else "CHF 5.00": English order whatever the currency.
    public var priceTag: String {
        let number = decimal(amount, digits: currency.minorDigits, trimmed: false)
        return switch currency.code {
        case "USD": "$\(number)"
        case "EUR": "€\(number)"
        case "GBP": "£\(number)"
        case "JPY": "¥\(number)"
        default: "\(currency.code) \(number)"
        }
    }
}

/// `value` with its last `digits` places after the point; trailing zeros go if `trimmed`.
private func decimal(_ value: Int64, digits: Int, trimmed: Bool) -> String {
    var number = String(value.magnitude)
    number = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
    var fraction = number.suffix(digits)
    let whole = number.dropLast(digits)
    while trimmed, fraction.last == "0" {
        fraction.removeLast()
    }
    return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
}
