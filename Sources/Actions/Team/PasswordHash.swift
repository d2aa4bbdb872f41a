import CryptoExtras
import Dispatch
import Foundation
public import Promotions
import Synchronization

/// What a person's password must be: long rather than odd (NIST SP 800-63B, section 5.1.1.2; OWASP ASVS 2.1.1).
public enum PasswordRules {
    public static let length = 12...128
    /// "aaaaaaaaaaaa" is long too.
    static let differentMin = 5

    /// What is wrong with a password, or nil.
    public static func flaw(of password: String, known: [String]) -> Sentence? {
        guard length.contains(password.unicodeScalars.count) else {
            return "must have \(length.lowerBound) to \(length.upperBound) characters; a short sentence is good"
        }
        guard Set(password).count >= differentMin else { return "repeats too few characters to be hard to guess" }
        let plain = password.lowercased()
        let isNamed = known.contains { $0.count > 3 && plain.contains($0.lowercased()) }
        return isNamed ? "must not hold your name, your address or the retailer's name" : nil
    }
}

/// A password as it is kept: scrypt (RFC 7914) with its cost and salt, as `scrypt$15$8$3$salt$hash`, so that the cost can
/// be raised and older ones still be checked.
struct PasswordHash: Sendable {
    /// N = 2^15, r = 8, p = 3: one of the costs that the OWASP password storage cheat sheet holds equal; 32 MiB.
    static let usual = Cost(logN: 15, blockSize: 8, lanes: 3)
    static let saltLength = 16
    private static let hashLength = 32
    private static let memoryMax = 256 << 20

    struct Cost: Hashable, Sendable {
        let logN: Int
        let blockSize: Int
        let lanes: Int
    }

    let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    static func make(_ password: String, salt: [UInt8], cost: Cost) throws -> PasswordHash {
        PasswordHash(cost: cost, salt: salt, hash: try derive(password, salt: salt, cost))
    }

    func opens(with password: String) throws -> Bool {
        try Self.derive(password, salt: salt, cost).isSame(inConstantTime: hash)
    }

    private static func derive(_ password: String, salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        // Two ways to type one letter are one password.
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        return try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: hashLength, rounds: 1 << cost.logN, blockSize: cost.blockSize,
            parallelism: cost.lanes, maxMemory: memoryMax
        ).withUnsafeBytes { Array($0) }
    }

    private init(cost: Cost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let blockSize = Int(parts[2]),
            let lanes = Int(parts[3]), let salt = Data(base64Encoded: String(parts[4])),
            let hash = Data(base64Encoded: String(parts[5]))
        else { return nil }
        self.init(
            cost: Cost(logN: logN, blockSize: blockSize, lanes: lanes), salt: [UInt8](salt), hash: [UInt8](hash))
    }

    var text: String {
        let salt = Data(salt).base64EncodedString()
        return "scrypt$\(cost.logN)$\(cost.blockSize)$\(cost.lanes)$\(salt)$\(Data(hash).base64EncodedString())"
    }
}

/// Passwords are slow to hash on purpose. They are hashed one after the other on a thread of their own, so that a crowd at the
/// sign-in page takes no thread from check-ins and never more memory than one hash needs.
final class PasswordDesk: Sendable {
    /// Beyond it callers are told to come back.
    static let waitingMax = 50

    private let queue = DispatchQueue(label: "footfall.passwords")
    private let waiting = Mutex(0)
    let cost: PasswordHash.Cost

    init(cost: PasswordHash.Cost) {
        self.cost = cost
    }

    struct Full: Error {}

    func hash(_ password: String, salt: [UInt8]) async throws -> String {
        try await run { [cost] in try PasswordHash.make(password, salt: salt, cost: cost).text }
    }

    /// - Parameter kept: nil takes as long and is false, so that nobody learns which addresses are known.
    func opens(_ kept: String?, with password: String) async throws -> Bool {
        try await run { [cost] in
            guard let hash = kept.flatMap({ PasswordHash($0) }) else {
                _ = try PasswordHash.make(
                    password, salt: [UInt8](repeating: 0, count: PasswordHash.saltLength), cost: cost)
                return false
            }
            return try hash.opens(with: password)
        }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let isFull = waiting.withLock { count in
            guard count < Self.waitingMax else { return true }
            count += 1
            return false
        }
        if isFull { throw Full() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
