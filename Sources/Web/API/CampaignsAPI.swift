import Actions
import Printing
import Promotions

/// Campaigns: drafted, changed, ordered about, looked at.
enum CampaignsAPI {
    static func create(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let json = try call.json()
        return try await call.once(by: caller) { desk in
            try await desk.createCampaign(json, of: caller.retailer, by: caller.actor).reply {
                try caller.demandReach(of: $0)
                return told($0, of: caller.retailer, desk, status: 201)
            }
        }
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<Campaign>(call.query)
        let campaigns = try await call.desk.campaigns(
            of: caller.retailer, after: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(
            campaigns, id: { Ref(caller.retailer, $0.id) }, isShown: { caller.sees($0) },
            json: { .object(json($0, of: caller.retailer, call.desk)) })
    }

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let campaign = try await call.desk.campaign(ref).done()
        var object = json(campaign, of: caller.retailer, call.desk)
        if case .done(let found) = try await call.desk.readiness(of: ref, in: caller.scope) {
            object["readiness"] = .object(PracticeAPI.json(found.readiness))
        }
        return .json(.object(object), tag: campaign.tag)
    }

    static func change(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let (json, expected) = (try call.json(), try call.expectedTag())
        return try await call.once(by: caller) { desk in
            if case .done(let old) = try await desk.campaign(ref) { try caller.demandReach(of: old) }
            return try await desk.patchCampaign(ref, with: json, by: caller.actor, expecting: expected).reply {
                try caller.demandReach(of: $0)
                return told($0, of: caller.retailer, desk)
            }
        }
    }

    static func draw(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let paper = try call.query.choice("paper", Paper.a4)
        let bytes = try await call.desk.drawSpecimen(
            call.json(), of: caller.retailer, as: .png, on: paper, locale: call.language ?? "en")
        return call.drawn(bytes, as: .png, named: "specimen")
    }

    /// Launch, pause, resume or end.
    static func order(
        _ order: CampaignOrder
    ) -> @Sendable (Call, RetailerCaller) async throws -> Reply {
        { call, caller in
            let ref: Ref<Campaign> = try caller.owns(call.ref())
            return try await call.once(by: caller) { desk in
                try await desk.order(order, ref).reply {
                    try caller.demandReach(of: $0)
                    return told($0, of: caller.retailer, desk)
                }
            }
        }
    }

    /// A coupon without a visit, to print at home.
    static func issue(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Campaign> = try call.ref()
        let fields = try call.fields()
        let store = fields.requiredRef("store_id", Store.self)
        let word = fields.optionalText("offer_code", length: SaleWord.lengths)
        let channel = CheckInsAPI.channel(fields)
        try fields.finishIgnoringUnknown()
        guard let store else { throw Invalid(field: "store_id", reason: "is required") }
        return try await call.guarding(nil, word: word, of: token) {
            let answer = try await call.desk.issue(
                ref, to: token, for: store, channel: channel, word: word, retry: call.retry(of: token.retryName)
            ).done()
            switch answer {
            case .refused(let reason): throw Problem(reason)
            case .issued(let issued):
                return .json(CouponJSON(call).told(issued, Ref(ref.retailer, issued.coupon.id)), status: 201)
            }
        }
    }

    static func told(
        _ campaign: Campaign, of retailer: ID<Retailer>, _ desk: Desk, status: Int = 200
    ) -> Reply {
        .json(.object(json(campaign, of: retailer, desk)), status: status, tag: campaign.tag)
    }

    private static func json(_ campaign: Campaign, of retailer: ID<Retailer>, _ desk: Desk) -> JSONObject {
        let stores = desk.shelf.current.book(retailer)?.stores ?? StoreTable()
        let phase = campaign.phase(in: stores.values.lazy.filter { $0.archivedAt == nil }, at: desk.clock.now())
        var object: JSONObject = [
            "id": .string(Ref(retailer, campaign.id).text), "state": .string(campaign.state.rawValue),
            "phase": JSON(phase?.rawValue), "revision": .int(Int64(campaign.revision)),
            "created_at": .string(campaign.createdAt.rfc3339), "launched_at": JSON(campaign.launchedAt?.rfc3339),
            "recall": campaign.standing.recall.map {
                ["at": .string($0.at.rfc3339), "reason": .string($0.reason), "under_way": .bool($0.isUnderWay)]
            } ?? .null,
        ]
        for member in campaign.terms.json(retailer: retailer).members ?? JSONObject() {
            object[member.name] = member.value
        }
        return object
    }
}
