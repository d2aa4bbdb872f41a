import Foundation
import Promotions
import Testing

@testable import Actions

/// `docs/offline-vectors.json`: what other implementers of a till hold theirs against.
@Suite("Offline vectors")
struct OfflineVectorTests {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/offline-vectors.json")

    /// With `FOOTFALL_WRITE_VECTORS=1` the file is written instead of compared.
    @Test("the vectors are those that the signer of today makes, byte by byte")
    func same() throws {
        let made = try OfflineVectors().json
        if ProcessInfo.processInfo.environment["FOOTFALL_WRITE_VECTORS"] == "1" {
            try Data((made.text() + "\n").utf8).write(to: Self.file)
        }
        let kept = try JSON(parsing: [UInt8](Data(contentsOf: Self.file)))
        let isSame = kept == made
        #expect(isSame, "FOOTFALL_WRITE_VECTORS=1 writes the file anew")
    }

    @Test("the reference verifier, reading nothing but the file, says of each what the file says")
    func verdicts() throws {
        let document = try JSON(parsing: [UInt8](Data(contentsOf: Self.file)))
        let pack = try OfflinePack(reading: try #require(document["pack"]))
        let vectors = try #require(document["vectors"]?.elements)
        #expect(vectors.count >= 18)
        for vector in vectors {
            let name = vector["name"]?.stringValue ?? "?"
            let instant = { (member: String) in
                try #require(vector[member]?.stringValue.flatMap { Instant(rfc3339: $0) }, "\(name): \(member)")
            }
            var memory = OfflineMemory(lastSeen: try instant("last_seen"))
            for taken in vector["accepted_before"]?.elements ?? [] {
                let (code, campaign) = (taken["code"]?.stringValue, taken["campaign_id"]?.stringValue)
                memory.accept(
                    try #require(code.flatMap { CouponCode(typed: $0) }),
                    of: try #require(campaign.flatMap { Ref<Campaign>(text: $0) }).id, at: memory.lastSeen)
            }
            let verdict = OfflineVerifier.verdict(
                on: try #require(vector["scanned"]?.stringValue), pack: pack, root: nil, memory: memory,
                at: try instant("now"))
            #expect(verdict.reason?.rawValue == vector["reason"]?.stringValue, "\(name)")
            let word = verdict.reason.map { $0.isForServer ? "ask" : "refuse" } ?? "accept"
            #expect(word == vector["verdict"]?.stringValue, "\(name)")
        }
        let reasons = Set(vectors.compactMap { $0["reason"]?.stringValue })
        let missing = Set(OfflineReason.allCases.map(\.rawValue)).subtracting(reasons)
        #expect(missing == [OfflineReason.untrustedKeys.rawValue], "a reason without a vector")
    }

    @Test("a set of keys that another root signed is not believed, whatever the pack says")
    func otherRoot() throws {
        let vectors = try OfflineVectors()
        let stranger = try #require(Secrets(roots: [1: [UInt8](repeating: 3, count: 32)]))
        let verdict = OfflineVerifier.verdict(
            on: vectors.good, pack: vectors.pack, root: stranger.couponKeys(at: vectors.now).root,
            memory: OfflineMemory(lastSeen: vectors.now), at: vectors.now)
        #expect(verdict.reason == .untrustedKeys)
    }

    @Test("a key signs for its quarter alone; a rotation leaves what is out good, and signs anew with another key")
    func rotation() throws {
        let old = try #require(Secrets(roots: [1: [UInt8](repeating: 7, count: 32)]))
        let rotated = try #require(old.rotated(newRoot: [UInt8](repeating: 9, count: 32)))
        #expect(old.couponKeys(at: OfflineVectors.noon).root == rotated.couponKeys(at: OfflineVectors.noon).root)
        let before = try OfflineVectors(signer: old, keys: rotated)
        let after = try OfflineVectors(signer: rotated, keys: rotated)
        for vectors in [before, after] {
            let verdict = OfflineVerifier.verdict(
                on: vectors.good, pack: vectors.pack, root: nil, memory: OfflineMemory(lastSeen: vectors.now),
                at: vectors.now)
            #expect(verdict.reason == nil)
        }
        #expect(before.good != after.good)
        let kept = try #require(OfflineKeySet(bytes: rotated.couponKeys(at: OfflineVectors.noon, from: 2).set))
        let leaked = try #require(OfflineKeySet(bytes: old.couponKeys(at: OfflineVectors.noon).set))
        #expect(!kept.keys.isEmpty && Set(kept.keys.map(\.publicKey)).isDisjoint(with: leaked.keys.map(\.publicKey)))
        let set = try #require(OfflineKeySet(bytes: before.pack.keys.set))
        #expect(Set(set.keys.map(\.id)).count == set.keys.count, "every key of a set has an id of its own")
        for key in set.keys { #expect(key.from < key.until && Quarter(of: key.from).end == key.until) }
    }
}
