import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("many batches at once", .serialized)
struct RaceTests {
    @Test("two hundred batches over a limit issue exactly the limit")
    func exactlyTheLimit() async throws {
        try await World.with { world in
            let max = 137
            let running = try await world.launch(
                [
                    Limit(per: .campaign, period: .campaign, max: max), Limit(per: .shopper, period: .day, max: 1),
                    Limit(per: .store, period: .day, max: 100_000),
                ], budget: 300 * 1_000)
            let answers = try await race(of: 2, on: world) { _ in
                (0..<100).map { _ in world.visit(running) }
            }
            #expect(answers.count { $0 == .recorded } == max)
            #expect(answers.count { $0 == .overdrawn } == 200 - max)
            #expect(try await world.count("coupons") == Int64(max))
            #expect(try await world.count("check_ins") == Int64(max))
            #expect(try await world.counter(of: running)?.coupons == Int64(max))
            #expect(try await world.miscounted() == 0)
        }
    }

    @Test("one shopper racing on many servers gets one coupon")
    func oneShopper() async throws {
        try await World.with { world in
            let running = try await world.launch([Limit(per: .shopper, period: .campaign, max: 1)])
            let shopper: ID<Shopper> = World.id()
            let answers = try await race(of: 8, on: world) { _ in
                (0..<5).map { _ in world.visit(running, by: shopper) }
            }
            #expect(answers.count { $0 == .recorded } == 1)
            #expect(try await world.count("coupons") == 1)
            #expect(try await world.miscounted() == 0)
        }
    }

    @Test("one retry key racing on many servers is one check-in")
    func oneKey() async throws {
        try await World.with { world in
            let running = try await world.launch()
            let key = World.hash()
            let answers = try await race(of: 8, on: world) { _ in
                (0..<5).map { _ in world.visit(running, key: key) }
            }
            #expect(answers.count { $0 == .recorded } == 1)
            #expect(answers.count { $0 == .repeated } == 39)
            #expect(try await world.count("check_ins") == 1)
        }
    }

    /// Every batch takes the same shoppers' and campaigns' counters and keys, in an order of its own.
    @Test("batches that name the same rows in any order do not deadlock")
    func noDeadlock() async throws {
        let seed = SeededRandom().seed
        try await World.with { world in
            var campaigns: [Campaign] = []
            for _ in 0..<4 {
                campaigns.append(
                    try await world.launch([
                        Limit(per: .shopper, period: .week, max: 100_000),
                        Limit(per: .store, period: .month, max: 100_000),
                        Limit(per: .campaign, period: .campaign, max: 100_000),
                    ]))
            }
            let shoppers: [ID<Shopper>] = (0..<12).map { _ in World.id() }
            let running = campaigns
            let answers = try await race(of: 6, on: world) { worker in
                var random = SeededRandom(seed: seed &+ UInt64(worker))
                return (0..<15).map { _ in
                    let visits = shoppers.shuffled(using: &random).flatMap { shopper in
                        running.shuffled(using: &random).prefix(2).map { world.visit($0, by: shopper) }
                    }
                    return visits.reduce(CheckInBatch(), +)
                }
            }
            #expect(answers == Array(repeating: .recorded, count: 90), "seed \(seed)")
            #expect(try await world.miscounted() == 0, "seed \(seed)")
        }
    }

    /// A deadlock fails the test: `answer` knows only the setbacks.
    private func race(
        of workers: Int, on world: World, _ batches: @Sendable @escaping (Int) -> [CheckInBatch]
    ) async throws -> [World.Answer] {
        try await withThrowingTaskGroup { group in
            for worker in 0..<workers {
                group.addTask {
                    var answers: [World.Answer] = []
                    for batch in batches(worker) {
                        answers.append(try await world.answer(to: batch))
                    }
                    return answers
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}
