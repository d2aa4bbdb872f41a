import Actions
import Geofence
import Promotions

/// What was decided about a check-in, for whoever may know.
enum ReceiptsAPI {
    static func read(_ call: Call, _ reader: ReceiptReader) async throws -> Reply {
        let ref: Ref<CheckIn> = try call.ref()
        switch reader {
        case .shopper(let token):
            return .json(told(try await call.desk.receipt(ref, for: token).done(), language: call.language))
        case .retailer(let caller):
            let receipt = try await call.desk.receipt(ref, for: caller.retailer).done()
            guard caller.reaches(receipt.store.id) else { throw Problem(.notFound) }
            return .json(json(receipt))
        }
    }

    /// Words only: nothing here says how near a threshold was.
    private static func told(_ receipt: ShopperReceipt, language: String?) -> JSON {
        let told = receipt.told
        let record = told.record
        var until: Instant?
        if case .possible(let end) = receipt.standing, receipt.appeal == nil { until = end }
        let moment = LocalWords.moment(record.checkedAt, now: receipt.readAt, zone: told.store.zone)
        return [
            "id": .string(Ref(told.retailer, record.id).text), "verdict": .string(record.verdict.rawValue),
            "say": JSON(ReceiptWords.say(record.verdict)), "store": place(told.store, of: told.retailer),
            "checked_at": .string(record.checkedAt.rfc3339),
            "checked_in": JSON("\(told.store.name), \(moment)" as Sentence),
            "reasons": .array(told.reasons.map { ["code": .string($0.reason.rawValue), "say": JSON($0.say)] }),
            "offers": .array(
                told.offers.map { offer in
                    var object: JSONObject = [
                        "campaign_id": .string(Ref(told.retailer, offer.outcome.campaign).text),
                        "headline": .string(offer.terms.coupon.words(for: language ?? "").headline),
                        "state": .string(offer.outcome.state.rawValue),
                        "say": JSON(ReceiptWords.say(offer.outcome.state)),
                    ]
                    object["coupon_id"] = offer.outcome.coupon.map { .string(Ref(told.retailer, $0).text) }
                    return .object(object)
                }),
            "next": JSON(
                ReceiptWords.next(
                    receipt.standing, receipt.appeal?.state,
                    hasCoupon: record.offers.contains { $0.coupon != nil })),
            "appeal": [
                "possible": .bool(until != nil), "until": JSON(until?.rfc3339),
                "state": JSON(receipt.appeal?.state.rawValue), "reason": JSON(receipt.appeal?.reason),
            ],
        ]
    }

    /// The position itself only while it is kept as it came; what was measured against it stays.
    private static func json(_ answer: RetailerReceipt) -> JSON {
        let receipt = answer.receipt
        let record = receipt.record
        return [
            "id": .string(Ref(answer.retailer, record.id).text), "verdict": .string(record.verdict.rawValue),
            "reasons": .array(record.reasons.map { .string($0.rawValue) }),
            "store": place(answer.store, of: answer.retailer), "shopper_id": .string(record.shopper.text),
            "checked_at": .string(record.checkedAt.rfc3339), "captured_at": JSON(record.capturedAt?.rfc3339),
            "source": .string(record.source.rawValue), "fixes": .int(Int64(record.fixes)),
            "distance_meters": record.distanceMeters.map { .double(rounded($0)) } ?? .null,
            "channel": JSON(record.channel), "vouched": .bool(record.evidence.isVouched),
            "signals": .array(receipt.signals.map { json($0, of: answer.retailer) }),
            "campaigns": .array(receipt.judgements.map { json($0, of: answer.retailer) }),
            "held_out_of": .array(answer.heldOutOf.map { .string(Ref(answer.retailer, $0).text) }),
            "fix": answer.fix.map {
                [
                    "position": $0.fix.position.json, "accuracy_meters": .double(rounded($0.fix.accuracyMeters)),
                    "until": .string($0.until.rfc3339),
                ]
            } ?? .null,
            "appeal": answer.appeal.map {
                [
                    "state": .string($0.state.rawValue), "opened_at": .string($0.openedAt.rfc3339),
                    "reason": JSON($0.reason),
                ]
            } ?? .null,
        ]
    }

    private static func json(_ judgement: Receipt.Judgement, of retailer: ID<Retailer>) -> JSON {
        let outcome = judgement.outcome
        return [
            "campaign_id": .string(Ref(retailer, judgement.policy.campaign).text),
            "revision": .int(Int64(judgement.policy.revision)), "outcome": JSON(outcome?.state.rawValue),
            "reason": JSON(outcome?.reason?.rawValue),
            "coupon_id": JSON(outcome?.coupon.map { Ref(retailer, $0).text }),
            "signals": .array(judgement.signals.map { json($0, of: retailer) }),
        ]
    }

    private static func json(_ signal: Receipt.Signal, of retailer: ID<Retailer>) -> JSON {
        var object: JSONObject = ["signal": .string(signal.reason.rawValue)]
        switch signal.value {
        case .number(let number): object["value"] = .double(rounded(number))
        case .flag(let flag): object["value"] = .bool(flag)
        case nil: object["value"] = .null
        }
        object["unit"] = JSON(signal.unit?.rawValue)
        object["threshold"] = signal.threshold.map { .double($0) } ?? .null
        object["raised"] = .bool(signal.isRaised)
        object["decided"] = .bool(signal.hasDecided)
        object["check_in_id"] = signal.other.map { .string(Ref(retailer, $0).text) }
        if signal.isOnlyNoted { object["only_noted"] = true }
        return .object(object)
    }

    /// Four decimals: what is kept in single precision has no more to say.
    private static func rounded(_ number: Double) -> Double {
        (number * 10_000).rounded() / 10_000
    }

    private static func place(_ store: Store, of retailer: ID<Retailer>) -> JSON {
        ["id": .string(Ref(retailer, store.id).text), "name": .string(store.name)]
    }
}
