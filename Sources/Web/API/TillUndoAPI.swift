import Actions
import Promotions

/// A till lets go of a coupon, or takes a redemption back.
enum TillUndoAPI {
    static func release(_ call: Call, _ token: TillToken) async throws -> Reply {
        let ref: Ref<Reservation> = try call.ref()
        return try await call.once(call.retry(of: token.till.text), of: token.till.retailer) { desk in
            try await desk.release(ref, at: token).reply { release in
                switch release {
                case .released: .noContent
                case .refused(let no): Problem(no).reply
                }
            }
        }
    }

    static func void(_ call: Call, _ token: TillToken) async throws -> Reply {
        let ref: Ref<Redemption> = try call.ref()
        return try await call.once(call.retry(of: token.till.text), of: token.till.retailer) { desk in
            try await desk.void(ref, at: token).reply { answer in
                switch answer {
                case .voided(let voided):
                    guard let voided = voided.first else { return Problem(.notFound).reply }
                    return .json(json(voided, of: ref.retailer))
                case .refused(let refusal, let say): return Problem(refusal, say: say).reply
                }
            }
        }
    }

    static func voidSale(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let sale = fields.text("sale_id", length: TillCounterAPI.labelLength)
        try fields.finishIgnoringUnknown()
        let retailer = token.till.retailer
        return try await call.once(call.retry(of: token.till.text), of: retailer) { desk in
            try await desk.voidSale(sale, at: token).reply { answer in
                switch answer {
                case .voided(let voided):
                    return .json([
                        "items": .array(voided.map { json($0, of: retailer) }),
                        "say": JSON(TillWords.sayVoidedSale(voided.count)),
                    ])
                case .refused(let refusal, let say): return Problem(refusal, say: say).reply
                }
            }
        }
    }

    private static func json(_ voided: VoidedRedemption, of retailer: ID<Retailer>) -> JSON {
        let kept = voided.redemption
        var object = TillCounterAPI.json(kept, say: TillWords.sayVoided(voided.fate), of: retailer)
        object["state"] = .string(kept.state.rawValue)
        object["voided_at"] = JSON(kept.voidedAt?.rfc3339)
        object["coupon"] = [
            "id": .string(Ref(retailer, kept.coupon).text), "state": .string(voided.fate.rawValue),
        ]
        return .object(object)
    }
}
