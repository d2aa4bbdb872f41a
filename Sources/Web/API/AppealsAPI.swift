import Actions
import Promotions

/// A shopper's word against a decision, and the store's answer to it.
enum AppealsAPI {
    static func create(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<CheckIn> = try call.ref()
        let fields = try call.fields()
        let code = fields.presenceCode()
        let message = fields.optionalText("message", length: Appeal.messageLength)
        try fields.finishIgnoringUnknown()
        return try await call.guarding(code, of: token) {
            let answer = try await call.desk.appeal(
                ref, by: token, code: code, message: message, retry: call.retry(of: token.retryName)
            ).done()
            let coupons = CouponJSON(call)
            return .json(
                [
                    "check_in_id": .string(ref.text), "state": .string(answer.appeal.state.rawValue),
                    "say": JSON(answer.say), "opened_at": .string(answer.appeal.openedAt.rfc3339),
                    "settled_at": JSON(answer.appeal.settledAt?.rfc3339),
                    "coupons": .array(answer.coupons.map { coupons.told($0, Ref(ref.retailer, $0.coupon.id)) }),
                ], status: 201)
        }
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let store: Ref<Store>? = try call.query.ref("store_id")
        return try await list(
            call, of: caller.retailer, store: try store.map { try caller.owns($0).id }, isTill: false
        ) { caller.reaches($0.store) }
    }

    static func listOfTill(_ call: Call, _ token: TillToken) async throws -> Reply {
        try await list(call, of: token.till.retailer, store: token.store, isTill: true) { _ in true }
    }

    private static func list(
        _ call: Call, of retailer: ID<Retailer>, store: ID<Store>?, isTill: Bool, isShown: (Appeal) -> Bool
    ) async throws -> Reply {
        let page = try Page<CheckIn>(call.query)
        let state = try call.query.choice("state", Appeal.State.self)
        let appeals = try await call.desk.appeals(
            of: retailer, store: store, state: state, after: page.after(of: retailer), limit: page.asked)
        // The person at the till was not there to see it: what was in the way is told there.
        let doubts = isTill ? try await call.desk.doubts(appeals.map(\.checkIn), of: retailer) : [:]
        return page.reply(
            appeals, id: { Ref(retailer, $0.checkIn) }, isShown: isShown,
            json: { appeal in
                var object = json(appeal, of: retailer, isTill: isTill)
                if let doubt = doubts[appeal.checkIn] {
                    object["checked_at"] = .string(doubt.checkedAt.rfc3339)
                    object["reasons"] = .array(doubt.reasons.map { .string($0.rawValue) })
                    object["distance_meters"] = doubt.distanceMeters.map { .double(($0 * 10).rounded() / 10) } ?? .null
                }
                return .object(object)
            })
    }

    static func grant(_ call: Call, _ judge: AppealJudge) async throws -> Reply {
        let bench = try await bench(call, judge)
        let settlement = try await call.desk.grantAppeal(
            bench.ref, by: bench.settler, at: bench.store, retry: bench.retry
        ).done()
        switch settlement {
        case .nothing(let reason): throw Problem(reason)
        case .settled(let answer): return reply(answer, judge)
        }
    }

    static func reject(_ call: Call, _ judge: AppealJudge) async throws -> Reply {
        let bench = try await bench(call, judge)
        var reason: String?
        if !call.body.isEmpty {
            let fields = try call.fields()
            reason = fields.optionalText("reason", length: Appeal.reasonLength)
            try fields.finish()
        }
        let answer = try await call.desk.rejectAppeal(
            bench.ref, because: reason, by: bench.settler, auditing: bench.person, at: bench.store, retry: bench.retry
        ).done()
        return reply(answer, judge)
    }

    /// Which appeal is settled by whom; another's reads like an unknown one.
    private struct Bench {
        let ref: Ref<CheckIn>
        let settler: Appeal.Settler
        /// Nil at a till.
        let person: AuditEntry.By?
        let store: ID<Store>?
        let retry: RetryRequest?
    }

    private static func bench(_ call: Call, _ judge: AppealJudge) async throws -> Bench {
        let ref: Ref<CheckIn> = try call.ref()
        switch judge {
        case .owner(let caller):
            if !caller.scope.isEverything {
                let receipt = try await call.desk.receipt(caller.owns(ref), for: caller.retailer).done()
                guard caller.reaches(receipt.store.id) else { throw Problem(.notFound) }
            }
            return Bench(
                ref: try caller.owns(ref), settler: .retailer(caller.actor), person: caller.by, store: nil,
                retry: try call.retry(of: caller.identity))
        case .till(let token):
            guard ref.retailer == token.till.retailer else { throw Problem(.notFound) }
            return Bench(
                ref: ref, settler: .till(token.till.id), person: nil, store: token.store,
                retry: try call.retry(of: token.till.text))
        }
    }

    private static func reply(_ answer: AppealAnswer, _ judge: AppealJudge) -> Reply {
        var isTill = false
        if case .till = judge { isTill = true }
        var object = json(answer.appeal, of: answer.retailer, isTill: isTill)
        object["coupon_ids"] = .array(answer.coupons.map { .string(Ref(answer.retailer, $0.coupon.id).text) })
        return .json(.object(object))
    }

    /// - Parameter isTill: a till's screen is no place for a customer's number.
    private static func json(_ appeal: Appeal, of retailer: ID<Retailer>, isTill: Bool) -> JSONObject {
        var object: JSONObject = [
            "check_in_id": .string(Ref(retailer, appeal.checkIn).text),
            "store_id": .string(Ref(retailer, appeal.store).text), "state": .string(appeal.state.rawValue),
            "message": JSON(appeal.message), "reason": JSON(appeal.reason),
            "opened_at": .string(appeal.openedAt.rfc3339),
            "settled_at": JSON(appeal.settledAt?.rfc3339),
        ]
        if !isTill { object["shopper_id"] = .string(appeal.shopper.text) }
        switch appeal.settledBy {
        case .shopperCode: object["settled_by"] = ["kind": "shopper_code", "id": .null]
        case .retailer(let key): object["settled_by"] = ["kind": "retailer", "id": .string(Ref(retailer, key).text)]
        case .till(let till): object["settled_by"] = ["kind": "till", "id": .string(Ref(retailer, till).text)]
        case nil: object["settled_by"] = .null
        }
        return object
    }
}
