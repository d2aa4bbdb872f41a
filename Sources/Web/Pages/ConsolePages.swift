import Actions
import HTTPTypes
import Promotions

/// The retailer's console: its frame, its doors, and its settings.
enum ConsolePages {
    /// Where the rail leads, in its order.
    enum Place: String, CaseIterable {
        case campaigns, stores, tills, results, settings

        var path: String { "/console/\(rawValue)" }

        var icon: String {
            switch self {
            case .campaigns: "gift"
            case .stores: "store"
            case .tills: "screen"
            case .results: "chart"
            case .settings: "key"
            }
        }
    }

    /// A page for somebody who is signed in.
    /// - Parameters:
    ///   - template: fills the blocks of `console.mustache`.
    ///   - here: what the rail marks.
    static func show(
        _ template: String, _ area: Words.Area, at here: Place, _ call: Call, _ caller: ConsoleCaller,
        _ facts: [String: any Sendable] = [:], in frame: PageFrame = .ours
    ) throws -> Reply {
        let words = try Words.of(area, call.request.pageLanguage)
        let user = caller.user.user
        var all = facts
        all["rail"] = Place.allCases.map { place -> [String: any Sendable] in
            [
                "href": place.path, "icon": place.icon, "text": words.text(place.rawValue), "is_here": place == here,
            ]
        }
        all["retailer"] = call.desk.shelf.current.book(caller.user.retailer)?.retailer.name ?? ""
        all["user_name"] = user.name
        all["page_token"] = caller.user.pageToken
        all["is_owner"] = user.role == .owner
        all["keeps_campaigns"] = user.role.allows(.campaigns)
        all["keeps_stores"] = user.role.allows(.stores)
        if let count = caller.caller.storeCount { all["your_stores"] = words.text("your_stores", count: Int64(count)) }
        var reply = try Pages.show(template, area, call.request, all, in: frame)
        // Back after signing out shows nothing of what was there.
        reply.headers[.cacheControl] = "no-store"
        return reply
    }

    /// To the first place of the rail.
    static func home(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        Reply(status: 303, headers: [.location: Place.allCases[0].path, .cacheControl: "no-store"])
    }

    static func settings(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        try show("console-settings", .console, at: .settings, call, caller)
    }

    static func signIn(_ call: Call) async throws -> Reply {
        try signIn(call, next: call.query["next"] ?? "")
    }

    /// - Parameter refusal: why somebody is back here without having been let in.
    static func signIn(_ call: Call, next: String, after refusal: SignOnRefusal? = nil) throws -> Reply {
        let words = try Words.of(.console, call.request.pageLanguage)
        var facts: [String: any Sendable] = ["providers": SignOnPages.buttons(call, next: next, words)]
        if let refusal { facts["notice"] = SignOnPages.say(refusal, words) }
        return try door("sign-in", call, next: next, facts, status: refusal == nil ? 200 : 403) {
            $0.text("sign_in_title")
        }
    }

    static func join(_ call: Call) async throws -> Reply {
        try door("join", call) { $0.text("join_title") }
    }

    static func signUp(_ call: Call) async throws -> Reply {
        guard call.desk.settings.allowsRetailerSignUp else { throw Problem(.notFound) }
        return try door("sign-up", call) { $0.text("sign_up_title") }
    }

    private static func door(
        _ name: String, _ call: Call, next: String = "", _ facts: [String: any Sendable] = [:], status: Int = 200,
        title: (Words) -> String
    ) throws -> Reply {
        let words = try Words.of(.console, call.request.pageLanguage)
        var all = facts
        all["door"] = name
        all["title"] = title(words)
        all["next"] = next
        all["may_sign_up"] = call.desk.settings.allowsRetailerSignUp
        return try Pages.show("console-door", .console, call.request, all, status: status)
    }
}
