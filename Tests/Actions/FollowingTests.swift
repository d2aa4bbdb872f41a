import Geofence
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
            #expect(
                catalog.refs([mine.id.rawValue, theirs.id.rawValue]) == [
                    Ref(world.retailer, mine.id), Ref(neighbour, theirs.id),
                ])
            #expect(catalog.near(theirs.location, withinMeters: 10, atMost: 1) == [Ref(neighbour, theirs.id)])
            #expect(catalog.index.count == 2)
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

    @Test("a till that one server revokes is refused by another within a second: the fastest of three counts")
    func revokedTill() async throws {
        try await World.with { world in
            let store = try await world.store()
            var tills: [TillToken] = []
            for place in 0..<3 { tills.append(try await world.till(at: store, named: "Till \(place)")) }
            let (pool, other) = try await world.anotherProcess()
            let following = Task { try await Follower(other).run() }
            var times: [Duration] = []
            for till in tills {
                let text = world.desk.secrets.text(till)
                #expect(other.caller(bearing: text).refusal == nil)
                _ = try await world.change { try await $0.revokeTill(till.till) }
                #expect(world.desk.caller(bearing: text).refusal == .unauthorized)
                times.append(
                    try await ContinuousClock().measure {
                        while other.caller(bearing: text).refusal == nil { try await Task.sleep(for: .milliseconds(5)) }
                    })
            }
            #expect(times.min() ?? .seconds(9) < .seconds(1), "\(times)")
            following.cancel()
            _ = await following.result
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

    @Test(
        "a database that goes away while it is read is no answer: whoever starts then does not start without its retailers"
    )
    func outage() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            _ = try await world.store()
            try await world.pool.transaction { holder in
                _ = try await holder.run(Statement(once: "hold", "lock table stores in access exclusive mode")())
                let followed = Task { try await other.shelf.follow() }
                let stop = Statement(
                    once: "stop who waits",
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'
                    """)
                var isStopped = false
                while !isStopped {
                    try await Task.sleep(for: .milliseconds(20))
                    isStopped = try await !holder.run(stop()).isEmpty
                }
                await #expect(throws: PostgresError.self) { try await followed.value }
            }
            try await other.shelf.follow()
            #expect(other.shelf.current.book(world.retailer)?.stores.count == 1)
            await pool.close()
        }
    }

    @Test("an archived store is no longer found, and its name still is")
    func archived() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            let store = try await world.store()
            try await other.shelf.follow()
            #expect(other.shelf.current.near(store.location, withinMeters: 10, atMost: 9).count == 1)
            _ = try await world.change { try await $0.archiveStore(Ref(world.retailer, store.id)) }
            try await other.shelf.follow()
            let catalog = other.shelf.current
            #expect(catalog.store(Ref(world.retailer, store.id)) == nil)
            #expect(catalog.book(world.retailer)?.stores[store.id]?.name == store.name)
            #expect(catalog.near(store.location, withinMeters: 10, atMost: 9).isEmpty)
            await pool.close()
        }
    }

    @Test("two retailers' stores at one place are both found, each with its retailer")
    func samePlace() async throws {
        try await World.with { world in
            let neighbour = try await world.desk.addRetailer("Neighbour").retailer.id
            let (pool, other) = try await world.anotherProcess()
            let mine = try await world.store(latitude: 48, longitude: 2)
            let theirs = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).createStore(self.store, of: neighbour).value
            }
            try await other.shelf.follow()
            let catalog = other.shelf.current
            #expect(
                catalog.refs(catalog.index.holding(mine.location))
                    == [Ref(world.retailer, mine.id), Ref(neighbour, theirs.id)])
            await pool.close()
        }
    }

    @Test("read page by page or change by change, memory holds what the database does")
    func pages() async throws {
        try await World.with { world in
            let shelf = Shelf(
                world.desk.database, world.desk.logger, now: world.desk.clock.now, storesPage: 3, changesMax: 5)
            for round in 0..<3 {
                // Seven at once are more than changesMax, and no whole number of pages.
                for number in 0..<(round == 1 ? 2 : 7) { _ = try await world.store("\(round) \(number)") }
                try await shelf.follow()
                try await expectAll(of: world, in: shelf.current)
            }
        }
    }

    @Test("who follows while stores change ends up with all of them")
    func race() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            let others = Shelf(other.database, other.logger, now: other.clock.now, storesPage: 4, changesMax: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<3 {
                    group.addTask {
                        for number in 0..<8 {
                            let store = try await world.store("\(writer) \(number)", latitude: 10 + Double(number))
                            let ref = Ref(world.retailer, store.id)
                            if number % 3 == 0 { _ = try await world.change { try await $0.archiveStore(ref) } }
                        }
                    }
                }
                for shelf in [other.shelf, others] {
                    group.addTask { for _ in 0..<20 { try await shelf.follow() } }
                    group.addTask { for _ in 0..<20 { try await shelf.refresh(world.retailer) } }
                }
                try await group.waitForAll()
            }
            for shelf in [world.desk.shelf, other.shelf, others] {
                try await shelf.follow()
                try await expectAll(of: world, in: shelf.current)
            }
            await pool.close()
        }
    }

    private func expectAll(of world: World, in catalog: Catalog) async throws {
        let stores = try await world.desk.database.allStores(of: world.retailer)
        let book = try #require(catalog.book(world.retailer))
        #expect(Array(book.stores.values) == stores)
        let open = stores.filter { $0.archivedAt == nil }
        #expect(catalog.index.count == open.count)
        for store in open { #expect(catalog.index.fence(store.id.rawValue) == store.fence) }
        #expect(catalog.refs(stores.map(\.id.rawValue)) == stores.map { Ref(world.retailer, $0.id) })
    }

    @Test("a retailer that takes its time makes no other old")
    func slow() async throws {
        try await World.with { world in
            let neighbour = try await world.desk.addRetailer("Neighbour").retailer.id
            let (pool, other) = try await world.anotherProcess()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await other.shelf.keepFollowing(every: .milliseconds(5)) }
                try await other.shelf.turn(of: world.retailer).take {
                    let slow = try await world.store()
                    let store = try await world.desk.database.transaction {
                        try await Desk(world.desk, database: $0).createStore(self.store, of: neighbour).value
                    }
                    while other.shelf.current.store(Ref(neighbour, store.id)) == nil {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    #expect(other.shelf.current.store(Ref(world.retailer, slow.id)) == nil)
                }
                while other.shelf.current.book(world.retailer)?.stores.count != 1 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                group.cancelAll()
            }
            await pool.close()
        }
    }
}
