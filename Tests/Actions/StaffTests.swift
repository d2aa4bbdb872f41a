import Crypto
import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("The staff of a retailer")
struct StaffTests {
    private static func list(_ numbers: String..., kind: StaffList.Kind = .loyaltyNumber) -> StaffList {
        StaffList(kind: kind, digests: Set(numbers.map { Array(SHA256.hash(data: Array($0.utf8))) }))
    }

    private static func join(
        _ number: String, _ world: World, isVouchedFor: Bool = true
    ) async throws -> ShopperToken {
        let signUp = SignUp(
            consents: Shopper.Consents(location: true, marketing: false), locale: "en",
            identity: .loyaltyNumber(number), textVersion: "1")
        let signedUp = try await world.desk.signUp(signUp, through: world.retailer, isVouchedFor: isVouchedFor)
        return try world.token(signedUp.value.token)
    }

    /// As the route does it.
    @discardableResult
    private static func upload(_ list: StaffList, _ world: World) async throws -> StaffListing {
        let matched = try await world.desk.match(list, of: world.retailer)
        let listing = try await world.change { try await $0.listStaff(matched, of: world.retailer) }
        try await world.desk.matchLate(matched, of: world.retailer)
        return listing
    }

    private static func staff(_ world: World) -> Set<ID<Shopper>> {
        world.desk.shelf.current.book(world.retailer)?.staff ?? []
    }

