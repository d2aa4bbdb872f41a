import Foundation
import JWTKit

/// What an ID token says, and what makes it good (OpenID Connect Core 1.0, section 3.1.3.7). JWTKit checks the signature
/// before anybody may read it.
struct IDToken: JWTPayload {
    /// What the clocks of two hosts may differ by.
    static let leewaySeconds: Int64 = 60

    let iss: String
    let sub: String
    let aud: AudienceClaim
    let azp: String?
    let exp: Double
    let iat: Double
    let nonce: String?
    let email: String?
    let emailVerified: LooseBool?

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, azp, exp, iat, nonce, email
        case emailVerified = "email_verified"
    }

    /// Time, issuer and audience need to be known: `demand` looks at them.
    func verify(using algorithm: some JWTAlgorithm) {}

    func demand(from provider: OpenIDProvider, answering question: OpenIDQuestion, at now: Int64) throws(OpenIDFailure)
    {
        guard iss == provider.issuer else { throw .refused("the token is from \(iss)") }
        guard aud.value.contains(provider.clientID) else { throw .refused("the token is for somebody else") }
        guard azp.map({ $0 == provider.clientID }) ?? (aud.value.count == 1) else {
            throw .refused("the token was made for another party")
        }
        guard nonce == question.nonce else { throw .refused("the token answers another question") }
        guard Double(now - Self.leewaySeconds) < exp else { throw .refused("the token has expired") }
        guard iat < Double(now + Self.leewaySeconds) else { throw .refused("the token is from the future") }
        guard !sub.isEmpty, sub.utf8.count <= 255 else { throw .refused("the token names nobody") }
    }
}

/// What the provider says of a person when asked with the access token (section 5.3).
struct UserInfo: Decodable {
    let sub: String
    let email: String?
    let emailVerified: LooseBool?
}

/// Some providers write `"true"` for `true`.
struct LooseBool: Codable, Sendable {
    let value: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = try (try? container.decode(Bool.self)) ?? (container.decode(String.self) == "true")
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// A provider's public keys. Kinds that nobody here can read are left out, and those without a name get one.
struct KeySet: Decodable {
    let keys: [JWK]

    private enum Names: String, CodingKey {
        case keys
    }

    private struct Known: Decodable {
        let key: JWK?

        init(from decoder: any Decoder) throws {
            key = try? JWK(from: decoder)
        }
    }

    init(from decoder: any Decoder) throws {
        let known = try decoder.container(keyedBy: Names.self).decode([Known].self, forKey: .keys)
        keys = known.compactMap(\.key).enumerated().map { place, key in
            var key = key
            key.keyIdentifier = key.keyIdentifier ?? JWKIdentifier(string: "unnamed-\(place)")
            return key
        }
    }
}
