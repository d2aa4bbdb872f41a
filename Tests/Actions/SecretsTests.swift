import Promotions
import Synchronization
import Testing

@testable import Actions

@Suite("Secrets and ids")
struct SecretsTests {
    private func secrets(_ generations: Int...) throws -> Secrets {
        try #require(
            Secrets(
                roots: Dictionary(
                    uniqueKeysWithValues: generations.map { ($0, [UInt8](repeating: UInt8($0), count: 32)) })))
    }

    private let token = ShopperToken(
        shopper: ID(12), session: ID(34), generation: 3, expiresAt: Instant(seconds: 1_785_000_000 / 60 * 60),
        assurance: .claimed, consents: Shopper.Consents(location: true, marketing: false), isGuest: true)

    @Test("a token reads back as it was, and no changed character is accepted")
    func tokens() throws {
        let secrets = try secrets(1)
        let text = secrets.text(token)
        #expect(secrets.shopperToken(text) == token)
        for place in text.indices {
            var changed = text
            changed.replaceSubrange(place...place, with: text[place] == "7" ? "8" : "7")
            #expect(secrets.shopperToken(changed) != token)
        }
        #expect(secrets.tillToken(text) == nil)
    }

    @Test("a shopper who changes a mind a hundred thousand times still gets a token that is good")
    func manyGenerations() throws {
        let secrets = try secrets(1)
        let token = ShopperToken(
            shopper: ID(12), session: ID(34), generation: 100_001, expiresAt: Instant(seconds: 1_785_000_000 / 60 * 60),
            assurance: .verified, consents: Shopper.Consents(location: true, marketing: true), isGuest: false)
        #expect(secrets.shopperToken(secrets.text(token)) == token)
    }

    @Test("after a rotation older tokens, codes and seals stay good, and foreign keys open nothing")
    func rotation() throws {
        let old = try secrets(1)
        let both = try #require(old.rotated(newRoot: [UInt8](repeating: 2, count: 32)))
        #expect(both.shopperToken(old.text(token)) == token)
        #expect(old.shopperToken(both.text(token)) == nil)
        var dice = Dice.system
        let code = CouponCode.random(using: &dice)
        let coupon = Ref<Coupon>(ID(1), ID(2))
        #expect(both.openCode(try old.seal(code, for: coupon), for: coupon) == code)
        #expect(both.openCode(try old.seal(code, for: coupon), for: Ref(ID(1), ID(3))) == nil)
        #expect(both.codeHashes(code, of: ID(1)).contains(old.codeHash(code, of: ID(1))))
        #expect(try secrets(3).openCode(try old.seal(code, for: coupon), for: coupon) == nil)
        #expect(Secrets(text: both.text)?.text == both.text)
    }

    @Test("text that is no key file is refused", arguments: ["", "1:short", "x:AAAA", "1:AAAA\n1:AAAA"])
    func badFiles(text: String) {
        #expect(Secrets(text: text) == nil)
    }

    @Test("of servers that start first with different keys all but one are refused")
    func fingerprintsAtOnce() async throws {
        try await World.with { world in
            let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for root in UInt8(1)...12 {
                    let secrets = try #require(Secrets(roots: [1: [UInt8](repeating: root, count: 32)]))
                    group.addTask {
                        do {
                            try await secrets.check(against: world.desk.database, at: world.clock.now)
                            return true
                        } catch is KeyMismatch {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(accepted == 1)
        }
    }

    @Test("a database refuses keys that it was not written with")
    func fingerprints() async throws {
        try await World.with { world in
            let ours = try secrets(1)
            try await ours.check(against: world.desk.database, at: world.clock.now)
            try await ours.check(against: world.desk.database, at: world.clock.now)
            let foreign = try #require(Secrets(roots: [1: [UInt8](repeating: 99, count: 32)]))
            await #expect(throws: KeyMismatch.self) {
                try await foreign.check(against: world.desk.database, at: world.clock.now)
            }
            let fewer = try secrets(2)
            await #expect(throws: KeyMismatch.self) {
                try await fewer.check(against: world.desk.database, at: world.clock.now)
            }
        }
    }

    @Test("ids never repeat and always ascend, also when the clock steps back")
    func ids() async {
        let clock = Mutex(Instant(seconds: 1_785_000_000))
        let maker = IDMaker(processNumber: 5) { clock.withLock { $0 } }
        let lists = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<10_000).map { _ in maker.nextNumber() } }
            }
            return await group.reduce(into: [[Int64]]()) { $0.append($1) }
        }
        #expect(lists.allSatisfy { zip($0, $0.dropFirst()).allSatisfy(<) })
        #expect(Set(lists.joined()).count == 40_000)
        let last = maker.nextNumber()
        clock.withLock { $0 = Instant(seconds: 1_700_000_000) }
        #expect(maker.nextNumber() > last)
        #expect(lists.joined().allSatisfy { $0 >> 12 & 1_023 == 5 })
    }

    @Test("two processes make different ids in the same millisecond")
    func processes() {
        let makers = [1, 2].map { IDMaker(processNumber: $0) { Instant(seconds: 1_785_000_000) } }
        let ids = makers.flatMap { maker in (0..<1_000).map { _ in maker.nextNumber() } }
        #expect(Set(ids).count == 2_000)
    }

    @Test("a signed link opens its own coupon only, until its time")
    func links() throws {
        let secrets = try secrets(1)
        let coupon = Ref<Coupon>(ID(1), ID(2))
        let signature = secrets.linkSignature(coupon, expires: 100)
        #expect(secrets.isLinkSignature(signature, coupon, expires: 100))
        #expect(!secrets.isLinkSignature(signature, coupon, expires: 101))
        #expect(!secrets.isLinkSignature(signature, Ref(ID(1), ID(3)), expires: 100))
        #expect(!secrets.isLinkSignature("", coupon, expires: 100))
    }
}
