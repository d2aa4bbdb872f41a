import Promotions
import Synchronization
import Testing

@testable import Actions

@Suite("Who watches a campaign run")
struct LiveBoardTests {
    private static let campaign = LiveBoard.Subject(campaign: Ref(ID(1), ID(2)), scope: .everything)

    private func reading(_ begun: ContinuousClock.Instant) throws -> LiveBoard.Reading {
        let terms = try Terms(reading: JSON(parsing: Self.document), retailer: ID(1))
        let campaign = Campaign(
            id: ID(2), state: .enabled, revision: 1, terms: terms, createdAt: Instant(seconds: 0))
        let total = Tally.Total(state: .enabled, revision: 1, coupons: 0, exposure: 0)
        let forecast = SellOutForecast(
            left: nil, issued: 0, inSeconds: 1, closesAt: nil, now: Instant(seconds: 0))
        return LiveBoard.Reading(
            view: LiveView(
                campaign, total: LiveTally(), counted: total, forecast: forecast, standings: [:], minute: [:],
                openAppeals: 0), base: LiveBoard.Base(through: 0, stores: nil, begunAt: begun))
    }

    private static let document = """
        {"name": "Pastry day", "reward": {"kind": "free_item", "item": "pastry"},
         "coupon": {"valid": {"for": "PT12H"}, "headline": "A pastry on us", "terms": "One each."}}
        """

    @Test("a hundred who ask at once share one reading; who fails leaves it to the next")
    func shared() async throws {
        let board = LiveBoard()
        let reads = Count()
        struct Broken: Error {}
        let reading = try reading(.now)
        await #expect(throws: Broken.self) {
            _ = try await board.view(of: Self.campaign) { _ in throw Broken() }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    _ = try await board.view(of: Self.campaign) { _ in
                        reads.add()
                        try await Task.sleep(for: .milliseconds(20))
                        return .done(reading)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(reads.value == 1)
    }

    private final class Count: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }

        func add() { count.withLock { $0 += 1 } }
    }

    @Test("a retailer has so many seats, and each is free again when its screen has gone")
    func seats() {
        let board = LiveBoard()
        var taken = (0..<LiveBoard.seatsMax).compactMap { _ in board.seat(of: ID(1)) }
        #expect(taken.count == LiveBoard.seatsMax && board.seat(of: ID(1)) == nil)
        #expect(board.seat(of: ID(2)) != nil)
        taken.removeLast()
        #expect(board.seat(of: ID(1)) != nil)
    }
}
