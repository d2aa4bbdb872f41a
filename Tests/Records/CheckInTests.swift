import Geofence
import Promotions
import Records
import Support
import Testing

@Suite("recording check-ins")
struct CheckInTests {
    private let total = Limit(per: .campaign, period: .campaign, max: 3)
    private let daily = Limit(per: .shopper, period: .day, max: 1)

    @Test("a check-in comes back as it was written")
    func whole() async throws {
        try await World.with { world in
            let position = try #require(Position(latitude: 37.7, longitude: -122.4))
            let fix = try #require(Fix(position: position, accuracyMeters: 12.5))
            let record = CheckInRecord(
                id: World.id(), shopper: World.id(), session: World.id(), store: world.store.id, verdict: .held,
                reasons: [.uncertain, .severalStores], source: .position, checkedAt: World.nine,
                capturedAt: World.nine.adding(seconds: -2), fix: fix, fixes: 2, distanceMeters: 41.5,
                containment: 0.5, heldUntil: World.nine.adding(seconds: 60),
                candidates: [.init(store: world.store.id, distanceMeters: 41.5, containment: 0.5)],
                offers: [
                    OfferOutcome(campaign: World.id(), revision: 3, state: .ineligible, reason: .limitStore)
                ], channel: "poster")
            var batch = CheckInBatch()
            batch.checkIns = [record]
            try await world.record(batch)
            let kept = try #require(try await world.database.checkIn(record.id, of: world.retailer))
            #expect(String(describing: kept) == String(describing: record))
            #expect(try await world.database.checkIn(record.id, of: World.id()) == nil)
        }
    }

    @Test("a check-in is resumed until it is accepted, and never after that")
    func resumed() async throws {
        try await World.with { world in
            var held = world.visit(try await world.launch())
            held.coupons = []
            held.checkIns[0].verdict = .held
            held.checkIns[0].heldUntil = World.nine.adding(seconds: 60)
            try await world.record(held)
            var again = CheckInBatch()
            again.resumed = held.checkIns
            again.resumed[0].verdict = .refused
            again.resumed[0].heldUntil = nil
            again.resumed[0].reasons = [.outsideFence]
            try await world.record(again)
            again.resumed[0].verdict = .accepted
            again.resumed[0].reasons = []
            try await world.record(again)
            again.resumed[0].verdict = .refused
            again.resumed[0].reasons = [.mocked]
            try await world.record(again)
            let kept = try await world.database.checkIn(held.checkIns[0].id, of: world.retailer)
            #expect((kept?.verdict, kept?.reasons) == (.accepted, []))
        }
    }

