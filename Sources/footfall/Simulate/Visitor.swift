import Promotions

/// Plays what simulated people do, one after the other, and writes down what they are told.
struct Visitor {
    let stage: Stage
    var client: Client
    private static let haste = Duration.milliseconds(2)
    private static let tries = 70
    /// From here on the last day is full of attempts.
    private static let tricksFrom = 66

    mutating func play(_ job: PhaseQueue.Job) async throws {
        switch job {
        case .visit(let arrival): try await visit(arrival)
        case .sale(let held): try await sell(held)
        }
    }

    /// Who somebody is for the server.
    struct Person {
        let id: Int64
        let token: String
    }

    private mutating func visit(_ arrival: Arrival) async throws {
        let person = try await person(arrival)
        if arrival.joinsCrowd { try await pledge(arrival, person) }
        let told: [Diary.ToldVisit]
        switch arrival.manner {
        case .honest, .returning, .outside, .lost, .vague, .stale, .twoTills, .wrongStore, .copying, .guessing:
            told = try await checkIn(arrival, person, "a", arrival.fix)
        case .mocked: told = try await checkIn(arrival, person, "a", arrival.fix, isMocked: true)
        case .hangingUp: told = try await checkIn(arrival, person, "a", arrival.fix, hangsUp: true)
        case .retrying:
            let request = request(arrival, person, "a", arrival.fix)
            told = try await both(arrival, person, [("a", request), ("a", request)])
        case .racing:
            told = try await both(
                arrival, person,
                [
                    ("a", request(arrival, person, "a", arrival.fix)),
                    ("b", request(arrival, person, "b", arrival.laterFix)),
                ])
        case .replaying: told = try await replay(arrival, person)
        case .jumping: told = try await jump(arrival, person)
        case .firing: told = try await fire(arrival, person)
        }
        if arrival.manner == .guessing { try await guess(arrival) }
        var taken: Set<Int64> = []
        for visit in told {
            for coupon in visit.coupons where taken.insert(coupon.id).inserted {
                try await bring(coupon, of: visit, arrival)
            }
        }
    }

    private mutating func person(_ arrival: Arrival) async throws -> Person {
        guard arrival.signsUp, arrival.manner != .returning else {
            return Person(id: stage.shopper(arrival.shopper).rawValue, token: stage.token(of: arrival.shopper))
        }
        let body: JSON = ["consents": ["location": true, "marketing": false], "locale": "en"]
        let heard = try await client.ask(
            SimulatedRequest(.signUp, "POST", "/v1/shoppers", app: stage.shop.app, body), server: arrival.server)
        guard let id = heard.answer.json["id"]?.stringValue.flatMap({ ID<Shopper>(text: $0) }),
            let token = heard.answer.json["token"]?.stringValue
        else {
            throw Complaint(.fault, "A sign-up was answered \(heard.answer.status): \(heard.answer.text)")
        }
        return Person(id: id.rawValue, token: token)
    }

    func key(_ arrival: Arrival, _ step: String) -> String {
        "\(arrival.shopper)-\(arrival.phase)-\(step)"
    }

    private func request(
        _ arrival: Arrival, _ person: Person, _ step: String, _ fix: SimulatedFix, isMocked: Bool = false,
        capturedAt: Instant? = nil
    ) -> SimulatedRequest {
        .checkIn(
            fix, token: person.token, key: key(arrival, step), channel: arrival.channel, isMocked: isMocked,
            capturedAt: capturedAt)
    }

    private mutating func checkIn(
        _ arrival: Arrival, _ person: Person, _ step: String, _ fix: SimulatedFix, isMocked: Bool = false,
        hangsUp: Bool = false, isTrick: Bool = false
    ) async throws -> [Diary.ToldVisit] {
        let heard = try await client.ask(
            request(arrival, person, step, fix, isMocked: isMocked), server: arrival.server,
            hangsUpAfter: hangsUp ? Self.haste : nil)
        let isTrick = isTrick || arrival.manner.earnsNothing
        guard let told = note(heard, key(arrival, step), person, arrival.manner, isTrick: isTrick) else { return [] }
        guard told.verdict == "held", !isTrick, !arrival.manner.isCheat else { return [told] }
        return try await settle(heard, arrival, person, step)
    }

