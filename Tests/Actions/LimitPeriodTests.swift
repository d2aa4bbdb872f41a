import Promotions
import Testing

@testable import Actions

@Suite("Limits by subject and period", .serialized)
struct LimitPeriodTests {
    static let all = Limit.Scope.allCases.flatMap { scope in Limit.Period.allCases.map { (scope, $0) } }

    /// A moment in the next day, week or month of the store, an hour into it; nil where there is none.
    private static func next(_ period: Limit.Period) -> String? {
        switch period {
        case .day: "2026-07-22T08:00:00Z"
        case .week: "2026-07-27T08:00:00Z"
        case .month: "2026-08-01T08:00:00Z"
        case .campaign: nil
        }
    }

    @Test("two per subject and period, and again in the next one; others go on meanwhile", arguments: all)
    func holds(_ scope: Limit.Scope, _ period: Limit.Period) async throws {
        try await World.with { world in
            let store = try await world.store()
            let next = try await world.store("Next", latitude: 37.9)
            var limit: JSONObject = [
                "per": .string(scope.rawValue), "period": .string(period.rawValue), "max": 2,
            ]
            if scope == .channel { limit["channels"] = ["Poster", "twitter"] }
            try await world.launch(changing: [
                "schedule": [:], "limits": [.object(limit)], "presence": ["too_soon_minutes": 0],
            ])
            let regular = try await world.shopper()
            var fixes = 0
            func earns(_ shopper: ID<Shopper>? = nil, in store: Store, from channel: String? = "poster") async throws
                -> CheckInReason?
            {
                fixes += 1
                let caller = scope == .shopper && shopper == nil ? regular : try await world.shopper()
                let attempt = world.attempt(caller, at: store, accuracy: 10 + Double(fixes), from: channel)
                let answer = try await world.desk.checkIn(attempt).value
                return answer.coupons.isEmpty ? answer.reasons.first?.reason : nil
            }
            let refusal: CheckInReason =
                switch scope {
                case .shopper: .limitShopper
                case .store: .limitStore
                case .campaign: .limitCampaign
                case .channel: .limitChannel
                }
            #expect(try await earns(in: store) == nil)
            world.clock.advance(seconds: 60)
            #expect(try await earns(in: store) == nil)
            world.clock.advance(seconds: 60)
            #expect(try await earns(in: store, from: "POSTER") == refusal)
            switch scope {
            case .shopper: #expect(try await earns(ID(1), in: store) == nil)
            case .store: #expect(try await earns(in: next) == nil)
            case .campaign: #expect(try await earns(in: next) == .limitCampaign)
            case .channel:
                #expect(try await earns(in: store, from: "twitter") == nil)
                // Made-up names share one count with no name at all.
                #expect(try await earns(in: store, from: "poster2") == nil)
                #expect(try await earns(in: store, from: nil) == nil)
                #expect(try await earns(in: store, from: "poster3") == .limitChannel)
            }
            guard let moment = Self.next(period) else { return }
            world.clock.set(moment)
            #expect(try await earns(in: store) == nil)
        }
    }
}
