import Geofence
import Postgres
import Promotions
import Records
import Synchronization
import Testing

@testable import Actions

@Suite("A retailer's stores and campaigns")
struct RetailTests {
    private struct Chunks: AsyncSequence {
        let text: String

        struct Iterator: AsyncIteratorProtocol {
            var rest: [UInt8]

            mutating func next() async -> [UInt8]? {
                guard !rest.isEmpty else { return nil }
                defer { rest.removeFirst(Swift.min(7, rest.count)) }
                return Array(rest.prefix(7))
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(rest: Array(text.utf8)) }
    }

    private func imported(_ text: String, into world: World) async throws -> ImportReport {
        let order = ImportOrder(zone: Zone(identifier: "America/Los_Angeles"), radiusMeters: 75)
        let file = try await ImportFile.reading(Chunks(text: text), order: order)
        return try await world.change { try await $0.importStores(file, order: order, of: world.retailer) }
    }

    @Test("an import creates, the same file again changes nothing, a bad row harms no other")
    func imports() async throws {
        try await World.with { world in
            let file = """
                external_id,name,location,hours.weekday
                1,One,"37.1,-122.1",5:00 AM to 9:00 PM
                2,Two,"97.1,-122.1",5:00 AM to 9:00 PM
                3,Three,"37.3,-122.3",
                """
            let first = try await imported(file, into: world)
            #expect((first.created, first.updated, first.unchanged) == (2, 0, 0))
            #expect(first.rejected.map(\.line) == [3])
            #expect(first.warnings.map(\.line) == [2, 4])
            let again = try await imported(file, into: world)
            #expect((again.created, again.updated, again.unchanged) == (0, 0, 2))
            let changed = try await imported(file.replacing("One", with: "Uno"), into: world)
            #expect((changed.created, changed.updated, changed.unchanged) == (0, 1, 1))
            #expect(world.desk.shelf.current.book(world.retailer)?.stores.count == 2)
        }
    }

    @Test("an archived store takes no check-in and refuses changes")
    func archive() async throws {
        try await World.with { world in
            let store = try await world.store()
            let ref = Ref(world.retailer, store.id)
            _ = try await world.change { try await $0.archiveStore(ref) }
            #expect(try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).refusal == .noStoreNear)
            await #expect(throws: Refused.self) {
                try await world.change {
                    try await $0.patchStore(ref, with: ["name": "New"], expecting: nil, by: .everything)
                }
            }
        }
    }

    @Test("a store's external id is its own, and an old ETag changes nothing")
    func stores() async throws {
        try await World.with { world in
            let store = try await world.store()
            do {
                _ = try await world.store("West Portal", latitude: 38)
                Issue.record("two stores with one external id")
            } catch let refused as Refused {
                #expect(refused.refusal == .externalIDTaken)
            }
            let ref = Ref(world.retailer, store.id)
            let moved = try await world.change {
                try await $0.patchStore(
                    ref, with: ["location": ["latitude": 37.5, "longitude": -122.4]], expecting: store.tag,
                    by: .everything)
            }
            #expect(moved.fence.contains(moved.location))
            do {
                _ = try await world.change {
                    try await $0.patchStore(ref, with: ["name": "Late"], expecting: store.tag, by: .everything)
                }
                Issue.record("an old tag was accepted")
            } catch let refused as Refused {
                #expect(refused.refusal == .preconditionFailed)
            }
        }
    }

    @Test("a campaign that cannot work is not launched, and says why")
    func launch() async throws {
        try await World.with { world in
            _ = try await world.store()
            do {
                try await world.launch(changing: [
                    "reward": ["kind": "percent_off", "percent": 25], "budget": ["amount": 100, "currency": "USD"],
                ])
                Issue.record("an unbounded reward with a budget was launched")
            } catch let refused as Refused {
                #expect(refused.refusal == .notLaunchable)
                #expect(refused.problems.map(\.field) == ["reward.max_discount"])
            }
        }
    }

