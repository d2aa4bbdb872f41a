import Actions
import HTTPTypes
import Hummingbird
import Promotions

/// What opens when somebody scans a coupon's QR code with a phone instead of at a till: the same page, in the same time, for
/// a good code, a used one, an expired one and one that never was. Codes that do not exist are counted by address.
enum CodePage {
    static func show(_ call: Call) async throws -> Reply {
        if let standing = call.throttles.publicMisses.look(call.address, at: call.now), !standing.isAllowed {
            var reply = try page("often", tone: "amber", icon: "clock", call, status: 429)
            reply.headers[.retryAfter] = "\(standing.resetSeconds)"
            return reply
        }
        if try await !call.desk.isNoGuess(String(call.parameters.first ?? "")) {
            _ = call.throttles.publicMisses.count(call.address, at: call.now)
        }
        return try page("show", tone: "footfall", icon: "check", call)
    }

    private static func page(
        _ key: String, tone: String, icon: String, _ call: Call, status: Int = 200
    ) throws -> Reply {
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
}
