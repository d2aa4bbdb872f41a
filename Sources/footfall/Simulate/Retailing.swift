import Promotions

/// What the retailer did while people came, and when it was answered.
struct RetailingLog: Sendable {
    struct SoldOut: Sendable {
        let store: Int64
        let answeredAt: ContinuousClock.Instant
        /// Milliseconds since 1970, as ids carry them.
        let realMilliseconds: Int64
    }

    struct Pause: Sendable {
        let answeredAt: ContinuousClock.Instant
        let resumedAt: ContinuousClock.Instant
    }

    var soldOut: SoldOut?
    var pause: Pause?
}

/// The retailer at work in one phase.
struct Retailing {
    let stage: Stage
    let arrivals: ArrivalMaker
    var visitor: Visitor
    private static let pause = Duration.milliseconds(400)
    /// How many more people are sent at once to see whether it holds, to each process.
    static let probes = 4

    mutating func act(_ events: Set<MorningEvent>, during queue: PhaseQueue) async throws -> RetailingLog {
        var log = RetailingLog()
        if events.contains(.soldOut) {
            try await queue.wait(until: 0.4)
            log.soldOut = try await sayNoneAreLeft()
            try await probe(at: stage.shop.spentPlace, from: 0)
        }
        if events.contains(.pauseAndResume) {
            try await queue.wait(until: 0.4)
            log.pause = try await pauseAndResume(queue)
        }
        return log
    }

    /// A till of the store says so, with the store's PIN.
    private mutating func sayNoneAreLeft() async throws -> RetailingLog.SoldOut {
        let shop = stage.shop
        let text = shop.places.all[shop.spentPlace].id
        guard let store = Ref<Store>(text: text), let till = shop.tills[shop.spentPlace]?.first else {
            throw Complaint(.fault, "\(text) is no store with a till.")
        }
        _ = try await visitor.client.told(
            SimulatedRequest(
                .other, "POST", "/v1/stores/\(text)/sold-out", token: till, key: "sold-out",
                ["campaign_id": .string(shop.pastry.text), "pin": .string(shop.pin)]))
        return RetailingLog.SoldOut(
            store: store.id.rawValue, answeredAt: .now,
            realMilliseconds: Moments.realMilliseconds())
    }

    private mutating func pauseAndResume(_ queue: PhaseQueue) async throws -> RetailingLog.Pause {
        let path = "/v1/campaigns/\(stage.shop.pastry.text)"
        _ = try await visitor.client.told(
            SimulatedRequest(.other, "POST", "\(path)/pause", token: stage.shop.owner, key: "pause"))
        let answeredAt = ContinuousClock.now
        try await probe(at: stage.shop.spentPlace == 0 ? 1 : 0, from: Self.probes)
        try await Task.sleep(until: answeredAt + Self.pause)
        let resumedAt = ContinuousClock.now
        _ = try await visitor.client.told(
            SimulatedRequest(.other, "POST", "\(path)/resume", token: stage.shop.owner, key: "resume"))
        return RetailingLog.Pause(answeredAt: answeredAt, resumedAt: resumedAt)
    }

    private mutating func probe(at place: Int, from first: Int) async throws {
        for number in first..<first + Self.probes {
            try await visitor.play(.visit(arrivals.probe(at: place, shopper: stage.plan.shoppers + number)))
        }
    }
}
