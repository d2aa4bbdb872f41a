import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("shoppers, identities, wallets")
struct ShopperTests {
    private func shopper(_ id: ID<Shopper> = World.id()) -> Shopper {
        Shopper(
            id: id, locale: "en-US", consents: Shopper.Consents(location: true, marketing: false), generation: 1,
            createdAt: World.nine)
    }

    @Test("a sign-up is written once")
    func signUp() async throws {
        try await World.with { world in
            let one = shopper()
            let isNew = try await world.database.add(one, joining: world.retailer, recoveryHash: nil)
            #expect(isNew)
            #expect(try await !world.database.add(one, joining: nil, recoveryHash: nil))
            #expect(try await world.database.shopper(one.id) == one)
            #expect(try await world.database.shopper(World.id()) == nil)
        }
    }

    @Test("only a change of consent raises the generation")
    func generation() async throws {
        try await World.with { world in
            let (database, one) = (world.database, shopper())
            _ = try await database.add(one, joining: nil, recoveryHash: nil)
            let later = World.nine.adding(seconds: 10)
            let french = try await database.change(one.id, locale: "fr", location: nil, marketing: nil, at: later)
            #expect((french?.before.locale, french?.after.locale) == ("en-US", "fr"))
            #expect((french?.after.consents, french?.after.generation) == (one.consents, 1))
            #expect(try await database.generations(changedSince: World.nine.adding(seconds: -1)).isEmpty)
            let none = Shopper.Consents(location: false, marketing: false)
            let changed = try await database.change(one.id, locale: nil, location: false, marketing: nil, at: later)
            #expect((changed?.after.locale, changed?.after.consents, changed?.after.generation) == ("fr", none, 2))
            let again = try await database.change(one.id, locale: "de", location: false, marketing: false, at: later)
            #expect((again?.before, again?.after.generation) == (changed?.after, 2))
            #expect(try await database.generations(changedSince: World.nine) == [one.id: 2])
            #expect(try await database.generations(changedSince: later).isEmpty)
            let nobody = try await database.change(World.id(), locale: "fr", location: nil, marketing: nil, at: later)
            #expect(nobody == nil)
        }
    }

    @Test("two changes at once both stay, and each is told what was there before")
    func changesAtOnce() async throws {
        try await World.with { world in
            let (database, one) = (world.database, shopper())
            _ = try await database.add(one, joining: nil, recoveryHash: nil)
            let second = try await database.transaction { inner in
                _ = try await inner.change(one.id, locale: nil, location: false, marketing: nil, at: World.nine)
                let second = Task {
                    try await database.change(one.id, locale: nil, location: nil, marketing: true, at: World.nine)
                }
                try await world.waitForBlocked()
                return second
            }
            let told = try await second.value
            #expect(told?.before.consents == Shopper.Consents(location: false, marketing: false))
            #expect(told?.after.consents == Shopper.Consents(location: false, marketing: true))
            #expect(told?.after.generation == 3)
        }
    }

    @Test("a typed identity is proven once, and locking out ends the recovery code")
    func proof() async throws {
        try await World.with { world in
            let (database, one, identity, code) = (world.database, shopper(), World.hash(), World.hash())
            #expect(try await database.verifyIdentity(hash: identity) == nil)
            _ = try await database.claimIdentity(
                hash: identity, kind: .loyaltyNumber, of: world.retailer, for: one.id, isVerified: false,
                at: World.nine)
            _ = try await database.add(one, joining: nil, recoveryHash: code)
            #expect(try await database.verifyIdentity(hash: identity) == one.id)
            #expect(try await database.verifyIdentity(hash: identity) == nil)
            #expect(try await database.lockOut(one.id, at: World.nine)?.generation == 2)
            #expect(try await database.recover(one.id, hash: code, newHash: code, at: World.nine) == nil)
            #expect(try await database.lockOut(World.id(), at: World.nine) == nil)
            let many = "update shoppers set generation = 100000"
            _ = try await world.pool.run(Statement(once: "many generations", many)())
            #expect(try await database.lockOut(one.id, at: World.nine)?.generation == 100_001)
        }
    }

    @Test("a recovery code works once, however many phones try it")
    func recovery() async throws {
        try await World.with { world in
            let (database, one) = (world.database, shopper())
            let code = World.hash()
            _ = try await database.add(one, joining: nil, recoveryHash: code)
            let wrong = try await database.recover(one.id, hash: World.hash(), newHash: World.hash(), at: World.nine)
            #expect(wrong == nil)
            let recovered = try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await database.recover(one.id, hash: code, newHash: World.hash(), at: World.nine)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
            }
            #expect(recovered.map(\.generation) == [2])
            #expect(try await database.shopper(one.id)?.generation == 2)
        }
    }

    @Test("each consent given or withdrawn is a row of its own")
    func consents() async throws {
        try await World.with { world in
            let one = shopper()
            for (place, granted) in [true, false, true].enumerated() {
                try await world.database.addConsent(
                    World.number(), of: one.id, purpose: "location", granted: granted, textVersion: "2026-07",
                    language: "en", at: World.nine.adding(seconds: place))
            }
            let count = try await world.number(
                "select count(*) from shopper_consents where shopper_id = \(one.id.rawValue) and granted")
            #expect(count == 2)
        }
    }

    @Test("twenty sign-ups with one identity give one shopper, and one of them is new")
    func identityRace() async throws {
        try await World.with { world in
            let (database, identity) = (world.database, World.hash())
            let answers = try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await database.claimIdentity(
                            hash: identity, kind: .loyaltyNumber, of: world.retailer, for: World.id(),
                            isVerified: false, at: World.nine)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 20)
            #expect(Set(answers.map(\.shopper)).count == 1)
            #expect(answers.count { $0.isNew } == 1)
        }
    }

    @Test("the loser of two sign-ups waits for the winner's commit and then gets its shopper")
    func identityWaits() async throws {
        try await World.with { world in
            let (database, identity, first) = (world.database, World.hash(), shopper())
            @Sendable func claim(_ database: Database, for id: ID<Shopper>) async throws -> ID<Shopper> {
                try await database.claimIdentity(
                    hash: identity, kind: .jwt, of: world.retailer, for: id, isVerified: true, at: World.nine
                ).shopper
            }
            let loser = try await database.transaction { inner in
                #expect(try await claim(inner, for: first.id) == first.id)
                let loser = Task { try await database.transaction { try await claim($0, for: World.id()) } }
                try await world.waitForBlocked()
                return loser
            }
            #expect(try await loser.value == first.id)
        }
    }

    @Test("a wallet is read in pages, over all retailers, and filled twice without harm")
    func wallet() async throws {
        try await World.with { world in
            let (database, one) = (world.database, shopper())
            let coupons: [ID<Coupon>] = (0..<5).map { _ in World.id() }
            let other: ID<Retailer> = World.id()
            for _ in 0..<2 {
                try await database.fillWallets(coupons[0...2].map { (one.id, $0) }, of: world.retailer)
                try await database.fillWallets(coupons[3...4].map { (one.id, $0) }, of: other)
            }
            try await database.fillWallets([(World.id(), World.id())], of: other)
            let first = try await database.wallet(of: one.id, after: nil, limit: 3)
            #expect(first.map(\.id) == Array(coupons[0...2]))
            #expect(first.allSatisfy { $0.retailer == world.retailer })
            let rest = try await database.wallet(of: one.id, after: coupons[2], limit: 9)
            #expect(rest == coupons[3...4].map { Ref(other, $0) })
        }
    }
}