    @Test("whoever scans the code of a till is staff from then on, and once is enough")
    func byTill() async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: store)
            let shopper = try await world.shopper()
            let code = try world.desk.staffScreen(of: till).value.now.scanned
            let first = try await world.desk.joinStaff(shopper, with: code).value
            #expect(first.retailer.id == world.retailer)
            #expect(first.member.source == .till && first.member.store == store.id)
            #expect(Self.staff(world) == [shopper.shopper])
            world.clock.advance(seconds: 40)
            let version = world.desk.shelf.current.book(world.retailer)?.version
            let again = try await world.desk.joinStaff(shopper, with: code).value
            #expect(again.member == first.member)
            #expect(world.desk.shelf.current.book(world.retailer)?.version == version)
            world.clock.advance(seconds: 30)
            #expect(try await world.desk.joinStaff(shopper, with: code).refusal == .staffCodeWrong)
        }
    }

    @Test("a guess, a shopper's code, digits alone, an unknown or a closed store make nobody staff")
    func wrongCodes() async throws {
        try await World.with { world in
            let store = try await world.store()
            let till = try await world.till(at: store)
            let shopper = try await world.shopper()
            let ref = Ref(world.retailer, store.id)
            let good = try world.desk.staffScreen(of: till).value.now
            let presence = try world.desk.presenceScreen(of: till).value.now.scanned
            let nowhere = Ref<Store>(ID(99), store.id)
            let step = PresenceCode.step(at: world.clock.now)
            let unknown = PresenceCode.scanned(world.desk.secrets.staffCode(of: nowhere, step: step), at: nowhere)
            for code in [good.digits, presence, unknown, "", "\(ref.text).1234567", "\(ref.text).x"] {
                #expect(try await world.desk.joinStaff(shopper, with: code).refusal == .staffCodeWrong, "\(code)")
            }
            _ = try await world.change { try await $0.archiveStore(ref) }
            #expect(try await world.desk.joinStaff(shopper, with: good.scanned).refusal == .staffCodeWrong)
            #expect(Self.staff(world).isEmpty)
        }
    }

    @Test("whoever merely typed another's identity cannot make that person staff")
    func guest() async throws {
        try await World.with { world in
            let till = try await world.till(at: world.store())
            let code = try world.desk.staffScreen(of: till).value.now.scanned
            _ = try await Self.join("4711", world)
            let guest = try await Self.join("4711", world, isVouchedFor: false)
            #expect(guest.isGuest)
            #expect(try await world.desk.joinStaff(guest, with: code).refusal == .identityUnverified)
            #expect(Self.staff(world).isEmpty)
        }
    }

    @Test("a listed identity makes staff of the shopper who has it and of the one who comes with it later")
    func byIdentity() async throws {
        try await World.with { world in
            let early = try await Self.join("4711", world)
            let customer = try await Self.join("100", world)
            let listing = try await Self.upload(Self.list("4711", "4712"), world)
            #expect((listing.added, listing.known, listing.matched) == (2, 0, 1))
            #expect(Self.staff(world) == [early.shopper])
            let late = try await Self.join("4712", world, isVouchedFor: false)
            #expect(Self.staff(world) == [early.shopper, late.shopper])
            let again = try await Self.upload(Self.list("4711", "4712", "4713"), world)
            #expect((again.added, again.known, again.matched) == (1, 2, 2))
            #expect(!Self.staff(world).contains(customer.shopper))
            let sources = try await world.desk.staff(of: world.retailer, after: nil, limit: 9).map(\.source)
            #expect(sources == [.identity, .identity])
            // The same number as another kind of identity is another person's.
            let other = try await Self.upload(Self.list("100", kind: .jwt), world)
            #expect((other.added, other.matched) == (1, 0))
        }
    }

    @Test("an identity kept in the form of the last release is found, and matched at its next sign-in")
    func olderForm() async throws {
        try await World.with { world in
            let token = try await Self.join("4711", world)
            // As a server of the last release has left it.
            _ = try await world.pool.run(Statement(once: "forget", "delete from identity_digests")())
            #expect(try await Self.upload(Self.list("4711"), world).matched == 0)
            #expect(Self.staff(world).isEmpty)
            #expect(try await Self.join("4711", world).shopper == token.shopper)
            #expect(Self.staff(world) == [token.shopper])
            #expect(try await world.count("select count(*) from shopper_identities") == 1)
        }
    }

    @Test("both forms of an identity's hash are the known ones")
    func hashes() throws {
        let secrets = try #require(Secrets(roots: [1: [UInt8](repeating: 1, count: 32)]))
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let hashes = secrets.identityHashes(.loyaltyNumber, "4711", of: ID(7))
        #expect(hex(hashes.claim) == "4b24e7a859b41af94431e78a2edcf6c9523605ef")
        #expect(hex(hashes.digest) == "7d3897c97d4f7761d3d9bb1fbff00cee811d1185")
        #expect(hashes.digest != secrets.identityHashes(.loyaltyNumber, "4711", of: ID(8)).digest)
        #expect(hashes.digest != secrets.identityHashes(.jwt, "4711", of: ID(7)).digest)
    }

    @Test("whoever signs up while a list is on its way is matched after it")
    func late() async throws {
        try await World.with { world in
            let list = try await world.desk.match(Self.list("4711"), of: world.retailer)
            let token = try await Self.join("4711", world)
            #expect(try await world.change { try await $0.listStaff(list, of: world.retailer) }.matched == 0)
            #expect(Self.staff(world).isEmpty)
            try await world.desk.matchLate(list, of: world.retailer)
            #expect(Self.staff(world) == [token.shopper])
        }
    }

    @Test("twenty sign-ups with one identity and its upload at once: one shopper, and staff")
    func race() async throws {
        for round in 0..<5 {
            try await World.with { world in
                let shoppers = try await withThrowingTaskGroup(of: ID<Shopper>?.self) { group in
                    for _ in 0..<20 { group.addTask { try await Self.join("4711", world).shopper } }
                    group.addTask {
                        try await Self.upload(Self.list("4711"), world)
                        return nil
                    }
                    return try await group.reduce(into: Set<ID<Shopper>>()) { found, shopper in
                        if let shopper { found.insert(shopper) }
                    }
                }
                #expect(shoppers.count == 1, "round \(round)")
                #expect(Self.staff(world) == shoppers, "round \(round)")
            }
        }
    }

    @Test("whoever is removed earns again, and neither a sign-in nor the next upload undoes it; a scan does")
    func removal() async throws {
        try await World.with { world in
            let token = try await Self.join("4711", world)
            try await Self.upload(Self.list("4711"), world)
            try await world.change { try await $0.removeStaff(token.shopper, of: world.retailer) }
            #expect(Self.staff(world).isEmpty)
            try await Self.upload(Self.list("4711"), world)
            _ = try await Self.join("4711", world)
            #expect(Self.staff(world).isEmpty)
            #expect(try await world.desk.staff(of: world.retailer, after: nil, limit: 9).isEmpty)
            let till = try await world.till(at: world.store())
            let code = try world.desk.staffScreen(of: till).value.next.scanned
            #expect(try await world.desk.joinStaff(token, with: code).value.member.source == .till)
            #expect(Self.staff(world) == [token.shopper])
            let never = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).removeStaff(ID(1), of: world.retailer)
            }
            #expect(never.refusal == .notFound)
        }
    }

    @Test("an identity taken off the list takes its shopper off the staff, unless a till or another identity keeps it")
    func unlisting() async throws {
        try await World.with { world in
            let one = try await Self.join("1", world)
            let scanned = try await Self.join("2", world)
            let till = try await world.till(at: world.store())
            _ = try await world.desk.joinStaff(scanned, with: world.desk.staffScreen(of: till).value.now.scanned).value
            try await Self.upload(Self.list("1", "2", "3"), world)
            #expect(Self.staff(world) == [one.shopper, scanned.shopper])
            let gone = try await world.change { try await $0.unlistStaff(Self.list("1", "2", "9"), of: world.retailer) }
            #expect((gone.removed, gone.unknown, gone.staffRemoved) == (2, 1, 1))
            #expect(Self.staff(world) == [scanned.shopper])
            _ = try await Self.join("1", world)
            #expect(Self.staff(world) == [scanned.shopper])
            try await Self.upload(Self.list("1"), world)
            #expect(Self.staff(world) == [one.shopper, scanned.shopper])
        }
    }

    @Test("another desk follows, and another retailer's staff is not ours")
    func following() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            let neighbour = try await world.desk.addRetailer("Neighbour").retailer.id
            let token = try await Self.join("4711", world)
            try await Self.upload(Self.list("4711"), world)
            try await other.shelf.follow()
            #expect(other.shelf.current.book(world.retailer)?.staff == [token.shopper])
            #expect(other.shelf.current.book(neighbour)?.staff == [])
            let theirs = try await world.desk.match(Self.list("4711"), of: neighbour)
            #expect(theirs.shoppers.isEmpty)
            #expect(try await world.desk.staff(of: neighbour, after: nil, limit: 9).isEmpty)
            try await world.change { try await $0.removeStaff(token.shopper, of: world.retailer) }
            try await other.shelf.follow()
            #expect(other.shelf.current.book(world.retailer)?.staff == [])
            await pool.close()
        }
    }
}
