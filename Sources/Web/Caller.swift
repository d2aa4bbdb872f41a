import Actions
import Hummingbird
import Promotions

/// With what a shopper joins.
enum Joining: Sendable {
    case platform
    /// The retailer's app, with its publishable key.
    case app(ID<Retailer>)
    /// The retailer's own server, which vouches for the identity.
    case server(ID<Retailer>)
}

/// Who reads a receipt.
enum ReceiptReader: Sendable {
    case shopper(ShopperToken)
    case retailer(RetailerCaller)
}

/// Who settles an appeal, or says what a store has left.
enum AppealJudge: Sendable {
    case owner(RetailerCaller)
    case till(TillToken)
}

/// Who may call a route, with the handler that gets exactly that caller.
enum Handler: Sendable {
    case anyone(@Sendable (Call) async throws -> Reply)
    case joining(@Sendable (Call, Joining) async throws -> Reply)
    /// Every acting key of a retailer, auditors' too, and every user of it.
    case reader(@Sendable (Call, RetailerCaller) async throws -> Reply)
    /// Owners' keys, and users whose role allows that.
    case changer(Permission, @Sendable (Call, RetailerCaller) async throws -> Reply)
    /// A user who is signed in, with whatever role, about themselves.
    case user(@Sendable (Call, SignedInUser) async throws -> Reply)
    /// A page of the console: whoever is not signed in is sent to where they can.
    case console(@Sendable (Call, ConsoleCaller) async throws -> Reply)
    case shopper(@Sendable (Call, ShopperToken) async throws -> Reply)
    case till(@Sendable (Call, TillToken) async throws -> Reply)
    /// The shopper whose it is, or every acting key of the retailer.
    case shopperOrReader(@Sendable (Call, ReceiptReader) async throws -> Reply)
    /// A till, or whoever may change stores.
    case tillOrOwner(@Sendable (Call, AppealJudge) async throws -> Reply)
    /// A shopper, or nobody but a signed link.
    case shopperOrLink(@Sendable (Call, ShopperToken?) async throws -> Reply)

    /// Owners only: their keys and themselves.
    static func owner(_ handle: @escaping @Sendable (Call, RetailerCaller) async throws -> Reply) -> Handler {
        .changer(.everything, handle)
    }

    static func marketer(_ handle: @escaping @Sendable (Call, RetailerCaller) async throws -> Reply) -> Handler {
        .changer(.campaigns, handle)
    }

    static func manager(_ handle: @escaping @Sendable (Call, RetailerCaller) async throws -> Reply) -> Handler {
        .changer(.stores, handle)
    }

    /// Whether a request without any credential may pass.
    var isPublic: Bool {
        switch self {
        case .anyone, .joining, .shopperOrLink: true
        case .reader, .changer, .user, .console, .shopper, .till, .shopperOrReader, .tillOrOwner: false
        }
    }

    /// Whether it answers people who are not let in with another page.
    var isPage: Bool {
        if case .console = self { true } else { false }
    }

    /// Retailers' programs are told about every name they got wrong; phones and tills may be newer than we are.
    var isStrict: Bool {
        switch self {
        case .reader, .changer, .user: true
        case .anyone, .joining, .console, .shopper, .till, .shopperOrReader, .tillOrOwner, .shopperOrLink: false
        }
    }
}

extension Handler {
    /// Finds out who calls, before anything is read for them.
    /// - Returns: what answers the call once its body is there.
    func admit(_ call: Call) async throws -> @Sendable (Call) async throws -> Reply {
        switch self {
        case .anyone(let handle): return handle
        case .joining(let handle):
            let joining = try await call.joining()
            return { try await handle($0, joining) }
        case .reader(let handle):
            let caller = try await call.retailer(for: nil)
            return { try await handle($0, caller) }
        case .changer(let permission, let handle):
            let caller = try await call.retailer(for: permission)
            return { try await handle($0, caller) }
        case .user(let handle):
            guard let user = try await call.signedInUser() else { throw Problem(.unauthorized, Call.signInFirst) }
            return { try await handle($0, user) }
        case .console(let handle):
            guard let user = try await call.signedInUser() else { return { $0.toSignIn() } }
            return { try await handle($0, ConsoleCaller(user: user, desk: $0.desk)) }
        case .shopper(let handle):
            let token = try call.shopper()
            return { try await handle($0, token) }
        case .till(let handle):
            switch try call.atTill() {
            case .till(let token): return { try await handle($0, token) }
            // Which register it is stands in the body.
            case .pos(let retailer): return { try await handle($0, try await $0.register(of: retailer)) }
            }
        case .shopperOrReader(let handle):
            let reader = try await call.receiptReader()
            return { try await handle($0, reader) }
        case .tillOrOwner(let handle):
            let judge = try await call.appealJudge()
            return { try await handle($0, judge) }
        case .shopperOrLink(let handle):
            let token = call.query["signature"] == nil ? try call.shopper() : nil
            return { try await handle($0, token) }
        }
    }
}

extension Call {
    private func bearer() throws -> Substring? {
        guard let value = request.headers.value(.authorization) else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw Problem(.unauthorized) }
        return parts[1].trimmingSpaces
    }

    private func caller() throws -> Caller {
        guard let credential = try bearer() else { throw Problem(.unauthorized) }
        return try desk.caller(bearing: credential).done()
    }

    /// - Parameter permission: nil to read.
    func retailer(for permission: Permission?) async throws -> RetailerCaller {
        if let user = try await signedInUser() {
            return try RetailerCaller(user, desk).allowed(permission, on: route)
        }
        guard case .retailer(let retailer, let key) = try caller() else { throw Problem(.forbidden) }
        guard key.role != .pos else {
            throw Problem(.forbidden, "A pos key only speaks for registers.")
        }
        guard permission == nil || key.role == .owner else {
            throw Problem(.forbidden, "An auditor's key may read everything and change nothing.")
        }
        return RetailerCaller(retailer, key, desk)
    }

    fileprivate func shopper() throws -> ShopperToken {
        guard case .shopper(let token) = try caller() else { throw Problem(.forbidden) }
        return token
    }

    fileprivate enum AtTill {
        case till(TillToken)
        case pos(ID<Retailer>)
    }

    fileprivate func atTill() throws -> AtTill {
        switch try caller() {
        case .till(let token): return .till(token)
        case .retailer(let retailer, let key) where key.role == .pos: return .pos(retailer)
        case .retailer, .shopper: throw Problem(.forbidden)
        }
    }

    fileprivate func receiptReader() async throws -> ReceiptReader {
        if hasSession { return .retailer(try await retailer(for: nil)) }
        return switch try caller() {
        case .shopper(let token): .shopper(token)
        case .retailer: .retailer(try await retailer(for: nil))
        case .till: throw Problem(.forbidden)
        }
    }

    fileprivate func appealJudge() async throws -> AppealJudge {
        if hasSession { return .owner(try await retailer(for: .stores)) }
        return switch try caller() {
        case .till(let token): .till(token)
        case .retailer: .owner(try await retailer(for: .stores))
        case .shopper: throw Problem(.forbidden)
        }
    }

    fileprivate func joining() async throws -> Joining {
        if let credential = request.headers.value(.publishableKey) {
            guard let retailer = desk.publisher(credential.trimmingSpaces) else {
                throw Problem(.unauthorized, "This publishable key is not good.")
            }
            return .app(retailer)
        }
        guard try bearer() != nil else { return .platform }
        return .server(try await retailer(for: .everything).retailer)
    }
}
