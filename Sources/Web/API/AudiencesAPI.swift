import Actions
import Promotions

/// Closed groups of a retailer's shoppers.
enum AudiencesAPI {
    static func create(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let change = try AudienceChange(reading: call.json(), isNew: true)
        return try await call.once(by: caller) { desk in
            told(try await desk.createAudience(change, of: caller.retailer), of: caller.retailer, status: 201)
        }
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<Audience>(call.query)
        let found = try await call.desk.audiences(
            of: caller.retailer, after: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(
            found, id: { Ref(caller.retailer, $0.audience.id) }, json: { json($0, of: caller.retailer) })
    }

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        told(try await call.desk.audience(caller.owns(call.ref())).done(), of: caller.retailer)
    }

    static func change(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Audience> = try caller.owns(call.ref())
        let change = try AudienceChange(reading: call.json(), isNew: false)
        return try await call.once(by: caller) { desk in
            try await desk.changeAudience(ref, change).reply { told($0, of: caller.retailer) }
        }
    }

    static func remove(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Audience> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            try await desk.removeAudience(ref).reply { _ in .noContent }
        }
    }

    private static func told(_ answer: AudienceAnswer, of retailer: ID<Retailer>, status: Int = 200) -> Reply {
        .json(json(answer, of: retailer), status: status)
    }

    private static func json(_ answer: AudienceAnswer, of retailer: ID<Retailer>) -> JSON {
        let audience = answer.audience
        return [
            "id": .string(Ref(retailer, audience.id).text), "name": .string(audience.name),
            "join_by_code": .bool(audience.joinsByCode), "join_code": JSON(answer.joinCode?.grouped),
            "members": .int(Int64(audience.memberCount)), "created_at": .string(audience.createdAt.rfc3339),
        ]
    }
}
