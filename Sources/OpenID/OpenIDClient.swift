import AsyncHTTPClient
import Foundation
import JWTKit
import NIOCore
import NIOHTTP1

/// Talks to one provider: the authorization code flow of OpenID Connect Core 1.0 with PKCE. What it publishes is kept for
/// an hour.
public actor OpenIDClient {
    private static let answerBytesMax = 1 << 20
    private static let timeout = TimeAmount.seconds(10)
    private static let keepSeconds: Int64 = 3_600
    /// A key that is not known may be new; so often it is looked for at most.
    private static let keysAgainSeconds: Int64 = 30

    public nonisolated let provider: OpenIDProvider
    private var published: (configuration: Configuration, at: Int64)?
    private var keys: (collection: JWTKeyCollection, at: Int64)?

    public init(_ provider: OpenIDProvider) {
        self.provider = provider
    }

    struct Configuration: Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let userinfoEndpoint: String?
        let jwksUri: String
        let tokenEndpointAuthMethodsSupported: [String]?
        let authorizationResponseIssParameterSupported: Bool?
    }

    private struct Tokens: Decodable {
        let idToken: String
        let accessToken: String?
    }

    /// Where a browser goes to be asked who is there.
    /// - Parameter back: the address that is registered with the provider.
    public func address(for question: OpenIDQuestion, back: String, at now: Int64) async throws(OpenIDFailure) -> String
    {
        let configuration = try await configuration(at: now)
        let parameters = Self.form([
            ("response_type", "code"), ("scope", "openid email"), ("client_id", provider.clientID),
            ("redirect_uri", back), ("state", question.state), ("nonce", question.nonce),
            ("code_challenge", question.challenge), ("code_challenge_method", "S256"),
        ])
        let page = configuration.authorizationEndpoint
        return page + (page.contains("?") ? "&" : "?") + parameters
    }

    /// Who came back with a code.
    /// - Parameter issuer: `iss` of the answer's address, which a provider that announces it must send (RFC 9207).
    public func person(
        answering question: OpenIDQuestion, code: String, issuer: String?, back: String, at now: Int64
    ) async throws(OpenIDFailure) -> OpenIDPerson {
        let configuration = try await configuration(at: now)
        let mustName = configuration.authorizationResponseIssParameterSupported == true
        guard issuer.map({ $0 == provider.issuer }) ?? !mustName else {
            throw .refused("the answer is from another provider")
        }
        let tokens = try await tokens(code, question, back, configuration)
        let token = try await verified(tokens.idToken, configuration, at: now)
        try token.demand(from: provider, answering: question, at: now)
        if let email = token.email { return try person(token.sub, email, token.emailVerified) }
        guard let address = configuration.userinfoEndpoint, let access = tokens.accessToken else {
            throw .addressUnproven
        }
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Authorization", value: "Bearer \(access)")
        let info: UserInfo = try await read(request)
        guard info.sub == token.sub else { throw .refused("the provider told of somebody else") }
        guard let email = info.email else { throw .addressUnproven }
        return try person(token.sub, email, info.emailVerified)
    }

    private func person(_ subject: String, _ email: String, _ isProven: LooseBool?) throws(OpenIDFailure)
        -> OpenIDPerson
    {
        guard isProven?.value ?? provider.trustsAddresses else { throw .addressUnproven }
        return OpenIDPerson(subject: subject, email: email)
    }

    private func configuration(at now: Int64) async throws(OpenIDFailure) -> Configuration {
        if let published, now - published.at < Self.keepSeconds { return published.configuration }
        let configuration: Configuration = try await read(HTTPClientRequest(url: provider.configurationAddress))
        guard configuration.issuer == provider.issuer else {
            throw .unreachable("the provider calls itself \(configuration.issuer), not \(provider.issuer)")
        }
        let addresses = [configuration.authorizationEndpoint, configuration.tokenEndpoint, configuration.jwksUri]
        guard (addresses + [configuration.userinfoEndpoint].compactMap(\.self)).allSatisfy(Self.isSafeEndpoint) else {
            throw .unreachable("the provider names an address without TLS")
        }
        published = (configuration, now)
        return configuration
    }

    /// An endpoint may have a query of its own.
    private static func isSafeEndpoint(_ address: String) -> Bool {
        OpenIDProvider.isSafe(String(address.prefix { $0 != "?" }))
    }

    private func tokens(
        _ code: String, _ question: OpenIDQuestion, _ back: String, _ configuration: Configuration
    ) async throws(OpenIDFailure) -> Tokens {
        var parameters = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", back),
            ("code_verifier", question.verifier), ("client_id", provider.clientID),
        ]
        var request = HTTPClientRequest(url: configuration.tokenEndpoint)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let secret = provider.clientSecret {
            // Basic is what everybody must know, and what is meant where nothing is said (RFC 6749, section 2.3.1).
            let methods = configuration.tokenEndpointAuthMethodsSupported ?? ["client_secret_basic"]
            if methods.contains("client_secret_basic") {
                let pair = "\(Self.encoded(provider.clientID)):\(Self.encoded(secret))"
                request.headers.add(
                    name: "Authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())")
            } else {
                parameters.append(("client_secret", secret))
            }
        }
        request.body = .bytes(ByteBuffer(string: Self.form(parameters)))
        return try await read(request)
    }

    private func verified(
        _ token: String, _ configuration: Configuration, at now: Int64
    ) async throws(OpenIDFailure) -> IDToken {
        let known = try await keys(configuration, at: now, keepSeconds: Self.keepSeconds)
        if let token = try? await known.verify(token, as: IDToken.self, iteratingKeys: true) { return token }
        // Signed with a key that came after we looked.
        let fresh = try await keys(configuration, at: now, keepSeconds: Self.keysAgainSeconds)
        do {
            return try await fresh.verify(token, as: IDToken.self, iteratingKeys: true)
        } catch {
            throw .refused("the token is not signed by the provider: \(error)")
        }
    }

    private func keys(
        _ configuration: Configuration, at now: Int64, keepSeconds: Int64
    ) async throws(OpenIDFailure) -> JWTKeyCollection {
        if let keys, now - keys.at < keepSeconds { return keys.collection }
        let set: KeySet = try await read(HTTPClientRequest(url: configuration.jwksUri))
        let collection = JWTKeyCollection()
        for key in set.keys {
            do {
                try await collection.add(jwk: key)
            } catch {
                continue  // A key that cannot be read signs nothing that we could check.
            }
        }
        keys = (collection, now)
        return collection
    }

    /// What a provider answers, which is JSON and not large.
    private func read<Value: Decodable>(_ request: HTTPClientRequest) async throws(OpenIDFailure) -> Value {
        var request = request
        request.headers.add(name: "Accept", value: "application/json")
        let status: UInt
        let bytes: ByteBuffer
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
            status = response.status.code
            bytes = try await response.body.collect(upTo: Self.answerBytesMax)
        } catch {
            throw .unreachable("\(request.url): \(error)")
        }
        guard status == 200 else {
            // Its own words: an error code, never a token.
            let words = String(decoding: bytes.readableBytesView.prefix(300), as: UTF8.self)
            let what = "\(request.url) answered \(status): \(words)"
            // A code that is no longer good is 400 (RFC 6749, section 5.2); all else is for the operator to mend.
            throw status == 400 ? .refused(what) : .unreachable(what)
        }
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Value.self, from: Data(bytes.readableBytesView))
        } catch {
            throw .unreachable("\(request.url) answered what cannot be read: \(error)")
        }
    }

    /// `application/x-www-form-urlencoded`, which is also right for a query.
    private static func form(_ parameters: [(String, String)]) -> String {
        parameters.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
