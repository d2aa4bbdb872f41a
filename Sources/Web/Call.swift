import Actions
import Hummingbird
import NIOCore
import Promotions

/// One request on its way to a handler: its route is known, its body read and within bounds.
final class Call: Sendable {
    let desk: Desk
    let throttles: Throttles
    let route: Route
    let request: Request
    /// What stands in the path's braces.
    let parameters: [Substring]
    let query: Query
    /// Empty where the route streams it.
    let body: [UInt8]
    let address: String
    let maps: MapSettings

    init(
        desk: Desk, throttles: Throttles, route: Route, request: Request, parameters: [Substring], query: Query,
        body: [UInt8], address: String, maps: MapSettings
    ) {
        self.desk = desk
        self.throttles = throttles
        self.route = route
        self.request = request
        self.parameters = parameters
        self.query = query
        self.body = body
        self.address = address
        self.maps = maps
    }

    /// The same call, now that its body is there.
    func with(body: [UInt8]) -> Call {
        Call(
            desk: desk, throttles: throttles, route: route, request: request, parameters: parameters, query: query,
            body: body, address: address, maps: maps)
    }

    var now: Instant { desk.clock.now() }

    /// The id in the path; garbage there is an address that does not exist.
    func ref<Subject>(_ type: Subject.Type = Subject.self) throws -> Ref<Subject> {
        guard let ref = parameters.first.flatMap({ Ref<Subject>(text: $0) }) else { throw Problem(.notFound) }
        return ref
    }

    /// What the second part of the path names.
    func secondRef<Subject>(_ type: Subject.Type = Subject.self) throws -> Ref<Subject> {
        guard parameters.count > 1, let ref = Ref<Subject>(text: parameters[1]) else { throw Problem(.notFound) }
        return ref
    }

    func json() throws(Invalid) -> JSON {
        try JSON(reading: body)
    }

    func fields() throws(Invalid) -> Fields {
        try Fields(json())
    }

    /// - Parameter caller: stable for one credential; two callers may use the same key.
    func retry(of caller: String, body: [UInt8]? = nil) throws(Invalid) -> RetryRequest? {
        guard let key = request.headers.value(.idempotencyKey) else { return nil }
        let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, RetryRequest.keyLength.contains(key.utf8.count) else {
            throw Invalid(
                field: "Idempotency-Key",
                reason:
                    "must be \(RetryRequest.keyLength.lowerBound) to \(RetryRequest.keyLength.upperBound) visible ASCII characters"
            )
        }
        // The path says which campaign or check-in; the template alone would mix them up.
        let route = "\(route.method.rawValue) \(request.uri.path)"
        return RetryRequest(caller: caller, route: route, key: key, body: body ?? self.body)
    }

    /// The tag that the caller saw, without its quotes; nil without `If-Match`, or with `*`.
    func expectedTag() throws(Invalid) -> String? {
        guard let text = request.headers.value(.ifMatch)?.trimmingSpaces, text != "*" else { return nil }
        guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\""), !text.dropFirst().dropLast().contains("\"")
        else { throw Invalid(field: "If-Match", reason: "must be one strong entity tag in quotes, or *") }
        return String(text.dropFirst().dropLast())
    }

    /// The first language that the caller prefers, as BCP 47; nil if none is named, or none that can stand in a header or
    /// a link.
    var language: String? {
        let first = request.headers.value(.acceptLanguage)?.prefix { $0 != "," && $0 != ";" }.trimmingSpaces ?? ""
        let isTag = (1...Self.languageMax).contains(first.utf8.count) && first.utf8.allSatisfy(Self.isTagByte)
        return isTag ? String(first) : nil
    }

    private static let languageMax = 35

    private static func isTagByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// What is counted, by address where nothing else is said.
struct Throttles: Sendable {
    let signUps: Throttle
    let codeAttempts: Throttle
    /// By shopper; apart, so that no crowd of shoppers uses up what addresses have.
    let shopperCodeAttempts: Throttle
    /// By shopper.
    let placeSearches = Throttle(limit: 60)
    /// By shopper: coupons on their way to a printer or a mailbox.
    let deliveries = Throttle(limit: 30)
    /// Codes that do not exist, opened by nobody in particular.
    let publicMisses: Throttle
    let pages: Throttle
    /// Sign-ins that failed, and sign-ups of retailers.
    let signIns: Throttle

    init(_ settings: WebSettings) {
        signUps = Throttle(limit: settings.isTestMode ? 0 : settings.signUpsPerMinute)
        codeAttempts = Throttle(limit: settings.codeAttemptsPerMinute)
        shopperCodeAttempts = Throttle(limit: settings.codeAttemptsPerMinute)
        publicMisses = Throttle(limit: settings.publicMissesPerMinute)
        pages = Throttle(limit: settings.pagesPerMinute)
        signIns = Throttle(limit: settings.signInsPerMinute)
    }
}

extension Call {
    /// Counts an attempt and answers within the limit, with the limit declared in headers.
    /// - Parameters:
    ///   - subject: who is counted; nil for the address.
    ///   - guess: the code of the only problem that counts: whoever has a good code is not refused for sharing an address.
    func within(
        _ throttle: Throttle, of subject: String? = nil, countingOnly guess: Refusal? = nil,
        _ reply: () async throws -> Reply
    ) async throws -> Reply {
        let subject = subject ?? address
        let standing = guess == nil ? throttle.count(subject, at: now) : throttle.look(subject, at: now)
        guard var standing else { return try await reply() }
        let problem: Problem
        do {
            guard standing.isAllowed else {
                var tooMany = Problem(.tooManyAttempts)
                tooMany.headers[.retryAfter] = "\(standing.resetSeconds)"
                throw tooMany
            }
            var answer = try await reply()
            for field in standing.declared { answer.headers[field.name] = field.value }
            return answer
        } catch let caught as Problem {
            problem = caught
        } catch let invalid as Invalid {
            problem = Problem(invalid)
        }
        if let guess, problem.code == ProblemCode(guess), let counted = throttle.count(subject, at: now) {
            standing = counted
        }
        throw problem.declaring(standing.declared)
    }
}

extension Throttle.Standing {
    fileprivate var declared: HTTPFields {
        [
            .rateLimitLimit: "\(limit)", .rateLimitRemaining: "\(remaining)", .rateLimitReset: "\(resetSeconds)",
        ]
    }
}

extension Problem {
    fileprivate func declaring(_ fields: HTTPFields) -> Problem {
        var problem = self
        for field in fields { problem.headers[field.name] = field.value }
        return problem
    }
}
