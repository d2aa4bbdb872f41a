import Length
import Support
import Testing

@testable import Postgres

/// A caller of the tests: knows its stretch, and can lose interest.
private final class Caller: PipelineOwner {
    let number: Int
    var isWaiting = true

    init(_ number: Int) {
        self.number = number
    }
}

private typealias TestPipeline = Pipeline<Caller, String, String>

/// What the server will do with one stretch.
private struct Plan {
    let commandCount: Int
    /// The command that fails; `commandCount` stands for a failure at the sync, nil for none.
    let failsAt: Int?
    let endsWithCommit: Bool

    init(using random: inout SeededRandom) {
        commandCount = Int.random(in: 1...4, using: &random)
        endsWithCommit = Bool.random(using: &random)
        failsAt = Int.random(in: 0..<3, using: &random) == 0 ? Int.random(in: 0...commandCount, using: &random) : nil
    }

    func events(of number: Int) -> [TestPipeline.Event] {
        var events: [TestPipeline.Event] = []
        for command in 0..<commandCount {
            if let failsAt, failsAt < command {
                events.append(.skipped)
            } else {
                events.append(failsAt == command ? .failure("\(number)") : .reply("\(number).\(command)"))
            }
            events.append(.endOfCommand)
        }
        if failsAt == commandCount { events += [.failure("\(number)"), .endOfCommand] }
        return events + [.sync]
    }

    func expected(of number: Int) -> String {
        if let failsAt { return "failure \(number) at \(min(failsAt, commandCount - 1))" }
        return "replies " + (0..<commandCount).map { "\(number).\($0)" }.joined(separator: " ")
    }

    /// What may be said when the connection breaks after `eventCount` of its events.
    func expectedWhenLost(of number: Int, after eventCount: Int) -> String {
        let failureSeen = failsAt.map { $0 * 2 < eventCount } ?? false
        let commitSeen = endsWithCommit && eventCount >= commandCount * 2
        return failureSeen || commitSeen ? (failureSeen ? expected(of: number) : repliesOnly(of: number)) : "lost"
    }

    private func repliesOnly(of number: Int) -> String {
        "replies " + (0..<commandCount).map { "\(number).\($0)" }.joined(separator: " ")
    }
}

private func text(_ outcome: TestPipeline.Outcome) -> String {
    switch outcome {
    case .replies(let replies): "replies " + replies.joined(separator: " ")
    case .failure(let failure, let command): "failure \(failure) at \(command)"
    case .lost: "lost"
    }
}

@Suite struct PipelineTests {
    @Test("in any order of sending, receiving, failing, cancelling and breaking, each hears its own outcome, once")
    func randomOrders() {
        var random = SeededRandom()
        for _ in 0..<rounds(2_000) {
            play(using: &random)
        }
    }

    private func play(using random: inout SeededRandom) {
        let seed = random.seed
        var pipeline = TestPipeline()
        var plans: [Plan] = []
        var callers: [Caller] = []
        var incoming: [(number: Int, event: TestPipeline.Event)] = []
        var told: [(number: Int, outcome: String)] = []
        var received: [Int: Int] = [:]
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0...1:
                let plan = Plan(using: &random)
                let caller = Caller(plans.count)
                pipeline.append(caller, commandCount: plan.commandCount, endsWithCommit: plan.endsWithCommit)
                incoming += plan.events(of: caller.number).map { (caller.number, $0) }
                plans.append(plan)
                callers.append(caller)
            case 2: callers.randomElement(using: &random)?.isWaiting = false
            default:
                guard !incoming.isEmpty else { continue }
                let (number, event) = incoming.removeFirst()
                received[number, default: 0] += 1
                #expect(pipeline.isHeadWanted == callers[number].isWaiting, "seed \(seed)")
                switch pipeline.receive(event) {
                case .going: break
                case .done(let owner, let outcome): told.append((owner.number, text(outcome)))
                case .disorder: Issue.record("disorder in a proper order, seed \(seed)")
                }
            }
        }
        for (number, outcome) in told {
            #expect(outcome == plans[number].expected(of: number), "seed \(seed)")
        }
        for (owner, outcome) in pipeline.abort() {
            let number = owner.number
            let expected = plans[number].expectedWhenLost(of: number, after: received[number] ?? 0)
            #expect(text(outcome) == expected, "seed \(seed)")
            told.append((number, ""))
        }
        #expect(told.map(\.number) == Array(plans.indices), "seed \(seed)")
        #expect(pipeline.isEmpty, "seed \(seed)")
    }

    @Test(
        "results that nobody can own are disorder",
        arguments: [
            ["sync"], ["end"], ["skipped"], ["reply", "reply"], ["reply", "sync"], ["reply", "end", "sync"],
            ["failure", "end", "end"], ["failure", "end", "reply"], ["reply", "end", "end"],
            ["reply", "end", "skipped"], ["failure", "failure"], ["reply", "failure"],
            ["reply", "end", "reply", "end", "reply"], ["reply", "end", "reply", "end", "sync", "sync"],
        ])
    func disorder(names: [String]) {
        var pipeline = TestPipeline()
        pipeline.append(Caller(0), commandCount: 2)
        let steps = names.map { name -> Bool in
            let event: TestPipeline.Event =
                switch name {
                case "sync": .sync
                case "end": .endOfCommand
                case "skipped": .skipped
                case "failure": .failure("no")
                default: .reply("yes")
                }
            if case .disorder = pipeline.receive(event) { return true }
            return false
        }
        #expect(steps == steps.dropLast().map { _ in false } + [true])
    }

    @Test("an answer to a commit counts even if the connection breaks before the sync")
    func commitSettles() {
        for endsWithCommit in [true, false] {
            var pipeline = TestPipeline()
            pipeline.append(Caller(0), commandCount: 1, endsWithCommit: endsWithCommit)
            _ = pipeline.receive(.reply("done"))
            _ = pipeline.receive(.endOfCommand)
            #expect(pipeline.abort().map { text($0.1) } == [endsWithCommit ? "replies done" : "lost"])
        }
    }
}
