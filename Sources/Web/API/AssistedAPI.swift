import Actions
import Promotions

/// Customers without a phone.
enum AssistedAPI {
    static func offers(_ call: Call, _ token: TillToken) async throws -> Reply {
        let offers = try await call.desk.assistedOffers(at: token).done()
        return .json([
            "items": .array(
                offers.map { offer in
                    [
                        "campaign_id": .string(Ref(token.till.retailer, offer.campaign.id).text),
                        "headline": .string(offer.campaign.terms.coupon.words(for: call.language ?? "").headline),
                        "max_per_till_per_day": .int(Int64(offer.max)), "left": .int(Int64(offer.left)),
                    ]
                })
        ])
    }

    static func checkIn(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let campaign = fields.requiredRef("campaign_id", Campaign.self)
        let number = fields.text("loyalty_number", length: 1...100)
        try fields.finishIgnoringUnknown()
        guard let campaign else { throw Invalid(field: "campaign_id", reason: "is required") }
        let answer = try await call.desk.assist(
            campaign, loyaltyNumber: number, at: token, retry: call.retry(of: token.till.text))
        return .json(CheckInJSON(call).told(try answer.done()), status: 201)
    }
}
