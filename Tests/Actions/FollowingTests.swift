import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("What a process remembers follows the database")
struct FollowingTests {
    private let store: JSON = [
        "name": "Quay", "time_zone": "Europe/Paris", "location": ["latitude": 48, "longitude": 2],
        "fence": ["type": "circle", "radius_meters": 50],
    ]

    @Test("one retailer that cannot be read stops no other")
    func unreadable() async throws {
        try await World.with { world in
            _ = try await world.store()
            let neighbour = try await world.desk.addRetailer("Neighbour").retailer.id
            let (pool, other) = try await world.anotherProcess()
            let damage = "update stores set time_zone = 'Nowhere/Here', version = version + 1"
            _ = try await world.pool.run(Statement(once: "damage", damage)())
            _ = try await world.pool.run(Statement(once: "raise", "update retailers set version = version + 1")())
            let store = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).createStore(self.store, of: neighbour).value
            }
            await #expect(throws: (any Error).self) { try await other.shelf.refresh(world.retailer) }
            try await other.shelf.follow()
            #expect(other.shelf.current.store(Ref(neighbour, store.id)) != nil)
            #expect(other.shelf.current.book(world.retailer)?.stores.count == 1)
            #expect(other.shelf.current.owners[store.id.rawValue] == neighbour)
            await pool.close()
        }
    }

    @Test("the index holds the stores of every retailer that changed in one round")
    func index() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            let mine = try await world.store()
            let neighbour = try await world.desk.addRetailer("Neighbour").retailer.id
            let theirs = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).createStore(self.store, of: neighbour).value
            }
            try await other.shelf.follow()
            let catalog = other.shelf.current
            #expect(catalog.owners == [mine.id.rawValue: world.retailer, theirs.id.rawValue: neighbour])
            #expect(catalog.nearest(to: theirs.location, withinMeters: 10) == Ref(neighbour, theirs.id))
            #expect(catalog.isIndexOutdated == false)
            await pool.close()
        }
    }

    @Test("after minutes without an answer every generation raised meanwhile is learnt")
    func longOutage() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            let text = try await world.desk.signUp(
                SignUp(
                    consents: Shopper.Consents(location: true, marketing: false), locale: "en", identity: nil,
                    textVersion: "1"),
                through: nil, isVouchedFor: false
            ).value.token
            world.clock.advance(seconds: 10)
            _ = try await world.desk.changeShopper(
                world.token(text), locale: nil, location: false, marketing: nil, textVersion: "2"
            ).value
            world.clock.advance(seconds: 600)
            #expect(other.caller(bearing: text).refusal == nil)
            try await other.followGenerations()
            #expect(other.caller(bearing: text).refusal == .tokenOutdated)
            await pool.close()
        }
    }

    @Test("a retailer whose outbox cannot be read keeps no coupon of another from its wallet")
    func outbox() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            _ = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
            // Twenty, as nobody says in which order they come.
            let others = """
                insert into outbox (retailer_id, entry_id, kind, payload, created_at)
                select other, 1, kind, payload, created_at
                from outbox, generate_series(1, 20) other
                """
            _ = try await world.pool.run(Statement(once: "others", others)())
            let fault = "alter table wallets add constraint others check (retailer_id > 20)"
            _ = try await world.pool.run(Statement(once: "refuse the others", fault)())
            _ = try await world.desk.deliverOutbox()
            #expect(try await world.count("select count(*) from wallets") == 1)
        }
    }
}
