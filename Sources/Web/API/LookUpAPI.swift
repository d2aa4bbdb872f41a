import Actions
import Promotions

/// What was done with a coupon, and what a till did in a shift.
enum LookUpAPI {
    /// A POST, so that no log holds a code.
    static func search(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let code = fields.optionalText("code", length: 1...300)
        let receipt = fields.optionalText("receipt_number", length: TillCounterAPI.labelLength)
        let sale = fields.optionalText("sale_id", length: TillCounterAPI.labelLength)
        let keys = [
            code.map { LookUpKey.code($0) }, receipt.map { .receipt($0) }, sale.map { .sale($0) },
        ].compactMap(\.self)
        if keys.count != 1 { fields.refuse("code", "name one: code, receipt_number or sale_id") }
        try fields.finishIgnoringUnknown()
        guard let key = keys.first else { throw Problem(.notFound) }
        switch try await call.desk.lookUp(key, at: token) {
        case .refused(let no): throw Problem(no)
        case .found(let found):
            let retailer = token.till.retailer
            return .json([
                "coupon": found.coupon.map {
                    [
                        "id": .string(Ref(retailer, $0.id).text), "state": .string($0.state(at: call.now).rawValue),
                        "expires_at": .string($0.expiresAt.rfc3339),
                    ]
                } ?? .null, "items": .array(found.redemptions.map { json($0, of: retailer) }),
                "say": JSON(found.say),
            ])
        }
    }

    private static func json(_ found: FoundRedemption, of retailer: ID<Retailer>) -> JSON {
        let kept = found.kept
        var object = TillCounterAPI.json(kept, say: "", of: retailer)
        object["say"] = nil
        object["state"] = .string(kept.state.rawValue)
        object["voided_at"] = JSON(kept.voidedAt?.rfc3339)
        object["till_id"] = .string(Ref(retailer, found.till).text)
        object["cashier"] = JSON(found.cashier)
        object["receipt_number"] = JSON(found.receiptNumber)
        object["sale_id"] = JSON(found.saleID)
        object["basket"] = found.basket.map { json($0, returned: found.returned?.units ?? [:]) } ?? .null
        object["returned"] = .null
        if let returned = found.returned, let currency = kept.discount?.currency {
            object["returned"] = [
                "goods": Money(returned.goods, currency).json, "discount": Money(returned.discount, currency).json,
                "refund": Money(returned.refund, currency).json,
            ]
        }
        return .object(object)
    }

    /// What can come back, line by line.
    private static func json(_ basket: Basket, returned units: [String: Int64]) -> JSON {
        [
            "currency": .string(basket.currency.code), "total": .int(basket.total),
            "lines": basket.lines.map { lines in
                .array(
                    lines.map { line in
                        [
                            "id": .string(line.id), "sku": JSON(line.sku), "quantity": .int(line.quantity),
                            "unit_price": .int(line.unitPrice), "returned": .int(units[line.id, default: 0]),
                        ]
                    })
            } ?? .null,
        ]
    }

    static func shiftOfTill(_ call: Call, _ token: TillToken) async throws -> Reply {
        try await shift(call, of: token.till)
    }

    static func shift(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        try await shift(call, of: caller.owns(call.ref()))
    }

    private static func shift(_ call: Call, of till: Ref<Till>) async throws -> Reply {
        let (report, from, to) = try await call.desk.shift(
            of: till, from: call.query.instant("from"), to: call.query.instant("to")
        ).done()
        return .json([
            "till_id": .string(till.text), "from": .string(from.rfc3339), "to": .string(to.rfc3339),
            "taken": .array(
                report.taken.map { taken in
                    [
                        "cashier": JSON(taken.cashier), "count": .int(taken.count),
                        "discount": money(taken.discount, taken.currency),
                        "basket": money(taken.basket, taken.currency),
                    ]
                }), "voided": undone(report.voided), "returned": undone(report.returned),
            "failed_scans": .array(
                TillRefusal.allCases.compactMap { reason in
                    report.failedScans[reason].map { ["reason": .string(reason.rawValue), "count": .int($0)] }
                }),
        ])
    }

    private static func undone(_ lines: [ShiftReport.Undone]) -> JSON {
        .array(
            lines.map { line in
                [
                    "count": .int(line.count), "discount": money(line.discount, line.currency),
                    "refund": money(line.refund, line.currency),
                ]
            })
    }

    private static func money(_ amount: Int64, _ currency: Currency?) -> JSON {
        currency.map { Money(amount, $0).json } ?? .null
    }
}
