import Foundation

/// Where mail goes out: `smtps://user:password@host:port?from=coupons@example.com` (TLS from the first byte, port 465) or
/// `smtp://...` (STARTTLS, port 587). With `tls=none` there is no TLS, and a password only on this very machine.
public struct MailServer: Hashable, Sendable {
    public enum Security: Hashable, Sendable {
        case implicit
        case startTLS
        case none
    }

    public struct Login: Hashable, Sendable {
        public let user: String
        let password: String
    }

    public let host: String
    public let port: Int
    public let security: Security
    public let login: Login?
    public let from: Mailbox
    /// A PEM file with the authorities that sign for the server; nil: those that the system trusts.
    public let authorities: String?

    /// Why a URL names no server, for people.
    public struct Flaw: Error {
        public let reason: String
    }

    public init(_ text: String) throws(Flaw) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["smtp", "smtps"].contains(scheme), let host = url.host, !host.isEmpty
        else { throw Flaw(reason: "must be like smtps://user:password@mail.example.com?from=coupons@example.com") }
        var named: [String: String] = [:]
        for item in url.queryItems ?? [] { named[item.name] = item.value ?? "" }
        if let odd = named.keys.sorted().first(where: { !["from", "tls", "ca"].contains($0) }) {
            throw Flaw(reason: "knows from, tls and ca after the ?, not \(odd)")
        }
        guard let from = named["from"].flatMap(Mailbox.init) else {
            throw Flaw(reason: "needs from=, the address that letters come from")
        }
        guard (url.path.isEmpty || url.path == "/"), url.fragment == nil else { throw Flaw(reason: "has no path") }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.from = from
        authorities = named["ca"]
        let user = url.user.flatMap { $0.isEmpty ? nil : $0 }
        login = user.map { Login(user: $0, password: url.password ?? "") }
        switch (scheme, named["tls"]) {
        case ("smtps", nil): (security, port) = (.implicit, url.port ?? 465)
        case ("smtp", "none"): (security, port) = (.none, url.port ?? 25)
        case ("smtp", nil): (security, port) = (.startTLS, url.port ?? 587)
        default: throw Flaw(reason: "takes tls=none with smtp: and nothing else")
        }
        if security == .none, login != nil, !["127.0.0.1", "::1", "localhost"].contains(self.host) {
            throw Flaw(reason: "would send the password in clear with tls=none")
        }
    }

    /// Without the password, for people.
    public var name: String { "\(host):\(port)" }
}