    @Test("a headline that no font here can print is found before the launch")
    func unprintable() async throws {
        try await World.with { world in
            _ = try await world.store()
            do {
                try await world.launch(changing: [
                    "coupon": ["valid": ["for": "PT1H"], "headline": "Free \u{1F950}", "terms": "One each."]
                ])
                Issue.record("a coupon that cannot be printed was launched")
            } catch let refused as Refused {
                #expect(refused.problems.map(\.field) == ["coupon"])
            }
        }
    }

    @Test("each language of a campaign is laid out before the launch, on every paper")
    func unprintableTranslation() async throws {
        try await World.with { world in
            _ = try await world.store()
            do {
                try await world.launch(changing: [
                    "coupon": [
                        "valid": ["for": "PT1H"], "headline": "Free tea", "terms": "One each.",
                        "locales": [
                            "ar": ["headline": "شاي مجاني", "terms": "واحد لكل شخص."],
                            "de": ["headline": "Gratis \u{1F950}", "terms": "Eins pro Person."],
                            "ja": ["headline": .string(String(repeating: "無料", count: 60)), "terms": "お一人様1点。"],
                        ],
                    ]
                ])
                Issue.record("coupons that cannot be printed were launched")
            } catch let refused as Refused {
                let found = refused.problems.map { "\($0.field) \($0.reason)" }
                #expect(
                    found == [
                        "coupon.locales.de has characters that cannot be printed: \u{1F950}",
                        "coupon.locales.ja.headline is too long to be printed on a card",
                    ])
            }
        }
    }

    @Test("a fence that holds half a continent is refused")
    func vastFence() async throws {
        try await World.with { world in
            let ring: JSON = [[-122, 37], [-120, 37], [-120, 39], [-122, 37]]
            await #expect(throws: Invalid.self) {
                try await world.change {
                    try await $0.createStore(
                        [
                            "name": "Vast", "time_zone": "America/Los_Angeles",
                            "location": ["latitude": 37, "longitude": -122],
                            "fence": ["type": "Polygon", "coordinates": [ring]],
                        ], of: world.retailer)
                }
            }
        }
    }

    @Test("a change of a running campaign is a new revision; coupons keep their own")
    func revisions() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch()
            let ref = Ref(world.retailer, campaign.id)
            let early = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            let changed = try await world.change {
                try await $0.patchCampaign(
                    ref, with: ["reward": ["kind": "free_item", "item": "Muffin"]], by: world.keys.owner.key.actor,
                    expecting: nil)
            }
            #expect(changed.revision == 2)
            let late = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            #expect(late.coupons.first?.terms.reward.summary.contains("Muffin") == true)
            let held = try await world.desk.issuedCoupons(
                early.coupons.map(\.coupon.id), of: world.retailer)
            #expect(held.first?.terms.reward.summary.contains("Pastry") == true)
        }
    }

    @Test("a call with a key happens once, and two at once wait for each other")
    func once() async throws {
        try await World.with { world in
            let json: JSON = [
                "name": "Only", "time_zone": "Europe/Paris", "location": ["latitude": 48, "longitude": 2],
                "fence": ["type": "circle", "radius_meters": 50],
            ]
            let retry = RetryRequest(caller: "key", route: "stores", key: "one", body: [1, 2, 3])
            let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await world.desk.once(retry, of: world.retailer) { desk in
                            let store = try await desk.createStore(json, of: world.retailer).value
                            return KeptAnswer(status: 201, body: Array(store.id.text.utf8))
                        }.value.body
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(bodies.count == 1)
            #expect(try await world.count("select count(*) from stores") == 1)
            let other = RetryRequest(caller: "key", route: "stores", key: "one", body: [9])
            let answer = try await world.desk.once(other, of: world.retailer) { _ in KeptAnswer(status: 201, body: []) }
            #expect(answer.refusal == .idempotencyMismatch)
        }
    }

    @Test("an enrolment code serves one device, and a revoked till is out")
    func tills() async throws {
        try await World.with { world in
            let store = try await world.store()
            let new = try await world.change { try await $0.addTill(named: "1", at: Ref(world.retailer, store.id)) }
            let enrolled = try await world.desk.enrolTill(new.enrolmentCode.lowercased()).value
            #expect(try await world.desk.enrolTill(new.enrolmentCode).refusal == .enrolmentCodeUnknown)
            #expect(world.desk.caller(bearing: enrolled.token).refusal == nil)
            _ = try await world.change { try await $0.revokeTill(enrolled.till) }
            #expect(world.desk.caller(bearing: enrolled.token).refusal == .unauthorized)
        }
    }

    @Test("a guessed enrolment code leaves no trace")
    func guessedCode() async throws {
        try await World.with { world in
            let before = try await world.count("select version from retailers")
            let guess = OneTimeCode(
                owner: world.retailer.rawValue, secret: [UInt8](repeating: 3, count: OneTimeCode.secretLength))
            #expect(try await world.desk.enrolTill(guess.text).refusal == .enrolmentCodeUnknown)
            #expect(try await world.count("select version from retailers") == before)
        }
    }

    @Test("many slow changes of one retailer leave connections for everybody else")
    func turns() async throws {
        try await World.with { world in
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        _ = try await world.desk.once(nil, of: world.retailer) { desk in
                            _ = try await desk.database.raiseVersion(of: world.retailer)
                            try await Task.sleep(for: .milliseconds(60))
                            return KeptAnswer(status: 204, body: [])
                        }
                    }
                }
                try await Task.sleep(for: .milliseconds(100))
                let waiting = """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
                    """
                #expect(try await world.count(waiting) == 0)
                try await group.waitForAll()
            }
        }
    }

    @Test("a change that the database asks to repeat is repeated, but not for ever", arguments: [2, 3])
    func repeats(failures: Int) async throws {
        try await World.with { world in
            let tries = Mutex(0)
            let retry = RetryRequest(caller: "key", route: "stores", key: "one", body: [])
            func change() async throws -> KeptAnswer {
                try await world.desk.once(retry, of: world.retailer) { _ in
                    let attempt = tries.withLock { tries in
                        tries += 1
                        return tries
                    }
                    if attempt <= failures { throw PostgresError(.server(sqlState: "40P01"), "deadlock detected") }
                    return KeptAnswer(status: 204, body: [])
                }.value
            }
            if failures == 2 {
                let status = try await change().status
                #expect(status == 204)
            } else {
                await #expect(throws: PostgresError.self) { _ = try await change() }
            }
            #expect(tries.withLock { $0 } == 3)
        }
    }

    @Test("a revoked or expired key opens nothing, and a publishable key does nothing but publish")
    func keys() async throws {
        try await World.with { world in
            #expect(world.desk.caller(bearing: world.keys.owner.secret).refusal == nil)
            #expect(world.desk.caller(bearing: world.keys.publishable.secret).refusal == .unauthorized)
            #expect(world.desk.publisher(world.keys.publishable.secret) == world.retailer)
            #expect(world.desk.publisher(world.keys.owner.secret) == nil)
            let short = try await world.desk.addAPIKey(
                "short", role: .auditor, expiresAt: world.clock.now.adding(seconds: 60), to: world.retailer
            ).value
            #expect(world.desk.caller(bearing: short.secret).refusal == nil)
            world.clock.advance(seconds: 60)
            #expect(world.desk.caller(bearing: short.secret).refusal == .unauthorized)
            _ = try await world.desk.revokeAPIKey(Ref(world.retailer, world.keys.owner.key.id)).value
            #expect(world.desk.caller(bearing: world.keys.owner.secret).refusal == .unauthorized)
        }
    }
}
