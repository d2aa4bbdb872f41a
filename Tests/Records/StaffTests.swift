import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("staff, and the list of their identities")
struct StaffTests {
    @Test("of two who add the same person the first one's way stays; who was removed comes back with the new way")
    func add() async throws {
        try await World.with { world in
            let (database, retailer, now) = (world.database, world.retailer, World.nine)
            let (one, two) = (World.id(Shopper.self), World.id(Shopper.self))
            let added = try await database.addStaff([one, two], of: retailer, at: nil, since: now, version: 2)
            #expect(added == [one, two])
            let again = try await database.addStaff([one], of: retailer, at: world.store.id, since: now, version: 3)
            #expect(again.isEmpty)
            #expect(try await database.staffMember(one, of: retailer)?.source == .identity)
            #expect(try await database.removeStaff(one, of: retailer, at: now, version: 4))
            #expect(try await database.staffMember(one, of: retailer) == nil)
            let later = now.adding(seconds: 60)
            let back = try await database.addStaff([one], of: retailer, at: world.store.id, since: later, version: 5)
            #expect(back == [one])
            let expected = StaffMember(shopper: one, source: .till, store: world.store.id, since: later)
            #expect(try await database.staffMember(one, of: retailer) == expected)
            #expect(try await !database.removeStaff(World.id(), of: retailer, at: now, version: 6))
        }
    }

    @Test("a list comes in pages without those who were removed; what has changed since a version comes with them")
    func lists() async throws {
        try await World.with { world in
            let (database, retailer, now) = (world.database, world.retailer, World.nine)
            let all = (0..<5).map { _ in World.id(Shopper.self) }
            _ = try await database.addStaff(Set(all), of: retailer, at: nil, since: now, version: 2)
            _ = try await database.removeStaff(all[1], of: retailer, at: now, version: 3)
            let first = try await database.staff(of: retailer, after: nil, limit: 2).map(\.shopper)
            #expect(first == [all[0], all[2]])
            #expect(try await database.staff(of: retailer, after: all[2], limit: 9).map(\.shopper) == [all[3], all[4]])
            #expect(try await database.staff(of: retailer, changedSince: 2) == [all[1]: false])
            let whole = try await database.staff(of: retailer, changedSince: -1)
            #expect(whole.count == 5 && whole[all[0]] == true && whole[all[1]] == false)
            #expect(try await database.staff(of: World.id(), changedSince: -1).isEmpty)
        }
    }

    @Test("the same shopper through two identities stays staff until both are off the list")
    func twoIdentities() async throws {
        try await World.with { world in
            let (database, retailer, now) = (world.database, world.retailer, World.nine)
            let (one, other, shopper) = (World.hash(), World.hash(), World.id(Shopper.self))
            #expect(try await database.listStaffIdentities([one, other], of: retailer, at: now) == 2)
            #expect(try await database.listStaffIdentities([one], of: retailer, at: now) == 0)
            #expect(try await database.openStaffIdentities([one, World.hash()], of: retailer) == [one])
            let linked = try await database.linkStaffIdentities(
                [one: shopper, other: shopper, World.hash(): World.id()], of: retailer)
            #expect(linked == [shopper])
            #expect(try await database.linkStaffIdentities([one: World.id()], of: retailer).isEmpty)
            #expect(try await database.openStaffIdentities([one, other], of: retailer).isEmpty)
            _ = try await database.addStaff([shopper], of: retailer, at: nil, since: now, version: 2)
            let first = try await database.unlistStaffIdentities([one], of: retailer, at: now, version: 3)
            #expect(first.removed == 1 && first.staff.isEmpty)
            let second = try await database.unlistStaffIdentities([one, other], of: retailer, at: now, version: 4)
            #expect(second.removed == 1 && second.staff == [shopper])
            #expect(try await world.count("staff", where: "removed_at is not null and version = 4") == 1)
        }
    }

    @Test("digests are looked up by the thousand, and the first shopper of one stays its shopper")
    func digests() async throws {
        try await World.with { world in
            let hashes = (0..<2_500).map { _ in World.hash() }
            let (first, last) = (World.id(Shopper.self), World.id(Shopper.self))
            try await world.database.addIdentityDigest(hash: hashes[0], for: first, at: World.nine)
            try await world.database.addIdentityDigest(hash: hashes[0], for: last, at: World.nine)
            try await world.database.addIdentityDigest(hash: hashes[2_499], for: last, at: World.nine)
            let found = try await world.database.shoppers(ofIdentityDigests: hashes)
            #expect(found == [hashes[0]: first, hashes[2_499]: last])
        }
    }

    @Test("a source and its evidence go together")
    func evidence() async throws {
        try await World.with { world in
            let sql = """
                insert into staff (retailer_id, shopper_id, source, added_at, version)
                values (\(world.retailer.rawValue), 5, 'till', '2026-07-21', 1)
                """
            let error = await #expect(throws: PostgresError.self) {
                try await world.pool.run(Statement(once: "no store", sql)())
            }
            #expect(error?.sqlState == "23514")
        }
    }
}
