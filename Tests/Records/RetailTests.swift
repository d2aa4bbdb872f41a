import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("retailers, keys, stores, tills")
struct RetailTests {
    @Test("a retailer comes back with its identity key, and without it when it is taken away")
    func identityKey() async throws {
        try await World.with { world in
            let key = IdentityKey(algorithm: .es256, publicKey: [4, 5, 6])
            try await world.database.setIdentityKey(key, of: world.retailer)
            let found = try #require(try await world.database.retailer(world.retailer))
            #expect(found.retailer.name == "Larkspur Coffee")
            #expect(found.retailer.identityKey == key)
            try await world.database.setIdentityKey(nil, of: world.retailer)
            #expect(try await world.database.retailer(world.retailer)?.retailer.identityKey == nil)
            #expect(try await world.database.retailer(World.id()) == nil)
            #expect(try await world.database.raiseVersion(of: World.id()) == nil)
        }
    }

    @Test("a key is listed, touched, revoked once, and never another retailer's")
    func keys() async throws {
        try await World.with { world in
            let key = APIKey(
                id: World.id(), name: "Console", role: .owner, secretHash: World.hash(),
                expiresAt: World.nine.adding(seconds: 60), revokedAt: nil, lastUsedAt: nil, createdAt: World.nine)
            try await world.database.add(key, to: world.retailer, version: 1)
            try await world.database.touch(key.id, of: world.retailer, at: World.nine.adding(seconds: 1))
            let first = World.nine.adding(seconds: 2)
            let database = world.database
            #expect(try await database.revoke(key.id, of: world.retailer, at: first, version: 2))
            #expect(try await database.revoke(key.id, of: world.retailer, at: first.adding(seconds: 5), version: 3))
            #expect(try await !database.revoke(key.id, of: World.id(), at: first, version: 4))
            #expect(try await database.apiKeys(of: World.id()).isEmpty)
            let kept = try #require(try await database.apiKeys(of: world.retailer).first)
            #expect((kept.id, kept.name, kept.role) == (key.id, key.name, key.role))
            #expect(kept.secretHash == key.secretHash)
            #expect((kept.expiresAt, kept.createdAt) == (key.expiresAt, key.createdAt))
            #expect((kept.lastUsedAt, kept.revokedAt) == (World.nine.adding(seconds: 1), first))
        }
    }

    @Test("stores are written whole, changed, archived and found")
    func stores() async throws {
        try await World.with { world in
            let (database, retailer) = (world.database, world.retailer)
            var mission = try World.store("Mission", externalID: "17", tags: ["drive-through", "late, always"])
            mission.hours = .always
            mission.brand = "Larkspur"
            let castro = try World.store("Castro", externalID: "18")
            try await database.save([mission, castro], of: retailer, version: 5, at: World.nine)
            #expect(try await database.store(mission.id, of: retailer) == mission)
            #expect(try await database.store(mission.id, of: World.id()) == nil)
            mission.name = "Mission Street"
            mission.archivedAt = World.nine
            try await database.save([mission], of: retailer, version: 6, at: World.nine)
            #expect(try await database.stores(of: retailer, changedSince: 5, limit: 9) == [mission])
            #expect(try await database.allStores(of: retailer).count == 3)
            #expect(try await database.stores(of: retailer, after: nil, limit: 10) == [world.store, castro])
            #expect(try await database.stores(of: retailer, after: world.store.id, limit: 1) == [castro])
            #expect(try await database.stores(of: retailer, externalIDs: ["17", "99"]) == [mission])
        }
    }

    @Test("two stores cannot have one external id; nothing of the call is written")
    func externalIDs() async throws {
        try await World.with { world in
            let stores = try ["17", "18", "17"].map { try World.store("Shop", externalID: $0) }
            let error = await #expect(throws: PostgresError.self) {
                try await world.database.save(stores, of: world.retailer, version: 2, at: World.nine)
            }
            #expect(error?.sqlState == "23505")
            #expect(try await world.count("stores") == 1)
        }
    }

    /// A reader that has seen a version has seen every change up to it, whoever wrote first.
    @Test("a version is never seen before an earlier one")
    func versionOrder() async throws {
        try await World.with { world in
            let (database, retailer) = (world.database, world.retailer)
            let writers = 2
            let rounds = 25
            try await withThrowingTaskGroup { group in
                for _ in 0..<writers {
                    group.addTask {
                        for _ in 0..<rounds {
                            let store = try World.store("Shop")
                            try await database.transaction { database in
                                let version = try #require(try await database.raiseVersion(of: retailer))
                                try await database.save([store], of: retailer, version: version, at: World.nine)
                            }
                        }
                    }
                }
                group.addTask {
                    var seen: Int64 = 0
                    while seen < Int64(writers * rounds) {
                        seen = try #require(try await database.retailerVersions()[retailer])
                        // The world's own store is not of this race.
                        let known = try await world.count(
                            "stores", where: "version <= \(seen) and store_id <> \(world.store.id.rawValue)")
                        #expect(known == seen, "every version up to \(seen) is one store")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("of two devices with one enrolment code one wins")
    func enrolment() async throws {
        try await World.with { world in
            let (database, retailer) = (world.database, world.retailer)
            let code = World.hash()
            let till = Till(
                id: World.id(), store: world.store.id, name: "Drive-through", createdAt: World.nine, enrolledAt: nil,
                revokedAt: nil)
            let expiry = World.nine.adding(seconds: 600)
            try await database.add(till, of: retailer, enrolmentHash: code, enrolmentExpiresAt: expiry, version: 2)
            #expect(try await database.enrolTill(hash: code, of: retailer, at: expiry, version: 3) == nil)
            let winners = try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await database.enrolTill(hash: code, of: retailer, at: World.nine, version: 3)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
            }
            #expect(winners.map(\.id) == [till.id])
            #expect(winners.first?.enrolledAt == World.nine)
            #expect(try await database.tills(of: retailer, changedSince: 2).map(\.id) == [till.id])
        }
    }

    @Test("a revoked till cannot enrol, and a till needs a store of its retailer")
    func revokedTill() async throws {
        try await World.with { world in
            let (database, retailer) = (world.database, world.retailer)
            let code = World.hash()
            func till(_ store: ID<Store>) -> Till {
                Till(id: World.id(), store: store, name: "T", createdAt: World.nine, enrolledAt: nil, revokedAt: nil)
            }
            let good = till(world.store.id)
            let expiry = World.nine.adding(seconds: 600)
            try await database.add(good, of: retailer, enrolmentHash: code, enrolmentExpiresAt: expiry, version: 2)
            #expect(try await database.revoke(good.id, of: retailer, at: World.nine, version: 3))
            #expect(try await !database.revoke(World.id(Till.self), of: retailer, at: World.nine, version: 3))
            #expect(try await database.enrolTill(hash: code, of: retailer, at: World.nine, version: 4) == nil)
            #expect(try await database.tills(of: retailer, after: world.till, limit: 5).first?.revokedAt == World.nine)
            let error = await #expect(throws: PostgresError.self) {
                try await database.add(
                    till(World.id()), of: retailer, enrolmentHash: World.hash(), enrolmentExpiresAt: expiry, version: 5)
            }
            #expect(error?.sqlState == "23503")
        }
    }
}
