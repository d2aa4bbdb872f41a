import Crypto
import Foundation
public import Promotions

/// A JWT (RFC 7519) with which a retailer's own app vouches for its shopper. Only the one algorithm that the retailer
/// registered is accepted, whatever the token's header says; jwt-kit would bring an X.509 stack for these two checks.
enum IdentityToken {
    /// Longer lives than this are refused: a leaked token must not open an account for ever.
    static let lifeSecondsMax: Int64 = 24 * 3_600
    /// By how much another's clock may be ahead of ours.
    static let clockSlackSeconds = 30.0
    static let bytesMax = 4_096

    /// - Returns: the `sub` claim, or why the token is not good.
    static func subject(of text: String, key: IdentityKey, audience: String, at now: Instant) -> Result<String, Flaw> {
        guard text.utf8.count <= bytesMax else { return .failure(Flaw("is too long")) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = document(parts[0]), let claims = document(parts[1]),
            let signature = base64URL(parts[2])
        else { return .failure(Flaw("is not a signed JWT")) }
        guard header["alg"]?.stringValue == key.algorithm.rawValue else {
            return .failure(Flaw("must be signed with \(key.algorithm.rawValue)"))
        }
        guard isSigned(Data("\(parts[0]).\(parts[1])".utf8), signature: signature, key: key) else {
            return .failure(Flaw("has a wrong signature"))
        }
        guard let expires = claims["exp"]?.numberValue, Double(now.seconds) < expires,
            expires <= Double(now.seconds + lifeSecondsMax)
        else { return .failure(Flaw("must expire within 24 hours and not have expired")) }
        if let notBefore = claims["nbf"]?.numberValue, Double(now.seconds) + clockSlackSeconds < notBefore {
            return .failure(Flaw("is not good yet"))
        }
        if let claimed = claims["aud"] {
            let audiences = (claimed.elements ?? [claimed]).map(\.stringValue)
            if audiences.contains(nil) { return .failure(Flaw("has an aud claim that is no text or list of texts")) }
            if !audiences.contains(audience) { return .failure(Flaw("has another audience than \(audience)")) }
        }
        guard let subject = claims["sub"]?.stringValue, (1...200).contains(subject.utf8.count) else {
            return .failure(Flaw("needs a sub claim of 1 to 200 bytes"))
        }
        return .success(subject)
    }

    struct Flaw: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    private static func isSigned(_ message: Data, signature: Data, key: IdentityKey) -> Bool {
        switch key.algorithm {
        case .edDSA:
            let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: key.publicKey)
            return publicKey?.isValidSignature(signature, for: message) ?? false
        case .es256:
            guard let publicKey = try? P256.Signing.PublicKey(x963Representation: key.publicKey),
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return publicKey.isValidSignature(signature, for: message)
        }
    }

    private static func document(_ part: Substring) -> JSON? {
        base64URL(part).flatMap { try? JSON(parsing: [UInt8]($0)) }
    }

    private static func base64URL(_ text: Substring) -> Data? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}

extension IdentityKey {
    /// Reads a public key in PEM (SubjectPublicKeyInfo): Ed25519 or P-256.
    public init(pem: String) throws(Invalid) {
        let pem = pem.replacing("\r\n", with: "\n")
        if let key = try? P256.Signing.PublicKey(pemRepresentation: pem) {
            self.init(algorithm: .es256, publicKey: [UInt8](key.x963Representation))
            return
        }
        // swift-crypto reads no PEM for Ed25519. RFC 8410: a fixed 12-byte header, then the 32 bytes of the key.
        let header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        if let der = Data(base64Encoded: body), der.count == 44, der.starts(with: header) {
            self.init(algorithm: .edDSA, publicKey: [UInt8](der.dropFirst(12)))
            return
        }
        throw Invalid(field: "public_key", reason: "must be a public key in PEM, Ed25519 or P-256")
    }
}
