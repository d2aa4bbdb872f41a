import Promotions

/// Asks any of the processes, and asks again with the same request until there is a final answer. For one task.
struct Client {
    let ports: [Int]
    private var lines: [Int: ClientLine] = [:]
    private(set) var diary = Diary()

    /// No answer for so long is a failure of the servers.
    private static let limit = Duration.seconds(120)
    private static let patience = Duration.seconds(20)

    init(_ ports: [Int]) {
        self.ports = ports
    }

    struct Unanswered: Error, CustomStringConvertible {
        let description: String
    }

    /// An answer with the time at which it was first asked for.
    struct Heard: Sendable {
        let answer: ClientAnswer
        let sentAt: ContinuousClock.Instant
        let heardAt: ContinuousClock.Instant
    }

    /// - Parameters:
    ///   - server: the one that is asked first; every other try goes to the next.
    ///   - hangsUpAfter: the first try is given up so soon.
    ///   - takesTooMany: 429 is an answer too.
    mutating func ask(
        _ request: SimulatedRequest, server: Int = 0, hangsUpAfter haste: Duration? = nil, takesTooMany: Bool = false
    ) async throws -> Heard {
        let sentAt = ContinuousClock.now
        var tries = 0
        var last = "nothing"
        while ContinuousClock.now < sentAt + Self.limit {
            let port = ports[(server + tries) % ports.count]
            let isHasty = tries == 0 && haste != nil
            tries += 1
            do {
                let line: ClientLine
                if let kept = lines[port] { line = kept } else { line = try await ClientLine.open(port: port) }
                // Kept again only if it brings an answer.
                lines[port] = nil
                let start = ContinuousClock.now
                let answer = try await line.ask(request, patience: isHasty ? haste ?? Self.patience : Self.patience)
                let heardAt = ContinuousClock.now
                lines[port] = line
                if answer.isFinal || (takesTooMany && answer.status == 429) {
                    diary.note(request.kind, heardAt - start)
                    return Heard(answer: answer, sentAt: sentAt, heardAt: heardAt)
                }
                last = "\(answer.status) \(answer.text)"
                diary.noteSetback("\(answer.status)")
            } catch let lost as ClientLost {
                last = lost.why
                diary.noteSetback(isHasty ? "hung up" : "no answer")
            }
            if !isHasty { try await Task.sleep(for: .milliseconds(min(20 * tries, 500))) }
        }
        throw Unanswered(description: "no final answer to \(request.path) in \(Self.limit), last: \(last)")
    }

    /// Two requests at the same moment, at two processes if there are as many; each is asked until it is answered.
    mutating func askBoth(
        _ first: SimulatedRequest, _ second: SimulatedRequest, server: Int
    ) async throws -> (Heard, Heard) {
        let (here, there) = (ports[server % ports.count], ports[(server + 1) % ports.count])
        async let one = Self.once(first, port: here)
        async let other = Self.once(second, port: there)
        let (early, late) = await (one, other)
        return (
            try await settle(first, early, server: server), try await settle(second, late, server: server + 1)
        )
    }

    private static func once(_ request: SimulatedRequest, port: Int) async -> Heard? {
        let sentAt = ContinuousClock.now
        guard let line = try? await ClientLine.open(port: port),
            let answer = try? await line.ask(request, patience: patience), answer.isFinal
        else { return nil }
        line.close()
        return Heard(answer: answer, sentAt: sentAt, heardAt: .now)
    }

    private mutating func settle(_ request: SimulatedRequest, _ heard: Heard?, server: Int) async throws -> Heard {
        guard let heard else { return try await ask(request, server: server) }
        diary.note(request.kind, heard.heardAt - heard.sentAt)
        return heard
    }

    /// The answer's JSON, if it was a success.
    mutating func told(_ request: SimulatedRequest) async throws -> JSON {
        let heard = try await ask(request)
        guard heard.answer.status / 100 == 2 else {
            throw Complaint(
                .fault, "\(request.method) \(request.path) was answered \(heard.answer.status): \(heard.answer.text)")
        }
        return heard.answer.json
    }

    /// Everything noted since the last time.
    mutating func takeDiary() -> Diary {
        defer { diary = Diary() }
        return diary
    }

    mutating func note(_ change: (inout Diary) -> Void) {
        change(&diary)
    }

    mutating func close() {
        for line in lines.values { line.close() }
        lines = [:]
    }
}
