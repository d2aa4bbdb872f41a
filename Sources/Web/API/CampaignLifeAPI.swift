import Actions
import Promotions

/// A campaign's way from draft to books: revisions, approval, owners who take part, recall.
enum CampaignLifeAPI {
    static func revisions(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let limit = Int(try call.query.integer("limit", in: 1...200) ?? 50)
        let after = Int(try call.query.integer("after", in: 1...Int64(Int32.max)) ?? 0)
        let found = try await call.desk.revisions(of: ref, after: after, limit: limit + 1).done()
        let items = found.prefix(limit)
        let next = found.count > limit ? items.last.map { JSON.string("\($0.revision)") } : nil
        return .json([
            "items": .array(items.map { json($0, of: caller.retailer, call.desk) }), "next": next ?? .null,
        ])
    }

    private static func json(
        _ revision: CampaignRevision, of retailer: ID<Retailer>, _ desk: Desk
    ) -> JSON {
        [
            "revision": .int(Int64(revision.revision)), "created_at": .string(revision.createdAt.rfc3339),
            "created_by": JSON(revision.author.map { desk.text(of: $0, of: retailer) }),
            "approved_by": JSON(revision.approver.map { desk.text(of: $0, of: retailer) }),
            "approved_at": JSON(revision.approvedAt?.rfc3339), "terms": revision.terms.json(retailer: retailer),
        ]
    }

    static func approve(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            if case .done(let campaign) = try await desk.campaign(ref) { try caller.demandReach(of: campaign) }
            return try await desk.approve(ref, by: caller.actor).reply {
                CampaignsAPI.told($0, of: caller.retailer, desk)
            }
        }
    }

    static func recall(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let fields = try call.fields()
        let reason = fields.text("reason", length: 3...200)
        try fields.finish()
        return try await call.once(by: caller) { desk in
            if case .done(let campaign) = try await desk.campaign(ref) { try caller.demandReach(of: campaign) }
            return try await desk.recall(ref, because: reason, by: caller.actor).reply {
                CampaignsAPI.told($0, of: caller.retailer, desk)
            }
        }
    }

    static func accept(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let fields = try call.fields()
        let name = fields.text("name")
        let stores = fields.list("store_ids", count: 1...1_000) { (json, path) throws(Invalid) in
            guard let store = json.stringValue.flatMap({ Ref<Store>(text: $0) }), store.retailer == caller.retailer
            else { throw Invalid(field: path, reason: "must be the id of one of your stores") }
            return store
        }
        if stores.isEmpty, !fields.has("store_ids") { fields.refuse("store_ids", "is required") }
        try fields.finish()
        return try await call.once(by: caller) { desk in
            try await desk.accept(ref, in: stores, named: name, by: caller.actor).reply {
                CampaignsAPI.told($0, of: caller.retailer, desk)
            }
        }
    }

    static func withdraw(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let store: Ref<Store> = try caller.owns(call.secondRef())
        return try await call.once(by: caller) { desk in
            try await desk.withdrawAcceptance(of: ref, in: store).reply {
                CampaignsAPI.told($0, of: caller.retailer, desk)
            }
        }
    }

    static func acceptances(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let page = try Page<Store>(call.query)
        let found = try await call.desk.acceptances(
            of: ref, after: page.after(of: caller.retailer), limit: page.asked
        ).done()
        return page.reply(found, id: { Ref(caller.retailer, $0.store) }) { acceptance in
            [
                "store_id": .string(Ref(caller.retailer, acceptance.store).text), "name": .string(acceptance.name),
                "accepted_at": .string(acceptance.at.rfc3339),
            ]
        }
    }
}
