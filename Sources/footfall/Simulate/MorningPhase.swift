import Promotions

/// A part of the morning. All who come in it come at one moment of the stores' clock and some seconds after it: the
/// servers' clocks run on at their own pace and are set forward between two phases, by a restart.
struct MorningPhase: Hashable, Sendable {
    /// On the clock of most stores.
    let time: LocalTime
    /// How much of the shoppers, of a hundred.
    let share: Int
    var events: Set<MorningEvent> = []

    /// "07:00".
    var name: String { time.text }
}

/// What the retailer does meanwhile.
enum MorningEvent: Hashable, Sendable {
    case soldOut
    case pauseAndResume
}

/// The morning as it is planned, before anybody has come.
struct MorningPlan: Sendable {
    let seed: UInt64
    let shoppers: Int
    let storeDayMax: Int
    /// Of July 2026, a Tuesday.
    static let date = LocalDate(year: 2026, month: 7, day: 21) ?? LocalDate(daysSince1970: 0)

    let phases: [MorningPhase]

    init(seed: UInt64, shoppers: Int, storeDayMax: Int) {
        self.seed = seed
        self.shoppers = shoppers
        self.storeDayMax = storeDayMax
        func phase(_ minute: Int, _ share: Int, _ events: Set<MorningEvent> = []) -> MorningPhase? {
            LocalTime(minuteOfDay: minute).map { MorningPhase(time: $0, share: share, events: events) }
        }
        phases = [
            phase(6 * 60 + 50, 2), phase(7 * 60, 32), phase(8 * 60 + 10, 28, [.soldOut]),
            phase(9 * 60 + 20, 20, [.pauseAndResume]), phase(10 * 60 + 25, 16), phase(10 * 60 + 35, 2),
        ].compactMap(\.self)
    }

    /// When all is set up, before the day has begun anywhere.
    var opening: Instant { Zone.utc.instant(of: Self.date.adding(days: -1), time: .midnight) }

    /// Of pastries, over all stores: fewer than are wanted, so that the last hour runs into it.
    var campaignMax: Int { max(1, shoppers * 62 / 100) }
    static let pastryCents: Int64 = 450
    /// What the fallback may cost, at a dollar each.
    var fallbackBudgetCents: Int64 { Int64(max(1, shoppers * 15 / 100)) * 100 }
    /// Of a hundred shoppers, how many join the crowd.
    static let pledgersPerMille = 20
    /// A crowd that comes together when about half of the morning is over.
    var crowdTarget: Int { max(2, shoppers * Self.pledgersPerMille / 2_000) }
    /// Not all of the crowd: the order decides.
    var crowdMax: Int { max(2, shoppers * Self.pledgersPerMille * 9 / 10_000) }
}

extension MorningPlan {
    private static let schedule: JSON = ["from": "2026-07-21", "to": "2026-07-22"]

    /// - Parameter changes: members that stand in for those of the pastry campaign.
    func pastry(fallback: String, changes: JSONObject = [:]) -> JSON {
        var document: JSONObject = [
            "name": "Pastry morning",
            "schedule": [
                "from": "2026-07-21", "to": "2026-07-22", "windows": [["from": "07:00", "to": "10:30"]],
            ],
            "unlock": ["kind": "every_visit"],
            "reward": [
                "kind": "free_item", "item": "Pastry", "with_purchase": true,
                "value": ["amount": .int(Self.pastryCents), "currency": "USD"],
            ],
            "limits": [
                ["per": "shopper", "period": "campaign", "max": 1],
                ["per": "store", "period": "day", "max": .int(Int64(storeDayMax))],
                ["per": "campaign", "period": "campaign", "max": .int(Int64(campaignMax))],
            ],
            "budget": ["amount": .int(Int64(campaignMax) * Self.pastryCents + 100), "currency": "USD"],
            "fallback": .string(fallback),
            "coupon": [
                "valid": ["until": "end_of_window"], "headline": "A free pastry with your coffee",
                "terms": "One for each customer, with any purchase, while they last.",
            ],
        ]
        for member in changes { document[member.name] = member.value }
        return .object(document)
    }

    func fallback() -> JSON {
        [
            "name": "A dollar instead", "schedule": Self.schedule, "unlock": ["kind": "every_visit"],
            "reward": ["kind": "amount_off", "amount": ["amount": 100, "currency": "USD"]],
            "conditions": ["min_spend": ["amount": 300, "currency": "USD"]],
            "limits": [["per": "shopper", "period": "campaign", "max": 1]],
            "budget": ["amount": .int(fallbackBudgetCents), "currency": "USD"],
            "coupon": [
                "valid": ["for": "PT12H"], "headline": "A dollar off, because the pastries are gone",
                "terms": "One for each customer.",
            ],
        ]
    }

    func crowd(deadline: Instant) -> JSON {
        [
            "name": "Half a dollar for all of us", "schedule": Self.schedule,
            "unlock": [
                "kind": "crowd", "target": .int(Int64(crowdTarget)), "counts": "pledges",
                "deadline": .string(deadline.rfc3339),
            ],
            "reward": ["kind": "amount_off", "amount": ["amount": 50, "currency": "USD"]],
            "limits": [["per": "campaign", "period": "campaign", "max": .int(Int64(crowdMax))]],
            "coupon": [
                "valid": ["for": "PT12H"], "headline": "Half a dollar off, because so many came",
                "terms": "One for everybody who joined, in order.",
            ],
        ]
    }
}
