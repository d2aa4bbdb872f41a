extension Basket {
    /// Reads `{currency, total, eligible_total?, lines?}`. Amounts are minor units of `currency`.
    public init(reading fields: Fields) throws(Invalid) {
        let code = fields.text("currency")
        let currency = Currency(code)
        if currency == nil, !code.isEmpty {
            fields.refuse("currency", "must be three capital letters, such as USD")
        }
        let total = fields.integer("total", in: 0...Money.amountMax)
        let eligibleTotal = fields.optionalInteger("eligible_total", in: 0...Money.amountMax)
        let lines = fields.objects("lines", count: 0...Basket.linesMax, element: BasketLine.init(reading:))
        let hasLines = fields.has("lines")
        try fields.finish()
        guard let currency else { throw Invalid(field: fields.path(of: "currency"), reason: "is required") }
        do throws(Invalid) {
            try self.init(
                currency: currency, total: total, eligibleTotal: eligibleTotal, lines: hasLines ? lines : nil)
        } catch {
            throw Invalid(error.problems.map { FieldProblem(field: fields.path(of: $0.field), reason: $0.reason) })
        }
    }
}

extension BasketLine {
    /// Reads `{id, sku?, categories?, quantity, unit_price, discounted?}`.
    public init(reading fields: Fields) throws(Invalid) {
        let id = fields.text("id", length: BasketLine.labelLength)
        let sku = fields.optionalText("sku", length: BasketLine.labelLength)
        let categories = fields.texts(
            "categories", count: 0...BasketLine.categoriesMax, length: BasketLine.labelLength)
        let quantity = fields.integer("quantity", in: BasketLine.quantities)
        let unitPrice = fields.integer("unit_price", in: 0...Money.amountMax)
        let isDiscounted = fields.flag("discounted", default: false)
        try fields.finish()
        self.id = id
        self.sku = sku
        self.categories = categories
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.isDiscounted = isDiscounted
    }

    /// As it is read.
    public var json: JSON {
        var object: JSONObject = ["id": .string(id), "quantity": .int(quantity), "unit_price": .int(unitPrice)]
        if let sku { object["sku"] = .string(sku) }
        if !categories.isEmpty { object["categories"] = .array(categories.map { .string($0) }) }
        if isDiscounted { object["discounted"] = true }
        return .object(object)
    }
}
