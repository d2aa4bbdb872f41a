import Actions
import HTTPTypes
import Promotions

/// Signing in to the console by an OpenID Connect provider: out to its page, and back.
enum SignOnPages {
    private static let cookieName = "footfall_departure"
    private static let path = "/console/openid"

    static func leave(_ call: Call) async throws -> Reply {
        let next = call.query["next"] ?? ""
        let retailer = call.query["retailer"].flatMap { ID<Retailer>(text: $0) }
        guard let departure = try await call.desk.leave(for: call.parameters[0], retailer: retailer, next: next) else {
            throw Problem(.notFound)
        }
        switch departure {
        case .leaves(let address, let sealed):
            let cookie = call.cookie(
                "\(cookieName)=\(sealed)", path: path, seconds: Desk.departureSeconds)
            return Reply(
                status: 303, headers: [.location: address, .setCookie: cookie, .cacheControl: "no-store"])
        case .refused(let refusal): return try ConsolePages.signIn(call, next: next, after: refusal)
        }
    }

    static func arrive(_ call: Call) async throws -> Reply {
        try await call.within(call.throttles.signIns) {
            let arrival = try await call.desk.arrive(
                from: call.parameters[0], sealed: call.cookie(named: cookieName).map(String.init),
                state: call.query["state"], code: call.query["code"], error: call.query["error"],
                issuer: call.query["iss"])
            guard let arrival else { throw Problem(.notFound) }
            switch arrival {
            case .signedIn(let session, let next):
                return Reply(
                    status: 303,
                    headers: [.location: next, .setCookie: call.cookie(session), .cacheControl: "no-store"])
            case .choice(let retailers, let next): return try choose(call, retailers, next: next)
            case .refused(let refusal): return try ConsolePages.signIn(call, next: "", after: refusal)
            }
        }
    }

    /// One button for each provider.
    static func buttons(_ call: Call, next: String, _ words: Words) -> [[String: any Sendable]] {
        call.desk.signOnProviders.map { setting in
            let query = next.isEmpty ? "" : "?next=\(percentEncoded(next))"
            return [
                "href": "\(path)/\(setting.id)\(query)",
                "text": words.text("sign_in_with", ["name": setting.name]),
            ]
        }
    }

    static func say(_ refusal: SignOnRefusal, _ words: Words) -> String {
        switch refusal {
        case .cancelled: words.text("sign_on_cancelled")
        case .stale: words.text("sign_on_stale")
        case .unproven: words.text("sign_on_unproven")
        case .unknown: words.text("sign_on_unknown")
        case .unreachable: words.text("sign_on_unreachable")
        }
    }

    private static func choose(
        _ call: Call, _ retailers: [(id: ID<Retailer>, name: String)], next: String
    ) throws -> Reply {
        let words = try Words.of(.console, call.request.pageLanguage)
        let provider = String(call.parameters[0])
        let buttons = retailers.map { retailer -> [String: any Sendable] in
            [
                "href": "\(path)/\(provider)?retailer=\(retailer.id.text)&next=\(percentEncoded(next))",
                "text": retailer.name,
            ]
        }
        return try Pages.show(
            "console-door", .console, call.request,
            ["door": "choose", "title": words.text("choose_retailer"), "providers": buttons])
    }
}
