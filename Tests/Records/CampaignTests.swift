import Promotions
import Records
import Support
import Testing

@Suite("campaigns")
struct CampaignTests {
    private let total = Limit(per: .campaign, period: .campaign, max: 50)

    @Test("a draft comes back as it was written, with its counter")
    func draft() async throws {
        try await World.with { world in
            let draft = try World.campaign([total], budget: 90_000)
            try await world.database.add(draft, of: world.retailer, by: World.id(), version: 4)
            #expect(try await world.database.campaign(draft.id, of: world.retailer) == draft)
            #expect(try await world.database.campaign(draft.id, of: World.id()) == nil)
            #expect(try await world.database.terms(draft.id, revision: 1, of: world.retailer) == draft.terms)
            #expect(try await world.database.terms(draft.id, revision: 2, of: world.retailer) == nil)
            let counter = try await world.counter(of: draft)
            #expect(counter == Tally.Total(state: .draft, revision: 1, coupons: 0, exposure: 0))
        }
    }

    @Test("a change from a stale state or revision writes nothing", arguments: [true, false])
    func staleChange(_ isStateStale: Bool) async throws {
        try await World.with { world in
            let running = try await world.launch([total])
            var stale = running
            if isStateStale { stale.state = .paused } else { stale.revision = 2 }
            var ended = running
            ended.state = .archived
            let database = world.database
            #expect(
                try await !database.change(stale, to: ended, of: world.retailer, version: 9, at: World.nine))
            #expect(try await database.campaign(running.id, of: world.retailer) == running)
            #expect(try await world.counter(of: running)?.state == .enabled)
            #expect(try await database.campaigns(of: world.retailer, changedSince: 8).isEmpty)
        }
    }

    @Test("of two changes at once one wins")
    func changesRace() async throws {
        try await World.with { world in
            let running = try await world.launch([total])
            let won = try await withThrowingTaskGroup { group in
                for state in [Campaign.State.paused, .archived, .paused, .archived] {
                    group.addTask {
                        var next = running
                        next.state = state
                        return try await world.database.change(
                            running, to: next, of: world.retailer, version: 9, at: World.nine)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(won.count { $0 } == 1)
            let state = try await world.database.campaign(running.id, of: world.retailer)?.state
            #expect(try await world.counter(of: running)?.state == state)
        }
    }

    @Test("the counter follows state, revision and limits, but never below what is out")
    func counterFollows() async throws {
        try await World.with { world in
            let running = try await world.launch([total], budget: 90_000)
            for _ in 0..<3 { try await world.record(world.visit(running)) }
            var next = running
            next.revision = 2
            next.terms.limits = [Limit(per: .campaign, period: .campaign, max: 2)]
            next.terms.budget = nil
            let changed = next
            try await world.database.transaction { database in
                try await database.addRevision(changed, of: world.retailer, by: nil, at: World.nine)
                #expect(
                    try await database.change(running, to: changed, of: world.retailer, version: 7, at: World.nine))
            }
            let counter = try await world.counter(of: running)
            #expect(counter == Tally.Total(state: .enabled, revision: 2, coupons: 3, exposure: 900))
            let max = "select coupons_max from campaign_counters where campaign_id = \(running.id.rawValue)"
            #expect(try await world.number(max) == 3)
            #expect(try await world.database.campaign(running.id, of: world.retailer) == next)
            #expect(try await world.database.terms(running.id, revision: 1, of: world.retailer) == running.terms)
        }
    }

    @Test("a list is read in pages")
    func pages() async throws {
        try await World.with { world in
            var all: [Campaign] = []
            for place in 0..<5 {
                all.append(try World.campaign())
                try await world.database.add(all[place], of: world.retailer, by: nil, version: Int64(place))
            }
            let database = world.database
            #expect(try await database.campaigns(of: world.retailer, after: nil, limit: 2) == Array(all[..<2]))
            #expect(try await database.campaigns(of: world.retailer, after: all[1].id, limit: 9) == Array(all[2...]))
            #expect(
                Set(try await database.campaigns(of: world.retailer, changedSince: 2).map(\.id))
                    == Set(all[3...].map(\.id)))
        }
    }
}
