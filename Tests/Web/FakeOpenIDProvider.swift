import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OpenID
import Promotions
import Synchronization
import Testing

/// An OpenID Connect provider on loopback: real addresses, keys and tokens, and whatever manners a test gives it.
final class FakeOpenIDProvider: Sendable {
    struct Manner: Sendable {
        var subject = "248289761001"
        var email: JSON = "ann@larkspur.example"
        var isVerified: JSON? = true
        var isAddressInToken = true
        var usesOtherKey = false
        var keysHaveAlgorithm = true
        var knowsBasic = true
        /// Replaces members of the ID token.
        var claims: [String: JSON] = [:]
    }

    private struct State {
        var manner = Manner()
        var port = 0
        /// Where the pages really are: the test's server has a port of its own.
        var origin: String?
        var questions: [String: [String: String]] = [:]
        var exchanges = 0
    }

    static let clientID = "footfall console"
    static let secret = "s3cret/with:odd+signs"
    let clock: @Sendable () -> Instant
    private let state = Mutex(State())
    private let key = P256.Signing.PrivateKey()
    private let otherKey = P256.Signing.PrivateKey()

    init(clock: @escaping @Sendable () -> Instant) {
        self.clock = clock
    }

    var issuer: String { "http://127.0.0.1:\(state.withLock { $0.port })/tenant" }
    var exchanges: Int { state.withLock { $0.exchanges } }

    func behave(_ change: (inout Manner) -> Void) {
        state.withLock { change(&$0.manner) }
    }

    func lead(to origin: String) {
        state.withLock { $0.origin = origin }
    }

    func provider(trustsAddresses: Bool = false) throws -> OpenIDProvider {
        try OpenIDProvider(
            id: "acme", name: "Acme", issuer: issuer, clientID: Self.clientID, clientSecret: Self.secret,
            trustsAddresses: trustsAddresses)
    }

    /// Serves while `body` runs.
    static func with(
        clock: @escaping @Sendable () -> Instant = { WebWorld.nine },
        _ body: @Sendable (FakeOpenIDProvider) async throws -> Void
    ) async throws {
        let fake = FakeOpenIDProvider(clock: clock)
        let router = Router()
        router.get("/tenant/.well-known/openid-configuration") { _, _ in fake.configuration }
        router.get("/tenant/keys") { _, _ in fake.keySet }
        router.get("/tenant/authorize") { request, _ in try fake.authorize(request) }
        router.post("/tenant/token") { request, _ in try await fake.token(request) }
        router.get("/tenant/userinfo") { request, _ in fake.userInfo(request) }
        let application = Application(
            responder: router.buildResponder(), configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in
            fake.state.withLock { $0.port = client.port ?? 0 }
            try await body(fake)
        }
    }

