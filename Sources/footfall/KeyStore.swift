import Actions
import Foundation
import Promotions
import Records

/// The keys of the installation: FOOTFALL_KEYS, else `DIR/keys`, made once.
struct KeyStore {
    let site: Site

    var path: String { site.path("keys") }

    var isInEnvironment: Bool { Variables.text("FOOTFALL_KEYS") != nil }

    /// - Returns: nil if no keys were made yet.
    func read() throws -> Secrets? {
        if let given = Variables.text("FOOTFALL_KEYS") {
            return try secrets(given, from: "FOOTFALL_KEYS")
        }
        return try PrivateFile.read(path).map { try secrets($0, from: path) }
    }

    /// Reads the keys, or makes them if this database has never known any; then compares fingerprints.
    func open(for database: Database) async throws -> Secrets {
        let secrets: Secrets
        if let known = try read() {
            secrets = known
        } else {
            guard try await database.keyFingerprints().isEmpty else {
                throw Complaint(
                    .configuration,
                    "\(path) is missing, and this database was written with it. Restore the file; "
                        + "new keys would open nothing that is in there.")
            }
            secrets = try make()
        }
        try await secrets.check(against: database, at: Clock.system.now())
        return secrets
    }

    private func make() throws -> Secrets {
        guard let fresh = Secrets(roots: [1: Self.root()]) else { throw Complaint(.fault, "No keys could be made.") }
        try site.makeDataDirectory()
        if try PrivateFile.create(path, fresh.text) { return fresh }
        // Another process was first; its keys are the keys.
        guard let theirs = try read() else { throw Complaint(.configuration, "\(path) is gone again.") }
        return theirs
    }

    /// Adds a generation to the file. The database hears of it afterwards: were it the other way round, a crash in
    /// between would leave a database that no key fits.
    func rotate(for database: Database) async throws -> Secrets {
        guard !isInEnvironment else {
            throw Complaint(
                .configuration,
                "The keys come from FOOTFALL_KEYS. Add a generation there: a line of the next number, a colon and "
                    + "32 random bytes in base 64 (openssl rand -base64 32).")
        }
        let old = try await open(for: database)
        guard let rotated = old.rotated(newRoot: Self.root()) else {
            throw Complaint(.configuration, "There are 255 generations of keys, and no more are possible.")
        }
        try PrivateFile.replace(path, rotated.text)
        try await rotated.check(against: database, at: Clock.system.now())
        return rotated
    }

    private func secrets(_ text: String, from source: String) throws -> Secrets {
        guard let secrets = Secrets(text: text) else {
            throw Complaint(
                .configuration, "\(source) does not hold keys: each line is a number, a colon and 32 bytes in base 64.")
        }
        return secrets
    }

    private static func root() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
