import Geofence
import Logging
import Postgres
import Printing
import Promotions
import Records
import Support
import Synchronization

@testable import Actions

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) {
        self.instant = Mutex(instant)
    }

    var now: Instant { instant.withLock { $0 } }

    func set(_ text: String) {
        guard let next = Instant(rfc3339: text) else { preconditionFailure("not a time: \(text)") }
        instant.withLock { $0 = next }
    }

    func advance(seconds: Int) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }
}

/// A retailer on a database of its own, with everything that makes it.
struct World: Sendable {
    /// 2026-07-21 is a Tuesday; 16:00Z is nine in the morning in Los Angeles.
    static let nine = "2026-07-21T16:00:00Z"
    static let here = (latitude: 37.7397, longitude: -122.4673)

    let test: TestDatabase
    let pool: Pool
    let desk: Desk
    let clock: TestClock
    let retailer: ID<Retailer>
    let keys: NewRetailer

    static func with<Value: Sendable>(
        _ body: @Sendable (World) async throws -> Value
    ) async throws -> Value {
        let test = try await TestDatabase.migrated()
        let clock = TestClock(Instant(microseconds: 0))
        clock.set(nine)
        let (pool, desk) = try await open(test, clock)
        let keys = try await desk.addRetailer("Larkspur Coffee")
        let world = World(test: test, pool: pool, desk: desk, clock: clock, retailer: keys.retailer.id, keys: keys)
        do {
            let value = try await body(world)
            await pool.close()
            try await test.drop()
            return value
        } catch {
            await pool.close()
            try await test.drop()
            throw error
        }
    }

    static let printer = PrintShop()

    static let secrets = Secrets(roots: [1: [UInt8](repeating: 7, count: 32), 2: [UInt8](repeating: 9, count: 32)])

    private static func open(_ test: TestDatabase, _ clock: TestClock) async throws -> (Pool, Desk) {
        let pool = Pool(PoolConfiguration(conninfo: test.conninfo, size: 6, waitLimit: .seconds(60)))
        let database = Database(pool)
        guard let secrets else { preconditionFailure("the test keys are good") }
        let desk = Desk(
            database: database, secrets: secrets, clock: Clock { clock.now },
            ids: IDMaker(processNumber: try await database.takeProcessNumber()),
            settings: Desk.Settings(publicURL: "http://127.0.0.1:8080"), logger: Logger(label: "test"), printer: printer
        )
        try await desk.makePartitions()
        try await desk.warmUp()
        return (pool, desk)
    }

    /// Another server process on the same database; closed with its pool by the caller.
    func anotherProcess() async throws -> (Pool, Desk) {
        try await Self.open(test, clock)
    }

    /// Runs a verb that belongs inside `once`.
    func change<Value: Sendable>(_ body: @Sendable (Desk) async throws -> Answer<Value>) async throws -> Value {
        let answer = try await desk.database.transaction { try await body(Desk(desk, database: $0)) }
        try await desk.refresh(retailer)
        return try answer.value
    }

    func store(
        _ name: String = "West Portal", latitude: Double = here.latitude, longitude: Double = here.longitude,
        zone: String = "America/Los_Angeles", radius: Int64 = 75, hours: JSON? = nil, tags: [JSON] = []
    ) async throws -> Store {
        var document: JSONObject = [
            "name": .string(name), "external_id": .string(name), "time_zone": .string(zone),
            "location": ["latitude": .double(latitude), "longitude": .double(longitude)],
            "fence": ["type": "circle", "radius_meters": .int(radius)], "tags": .array(tags),
        ]
        if let hours { document["hours"] = hours }
        let json = JSON.object(document)
        return try await change { try await $0.createStore(json, of: retailer) }
    }

    /// A free pastry from 7:00 to 10:30 in store time, launched.
    static let pastry: JSONObject = [
        "name": "Pastry morning",
        "schedule": [
            "from": "2026-07-21", "to": "2026-07-22",
            "windows": [["from": "07:00", "to": "10:30"]],
        ],
        "reward": ["kind": "free_item", "item": "Pastry", "with_purchase": true],
        "limits": [
            ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 75],
        ],
        "coupon": [
            "valid": ["until": "end_of_window"], "headline": "Free pastry", "terms": "One each, while they last.",
        ],
    ]

    @discardableResult
    func launch(_ terms: JSONObject = World.pastry, changing: JSONObject = [:]) async throws -> Campaign {
        var document = terms
        for member in changing { document[member.name] = member.value }
        let json = JSON.object(document)
        let draft = try await change { try await $0.createCampaign(json, of: retailer, by: keys.owner.key.actor) }
        return try await change { try await $0.order(.launch, Ref(retailer, draft.id)) }
    }

    func shopper(location: Bool = true) async throws -> ShopperToken {
        let signUp = SignUp(
            consents: Shopper.Consents(location: location, marketing: false), locale: "en", identity: nil,
            textVersion: "1")
        return try token(try await desk.signUp(signUp, through: retailer, isVouchedFor: false).value.token)
    }

    func shoppers(_ count: Int) async throws -> [ShopperToken] {
        var tokens: [ShopperToken] = []
        for _ in 0..<count { tokens.append(try await shopper()) }
        return tokens
    }

    func token(_ text: String) throws -> ShopperToken {
        guard let token = desk.secrets.shopperToken(text) else { throw Unexpected("a token that does not read") }
        return token
    }

    func till(at store: Store, named name: String = "Till 1") async throws -> TillToken {
        let new = try await change { try await $0.addTill(named: name, at: Ref(retailer, store.id)) }
        let enrolled = try await desk.enrolTill(new.enrolmentCode).value
        guard let token = desk.secrets.tillToken(enrolled.token) else { throw Unexpected("a till token") }
        return token
    }

    /// About `meters` north of a store, as a phone with that accuracy would say.
    func attempt(
        _ shopper: ShopperToken, at store: Store? = nil, meters: Double = 20, accuracy: Double = 15,
        naming named: Store? = nil, key: String? = nil, body: String = "body", agedSeconds: Int = 1,
        isMocked: Bool = false, from channel: String? = nil
    ) -> CheckInAttempt {
        let fix = store.flatMap { store in
            Position(latitude: store.location.latitude + meters / 111_200, longitude: store.location.longitude)
                .flatMap { Fix(position: $0, accuracyMeters: accuracy) }
        }
        return CheckInAttempt(
            caller: shopper,
            fix: fix.map {
                ReportedFix(fix: $0, capturedAt: clock.now.adding(seconds: -agedSeconds), isMocked: isMocked)
            },
            store: named.map { Ref(retailer, $0.id) }, channel: channel,
            retry: key.map {
                RetryRequest(caller: shopper.shopper.text, route: "check-ins", key: $0, body: Array(body.utf8))
            })
    }

    /// One number that a statement gives.
    func count(_ sql: String) async throws -> Int64 {
        guard var row = try await pool.run(Statement(once: "count", sql)()).first else { return -1 }
        return try row.read()
    }
}

/// Something a test did not reckon with.
struct Unexpected: Error {
    let what: String

    init(_ what: String) {
        self.what = what
    }
}

extension Answer {
    /// The value, or an error that names the refusal.
    var value: Value {
        get throws {
            switch self {
            case .done(let value): return value
            case .refused(let refused): throw refused
            }
        }
    }

    var refusal: Refusal? {
        if case .refused(let refused) = self { refused.refusal } else { nil }
    }
}
