/// Who asked for a stretch, and whether the answer is still of interest.
protocol PipelineOwner {
    var isWaiting: Bool { get }
}

/// Which result belongs to whom, on a connection where many stretches are under way at once.
///
/// A stretch is some commands and one sync; the server answers in the order of sending, and after an error it skips
/// the rest of the stretch. Pure: it is told what libpq delivers and says who is done.
struct Pipeline<Owner: PipelineOwner, Reply, Failure> {
    enum Event {
        case reply(Reply)
        case failure(Failure)
        /// The command was skipped, because an earlier one in its stretch failed.
        case skipped
        /// No more results of this command.
        case endOfCommand
        case sync
    }

    enum Outcome {
        case replies([Reply])
        case failure(Failure, command: Int)
        /// The connection broke before it was known.
        case lost
    }

    enum Step {
        case going
        case done(Owner, Outcome)
        /// Results that cannot belong to what was sent: the connection is of no use any more.
        case disorder
    }

    private struct Stretch {
        let owner: Owner
        let commandCount: Int
        let endsWithCommit: Bool
        var finishedCommands = 0
        var hasResult = false
        var replies: [Reply] = []
        var failure: (Failure, command: Int)?

        var isAnswered: Bool { finishedCommands == commandCount }

        var outcome: Outcome {
            if let failure { .failure(failure.0, command: failure.command) } else { .replies(replies) }
        }

        /// What is known when nothing more will come. The reply to an explicit commit settles it even if the sync is
        /// missing; without one the sync itself would have been the commit.
        var outcomeWhenLost: Outcome {
            failure != nil || (endsWithCommit && isAnswered) ? outcome : .lost
        }
    }

    private var stretches = Line<Stretch>()

    var isEmpty: Bool { stretches.isEmpty }
    var count: Int { stretches.count }

    /// False when the next result has no taker, so that its rows need not be copied.
    var isHeadWanted: Bool { stretches.first?.owner.isWaiting ?? false }

    /// - Parameter endsWithCommit: The last command is an explicit `commit`.
    mutating func append(_ owner: Owner, commandCount: Int, endsWithCommit: Bool = false) {
        stretches.append(Stretch(owner: owner, commandCount: commandCount, endsWithCommit: endsWithCommit))
    }

    mutating func receive(_ event: Event) -> Step {
        guard var head = stretches.first else { return .disorder }
        switch event {
        case .reply(let reply):
            guard !head.isAnswered, !head.hasResult, head.failure == nil else { return .disorder }
            head.hasResult = true
            head.replies.append(reply)
        case .failure(let failure):
            // The sync, too, can fail: a deferred constraint is checked there when there is no explicit commit.
            guard !head.hasResult, head.failure == nil else { return .disorder }
            head.hasResult = !head.isAnswered
            head.failure = (failure, command: min(head.finishedCommands, head.commandCount - 1))
        case .skipped:
            guard !head.isAnswered, !head.hasResult, head.failure != nil else { return .disorder }
            head.hasResult = true
        case .endOfCommand:
            if head.isAnswered, head.failure != nil { return .going }
            guard !head.isAnswered, head.hasResult else { return .disorder }
            head.hasResult = false
            head.finishedCommands += 1
        case .sync:
            guard head.isAnswered else { return .disorder }
            stretches.removeFirst()
            return .done(head.owner, head.outcome)
        }
        stretches.first = head
        return .going
    }

    /// The connection broke: everyone who was still waiting, in order, and what is known for each.
    mutating func abort() -> [(Owner, Outcome)] {
        defer { stretches = Line() }
        return stretches.map { ($0.owner, $0.outcomeWhenLost) }
    }
}
