import Foundation

/// Who vouches for people: an OpenID Connect provider, as an operator has registered Footfall with it.
public struct OpenIDProvider: Hashable, Sendable {
    /// Stands in addresses: small letters, digits and hyphens.
    public let id: String
    /// For people, on the button.
    public let name: String
    /// As the provider writes it into its tokens, to the letter; its configuration is found below it.
    public let issuer: String
    public let clientID: String
    /// Nil for a client without one: the code alone, bound by PKCE.
    let clientSecret: String?
    /// Whether an address counts as proven that the provider says nothing of: some never send `email_verified`, and hand
    /// out no address that they have not made themselves.
    let trustsAddresses: Bool

    /// What is wrong with a member, for people.
    public struct Flaw: Error, Equatable {
        public let field: String
        public let reason: String
    }

    public init(
        id: String, name: String, issuer: String, clientID: String, clientSecret: String?, trustsAddresses: Bool = false
    ) throws(Flaw) {
        guard (1...40).contains(id.utf8.count), id.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil else {
            throw Flaw(field: "id", reason: "must be 1 to 40 small letters, digits and hyphens")
        }
        guard Self.isSafe(issuer) else {
            throw Flaw(field: "issuer", reason: "must be like https://login.example.com, without ? and #")
        }
        self.id = id
        self.name = name
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.trustsAddresses = trustsAddresses
    }

    /// OpenID Connect Discovery 1.0, section 4.
    var configurationAddress: String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    /// TLS, or this very machine: codes and tokens go over it.
    static func isSafe(_ address: String) -> Bool {
        guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty, url.user == nil,
            url.query == nil, url.fragment == nil
        else { return false }
        return url.scheme == "https"
            || url.scheme == "http" && ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host)
    }
}
