public import Promotions
public import Records

/// A database that was written with other keys than these.
public struct KeyMismatch: Error, CustomStringConvertible, Sendable {
    public let description: String
}

extension Secrets {
    /// Compares these keys with the fingerprints in the database and records the new ones.
    /// - Throws: `KeyMismatch` if the database knows a generation that is missing here or is another key.
    public func check(against database: Database, at now: Instant) async throws {
        let known = try await database.keyFingerprints()
        try compare(with: known)
        let missing = generations.filter { known[$0] == nil }
        for generation in missing {
            try await database.recordKey(generation: generation, fingerprint: fingerprint(generation), at: now)
        }
        // Of two servers that start first with different keys one has recorded nothing, and must not go on.
        if !missing.isEmpty { try compare(with: try await database.keyFingerprints()) }
    }

    private func compare(with known: [Int: [UInt8]]) throws(KeyMismatch) {
        for (generation, fingerprint) in known.sorted(by: { $0.key < $1.key }) {
            guard generations.contains(generation) else {
                throw KeyMismatch(
                    description: "The database was written with key generation \(generation), which is missing here. "
                        + "Restore the key file that belongs to this database.")
            }
            guard self.fingerprint(generation) == fingerprint else {
                throw KeyMismatch(
                    description: "Key generation \(generation) is not the one the database was written with. "
                        + "Restore the key file that belongs to this database.")
            }
        }
    }
}
