import Crypto
import Promotions
import Foundation

/// The keys of an installation, by generation. They live outside the database; it holds only their fingerprints.
public struct Secrets: Sendable {
    /// What a key is for. Each purpose has its own key, derived by HKDF (RFC 5869), so that none can stand in for
    /// another.
    enum Purpose: String, CaseIterable {
        case token, code, codeSeal, retry, answerSeal, link, recovery, enrolment, identity, fingerprint, presence
        case staffCode, storePIN, joining, specimen, couponKey, couponRoot, practice, letterSeal, mailCount, login,
            departure
    }

    private let keys: [Int: [Purpose: SymmetricKey]]
    /// With the key taken in: half of the work of a short message.
    private let begun: [Int: [Purpose: HMAC<SHA256>]]
    private let roots: [Int: [UInt8]]
    /// Oldest first. The first one is never dropped: identities and retry keys are hashed under it.
    public let generations: [Int]

    /// - Parameter roots: 32 random bytes a generation; at least one.
    public init?(roots: [Int: [UInt8]]) {
        guard !roots.isEmpty, roots.allSatisfy({ (1...255).contains($0.key) && $0.value.count == 32 }) else {
            return nil
        }
        self.roots = roots
        generations = roots.keys.sorted()
        let keys = roots.mapValues { root in
            Dictionary(
                uniqueKeysWithValues: Purpose.allCases.map { purpose in
                    (
                        purpose,
                        HKDF<SHA256>.deriveKey(
                            inputKeyMaterial: SymmetricKey(data: root), info: Data("footfall/\(purpose.rawValue)".utf8),
                            outputByteCount: 32)
                    )
                })
        }
        self.keys = keys
        begun = keys.mapValues { $0.mapValues { HMAC<SHA256>(key: $0) } }
    }

    var founding: Int { generations[0] }
    var current: Int { generations[generations.count - 1] }

    /// The text form of `DIR/keys` and `FOOTFALL_KEYS`: `generation:base64`, one a line or separated by commas.
    public init?(text: String) {
        var roots: [Int: [UInt8]] = [:]
        for entry in text.split(whereSeparator: { $0 == "\n" || $0 == "," || $0 == "\r" }) {
            let parts = entry.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let generation = Int(parts[0]), let root = Data(base64Encoded: String(parts[1])),
                roots.updateValue([UInt8](root), forKey: generation) == nil
            else { return nil }
        }
        self.init(roots: roots)
    }

    public var text: String {
        generations.map { "\($0):\(Data(roots[$0] ?? []).base64EncodedString())\n" }.joined()
    }

    /// One more generation, which new tokens, codes and seals use from now on; the older ones stay good.
    public func rotated(newRoot: [UInt8]) -> Secrets? {
        var roots = roots
        roots[current + 1] = newRoot
        return Secrets(roots: roots)
    }

    /// Says nothing about the key, but is different for every other key.
    public func fingerprint(_ generation: Int) -> [UInt8] {
        mac(.fingerprint, Array("footfall".utf8), generation: generation, length: 16)
    }

    func key(_ purpose: Purpose, generation: Int) -> SymmetricKey? {
        keys[generation]?[purpose]
    }

    /// The first `length` bytes of HMAC-SHA-256.
    func mac(_ purpose: Purpose, _ message: [UInt8], generation: Int, length: Int = 32) -> [UInt8] {
        guard var hmac = begun[generation]?[purpose] else { return [] }
        message.withUnsafeBytes { hmac.update(data: $0) }
        return hmac.finalize().withUnsafeBytes { Array($0.prefix(length)) }
    }

    func isMAC(_ mac: ArraySlice<UInt8>, _ purpose: Purpose, of message: [UInt8], generation: Int) -> Bool {
        let expected = self.mac(purpose, message, generation: generation, length: mac.count)
        return mac.count >= 16 && expected.isSame(inConstantTime: mac)
    }

    /// AES-256-GCM with a random nonce; the generation stands in front.
    func seal(_ purpose: Purpose, _ plain: [UInt8], bound context: [UInt8]) throws -> [UInt8] {
        guard let key = key(purpose, generation: current) else { return [] }
        let box = try AES.GCM.seal(plain, using: key, authenticating: context)
        return [UInt8(current)] + (box.combined.map { [UInt8]($0) } ?? [])
    }

    /// Nil for foreign or altered bytes, or a generation that is gone.
    func open(_ purpose: Purpose, _ sealed: [UInt8], bound context: [UInt8]) -> [UInt8]? {
        guard let generation = sealed.first, let key = key(purpose, generation: Int(generation)),
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let plain = try? AES.GCM.open(box, using: key, authenticating: context)
        else { return nil }
        return [UInt8](plain)
    }
}
