import Length
import Postgres
import Promotions
import Support
import Testing

@testable import Actions

@Suite("Random histories of a campaign")
struct HistoryTests {
    private static let histories = rounds(300, long: 10_000)
    private static let historiesOfWorld = 20
    private static let worldsAtOnce = 2

    @Test(
        "issue, reserve, commit, release, redeem, void, expire, settle, pause, edit, allot, so many left and sold out in any order, by several tasks and two processes: every limit holds and every figure equals a recount after every step"
    )
    func anyOrder() async throws {
        var random = SeededRandom()
        print("histories: \(Self.histories), \(random)")
        let seeds = (0..<Self.histories).map { _ in random.next() }
        let worlds = stride(from: 0, to: seeds.count, by: Self.historiesOfWorld).map {
            Array(seeds[$0..<min($0 + Self.historiesOfWorld, seeds.count)])
        }
        let done = try await withThrowingTaskGroup(of: HistoryTally.self) { group in
            var total = HistoryTally()
            for (place, seeds) in worlds.enumerated() {
                if place >= Self.worldsAtOnce, let part = try await group.next() { total.add(part) }
                group.addTask { try await Self.run(seeds) }
            }
            for try await part in group { total.add(part) }
            return total
        }
        print("histories: \(done)")
        // A run in which nothing happens proves nothing.
        #expect(done.issued > Self.histories && done.redeemed > 0 && done.expired > 0 && done.refused > 0, "\(random)")
        #expect(done.reserved > 0 && done.committed > 0 && done.released > 0, "\(random)")
        #expect(done.voided > 0 && done.settled > 0, "\(random)")
        #expect(done.edits > 0 && done.orders > 0 && done.stops > 0 && done.stocked > 0, "\(random)")
    }

    private static func run(_ seeds: [UInt64]) async throws -> HistoryTally {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            var tally = HistoryTally()
            for (place, seed) in seeds.enumerated() {
                let history = try await History(world, [world.desk, other], place: place, seed: seed)
                tally.add(try await history.run())
            }
            await pool.close()
            return tally
        }
    }
}

/// What happened, to be sure that something did.
struct HistoryTally: CustomStringConvertible {
    var steps = 0
    var issued = 0
    var refused = 0
    var redeemed = 0
    var reserved = 0
    var committed = 0
    /// By the sweeper, as the time of the reservation was over.
    var released = 0
    var voided = 0
    var settled = 0
    var expired = 0
    var edits = 0
    var orders = 0
    var stops = 0
    var stocked = 0

    /// Of terms and stock.
    var changes: Int { edits + stocked }

    mutating func add(_ other: HistoryTally) {
        steps += other.steps
        issued += other.issued
        refused += other.refused
        redeemed += other.redeemed
        reserved += other.reserved
        committed += other.committed
        released += other.released
        voided += other.voided
        settled += other.settled
        expired += other.expired
        edits += other.edits
        orders += other.orders
        stops += other.stops
        stocked += other.stocked
    }

    var description: String {
        "\(steps) steps, \(issued) issued, \(refused) refused, \(redeemed) redeemed, \(reserved) reserved, "
            + "\(committed) committed, \(released) lapsed, \(voided) voided, \(settled) settled, \(expired) expired, "
            + "\(edits) edits, \(orders) orders, \(stops) stops, \(stocked) of stock"
    }
}
