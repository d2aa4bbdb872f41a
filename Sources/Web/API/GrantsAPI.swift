import Actions
import Promotions

/// Coupons given to people by name.
enum GrantsAPI {
    static func pledge(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Campaign> = try call.ref()
        switch try await call.desk.pledge(ref, by: token, retry: call.retry(of: token.retryName)).done() {
        case .refused(let reason): throw Problem(reason)
        case .joined(let answer):
            return .json([
                "campaign_id": .string(ref.text), "state": .string(answer.standing.state.rawValue),
                "progress": .int(min(answer.standing.joined, answer.crowd.target)),
                "target": .int(answer.crowd.target), "unit": .string(Unlock.Unit.shopper.rawValue),
                "participants": .int(answer.standing.joined), "deadline": .string(answer.crowd.deadline.rfc3339),
            ])
        }
    }

    static func create(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let fields = try call.fields()
        let named = fields.shoppers("shoppers", count: 0...NamedShoppers.max)
        let audience = fields.ref("audience", Audience.self)
        if named.isEmpty, !fields.has("audience") { fields.refuse("shoppers", "is required, or an audience") }
        let message = fields.text("message", length: Message.textLength)
        try fields.finish()
        let giving = Giving(
            shoppers: try await call.existing(named, field: "shoppers"), audience: audience, message: message)
        return try await call.once(by: caller) { desk in
            try await desk.give(ref, giving, by: caller.actor).reply { answer in
                .json(
                    [
                        "named": .int(Int64(answer.named)), "known": .int(Int64(answer.known)),
                        "held_out": .int(Int64(answer.heldOut)),
                    ], status: 201)
            }
        }
    }
}

/// What a shopper was told.
enum MessagesAPI {
    static func list(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let limit = try call.query.integer("limit", in: Page<Message>.limits) ?? Page<Message>.limitStandard
        var after: ID<Message>?
        if let text = call.query["after"] {
            after = ID<Message>(text: text)
            // A shopper's messages come from many retailers: a cursor names none.
            if after == nil { throw Invalid(field: "after", reason: "is not a cursor of this list") }
        }
        let (items, next) = try await call.desk.messages(to: token, after: after, limit: Int(limit))
        return .json(["items": .array(items.map { json($0, call.desk) }), "next": JSON(next?.text)])
    }

    /// What a retailer wrote stays as it is.
    private static func said(_ message: Message) -> JSON {
        message.kind == .granted
            ? .string(message.text) : PeopleWords.sentence(kept: message.text).map(JSON.init) ?? .string(message.text)
    }

    private static func json(_ message: Message, _ desk: Desk) -> JSON {
        [
            "id": .string(Ref(message.retailer, message.id).text), "kind": .string(message.kind.rawValue),
            "text": said(message),
            "retailer": [
                "id": .string(message.retailer.text),
                "name": .string(desk.shelf.current.book(message.retailer)?.retailer.name ?? ""),
            ],
            "campaign_id": .string(Ref(message.retailer, message.campaign).text),
            "coupon_id": JSON(message.coupon.map { Ref(message.retailer, $0).text }),
            "created_at": .string(message.createdAt.rfc3339),
        ]
    }
}
