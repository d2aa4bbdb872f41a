import Actions
import Promotions

/// Customers without a phone.
enum AssistedAPI {
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
