import Actions
import Promotions

/// Before the first customer comes: cashiers practise, tills rehearse.
enum PracticeAPI {
    static func specimens(_ call: Call, _ token: TillToken) async throws -> Reply {
        .json([
            "items": .array(
                call.desk.specimens(at: token).map {
                    ["specimen": .string($0.specimen.rawValue), "code": .string($0.code.grouped)]
                })
        ])
    }

    static func practise(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let code = fields.text("code", length: 1...300)
        let cashier = fields.text("cashier", length: TillCounterAPI.labelLength)
        try fields.finishIgnoringUnknown()
        return try await call.once(call.retry(of: token.till.text), of: token.till.retailer) { desk in
            try await desk.practise(code, by: cashier, at: token).reply { specimen, practice in
                var object = json(practice)
                object["specimen"] = .string(specimen.rawValue)
                object["usable"] = .bool(specimen.isUsable)
                object["say"] = JSON(TillWords.say(specimen))
                object["next"] = JSON(TillWords.say(practice))
                return .json(.object(object))
            }
        }
    }

    static func cashiers(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let practice = try await call.desk.cashiers(at: caller.owns(call.ref())).done()
        return .json(["items": .array(practice.map { .object(json($0)) })])
    }

    private static func json(_ practice: CashierPractice) -> JSONObject {
        let named = { (isDone: Bool) -> JSON in
            .array(
                SpecimenCase.allCases.filter { practice.done.contains($0) == isDone }.map { .string($0.rawValue) })
        }
        return [
            "cashier": .string(practice.cashier), "done": named(true), "left": named(false),
            "trained_at": JSON(practice.trainedAt?.rfc3339),
        ]
    }

    private static let waitingShownMax = 200

    static func rehearsal(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let (readiness, code) = try await call.desk.readiness(of: ref, in: caller.scope).done()
        var object = json(readiness)
        object["code"] = .string(code.grouped)
        object["waiting"] = .array(
            readiness.waiting.prefix(waitingShownMax).map { till in
                [
                    "till_id": .string(Ref(caller.retailer, till.id).text),
                    "store_id": .string(Ref(caller.retailer, till.store).text), "name": .string(till.name),
                ]
            })
        return .json(.object(object))
    }

    static func rehearse(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let code = fields.text("code", length: 1...300)
        try fields.finishIgnoringUnknown()
        let retailer = token.till.retailer
        return try await call.once(call.retry(of: token.till.text), of: retailer) { desk in
            try await desk.rehearse(code, at: token).reply { campaign, readiness in
                .json(
                    [
                        "campaign_id": .string(Ref(retailer, campaign.id).text), "name": .string(campaign.terms.name),
                        "say": "Rehearsal: this till is ready. Nothing was taken off.",
                        "readiness": .object(json(readiness)),
                    ], status: 201)
            }
        }
    }

    static func json(_ readiness: Readiness) -> JSONObject {
        [
            "ready": .int(Int64(readiness.ready)), "tills": .int(Int64(readiness.tills)), "say": JSON(readiness.say),
        ]
    }
}
