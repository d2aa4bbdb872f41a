import Actions
import Promotions

/// Who is in an audience: named by id or by hashed identity, or let in by its code.
enum AudienceMembersAPI {
    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<Shopper>(call.query)
        let members = try await call.desk.members(
            of: caller.owns(call.ref()), after: page.after(of: caller.retailer), limit: page.asked
        ).done()
        return page.reply(members, id: { Ref(caller.retailer, $0.shopper) }) { member in
            [
                "shopper_id": .string(member.shopper.text), "source": .string(member.source.rawValue),
                "since": .string(member.since.rfc3339),
            ]
        }
    }

    static func add(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Audience> = try caller.owns(call.ref())
        let fields = try call.fields()
        let named = fields.shoppers("shoppers", count: 1...NamedShoppers.max)
        try fields.finish()
        let shoppers = try await call.existing(named, field: "shoppers")
        return try await call.once(by: caller) { desk in
            try await desk.addMembers(shoppers, to: ref).reply { naming in
                .json(["added": .int(Int64(naming.added)), "known": .int(Int64(naming.known))])
            }
        }
    }

    static func remove(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Audience> = try caller.owns(call.ref())
        guard let shopper = ID<Shopper>(text: call.parameters[1]) else { throw Problem(.notFound) }
        return try await call.once(by: caller) { desk in
            try await desk.removeMember(shopper, of: ref).reply { _ in .noContent }
        }
    }

    static func addIdentities(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Audience> = try caller.owns(call.ref())
        let list = try await call.desk.match(StaffAPI.identities(call), of: caller.retailer)
        let reply = try await call.once(by: caller) { desk in
            try await desk.listMembers(list, of: ref).reply { listing in
                .json([
                    "added": .int(Int64(listing.added)), "known": .int(Int64(listing.known)),
                    "matched": .int(Int64(listing.matched)),
                ])
            }
        }
        try await call.desk.admitLate(list, of: caller.retailer)
        return reply
    }

    static func removeIdentities(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Audience> = try caller.owns(call.ref())
        let list = try await call.desk.match(StaffAPI.identities(call), of: caller.retailer)
        return try await call.once(by: caller) { desk in
            try await desk.unlistMembers(list, of: ref).reply { unlisting in
                .json([
                    "removed": .int(Int64(unlisting.removed)), "unknown": .int(Int64(unlisting.unknown)),
                    "members_removed": .int(Int64(unlisting.membersRemoved)),
                ])
            }
        }
    }

    static func join(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        try await call.within(call.throttles.shopperCodeAttempts, of: token.shopper.text) {
            let ref: Ref<Audience> = try call.ref()
            let fields = try call.fields()
            let code = fields.text("code", length: 1...100)
            try fields.finishIgnoringUnknown()
            let joined = try await call.desk.joinAudience(
                ref, token, with: code, retry: call.retry(of: token.retryName)
            ).done()
            return .json([
                "retailer": ["id": .string(joined.retailer.id.text), "name": .string(joined.retailer.name)],
                "audience": ["id": .string(ref.text), "name": .string(joined.audience.name)],
                "since": .string(joined.member.since.rfc3339),
            ])
        }
    }

    static func leave(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        _ = try await call.desk.leaveAudience(call.ref(), token, retry: call.retry(of: token.retryName)).done()
        return .noContent
    }
}

/// Shoppers that a retailer names by their ids.
enum NamedShoppers {
    static let max = 10_000
}

extension Fields {
    func shoppers(_ name: String, count: ClosedRange<Int>) -> [ID<Shopper>] {
        if count.lowerBound > 0, !has(name) { refuse(name, "is required") }
        return list(name, count: count) { (json, path) throws(Invalid) in
            guard let id = json.stringValue.flatMap({ ID<Shopper>(text: $0) }) else {
                throw Invalid(field: path, reason: "must be an id that starts with \(Shopper.idPrefix)_")
            }
            return id
        }
    }
}

extension Call {
    /// The named ones, or which of them do not exist.
    func existing(_ named: [ID<Shopper>], field: String) async throws -> Set<ID<Shopper>> {
        let known = try await desk.knownShoppers(named)
        let problems = named.enumerated().filter { !known.contains($0.element) }.map {
            FieldProblem(field: "\(field)[\($0.offset)]", reason: "is not the id of a shopper")
        }
        if !problems.isEmpty { throw Invalid(problems) }
        return known
    }
}
