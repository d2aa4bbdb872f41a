import Actions
import HTTPTypes
import Hummingbird
import Promotions

/// What opens when somebody scans a coupon's QR code with a phone instead of at a till. It says only what anybody may
/// know: a good code and one that never was get the same page.
enum CodePage {
    static func show(_ call: Call) async throws -> Reply {
        if let standing = call.throttles.pages.count(call.address, at: call.now), !standing.isAllowed {
            var reply = try page(.tooManyAttempts, call, status: 429)
            reply.headers[.retryAfter] = "\(standing.resetSeconds)"
            return reply
        }
        let link = call.parameters.first ?? ""
        return try page(try await call.desk.publicWord(for: String(link)) ?? .notUsable, call)
    }

    private static func page(_ word: Desk.PublicWord, _ call: Call, status: Int = 200) throws -> Reply {
        let (tone, icon, key) = looks(word)
        let words = try Words.of(.common, call.request.pageLanguage)
        var reply = try Pages.show(
            "answer", .common, call.request,
            [
                "tone": tone, "icon": icon, "title": words.text("code_\(key)_title"),
                "text": words.text("code_\(key)_text"),
            ], status: status)
        reply.headers[.cacheControl] = "no-store"
        reply.headers[.robots] = "noindex"
        reply.headers[.referrerPolicy] = "no-referrer"
        return reply
    }

    private static func looks(_ word: Desk.PublicWord) -> (tone: String, icon: String, key: String) {
        switch word {
        case .notUsable: ("footfall", "check", "show")
        case .notYet: ("amber", "clock", "not_yet")
        case .expired: ("brick", "cross", "expired")
        case .alreadyUsed: ("brick", "cross", "used")
        case .tooManyAttempts: ("amber", "clock", "often")
        }
    }
}
