import Actions
import Promotions

/// What a till asks and does with a code.
enum TillCounterAPI {
    private static let codeLength = 1...300
    static let labelLength = 1...100

    /// Changes nothing; an unusable coupon is an answer, not a problem.
    static func validate(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        guard fields.has("codes") else {
            return .json(.object(try json(await call.desk.validate(sale(call), at: token))))
        }
        if fields.has("code") { fields.refuse("code", "is one of codes, or comes alone") }
        let codes = fields.list("codes", count: 1...SaleRules.couponsMax) { (json, path) throws(Invalid) in
            guard let code = json.stringValue, codeLength.contains(code.unicodeScalars.count) else {
                throw Invalid(field: path, reason: "must be a text of \(codeLength.upperBound) characters at most")
            }
            return code
        }
        let answers = try await call.desk.validate(codes, of: sale(fields, code: ""), at: token)
        return .json(try json(answers))
    }

    private static func json(_ answers: [TillAnswer]) throws -> JSON {
        let usable = answers.compactMap { answer -> DiscountOutcome? in
            if case .usable(let outcome, _, _, _) = answer { outcome } else { nil }
        }
        let amounts = usable.compactMap { outcome -> Money? in
            if case .amount(let money, _) = outcome { money } else { nil }
        }
        let sum = amounts.first.map { first in Money(amounts.reduce(0) { $0 + $1.amount }, first.currency) }
        // Where a till works one of them out itself, there is no sum to tell.
        let discount = amounts.count == usable.count ? sum : nil
        return [
            "usable": .bool(usable.count == answers.count),
            "say": JSON(TillWords.say(usable.count, of: answers.count, discount: discount)),
            "discount": discount?.json ?? .null, "items": .array(try answers.map { .object(try json($0)) }),
        ]
    }

    private static func json(_ answer: TillAnswer) throws -> JSONObject {
        switch answer {
        case .usable(let outcome, let coupon, let terms, let say):
            var object: JSONObject = ["usable": true, "say": JSON(say)]
            for member in discount(outcome) { object[member.0] = member.1 }
            object["coupon"] = [
                "id": .string(coupon.text), "headline": .string(terms.coupon.words.headline),
                "reward": .string(terms.reward.summary),
            ]
            return object
        case .refused(let no):
            var object: JSONObject = [
                "usable": false, "reason": .string(no.refusal.rawValue), "say": JSON(no.say),
            ]
            for member in no.usage { object[member.name] = member.value }
            return object
        case .reserved, .redeemed: throw Problem(.notFound)
        }
    }

    /// Final: taken once, or refused with the sentence that the cashier says.
    static func redeem(_ call: Call, _ token: TillToken) async throws -> Reply {
        let sale = try sale(call)
        let retry = try call.retry(of: token.till.text)
        return try told(try await call.desk.redeem(sale, at: token, retry: retry).done(), of: token.till.retailer)
    }

    /// Held by this till, for some minutes.
    static func reserve(_ call: Call, _ token: TillToken) async throws -> Reply {
        let sale = try sale(call)
        let retry = try call.retry(of: token.till.text)
        return try told(try await call.desk.reserve(sale, at: token, retry: retry).done(), of: token.till.retailer)
    }

    static func commit(_ call: Call, _ token: TillToken) async throws -> Reply {
        let ref: Ref<Reservation> = try call.ref()
        let sale = try sale(call.body.isEmpty ? Fields([:]) : call.fields(), code: "")
        let retry = try call.retry(of: token.till.text)
        return try told(
            try await call.desk.commit(ref, sale, at: token, retry: retry).done(), of: token.till.retailer)
    }

    private static func told(_ answer: TillAnswer, of retailer: ID<Retailer>) throws -> Reply {
        switch answer {
        case .redeemed(let kept, let say): return .json(.object(json(kept, say: say, of: retailer)), status: 201)
        case .reserved(let kept, let say): return .json(json(kept, say: say, of: retailer), status: 201)
        case .refused(let no): throw Problem(no)
        case .usable: throw Problem(.notFound)
        }
    }

    private static func sale(_ call: Call) throws(Invalid) -> TillSale {
        let fields = try call.fields()
        fields.neutral("codes", isNeutral: { _ in false }, reason: "is for validate; send one after the other here")
        return try sale(fields, code: fields.text("code", length: codeLength))
    }

    private static func sale(_ fields: Fields, code: String) throws(Invalid) -> TillSale {
        let basket = fields.object("basket") { (inner: Fields) throws(Invalid) in try Basket(reading: inner) }
        let receipt = fields.optionalText("receipt_number", length: labelLength)
        let cashier = fields.optionalText("cashier", length: labelLength)
        let sale = fields.optionalText("sale_id", length: labelLength)
        try fields.finishIgnoringUnknown()
        return TillSale(code: code, basket: basket, receiptNumber: receipt, cashier: cashier, saleID: sale)
    }

    private static func json(_ kept: KeptReservation, say: Sentence, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, kept.id).text), "state": .string(Coupon.State.reserved.rawValue),
            "expires_at": .string(kept.until.rfc3339), "coupon": ["id": .string(Ref(retailer, kept.coupon).text)],
            "discount": kept.discount?.json ?? .null, "lines": lines(kept.lines), "say": JSON(say),
        ]
    }

    /// As it was when it was taken: a retry hears the same, whatever became of it since.
    static func json(_ kept: KeptRedemption, say: Sentence, of retailer: ID<Retailer>) -> JSONObject {
        [
            "id": .string(Ref(retailer, kept.id).text), "state": .string(Redemption.State.redeemed.rawValue),
            "redeemed_at": .string(kept.redeemedAt.rfc3339), "store_id": .string(Ref(retailer, kept.store).text),
            "coupon": ["id": .string(Ref(retailer, kept.coupon).text)], "discount": kept.discount?.json ?? .null,
            "lines": lines(kept.lines), "say": JSON(say),
        ]
    }

    private static func lines(_ lines: [LineDiscount]) -> JSON {
        .array(lines.map { ["id": .string($0.id), "discount": $0.amount.json] })
    }

    private static func discount(_ outcome: DiscountOutcome) -> [(String, JSON)] {
        switch outcome {
        case .amount(let money, let lines):
            [("discount", money.json), ("lines", Self.lines(lines))]
        case .tillComputes(let most): [("discount", .null), ("discount_max", most?.json ?? .null)]
        case .refused: [("discount", .null)]
        }
    }
}
