import Glibc
import Support
import Testing

@Suite("Servers and database die at any moment")
struct FaultTests {
    private static let killsEach = 5

    /// `FOOTFALL_KILLS` asks for more kills: then one rush follows the other, each with its own seed, some with one
    /// server and most with two.
    private static var kills: Int {
        getenv("FOOTFALL_KILLS").flatMap { Int(String(cString: $0)) } ?? killsEach
    }

    @Test("whatever was acknowledged is there, once, and within every limit")
    func kills() async throws {
        let master = SeededRandom().seed
        let ground = try Ground()
        let cluster = try Cluster(on: ground)
        var summary = Summary()
        for (place, start) in stride(from: 0, to: Self.kills, by: Self.killsEach).enumerated() {
            let seed = master &+ UInt64(place)
            let run = FaultRun(
                seed: seed, kills: min(Self.killsEach, Self.kills - start), serverCount: seed % 4 == 0 ? 1 : 2,
                clientCount: 32)
            let outcome = try await run.play(on: ground, cluster, sql: TestDatabase.migrations)
            summary.add(outcome)
            // A line for each, so that a long form that is ended early has said something.
            print("faults: \(summary), seed \(master)")
            fflush(nil)
            let proof = outcome.proof
            #expect(
                proof.isClean,
                """
                FOOTFALL_TEST_SEED=\(run.seed) \(proof.counts)
                \(proof.examples.joined(separator: "\n"))
                \(outcome.logs)
                """)
        }
    }
}

/// What all runs came to, in a line.
struct Summary: CustomStringConvertible {
    private var struck: [Fault: Int] = [:]
    private var sent = 0
    private var setbacks: [String: Int] = [:]
    private var checkIns = 0
    private var coupons = 0
    private var redemptions = 0
    private var limitsReached = 0
    private var wrong: [Proof.Wrong: Int] = [:]

    mutating func add(_ outcome: FaultRun.Outcome) {
        let journal = outcome.journal
        struck.merge(outcome.struck, uniquingKeysWith: +)
        sent += journal.sent
        setbacks.merge(journal.setbacks, uniquingKeysWith: +)
        checkIns += Set(journal.visits.flatMap { $0.answers.map(\.id) }).count
        coupons += Set(journal.visits.flatMap { $0.answers.flatMap { $0.coupons.map(\.id) } }).count
        redemptions += Set(journal.sales.flatMap(\.answers).compactMap(\.redemption)).count
        limitsReached += outcome.proof.limitsReached
        wrong.merge(outcome.proof.counts, uniquingKeysWith: +)
    }

    var description: String {
        let kills = struck.filter { $0.key.isKill }.values.reduce(0, +)
        let kinds = Fault.allCases.map { "\($0.rawValue) \(struck[$0, default: 0])" }.joined(separator: ", ")
        let retries = setbacks.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let verdict = Proof.Wrong.allCases.map { "\($0.rawValue) \(wrong[$0, default: 0])" }.joined(separator: ", ")
        return """
            \(kills) kills (\(kinds)), \(sent) requests, asked again after: \(retries); acknowledged \(checkIns) \
            check-ins, \(coupons) coupons, \(redemptions) redemptions; \(limitsReached) limits reached; \(verdict)
            """
    }
}
