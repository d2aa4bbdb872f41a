import Actions
import Promotions

/// What a store says of itself while the offer runs, by the retailer's key or by a till with the store's PIN.
enum StoreStockAPI {
    private static let leftRange: ClosedRange<Int64> = 0...1_000_000

    static func soldOut(_ call: Call, _ hand: AppealJudge) async throws -> Reply {
        let fields = try call.fields()
        let until = fields.instant("until")
        let speaker = try await speaker(call, hand, fields)
        return try await speaker.changing { desk in
            try await desk.stop(speaker.store, .soldOut, campaign: speaker.campaign, until: until)
        }
    }

    static func close(_ call: Call, _ hand: AppealJudge) async throws -> Reply {
        let fields = try call.fields()
        let until = fields.instant("until")
        if !fields.has("until") { fields.refuse("until", "is required") }
        let speaker = try await speaker(call, hand, fields, namesCampaign: false)
        return try await speaker.changing { desk in
            try await desk.stop(speaker.store, .closed, campaign: nil, until: until)
        }
    }

    static func reopen(_ call: Call, _ hand: AppealJudge) async throws -> Reply {
        let speaker = try await speaker(call, hand, call.body.isEmpty ? Fields([:]) : call.fields())
        return try await speaker.changing { desk in
            try await desk.reopen(speaker.store, campaign: speaker.campaign)
        }
    }

    static func left(_ call: Call, _ hand: AppealJudge) async throws -> Reply {
        let fields = try call.fields()
        let left = fields.integer("left", in: leftRange)
        if !fields.has("campaign_id") { fields.refuse("campaign_id", "is required") }
        let speaker = try await speaker(call, hand, fields)
        guard let campaign = speaker.campaign else { throw Problem(.notFound) }
        return try await speaker.changing { desk in
            try await desk.setLeft(Int(left), of: campaign, at: speaker.store, by: speaker.voice)
        }
    }

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        .json(json(try await call.desk.storeStock(caller.owns(call.ref())).done()))
    }

    static func readOfTill(_ call: Call, _ token: TillToken) async throws -> Reply {
        let store = Ref(token.till.retailer, token.store)
        var object = json(try await call.desk.storeStock(store).done()).members ?? [:]
        object["offers"] = .array(
            call.desk.offers(at: store).map { campaign in
                [
                    "campaign_id": .string(Ref(store.retailer, campaign.id).text),
                    "headline": .string(campaign.terms.coupon.words(for: call.language ?? "").headline),
                ]
            })
        return .json(.object(object))
    }

    static func setPIN(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let store: Ref<Store> = try caller.owns(call.ref())
        let fields = try call.fields()
        let pin = fields.text("pin", length: Desk.pinLength)
        if !pin.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            fields.refuse("pin", "must be digits")
        }
        try fields.finish()
        return try await call.once(by: caller) { desk in
            try await desk.setPIN(pin, of: store).reply { _ in .noContent }
        }
    }

    static func removePIN(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let store: Ref<Store> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            try await desk.setPIN(nil, of: store).reply { _ in .noContent }
        }
    }

    /// Who speaks for which store, after their PIN was looked at.
    private struct Speaker: Sendable {
        let call: Call
        let store: Ref<Store>
        let campaign: Ref<Campaign>?
        let voice: Desk.StoreVoice
        let retry: RetryRequest?
        /// Nil for a till: the stock itself tells that one spoke.
        var caller: RetailerCaller?

        func changing(_ body: @Sendable (Desk) async throws -> Answer<StoreStock>) async throws -> Reply {
            try await call.once(retry, of: store.retailer, auditing: caller) { desk in
                try await body(desk).reply { .json(StoreStockAPI.json($0)) }
            }
        }
    }

    private static func speaker(
        _ call: Call, _ hand: AppealJudge, _ fields: Fields, namesCampaign: Bool = true
    ) async throws -> Speaker {
        let store: Ref<Store> = try call.ref()
        let campaign = namesCampaign ? fields.ref("campaign_id", Campaign.self) : nil
        let pin = fields.optionalText("pin", length: Desk.pinLength)
        if let campaign, campaign.retailer != store.retailer { throw Problem(.notFound) }
        switch hand {
        case .owner(let caller):
            if pin != nil { fields.refuse("pin", "is for tills") }
            try fields.finish()
            return Speaker(
                call: call, store: try caller.owns(store), campaign: campaign,
                voice: caller.role.allows(.campaigns) ? .retailer : .store, retry: try call.retry(of: caller.identity),
                caller: caller)
        case .till(let token):
            if pin == nil, !fields.has("pin") { fields.refuse("pin", "is required: the PIN of the store") }
            try fields.finishIgnoringUnknown()
            guard store == Ref(token.till.retailer, token.store) else { throw Problem(.notFound) }
            _ = try await call.desk.checkPIN(pin ?? "", of: store).done()
            return Speaker(
                call: call, store: store, campaign: campaign, voice: .store, retry: try call.retry(of: token.till.text))
        }
    }

    private static func json(_ stock: StoreStock) -> JSON {
        let retailer = stock.store.retailer
        return [
            "store_id": .string(stock.store.text),
            "stops": .array(
                stock.stops.map { campaign, stop in
                    [
                        "campaign_id": JSON(campaign.map { Ref(retailer, $0).text }),
                        "kind": .string(stop.kind.rawValue),
                        "until": .string(stop.until.rfc3339),
                    ]
                }),
            "limits": .array(
                stock.allotments.map { line in
                    [
                        "campaign_id": .string(Ref(retailer, line.campaign).text),
                        "period": .string(line.period.rawValue), "max": .int(Int64(line.max)),
                        "used": .int(Int64(line.used)), "left": .int(Int64(line.left)),
                    ]
                }),
        ]
    }
}

extension Fields {
    /// A moment in RFC 3339; nil if it is absent or wrong.
    func instant(_ name: String) -> Instant? {
        read(name) { (json, path) throws(Invalid) in
            guard let instant = json.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
                throw Invalid(field: path, reason: "must be an RFC 3339 time, such as 2026-08-14T09:00:00Z")
            }
            return instant
        }
    }
}
