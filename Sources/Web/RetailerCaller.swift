import Actions
import HTTPTypes
import Hummingbird
import Promotions

/// A retailer's own software by an API key that acts, or one of its people.
struct RetailerCaller: Sendable {
    let retailer: ID<Retailer>
    let by: AuditEntry.By
    let actor: ID<Actor>
    /// Stable for one credential's owner: two callers may use the same Idempotency-Key.
    let identity: String
    let role: User.Role
    let scope: StoreScope
    private let desk: Desk

    init(_ retailer: ID<Retailer>, _ key: APIKey, _ desk: Desk) {
        self.retailer = retailer
        self.desk = desk
        by = .key(key.id)
        actor = key.actor
        identity = key.id.text
        role = key.role == .owner ? .owner : .auditor
        scope = .everything
    }

    init(_ signedIn: SignedInUser, _ desk: Desk) {
        retailer = signedIn.retailer
        self.desk = desk
        by = .user(signedIn.user.id)
        actor = signedIn.user.actor
        identity = Ref(signedIn.retailer, signedIn.user.id).text
        role = signedIn.user.role
        scope = signedIn.user.scope
    }

    func allowed(_ permission: Permission?, on route: Route) throws -> RetailerCaller {
        if let permission, !role.allows(permission) {
            throw Problem(.forbidden, "Your role does not allow that. An owner can change your role.")
        }
        guard scope.isEverything || route.mindsScope else {
            throw Problem(.forbidden, "That is about all stores, and you work for some of them.")
        }
        return self
    }

    /// Another's id reads like an unknown one.
    func owns<Subject>(_ ref: Ref<Subject>?) throws -> Ref<Subject> {
        guard let ref, ref.retailer == retailer else { throw Problem(.notFound) }
        return ref
    }

    /// So does the id of a store that somebody else looks after.
    func owns(_ ref: Ref<Store>?) throws -> Ref<Store> {
        guard let ref, ref.retailer == retailer, reaches(ref.id) else { throw Problem(.notFound) }
        return ref
    }

    func owns(_ ref: Ref<Till>?) throws -> Ref<Till> {
        guard let ref, ref.retailer == retailer, reaches(ref.id) else { throw Problem(.notFound) }
        return ref
    }

    /// And a campaign that runs in none of the caller's stores.
    func owns(_ ref: Ref<Campaign>?) throws -> Ref<Campaign> {
        guard let ref, ref.retailer == retailer else { throw Problem(.notFound) }
        if scope.isEverything { return ref }
        guard let campaign = desk.shelf.current.book(retailer)?.campaigns[ref.id], sees(campaign) else {
            throw Problem(.notFound)
        }
        return ref
    }

    /// How many stores the caller sees; nil where that is all of them.
    var storeCount: Int? { desk.stores(in: scope, of: retailer)?.count }

    func reaches(_ store: ID<Store>) -> Bool {
        if scope.isEverything { return true }
        return desk.shelf.current.book(retailer)?.stores[store].map { scope.includes($0) } ?? false
    }

    func reaches(_ till: ID<Till>) -> Bool {
        if scope.isEverything { return true }
        return desk.shelf.current.book(retailer)?.tills[till].map { reaches($0.store) } ?? false
    }

    /// Whether a campaign has anything to do with the caller's stores.
    func sees(_ campaign: Campaign) -> Bool {
        if scope.isEverything { return true }
        guard let book = desk.shelf.current.book(retailer) else { return false }
        return book.stores.values.contains { scope.includes($0) && campaign.terms.stores.includes($0) }
    }

    /// Whether it runs in no store that somebody else looks after.
    func reachesAll(of campaign: Campaign) -> Bool {
        if scope.isEverything { return true }
        guard let book = desk.shelf.current.book(retailer), campaign.terms.stores.isNarrow else { return false }
        return book.stores.values.allSatisfy { !campaign.terms.stores.includes($0) || scope.includes($0) }
    }

    /// - Throws: `forbidden` if terms would also run in stores that somebody else looks after.
    func demandReach(of campaign: Campaign) throws {
        guard reachesAll(of: campaign) else {
            throw Problem(
                .forbidden, "This campaign runs in stores that are not yours. Name only stores that you look after.")
        }
    }
}

/// Somebody who reads a page of the console.
struct ConsoleCaller: Sendable {
    let user: SignedInUser
    let caller: RetailerCaller

    init(user: SignedInUser, desk: Desk) {
        self.user = user
        caller = RetailerCaller(user, desk)
    }
}

extension Call {
    static let signInFirst: Sentence = "Sign in first."
    private static let cookieName = "footfall_session"

    private var sessionCookie: Substring? { cookie(named: Self.cookieName) }

    func cookie(named name: String) -> Substring? {
        (request.headers.value(.cookie) ?? "").split(separator: ";").lazy.map(\.trimmingSpaces)
            .first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
    }

    /// Whether a browser's session speaks, and no bearer credential.
    var hasSession: Bool {
        sessionCookie != nil && request.headers.value(.authorization) == nil
    }

    /// - Returns: nil without a session, or with one that has ended.
    /// - Throws: `forbidden` where another site may have made the browser send this.
    func signedInUser() async throws -> SignedInUser? {
        guard hasSession, let cookie = sessionCookie, let user = try await desk.signedInUser(bearing: cookie) else {
            return nil
        }
        guard !route.isChange || request.headers.value(.pageToken) == user.pageToken else {
            throw Problem(.forbidden, "This page is out of date. Load it again.")
        }
        return user
    }

    /// The cookie of a new session. Only over TLS where that is how people come.
    func cookie(_ session: NewConsoleSession) -> String {
        let seconds = Int(session.expiresAt.seconds - now.seconds)
        return cookie("\(Self.cookieName)=\(session.cookie)", seconds: seconds)
    }

    var endedCookie: String { cookie("\(Self.cookieName)=", seconds: 0) }

    func cookie(_ pair: String, path: String = "/", seconds: Int) -> String {
        let secure = desk.settings.publicURL.hasPrefix("https://") ? "; Secure" : ""
        return "\(pair); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)"
    }

    /// To the sign-in page, and from there back.
    func toSignIn() -> Reply {
        let page = request.uri.path + (request.uri.query.map { "?\($0)" } ?? "")
        let back = page == "/console" ? "" : "?next=" + percentEncoded(page)
        return Reply(status: 303, headers: [.location: "/console/sign-in\(back)", .cacheControl: "no-store"])
    }
}
