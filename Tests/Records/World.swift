import Geofence
import Postgres
import Promotions
import Records
import Support
import Synchronization

/// A retailer with one shop and one till, on a database of the test's own.
struct World: Sendable {
    /// 2026-07-21 is a Tuesday; 16:00Z is nine in the morning in Los Angeles.
    static let nine = Instant(seconds: 1_784_649_600)

    let test: TestDatabase
    let pool: Pool
    let database: Database
    let retailer: ID<Retailer>
    let store: Store
    let till: ID<Till>

    private static let lastID = Atomic<Int64>(1 << 40)

    /// Ascending, and no number twice in the process, whatever it is for.
    static func number() -> Int64 {
        lastID.add(1, ordering: .relaxed).newValue
    }

    static func id<Subject: Identified>(_ type: Subject.Type = Subject.self) -> ID<Subject> {
        ID(number())
    }

    /// 32 bytes that nothing else in the process has.
    static func hash() -> [UInt8] {
        [UInt8](repeating: 7, count: 24) + withUnsafeBytes(of: number().bigEndian) { Array($0) }
    }

    static func with(connections: Int = 8, _ body: (World) async throws -> Void) async throws {
        let test = try await TestDatabase.migrated()
        let pool = Pool(PoolConfiguration(conninfo: test.conninfo, size: connections, waitLimit: .seconds(60)))
        do {
            try await body(try await World(test, pool))
        } catch {
            await pool.close()
            try await test.drop()
            throw error
        }
        await pool.close()
        try await test.drop()
    }

    private init(_ test: TestDatabase, _ pool: Pool) async throws {
        (self.test, self.pool) = (test, pool)
        database = Database(pool)
        retailer = Self.id()
        till = Self.id()
        store = try Self.store("Market Street")
        try await database.add(Retailer(id: retailer, name: "Larkspur Coffee"), at: Self.nine)
        try await database.save([store], of: retailer, version: 1, at: Self.nine)
        try await database.add(
            Till(id: till, store: store.id, name: "Counter", createdAt: Self.nine, enrolledAt: nil, revokedAt: nil),
            of: retailer, enrolmentHash: Self.hash(), enrolmentExpiresAt: Self.nine.adding(seconds: 600), version: 1)
    }

    struct Unreadable: Error {
        let what: String
    }

    static func store(_ name: String, externalID: String? = nil, tags: [String] = []) throws -> Store {
        guard let zone = Zone(identifier: "America/Los_Angeles"),
            let position = Position(latitude: 37.7397, longitude: -122.4673)
        else { throw Unreadable(what: "zone or position") }
        return Store(
            id: id(), externalID: externalID, name: name, zone: zone, location: position,
            fence: try .circle(center: position, checkedRadiusMeters: 60), tags: tags)
    }

    /// Every campaign here gives three dollars off.
    static func campaign(_ limits: [Limit] = [], budget: Int64? = nil) throws -> Campaign {
        guard let dollars = Currency("USD") else { throw Unreadable(what: "currency") }
        let words: JSON = ["headline": "Three dollars off", "terms": "One a visit."]
        var coupon = words.members ?? JSONObject()
        coupon["valid"] = CouponTerms.Life.seconds(3_600).json
        let document: JSON = [
            "name": "Morning", "reward": Reward.amountOff(Money(300, dollars)).json,
            "coupon": .object(coupon), "limits": .array(limits.map(\.json)),
            "budget": budget.map { Budget(money: Money($0, dollars)).json } ?? .null,
        ]
        return Campaign(
            id: id(), state: .draft, revision: 1, terms: try Terms(reading: document, retailer: ID(1)),
            createdAt: nine)
    }

    /// A campaign that gives.
    func launch(_ limits: [Limit] = [], budget: Int64? = nil) async throws -> Campaign {
        let draft = try Self.campaign(limits, budget: budget)
        try await database.add(draft, of: retailer, by: nil, version: 1)
        var running = draft
        running.state = .enabled
        running.launchedAt = Self.nine
        guard try await database.change(draft, to: running, of: retailer, version: 2, at: Self.nine) else {
            throw Unreadable(what: "the launch was refused")
        }
        return running
    }

    /// Returns when some connection to this database waits for a lock of another; throws after ten seconds.
    func waitForBlocked(_ connections: Int64 = 1) async throws {
        let blocked = """
            select count(*) from pg_stat_activity
            where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
            """
        for _ in 0..<1_000 {
            if try await number(blocked) >= connections { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Unreadable(what: "nobody waits for a lock")
    }

    func count(_ table: String, where condition: String = "true") async throws -> Int64 {
        let sql = "select count(*) from \(table) where retailer_id = \(retailer.rawValue) and \(condition)"
        return try await number(sql)
    }

    func number(_ sql: String) async throws -> Int64 {
        guard var row = try await pool.run(Statement(once: "count", sql)()).first else {
            throw Unreadable(what: sql)
        }
        return try row.read()
    }
}
