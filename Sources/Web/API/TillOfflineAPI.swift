import Actions
import Promotions

/// What a till takes along for when its line goes down, and what it reports afterwards.
enum TillOfflineAPI {
    static func pack(_ call: Call, _ token: TillToken) async throws -> Reply {
        .json(try await call.desk.pack(for: token).done().json)
    }

    static func close(_ call: Call, _ token: TillToken) async throws -> Reply {
        let ref: Ref<OfflineLease> = try call.ref()
        let retailer = token.till.retailer
        return try await call.once(call.retry(of: token.till.text), of: retailer) { desk in
            try await desk.closeLease(ref, at: token).reply { lease in
                .json([
                    "id": .string(ref.text), "campaign_id": .string(Ref(retailer, lease.campaign).text),
                    "coupons": .int(Int64(lease.coupons)), "used": .int(Int64(lease.used)),
                    "returned": .int(Int64(lease.coupons - lease.used)),
                ])
            }
        }
    }

    static func upload(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let latest = call.now.adding(seconds: OfflineAcceptance.aheadSeconds)
        if !fields.has("items") { fields.refuse("items", "is required") }
        let acceptances = fields.objects("items", count: 1...OfflineAcceptance.uploadsMax) { fields throws(Invalid) in
            try acceptance(fields, notAfter: latest)
        }
        try fields.finishIgnoringUnknown()
        let retailer = token.till.retailer
        return try await call.once(call.retry(of: token.till.text), of: retailer) { desk in
            let kept = try await desk.upload(acceptances, at: token)
            return .json(["items": .array(kept.map { json($0, of: retailer) })])
        }
    }

    private static func acceptance(_ fields: Fields, notAfter latest: Instant) throws(Invalid) -> OfflineAcceptance {
        let name = fields.text("id", length: TillCounterAPI.labelLength)
        let scanned = fields.text("code", length: 1...300)
        let acceptedAt = fields.requiredRead("accepted_at") { (json, path) throws(Invalid) in
            guard let instant = json.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
                throw Invalid(field: path, reason: "must be a time such as 2026-08-14T10:30:00Z")
            }
            guard instant <= latest, instant.seconds > 0 else {
                throw Invalid(field: path, reason: "must be in the past")
            }
            return instant
        }
        let isOnPaper = fields.flag("on_paper", default: false)
        let basket = fields.object("basket") { (inner: Fields) throws(Invalid) in try Basket(reading: inner) }
        let receipt = fields.optionalText("receipt_number", length: TillCounterAPI.labelLength)
        let cashier = fields.optionalText("cashier", length: TillCounterAPI.labelLength)
        let sale = fields.optionalText("sale_id", length: TillCounterAPI.labelLength)
        try fields.finishIgnoringUnknown()
        return OfflineAcceptance(
            name: name, scanned: scanned, acceptedAt: acceptedAt ?? latest, isOnPaper: isOnPaper, basket: basket,
            receiptNumber: receipt, cashier: cashier, saleID: sale)
    }

    private static func json(_ kept: KeptAcceptance, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(kept.name), "outcome": .string(kept.settlement.outcome.rawValue),
            "reason": JSON(kept.settlement.reason?.rawValue), "loss": JSON(kept.settlement.loss?.rawValue),
            "coupon_id": JSON(kept.coupon.map { Ref(retailer, $0).text }),
            "redemption_id": JSON(kept.redemption.map { Ref(retailer, $0).text }),
            "discount": kept.discount?.json ?? .null, "say": JSON(kept.settlement.say),
        ]
    }
}
