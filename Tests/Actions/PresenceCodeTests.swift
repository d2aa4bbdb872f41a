import Crypto
import Foundation
import Promotions
import Testing

@testable import Actions

/// Expected codes were computed with another program (Python's hmac), which was held to RFC 6238 first.
@Suite("The rotating codes of a store")
struct PresenceCodeTests {
    private let store = Ref<Store>(ID(7), ID(1_234_567_890_123))
    private let nine = Instant(seconds: 1_784_649_600)

    private func secrets(_ generations: ClosedRange<Int>) throws -> Secrets {
        try #require(
            Secrets(
                roots: Dictionary(
                    uniqueKeysWithValues: generations.map { ($0, [UInt8](repeating: UInt8($0), count: 32)) })))
    }

    private func typed(_ digits: String) throws -> PresenceCode {
        try #require(PresenceCode(typed: digits))
    }

    @Test(
        "truncation gives the codes of RFC 6238, appendix B",
        arguments: [
            (59, "46119246"), (1_111_111_109, "68084774"), (1_111_111_111, "67062674"), (1_234_567_890, "91819424"),
            (2_000_000_000, "90698825"), (20_000_000_000, "77737706"),
        ] as [(Int64, String)])
    func standard(seconds: Int64, expected: String) {
        let seed = SymmetricKey(data: Array("12345678901234567890123456789012".utf8))
        let step = PresenceCode.step(at: Instant(seconds: seconds))
        let mac = HMAC<SHA256>.authenticationCode(for: Data(step.bytes), using: seed)
        #expect(Secrets.truncated(Array(mac)) == expected)
    }

    @Test("known store, known key, known codes: a new one every 30 seconds, leading zeros kept")
    func known() throws {
        let secrets = try secrets(1...1)
        let expected = [(-30, "10641001"), (0, "99450908"), (29, "99450908"), (30, "50265894"), (60, "22283737")]
        for (seconds, code) in expected {
            #expect(secrets.presenceCode(of: store, at: nine.adding(seconds: seconds)) == code)
        }
        let step = PresenceCode.step(at: nine)
        #expect(secrets.staffCode(of: store, step: step) == "17464973")
        #expect(secrets.staffCode(of: store, step: step + 2) == "08835975")
        #expect(try self.secrets(1...2).presenceCode(of: store, at: nine) == "76477144")
    }

    @Test("a code is good one step early and one step late, and no longer")
    func tolerance() throws {
        let secrets = try secrets(1...1)
        let code = try typed("99450908")
        let expected: [(Int, Int?)] = [
            (-31, nil), (-30, 1), (-1, 1), (0, 0), (29, 0), (30, -1), (59, -1), (60, nil), (3_600, nil),
        ]
        for (seconds, step) in expected {
            #expect(secrets.presenceStep(code, of: store, at: nine.adding(seconds: seconds)) == step, "\(seconds) s")
        }
    }

    @Test("another store's code, a staff code and a wrong digit prove nothing")
    func wrong() throws {
        let secrets = try secrets(1...1)
        let other = Ref<Store>(ID(7), ID(1_234_567_890_124))
        let namesake = Ref<Store>(ID(8), store.id)
        let good = secrets.presenceCode(of: store, at: nine)
        for place in [other, namesake] {
            #expect(try secrets.presenceStep(typed(good), of: place, at: nine) == nil)
            #expect(secrets.presenceStep(PresenceCode(store: place, digits: good), of: store, at: nine) == nil)
        }
        #expect(secrets.presenceStep(PresenceCode(store: store, digits: good), of: store, at: nine) == 0)
        #expect(try secrets.presenceStep(typed("17464973"), of: store, at: nine) == nil)
        #expect(try secrets.staffStep(typed("17464973"), of: store, at: nine) == 0)
        #expect(try secrets.staffStep(typed(good), of: store, at: nine) == nil)
        for place in good.indices {
            var changed = good
            changed.replaceSubrange(place...place, with: good[place] == "7" ? "8" : "7")
            #expect(try secrets.presenceStep(typed(changed), of: store, at: nine) == nil)
        }
        #expect(
            secrets.presenceStep(PresenceCode(store: nil, digits: String(good.dropLast())), of: store, at: nine) == nil)
    }

    @Test("while the keys change, the screen of a server with the old ones is still believed")
    func rotation() throws {
        let (old, both) = (try secrets(1...1), try secrets(1...2))
        #expect(try both.presenceStep(typed(old.presenceCode(of: store, at: nine)), of: store, at: nine) == 0)
        #expect(try old.presenceStep(typed(both.presenceCode(of: store, at: nine)), of: store, at: nine) == nil)
    }

    @Test("a till shows the code of its store, the one after it, and what the QR holds")
    func screen() async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: store)
            let ref = Ref(world.retailer, store.id)
            let screen = try world.desk.presenceScreen(of: till).value
            #expect(screen.store.ref == ref && screen.store.name == store.name)
            #expect(screen.now.validFrom == world.clock.now && screen.now.expiresAt == screen.next.validFrom)
            #expect(screen.next.expiresAt.seconds(since: screen.now.validFrom) == 60)
            let code = try #require(PresenceCode(typed: screen.now.scanned))
            #expect(code == PresenceCode(store: ref, digits: screen.now.digits))
            #expect(world.desk.secrets.presenceStep(code, of: ref, at: world.clock.now) == 0)
            world.clock.advance(seconds: 30)
            #expect(try world.desk.presenceScreen(of: till).value.now.digits == screen.next.digits)
            #expect(try world.desk.staffScreen(of: till).value.now.digits != screen.next.digits)
            _ = try await world.change { try await $0.archiveStore(ref) }
            #expect(world.desk.presenceScreen(of: till).refusal == .storeArchived)
        }
    }
}