    /// Sends another fix, up to two, and names the nearest store where several are possible.
    private mutating func settle(
        _ held: Client.Heard, _ arrival: Arrival, _ person: Person, _ step: String
    ) async throws -> [Diary.ToldVisit] {
        var heard = held
        for (turn, fix) in [arrival.laterFix, arrival.fix].enumerated() {
            let json = heard.answer.json
            guard json["verdict"]?.stringValue == "held", let id = json["id"]?.stringValue else { break }
            let isOneOfSeveral = json["reasons"]?[0]?["code"]?.stringValue == "several_stores"
            let store = isOneOfSeveral ? json["candidates"]?[0]?["store"]?["id"]?.stringValue : nil
            let key = key(arrival, "\(step)-\(turn)")
            let next = try await client.ask(
                .fix(fix, of: id, store: store, token: person.token, key: key), server: arrival.server)
            // Waited too long: nothing more comes of it.
            if next.answer.code == "not_held" { break }
            heard = next
            guard note(heard, key, person, arrival.manner, isTrick: false) != nil else { break }
        }
        let told = Diary.ToldVisit(
            heard, key: key(arrival, step), shopper: person.id, manner: arrival.manner, isTrick: false)
        return told.map { [$0] } ?? []
    }

    private mutating func both(
        _ arrival: Arrival, _ person: Person, _ pair: [(step: String, request: SimulatedRequest)]
    ) async throws -> [Diary.ToldVisit] {
        let heard = try await client.askBoth(pair[0].request, pair[1].request, server: arrival.server)
        return [heard.0, heard.1].enumerated().compactMap { place, heard in
            note(heard, key(arrival, pair[place].step), person, arrival.manner, isTrick: false)
        }
    }

    /// The same fix, as the phone would have to say it, under a new key.
    private mutating func replay(_ arrival: Arrival, _ person: Person) async throws -> [Diary.ToldVisit] {
        let capturedAt = stage.now.adding(seconds: -2)
        var told: [Diary.ToldVisit] = []
        for step in ["a", "b"] {
            let heard = try await client.ask(
                request(arrival, person, step, arrival.fix, capturedAt: capturedAt), server: arrival.server)
            let visit = note(heard, key(arrival, step), person, arrival.manner, isTrick: step == "b")
            if let visit { told.append(visit) }
        }
        return told
    }

    private mutating func jump(_ arrival: Arrival, _ person: Person) async throws -> [Diary.ToldVisit] {
        let first = try await checkIn(arrival, person, "a", arrival.fix)
        let wasThere = first.contains { $0.verdict.hasPrefix("accepted") }
        let isFar = arrival.otherPlace != arrival.place
        return try await first
            + checkIn(arrival, person, "b", arrival.otherFix, isTrick: wasThere && isFar)
    }

    private mutating func fire(_ arrival: Arrival, _ person: Person) async throws -> [Diary.ToldVisit] {
        var told: [Diary.ToldVisit] = []
        for turn in 0..<Self.tries {
            let fix = turn.isMultiple(of: 2) ? arrival.fix : arrival.laterFix
            told += try await checkIn(
                arrival, person, "\(turn)", fix.again(turn), isTrick: turn >= Self.tricksFrom)
        }
        return told
    }

    private mutating func note(
        _ heard: Client.Heard, _ key: String, _ person: Person, _ manner: Manner, isTrick: Bool
    ) -> Diary.ToldVisit? {
        if heard.answer.status == 422, heard.answer.code == "no_store_near" {
            client.note { $0.unrecorded += 1 }
            return nil
        }
        let told = Diary.ToldVisit(heard, key: key, shopper: person.id, manner: manner, isTrick: isTrick)
        client.note { diary in
            if let told {
                diary.visits.append(told)
            } else {
                diary.oddities.append("check-in \(key): \(heard.answer.status) \(heard.answer.text)")
            }
        }
        return told
    }
}
