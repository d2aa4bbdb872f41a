import Promotions
import Records
import Testing

@Suite("results of a campaign, by day")
struct ResultsTests {
    @Test("the newest day comes first, so that a long campaign is cut at its old end")
    func newestFirst() async throws {
        try await World.with { world in
            let running = try await world.launch()
            let days = [1, 3, 2].map { World.nine.adding(seconds: $0 * 86_400) }
            for now in days { try await world.record(world.visit(running, at: now), at: now) }
            let results = try await world.database.results(running.id, of: world.retailer, at: World.nine)
            #expect(results.days.map(\.date.text) == ["2026-07-24", "2026-07-23", "2026-07-22"])
        }
    }
}
