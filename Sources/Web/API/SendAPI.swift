import Actions
import Mailing
import Promotions

/// Coupons on their way to a mailbox.
enum SendAPI {
    static func send(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Coupon> = try call.ref()
        let fields = try call.fields()
        let text = fields.text("email", length: 3...254)
        let address = Mailbox(text)
        if address?.isPublic != true { fields.refuse("email", "must be an address such as kim@example.com") }
        try fields.finishIgnoringUnknown()
        guard let address else { throw Invalid(field: "email", reason: "is required") }
        let locale = call.language ?? "en"
        return try await call.delivering(ref, of: token) { desk in
            let answer = try await desk.sendCoupon(ref, to: address, locale: locale, by: token)
            // Not kept for retries, and what was counted is given back: tomorrow it may go.
            if case .refused(let refused) = answer, refused.refusal == .tooManyAttempts { throw Problem(refused) }
            return answer.reply { _ in .json(["state": "queued"], status: 202) }
        }
    }
}
