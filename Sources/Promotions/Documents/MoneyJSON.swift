extension Money {
    /// Reads `{"amount": minor units, "currency": "USD"}` with an amount of 0 to `amountMax`.
    public init(reading json: JSON, at path: String) throws(Invalid) {
        let fields = try Fields(json, at: path)
        let amount = fields.integer("amount", in: 0...Self.amountMax)
        let code = fields.text("currency")
        let currency = Currency(code)
        if currency == nil, !code.isEmpty {
            fields.refuse("currency", "must be three capital letters, such as USD")
        }
        try fields.finish()
        guard let currency else { throw Invalid(field: fields.path(of: "currency"), reason: "is required") }
        self.init(amount, currency)
    }

    public var json: JSON {
        ["amount": .int(amount), "currency": .string(currency.code)]
    }
}
