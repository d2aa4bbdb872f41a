import Actions
import Promotions

/// Part of a sale that comes back.
enum ReturnsAPI {
    static func create(_ call: Call, _ token: TillToken) async throws -> Reply {
        let ref: Ref<Redemption> = try call.ref()
        let goods = try goods(call.fields())
        return try await call.once(call.retry(of: token.till.text), of: token.till.retailer) { desk in
            try await desk.takeBack(goods, of: ref, at: token).reply { answer in
                switch answer {
                case .returned(let told): .json(json(told, of: ref), status: 201)
                case .refused(let refusal): Problem(refusal).reply
                }
            }
        }
    }

    private static func goods(_ fields: Fields) throws(Invalid) -> ReturnedGoods {
        var units: [String: Int64] = [:]
        let lines = fields.objects("lines", count: 1...Basket.linesMax) { (fields: Fields) throws(Invalid) in
            let id = fields.text("id", length: BasketLine.labelLength)
            let quantity = fields.integer("quantity", in: BasketLine.quantities)
            try fields.finishIgnoringUnknown()
            return (id, quantity)
        }
        for (place, line) in lines.enumerated() where units.updateValue(line.1, forKey: line.0) != nil {
            fields.refuse("lines[\(place)].id", "is used by another line")
        }
        let amount = fields.optionalInteger("amount", in: 1...Money.amountMax)
        if fields.has("lines") == fields.has("amount") { fields.refuse("lines", "is required, or an amount") }
        try fields.finishIgnoringUnknown()
        return amount.map { .amount($0) } ?? .lines(units)
    }

    private static func json(_ told: ToldReturn, of ref: Ref<Redemption>) -> JSON {
        let money = { Money($0, told.currency).json }
        return [
            "id": .string(Ref(ref.retailer, told.id).text), "redemption_id": .string(ref.text),
            "returned_at": .string(told.returnedAt.rfc3339), "goods": money(told.share.goods),
            "discount": money(told.share.discount), "refund": money(told.share.refund),
            "discount_left": money(told.discountLeft), "below_min_spend": .bool(told.share.isBelowMinSpend),
            "lines": .array(
                told.share.lines.map {
                    [
                        "id": .string($0.id), "quantity": .int($0.quantity), "discount": money($0.discount),
                        "refund": money($0.refund),
                    ]
                }), "say": JSON(told.say),
        ]
    }
}