    @Test("a batch moves its counters and announces its coupons")
    func counters() async throws {
        try await World.with { world in
            let running = try await world.launch([total, daily], budget: 90_000)
            let batch = world.visit(running) + world.visit(running)
            #expect(try await world.answer(to: batch) == .recorded)
            #expect(
                try await world.rows()
                    == ["retry_keys": 2, "check_ins": 2, "coupons": 2, "period_counters": 2, "outbox": 1])
            let total = Tally.Total(state: .enabled, revision: 1, coupons: 2, exposure: 600)
            #expect(try await world.counter(of: running) == total)
            let keys = batch.coupons.flatMap { $0.grant.counters.map(\.key) }
            let wanted = FactsWanted(
                retryKeys: batch.retryKeys, counters: Dictionary(uniqueKeysWithValues: keys.map { ($0, 5) }),
                campaigns: [running.id])
            let facts = try await world.database.facts(
                of: world.retailer, wanted, stores: { _ in nil }, isLocking: false)
            #expect(facts.tally.used == Dictionary(uniqueKeysWithValues: keys.map { ($0, 1) }))
            #expect(Set(facts.known.keys) == Set(batch.retryKeys.map(\.hash)))
            let locked = try await world.database.transaction { database in
                try await database.facts(of: world.retailer, wanted, stores: { _ in nil }, isLocking: true)
            }
            #expect(locked.tally.used == facts.tally.used)
            #expect(locked.tally.totals == facts.tally.totals)
        }
    }

    @Test("the same retry key, or the same id without a key, is a repeat and leaves nothing behind")
    func repeated() async throws {
        try await World.with { world in
            let running = try await world.launch()
            let first = world.visit(running)
            try await world.record(first)
            let before = try await world.rows()
            let sameKey = world.visit(running) + world.visit(running, key: first.retryKeys[0].hash)
            #expect(try await world.answer(to: sameKey) == .repeated)
            var sameID = first
            sameID.retryKeys = []
            #expect(try await world.answer(to: sameID) == .repeated)
            #expect(try await world.rows() == before)
            #expect(try await world.miscounted() == 0)
        }
    }

    @Test("a full counter overdraws, and nothing of the batch stays")
    func full() async throws {
        try await World.with { world in
            let running = try await world.launch([total])
            for _ in 0..<2 { try await world.record(world.visit(running)) }
            let before = try await world.rows()
            #expect(try await world.answer(to: world.visit(running) + world.visit(running)) == .overdrawn)
            #expect(try await world.rows() == before)
            #expect(try await world.answer(to: world.visit(running)) == .recorded)
            #expect(try await world.answer(to: world.visit(running)) == .overdrawn)
        }
    }

    @Test("a spent budget overdraws like a full counter")
    func spent() async throws {
        try await World.with { world in
            let running = try await world.launch(budget: 700)
            #expect(try await world.answer(to: world.visit(running) + world.visit(running)) == .recorded)
            #expect(try await world.answer(to: world.visit(running)) == .overdrawn)
            #expect(try await world.counter(of: running)?.exposure == 600)
        }
    }

    @Test("a shopper's, a store's and a campaign's daily limit each hold", arguments: Limit.Scope.allCases)
    func periods(_ scope: Limit.Scope) async throws {
        try await World.with { world in
            let running = try await world.launch([
                Limit(per: scope, period: .day, max: 1, channels: scope == .channel ? ["poster"] : [])
            ])
            let shopper: ID<Shopper> = World.id()
            #expect(try await world.answer(to: world.visit(running, by: shopper)) == .recorded)
            #expect(try await world.answer(to: world.visit(running, by: shopper)) == .overdrawn)
            let tomorrow = world.visit(running, by: shopper, at: World.nine.adding(seconds: 86_400))
            #expect(try await world.answer(to: tomorrow) == .recorded)
            let another: World.Answer = scope == .shopper ? .recorded : .overdrawn
            #expect(try await world.answer(to: world.visit(running)) == another)
        }
    }

    @Test("nothing is issued after a pause, or on terms that have changed", arguments: [true, false])
    func changed(_ isPaused: Bool) async throws {
        try await World.with { world in
            let running = try await world.launch()
            var next = running
            if isPaused { next.state = .paused } else { next.revision = 2 }
            _ = try await world.database.change(running, to: next, of: world.retailer, version: 8, at: World.nine)
            let before = try await world.rows()
            #expect(try await world.answer(to: world.visit(running)) == .overdrawn)
            #expect(try await world.rows() == before)
        }
    }

    @Test("a batch that is held by a pause under way finds it done")
    func pauseUnderWay() async throws {
        try await World.with { world in
            let running = try await world.launch()
            let answer = try await world.database.transaction { database in
                var paused = running
                paused.state = .paused
                _ = try await database.change(running, to: paused, of: world.retailer, version: 8, at: World.nine)
                let answer = Task { try await world.answer(to: world.visit(running)) }
                try await world.waitForBlocked()
                return answer
            }
            #expect(try await answer.value == .overdrawn)
            #expect(try await world.count("coupons") == 0)
        }
    }

    @Test("a coupon of an unknown campaign is not written")
    func unknownCampaign() async throws {
        try await World.with { world in
            let unknown = try World.campaign()
            _ = try await world.answer(to: world.visit(unknown))
            #expect(try await world.count("coupons") == 0)
        }
    }
}
