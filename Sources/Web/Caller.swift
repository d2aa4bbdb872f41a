import Actions
import Hummingbird
import Promotions

/// A retailer's own software or person, by an API key that acts.
struct RetailerCaller: Sendable {
    let retailer: ID<Retailer>
    let key: APIKey

    /// Another's id reads like an unknown one.
    func owns<Subject>(_ ref: Ref<Subject>?) throws -> Ref<Subject> {
        guard let ref, ref.retailer == retailer else { throw Problem(.notFound) }
        return ref
    }
}

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
    /// Every acting key of a retailer, auditors' too.
    case reader(@Sendable (Call, RetailerCaller) async throws -> Reply)
    /// Owners' keys only.
    case owner(@Sendable (Call, RetailerCaller) async throws -> Reply)
    case shopper(@Sendable (Call, ShopperToken) async throws -> Reply)
    case till(@Sendable (Call, TillToken) async throws -> Reply)
    /// The shopper whose it is, or every acting key of the retailer.
    case shopperOrReader(@Sendable (Call, ReceiptReader) async throws -> Reply)
    /// A till, or an owner's key.
    case tillOrOwner(@Sendable (Call, AppealJudge) async throws -> Reply)
    /// A shopper, or nobody but a signed link.
    case shopperOrLink(@Sendable (Call, ShopperToken?) async throws -> Reply)

    /// Whether a request without any credential may pass.
    var isPublic: Bool {
        switch self {
        case .anyone, .joining, .shopperOrLink: true
        case .reader, .owner, .shopper, .till, .shopperOrReader, .tillOrOwner: false
        }
    }

    /// Retailers' programs are told about every name they got wrong; phones and tills may be newer than we are.
    var isStrict: Bool {
        switch self {
        case .reader, .owner: true
        case .anyone, .joining, .shopper, .till, .shopperOrReader, .tillOrOwner, .shopperOrLink: false
        }
    }
}

extension Handler {
    /// Finds out who calls, before anything is read for them.
    /// - Returns: what answers the call once its body is there.
    func admit(_ call: Call) throws -> @Sendable (Call) async throws -> Reply {
        switch self {
        case .anyone(let handle): return handle
        case .joining(let handle):
            let joining = try call.joining()
            return { try await handle($0, joining) }
        case .reader(let handle):
            let caller = try call.retailer(mayWrite: false)
            return { try await handle($0, caller) }
        case .owner(let handle):
            let caller = try call.retailer(mayWrite: true)
            return { try await handle($0, caller) }
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
            let reader = try call.receiptReader()
            return { try await handle($0, reader) }
        case .tillOrOwner(let handle):
            let judge = try call.appealJudge()
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

    fileprivate func retailer(mayWrite: Bool) throws -> RetailerCaller {
        guard case .retailer(let retailer, let key) = try caller() else { throw Problem(.forbidden) }
        guard key.role != .pos else {
            throw Problem(.forbidden, "A pos key only speaks for registers.")
        }
        guard !mayWrite || key.role == .owner else {
            throw Problem(.forbidden, "An auditor's key may read everything and change nothing.")
        }
        return RetailerCaller(retailer: retailer, key: key)
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

    fileprivate func receiptReader() throws -> ReceiptReader {
        switch try caller() {
        case .shopper(let token): .shopper(token)
        case .retailer: .retailer(try retailer(mayWrite: false))
        case .till: throw Problem(.forbidden)
        }
    }

    fileprivate func appealJudge() throws -> AppealJudge {
        switch try caller() {
        case .till(let token): .till(token)
        case .retailer: .owner(try retailer(mayWrite: true))
        case .shopper: throw Problem(.forbidden)
        }
    }

    fileprivate func joining() throws -> Joining {
        if let credential = request.headers.value(.publishableKey) {
            guard let retailer = desk.publisher(credential.trimmingSpaces) else {
                throw Problem(.unauthorized, "This publishable key is not good.")
            }
            return .app(retailer)
        }
        guard try bearer() != nil else { return .platform }
        return .server(try retailer(mayWrite: true).retailer)
    }
}
