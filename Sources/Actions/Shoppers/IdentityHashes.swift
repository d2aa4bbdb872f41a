import Crypto
import Promotions
import Records

/// The two keyed hashes of an identity. Servers of the last release know the first only, and while they run the same
/// identity must be the same shopper whichever server is asked: so the first decides, and the second follows it.
struct IdentityHashes {
    /// Over the identity itself: the key of `shopper_identities`, where one row decides whose it is.
    let claim: [UInt8]
    /// Over its SHA-256: what a list of hashed identities can be compared with.
    let digest: [UInt8]
}

extension Secrets {
    func identityHashes(_ kind: IdentityKind, _ subject: String, of retailer: ID<Retailer>) -> IdentityHashes {
        let message = retailer.rawValue.bytes + Array("\(kind.rawValue)\u{0}\(subject)".utf8)
        let digest = Array(SHA256.hash(data: Array(subject.utf8)))
        return IdentityHashes(
            claim: identityHash(message), digest: identityHash(kind, digest: digest, of: retailer))
    }

    /// - Parameter digest: SHA-256 of the identity's UTF-8.
    func identityHash(_ kind: IdentityKind, digest: [UInt8], of retailer: ID<Retailer>) -> [UInt8] {
        // No message of the other form starts like this: there the positive number of a retailer comes first.
        identityHash([0xFF] + retailer.rawValue.bytes + Array("\(kind.rawValue)\u{0}".utf8) + digest)
    }

    private func identityHash(_ message: [UInt8]) -> [UInt8] {
        Array(mac(.identity, message, generation: founding).prefix(20))
    }
}
