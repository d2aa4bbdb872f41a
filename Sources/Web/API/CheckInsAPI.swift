import Actions
import Geofence
import Promotions

/// Check-ins: the first attempt, and what continues a held one.
enum CheckInsAPI {
    private static let channelLength = 1...50
    private static let accuracies = 0.001...1_000_000.0
    /// A day: older fixes are refused as stale anyway, by the rules and with their own words.
    private static let agesMS: ClosedRange<Int64> = 0...86_400_000

    static func create(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let fields = try call.fields()
        let presence = presence(fields, at: call.now)
        let channel = channel(fields)
        let word = fields.optionalText("offer_code", length: SaleWord.lengths)
        try fields.finishIgnoringUnknown()
        try presence.demandSomething()
        try presence.demandStore()
        let attempt = CheckInAttempt(
            caller: token, fix: presence.fix, store: presence.store, code: presence.code, channel: channel, word: word,
            retry: try call.retry(of: token.retryName))
        return try await call.guarding(presence.code, word: word, of: token) {
            .json(CheckInJSON(call).told(try await call.desk.checkIn(attempt).done()), status: 201)
        }
    }

    /// Where the shopper says they came from.
    static func channel(_ fields: Fields) -> String? {
        fields.optionalText("channel", length: channelLength)?.channelName
    }

    static func resume(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<CheckIn> = try call.ref()
        let fields = try call.fields()
        let presence = presence(fields, at: call.now)
        try fields.finishIgnoringUnknown()
        try presence.demandSomething()
        return try await call.guarding(presence.code, of: token) {
            let answer = try await call.desk.resume(
                ref, by: token, fix: presence.fix, store: presence.store, code: presence.code,
                retry: call.retry(of: token.retryName))
            return .json(CheckInJSON(call).told(try answer.done()), status: 201)
        }
    }

    /// How somebody shows to be somewhere.
    private struct Presence {
        let fix: ReportedFix?
        let store: Ref<Store>?
        let code: PresenceCode?

        func demandSomething() throws(Invalid) {
            if fix == nil, store == nil, code == nil {
                throw Invalid(field: "position", reason: "is required, or a store_id, or a presence_code")
            }
        }

        /// A typed code alone does not say which store's it is.
        func demandStore() throws(Invalid) {
            if let code, fix == nil, store == nil, code.store == nil {
                throw Invalid(field: "store_id", reason: "is required with a code that was typed")
            }
        }
    }

    private static func presence(_ fields: Fields, at now: Instant) -> Presence {
        let code = fields.presenceCode()
        let fix = fields.object("position") { (inner: Fields) throws(Invalid) in try Self.fix(inner, at: now) }
        return Presence(fix: fix, store: fields.ref("store_id", Store.self), code: code)
    }

    private static func fix(_ fields: Fields, at now: Instant) throws(Invalid) -> ReportedFix {
        let latitude = fields.number("latitude", in: -90...90)
        let longitude = fields.number("longitude", in: -180...180)
        let accuracy = fields.number("accuracy_meters", in: accuracies)
        let captured = fields.read("captured_at") { (json, path) throws(Invalid) in
            guard let instant = json.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
                throw Invalid(field: path, reason: "must be an RFC 3339 time, such as 2026-08-14T09:00:00Z")
            }
            return instant
        }
        let age = fields.optionalInteger("age_ms", in: agesMS)
        if fields.has("captured_at") == fields.has("age_ms") {
            fields.refuse("captured_at", "is required, or else age_ms: exactly one of them")
        }
        let isMocked = fields.flag("mocked", default: false)
        try fields.finishIgnoringUnknown()
        guard let position = Position(latitude: latitude, longitude: longitude),
            let fix = Fix(position: position, accuracyMeters: accuracy)
        else { throw Invalid(field: fields.path, reason: "must be a position on Earth") }
        let capturedAt = captured ?? now.adding(seconds: -Double(age ?? 0) / 1_000)
        return ReportedFix(fix: fix, capturedAt: capturedAt, isMocked: isMocked)
    }
}

extension CheckInsAPI {
    /// For the retailer, newest first. Whose they are is a number that leads to nobody.
    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let query = call.query
        let page = try Page<CheckIn>(query)
        var filter = CheckInFilter(
            verdict: try query.choice("verdict", Verdict.self), from: try query.instant("from"),
            to: try query.instant("to"))
        if let campaign = try query.ref("campaign_id", Campaign.self) { filter.campaign = try caller.owns(campaign).id }
        if let store = try query.ref("store_id", Store.self) { filter.store = try caller.owns(store).id }
        let found = try await call.desk.checkIns(
            of: caller.retailer, filter, after: page.after(of: caller.retailer), limit: page.limit)
        return .json([
            "items": .array(
                found.found.filter { caller.reaches($0.store.id) }
                    .map { line($0.record, $0.store, of: caller.retailer) }),
            "next": JSON(found.next.map { Ref(caller.retailer, $0).text }),
        ])
    }

    private static func line(_ record: CheckInRecord, _ store: Store, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, record.id).text), "checked_at": .string(record.checkedAt.rfc3339),
            "store": ["id": .string(Ref(retailer, store.id).text), "name": .string(store.name)],
            "shopper_id": .string(record.shopper.text), "verdict": .string(record.verdict.rawValue),
            "reasons": .array(record.reasons.map { .string($0.rawValue) }),
            "source": .string(record.source.rawValue),
            "distance_meters": record.distanceMeters.map { .double(($0 * 10).rounded() / 10) } ?? .null,
            "channel": JSON(record.channel), "vouched": .bool(record.evidence.isVouched),
            "coupon_ids": .array(record.offers.compactMap(\.coupon).map { .string(Ref(retailer, $0).text) }),
        ]
    }
}

/// A check-in as its shopper reads it.
struct CheckInJSON {
    private let call: Call

    init(_ call: Call) {
        self.call = call
    }

    func told(_ answer: CheckInAnswer) -> JSON {
        let coupons = CouponJSON(call)
        let record = answer.record
        let place = { (store: Store) -> JSON in
            ["id": .string(Ref(answer.retailer, store.id).text), "name": .string(store.name)]
        }
        var object: JSONObject = [
            "id": .string(Ref(answer.retailer, record.id).text), "verdict": .string(record.verdict.rawValue),
            "reasons": .array(
                answer.reasons.map { ["code": .string($0.reason.rawValue), "say": JSON($0.say)] }),
            "store": place(answer.store),
            "distance_meters": record.distanceMeters.map { .double(($0 * 10).rounded() / 10) } ?? .null,
            "containment": record.containment.map { .double(($0 * 1_000).rounded() / 1_000) } ?? .null,
        ]
        if let until = record.heldUntil {
            object["held_until"] = .string(until.rfc3339)
            object["candidates"] = .array(
                answer.candidates.map { candidate in
                    [
                        "store": place(candidate.store),
                        "distance_meters": .double((candidate.distanceMeters * 10).rounded() / 10),
                    ]
                })
        }
        object["offers"] = .array(
            answer.offers.map {
                OfferJSON.told($0.outcome, $0.terms, of: answer.retailer, call, balance: answer.balance)
            })
        object["coupons"] = .array(
            answer.coupons.map { coupons.told($0, Ref(answer.retailer, $0.coupon.id)) })
        return .object(object)
    }
}
