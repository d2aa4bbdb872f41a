import CryptoExtras
import Foundation
public import Promotions
import SwiftASN1
import X509

/// What an operator got from Apple and Google to make wallet passes with. Nothing is made without it.
public struct WalletKeys: Sendable {
    struct Apple: Sendable {
        let passType: String
        let team: String
        let certificate: Certificate
        /// Apple's own, between the operator's certificate and its root.
        let intermediates: [Certificate]
        let key: Certificate.PrivateKey
    }

    struct Google: Sendable {
        let issuer: String
        let account: String
        let key: _RSA.Signing.PrivateKey
    }

    let apple: Apple?
    let google: Google?

    /// Which wallets can be served, by name.
    public var names: [String] { [apple.map { _ in "apple" }, google.map { _ in "google" }].compactMap { $0 } }

    /// `{"apple": {"pass_type_id", "team_id", "certificate", "intermediates"?, "key"}, "google": {"issuer_id",
    /// "service_account", "key"}}`, either or both. Certificates and keys are PEM files.
    /// - Parameter file: reads the file that is named, as text.
    public init(reading json: JSON, file: (String) throws -> String) throws {
        let fields = try Fields(json)
        let apple = fields.object("apple") { (fields: Fields) throws(Invalid) in try AppleNames(fields) }
        let google = fields.object("google") { (fields: Fields) throws(Invalid) in try GoogleNames(fields) }
        try fields.finish()
        self.apple = try apple.map { names in
            Apple(
                passType: names.passType, team: names.team,
                certificate: try Self.reading("apple.certificate") {
                    try Certificate(pemEncoded: try file(names.certificate))
                },
                intermediates: try names.intermediates.map { name in
                    try Self.reading("apple.intermediates") { try Certificate(pemEncoded: try file(name)) }
                },
                key: try Self.reading("apple.key") { try Certificate.PrivateKey(pemEncoded: try file(names.key)) })
        }
        self.google = try google.map { names in
            Google(
                issuer: names.issuer, account: names.account,
                key: try Self.reading("google.key") {
                    try _RSA.Signing.PrivateKey(pemRepresentation: try file(names.key))
                })
        }
        if self.apple == nil && self.google == nil { throw Invalid(field: "apple", reason: "or google is required") }
    }

    private static func reading<Value>(_ field: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw Invalid(field: field, reason: "must name a PEM file that can be read (\("\(error)" as String))")
        }
    }
}

private struct AppleNames {
    let passType: String
    let team: String
    let certificate: String
    let intermediates: [String]
    let key: String

    init(_ fields: Fields) throws(Invalid) {
        passType = fields.text("pass_type_id")
        team = fields.text("team_id")
        certificate = fields.text("certificate", length: 1...4_000)
        intermediates = fields.texts("intermediates", count: 0...5, length: 1...4_000)
        key = fields.text("key", length: 1...4_000)
        try fields.finish()
    }
}

private struct GoogleNames {
    let issuer: String
    let account: String
    let key: String

    init(_ fields: Fields) throws(Invalid) {
        issuer = fields.text("issuer_id")
        account = fields.text("service_account")
        key = fields.text("key", length: 1...4_000)
        try fields.finish()
    }
}