    /// Somebody looks at the provider's page and says yes.
    /// - Returns: the code of the answer.
    func consent(to address: String) throws -> (code: String, state: String) {
        let query = try #require(URLComponents(string: address)?.queryItems)
        let asked = Dictionary(uniqueKeysWithValues: query.map { ($0.name, $0.value ?? "") })
        #expect(asked["client_id"] == Self.clientID)
        #expect(asked["scope"] == "openid email")
        #expect(asked["response_type"] == "code")
        #expect(asked["code_challenge_method"] == "S256")
        let code = "code \(UInt64.random(in: .min ... .max))"
        state.withLock { $0.questions[code] = asked }
        return (code, try #require(asked["state"]))
    }

    private var configuration: Response {
        let basic: JSON = state.withLock { $0.manner.knowsBasic } ? "client_secret_basic" : "client_secret_post"
        return .json([
            "issuer": .string(issuer), "authorization_endpoint": .string("\(issuer)/authorize?theme=plain"),
            "token_endpoint": .string("\(issuer)/token"), "jwks_uri": .string("\(issuer)/keys"),
            "userinfo_endpoint": .string("\(issuer)/userinfo"), "token_endpoint_auth_methods_supported": [basic],
        ])
    }

    private var keySet: Response {
        let raw = key.publicKey.x963Representation.dropFirst()
        var members: [(String, JSON)] = [
            ("kty", "EC"), ("crv", "P-256"), ("kid", "spring"), ("use", "sig"),
            ("x", .string(Self.base64URL(raw.prefix(32)))), ("y", .string(Self.base64URL(raw.suffix(32)))),
        ]
        if state.withLock({ $0.manner.keysHaveAlgorithm }) { members.append(("alg", "ES256")) }
        // Kinds that nobody here knows must do no harm.
        return .json(["keys": [["kty": "oct", "k": "AAAA", "kid": "odd"], .object(JSONObject(members))]])
    }

    /// As if somebody was signed in there and had agreed before.
    private func authorize(_ request: Request) throws -> Response {
        let (code, state) = try consent(to: "\(request.uri)")
        let registered = request.uri.queryParameters["redirect_uri"].map(String.init) ?? ""
        let origin = self.state.withLock { $0.origin } ?? "http://127.0.0.1:8080"
        let back = registered.replacing("http://127.0.0.1:8080", with: origin)
        let escaped = code.replacing(" ", with: "%20")
        return Response(
            status: .found, headers: [.location: "\(back)?code=\(escaped)&state=\(state)&session_state=x"])
    }

    private func token(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 16)
        let form = try #require(URLComponents(string: "?" + String(buffer: body))?.queryItems)
        let sent = Dictionary(uniqueKeysWithValues: form.map { ($0.name, $0.value ?? "") })
        state.withLock { $0.exchanges += 1 }
        let manner = state.withLock { $0.manner }
        let basic = Data("footfall%20console:s3cret%2Fwith%3Aodd%2Bsigns".utf8).base64EncodedString()
        let isKnown =
            manner.knowsBasic
            ? request.headers[.authorization] == "Basic \(basic)" : sent["client_secret"] == Self.secret
        guard isKnown else { return .json(["error": "invalid_client"], .unauthorized) }
        // A code is good once.
        guard let asked = state.withLock({ $0.questions.removeValue(forKey: sent["code"] ?? "") }),
            asked["redirect_uri"] == sent["redirect_uri"],
            asked["code_challenge"] == Self.base64URL(SHA256.hash(data: Data((sent["code_verifier"] ?? "").utf8)))
        else { return .json(["error": "invalid_grant"], .badRequest) }
        let now = clock().seconds
        var claims: [String: JSON] = [
            "iss": .string(issuer), "sub": .string(manner.subject), "aud": .string(Self.clientID),
            "exp": .int(now + 300), "iat": .int(now), "nonce": JSON(asked["nonce"]),
        ]
        if manner.isAddressInToken {
            claims["email"] = manner.email
            claims["email_verified"] = manner.isVerified
        }
        claims.merge(manner.claims) { $1 }
        return .json(["access_token": "at", "token_type": "Bearer", "id_token": .string(try signed(claims, manner))])
    }

    private func userInfo(_ request: Request) -> Response {
        guard request.headers[.authorization] == "Bearer at" else { return Response(status: .unauthorized) }
        let manner = state.withLock { $0.manner }
        return .json([
            "sub": .string(manner.subject), "email": manner.email, "email_verified": manner.isVerified ?? .null,
        ])
    }

    private func signed(_ claims: [String: JSON], _ manner: Manner) throws -> String {
        let header: JSON = ["alg": "ES256", "kid": "spring", "typ": "JWT"]
        let payload = JSON.object(JSONObject(claims.map { ($0.key, $0.value) }))
        let text = [header, payload].map { Self.base64URL($0.text().utf8) }.joined(separator: ".")
        let signature = try (manner.usesOtherKey ? otherKey : key).signature(for: Data(text.utf8))
        return "\(text).\(Self.base64URL(signature.rawRepresentation))"
    }

    private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension Response {
    fileprivate static func json(_ json: JSON, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.text())))
    }
}
