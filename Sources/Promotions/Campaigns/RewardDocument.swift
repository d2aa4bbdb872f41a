extension Reward {
    private enum Kind: String, CaseIterable {
        case percentOff = "percent_off"
        case amountOff = "amount_off"
        case freeItem = "free_item"
        case fixedPrice = "fixed_price"
        case donation
        case points
    }

    /// Reads `{"kind": "percent_off", "percent", "max_discount"?}`, `{"kind": "amount_off", "amount"}`,
    /// `{"kind": "free_item", "item", "skus"?, "with_purchase"?, "value"?}`,
    /// `{"kind": "fixed_price", "item", "price", "skus"?, "value"?}`, `{"kind": "donation", "amount", "charity"}` or
    /// `{"kind": "points", "points"}`.
    public init(reading fields: Fields) throws(Invalid) {
        // A kind that cannot be read is refused at once: all its members would be called unknown.
        guard let kind = fields.required("kind", fields.optionalChoice("kind", Kind.self)) else {
            throw Invalid(fields.problems)
        }
        switch kind {
        case .percentOff: try self.init(percentOff: fields)
        case .amountOff: try self.init(amountOff: fields)
        case .freeItem: try self.init(freeItem: fields)
        case .fixedPrice: try self.init(fixedPrice: fields)
        case .donation: try self.init(donation: fields)
        case .points:
            let points = fields.integer("points", in: Reward.pointsRange)
            try fields.finish()
            self = .points(Int(points))
        }
    }

    private init(donation fields: Fields) throws(Invalid) {
        let amount = fields.requiredRead("amount", Money.init(positive:at:))
        let charity = fields.text("charity", length: Reward.charityLength)
        try fields.finish()
        guard let amount else { throw Invalid(field: fields.path(of: "amount"), reason: "is required") }
        self = .donation(amount, charity: charity)
    }

    private init(percentOff fields: Fields) throws(Invalid) {
        let percent = fields.number("percent", in: 0.01...100)
        let basisPoints = (percent * 100).rounded()
        // Both sides are the double nearest to a number of two decimals, or they differ.
        if basisPoints / 100 != percent {
            fields.refuse("percent", "must have at most two decimals")
        }
        let maxDiscount = fields.read("max_discount", Money.init(positive:at:))
        try fields.finish()
        self = .percentOff(basisPoints: Int(basisPoints), maxDiscount: maxDiscount)
    }

    private init(amountOff fields: Fields) throws(Invalid) {
        let amount = fields.requiredRead("amount", Money.init(positive:at:))
        try fields.finish()
        guard let amount else { throw Invalid(field: fields.path(of: "amount"), reason: "is required") }
        self = .amountOff(amount)
    }

    private init(freeItem fields: Fields) throws(Invalid) {
        let item = fields.text("item", length: Reward.itemLength)
        let skus = fields.texts("skus", count: 0...Reward.skusMax, length: BasketLine.labelLength)
        let withPurchase = fields.flag("with_purchase", default: false)
        let value = fields.read("value", Money.init(positive:at:))
        try fields.finish()
        self = .freeItem(item: item, skus: skus, withPurchase: withPurchase, value: value)
    }

    private init(fixedPrice fields: Fields) throws(Invalid) {
        let item = fields.text("item", length: Reward.itemLength)
        let skus = fields.texts("skus", count: 0...Reward.skusMax, length: BasketLine.labelLength)
        let price = fields.requiredRead("price", Money.init(positive:at:))
        let value = fields.read("value", Money.init(positive:at:))
        if let price, let value, value.currency != price.currency || value.amount <= price.amount {
            fields.refuse("value", "must be above the price, in its currency: what the item costs otherwise")
        }
        try fields.finish()
        guard let price else { throw Invalid(field: fields.path(of: "price"), reason: "is required") }
        self = .fixedPrice(item: item, skus: skus, price: price, value: value)
    }

    public var json: JSON {
        switch self {
        case .percentOff(let basisPoints, let maxDiscount):
            let percent: JSON =
                basisPoints.isMultiple(of: 100) ? .int(Int64(basisPoints / 100)) : .double(Double(basisPoints) / 100)
            return ["kind": "percent_off", "percent": percent, "max_discount": maxDiscount?.json ?? .null]
        case .amountOff(let amount):
            return ["kind": "amount_off", "amount": amount.json]
        case .freeItem(let item, let skus, let withPurchase, let value):
            return [
                "kind": "free_item", "item": .string(item), "skus": .array(skus.map { .string($0) }),
                "with_purchase": .bool(withPurchase), "value": value?.json ?? .null,
            ]
        case .fixedPrice(let item, let skus, let price, let value):
            return [
                "kind": "fixed_price", "item": .string(item), "skus": .array(skus.map { .string($0) }),
                "price": price.json, "value": value?.json ?? .null,
            ]
        case .donation(let amount, let charity):
            return ["kind": "donation", "amount": amount.json, "charity": .string(charity)]
        case .points(let points):
            return ["kind": "points", "points": .int(Int64(points))]
        }
    }
}

extension Money {
    /// As `init(reading:at:)`, but refuses zero: a reward or a condition of nothing is a mistake.
    init(positive json: JSON, at path: String) throws(Invalid) {
        try self.init(reading: json, at: path)
        if amount == 0 {
            throw Invalid(field: "\(path).amount", reason: "must be above zero")
        }
    }
}
