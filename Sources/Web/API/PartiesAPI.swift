import Actions
import Promotions

/// Parties of friends.
enum PartiesAPI {
    static func create(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Campaign> = try call.ref()
        let answer = try await call.desk.gather(ref, by: token, retry: call.retry(of: token.retryName))
        return .json(json(try answer.done(), ref), status: 201)
    }

    static func join(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        try await call.within(call.throttles.shopperCodeAttempts, of: token.shopper.text) {
            let ref: Ref<Campaign> = try call.ref()
            let fields = try call.fields()
            let code = fields.text("code", length: 1...100)
            try fields.finishIgnoringUnknown()
            let answer = try await call.desk.joinParty(
                ref, by: token, with: code, retry: call.retry(of: token.retryName))
            return .json(json(try answer.done(), ref))
        }
    }

    static func read(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Campaign> = try call.ref()
        return .json(json(try await call.desk.ownParty(ref, token).done(), ref))
    }

    static func leave(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        try await call.desk.leaveParty(call.ref(), by: token).done()
        return Reply(status: 204)
    }

    private static func json(_ answer: PartyAnswer, _ campaign: Ref<Campaign>) -> JSON {
        [
            "id": .string(Ref(campaign.retailer, answer.party.id).text), "campaign_id": .string(campaign.text),
            "code": .string(answer.party.code), "members": .int(Int64(answer.party.memberCount)),
            "target": .int(Int64(answer.target)),
        ]
    }
}
