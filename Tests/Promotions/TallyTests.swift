import Promotions
import Testing

/// One attempt of a random history.
private struct Attempt {
    let campaign: Campaign
    let shopper: ID<Shopper>
    let store: ID<Store>
    let date: LocalDate
}

private struct History {
    let campaigns: [Campaign]
    let attempts: [Attempt]

    init(seed: UInt64) throws {
        var draw = SeededDraw(seed)
        let scopes = Limit.Scope.allCases
        let periods = Limit.Period.allCases
        let campaigns = try (1...3).map { number in
            var campaign = try Samples.campaign(
                Int64(number), #"{"reward": {"kind": "amount_off", "amount": {"amount": 300, "currency": "USD"}}}"#)
            let all = scopes.flatMap { scope in periods.map { (scope, $0) } }.shuffled(using: &draw)
            campaign.terms.limits = all.prefix(Int.random(in: 0...5, using: &draw)).map { scope, period in
                Limit(per: scope, period: period, max: Int.random(in: 1...8, using: &draw))
            }
            if Bool.random(using: &draw), let dollars = Currency("USD") {
                campaign.terms.budget = Budget(
                    money: Money(Int64.random(in: 1...6_000, using: &draw), dollars),
                    coverHundredths: [100, 50, 33].randomElement(using: &draw) ?? 100)
            }
            return campaign
        }
        self.campaigns = campaigns
        let first = LocalDate(daysSince1970: 20_660)
        attempts = (0..<200).compactMap { _ in
            campaigns.randomElement(using: &draw).map { campaign in
                Attempt(
                    campaign: campaign, shopper: ID(Int64.random(in: 1...4, using: &draw)),
                    store: ID(Int64.random(in: 1...3, using: &draw)),
                    date: first.adding(days: Int.random(in: 0...40, using: &draw)))
            }
        }
    }
}

/// Counts again from the list of what was granted, with nothing remembered.
private struct Recount {
    var granted: [Attempt] = []

    func count(_ limit: Limit, _ attempt: Attempt) -> Int {
        granted.count { earlier in
            guard earlier.campaign.id == attempt.campaign.id else { return false }
            let isSameSubject =
                switch limit.per {
                case .shopper: earlier.shopper == attempt.shopper
                case .store: earlier.store == attempt.store
                // Nobody here comes from anywhere.
                case .campaign, .channel: true
                }
            let (old, new) = (earlier.date, attempt.date)
            let isSamePeriod =
                switch limit.period {
                case .campaign: true
                case .day: old == new
                case .week: (old.daysSince1970 + 3) / 7 == (new.daysSince1970 + 3) / 7
                case .month: old.year == new.year && old.month == new.month
                }
            return isSameSubject && isSamePeriod
        }
    }

    func refusal(_ attempt: Attempt) -> CheckInReason? {
        let terms = attempt.campaign.terms
        let full = terms.limits.filter { count($0, attempt) >= $0.max }.map(\.per)
        if full.contains(.shopper) { return .limitShopper }
        if full.contains(.store) { return .limitStore }
        if full.contains(.campaign) { return .limitCampaign }
        let mine = granted.count { $0.campaign.id == attempt.campaign.id }
        if let budget = terms.budget, Int64(mine + 1) * 300 > budget.exposureMax { return .budgetSpent }
        if full.contains(.channel) { return .limitChannel }
        return nil
    }
}

@Suite("Tallies")
struct TallyTests {
    @Test("agrees with a naive recount and never exceeds a limit or a budget, over random campaigns and attempts")
    func agreesWithRecount() throws {
        let first = UInt64.random(in: .min ... .max)
        for seed in (0..<60).map({ first &+ $0 }) {
            let history = try History(seed: seed)
            var tally = Samples.tally(history.campaigns)
            var recount = Recount()
            for attempt in history.attempts {
                let expected = recount.refusal(attempt)
                let refusal = tally.take(
                    attempt.campaign, shopper: attempt.shopper, store: attempt.store, on: attempt.date)
                try #require(refusal == expected, "seed \(seed)")
                if refusal == nil { recount.granted.append(attempt) }
            }
            for attempt in recount.granted {
                for limit in attempt.campaign.terms.limits {
                    #expect(recount.count(limit, attempt) <= limit.max, "seed \(seed)")
                }
            }
            for campaign in history.campaigns {
                let total = try #require(tally.totals[campaign.id])
                let mine = Int64(recount.granted.count { $0.campaign.id == campaign.id })
                #expect(total.coupons == mine && total.exposure == mine * 300, "seed \(seed)")
                #expect(total.exposure <= campaign.terms.exposureMax, "seed \(seed)")
            }
        }
    }

    @Test("a decision grants exactly what the recount allows, campaign by campaign, and names the same limits")
    func decisionsAgreeWithRecount() throws {
        let first = UInt64.random(in: .min ... .max)
        let zone = try Samples.zone("Asia/Tokyo")
        let noon = try #require(LocalTime(minuteOfDay: 720))
        let stores = try (1...3).map { try Samples.store($0, zone: "Asia/Tokyo") }
        for seed in (0..<20).map({ first &+ $0 }) {
            let history = try History(seed: seed)
            var tally = Samples.tally(history.campaigns)
            var recount = Recount()
            for (number, visit) in history.attempts.enumerated() {
                var expected: [CheckInReason?] = []
                for campaign in history.campaigns {
                    let attempt = Attempt(
                        campaign: campaign, shopper: visit.shopper, store: visit.store, date: visit.date)
                    expected.append(recount.refusal(attempt))
                    if expected.last == .some(nil) { recount.granted.append(attempt) }
                }
                let store = stores[Int(visit.store.rawValue) - 1]
                let decision = CheckInRules.decide(
                    .inside(Nearby(store: store, distanceMeters: 0, containment: 1), also: []),
                    visitor: CheckInRules.Visitor(
                        shopper: visit.shopper, assurance: .anonymous, fix: try Samples.fix()),
                    campaigns: history.campaigns, tally: &tally, at: zone.instant(of: visit.date, time: noon),
                    nextCoupon: { ID(Int64(number)) })
                try #require(decision.offers.map(\.reason) == expected, "seed \(seed)")
                let granted = zip(history.campaigns, expected).filter { $0.1 == nil }.map(\.0.id)
                #expect(decision.grants.map(\.campaign.id) == granted, "seed \(seed)")
                #expect(decision.verdict == (granted.isEmpty ? .acceptedNoReward : .accepted), "seed \(seed)")
            }
        }
    }

    @Test("a refusal counts nothing")
    func refusalCountsNothing() throws {
        let campaign = try Samples.campaign(
            1,
            #"{"limits": [{"per": "store", "period": "day", "max": 9}, {"per": "shopper", "period": "day", "max": 1}]}"#
        )
        var tally = Samples.tally([campaign])
        let date = LocalDate(daysSince1970: 20_660)
        #expect(tally.take(campaign, shopper: ID(5), store: ID(1), on: date) == nil)
        let before = (tally.used, tally.totals)
        #expect(tally.take(campaign, shopper: ID(5), store: ID(1), on: date) == .limitShopper)
        #expect(tally.used == before.0 && tally.totals == before.1)
        #expect(tally.take(campaign, shopper: ID(5), store: ID(1), on: date.adding(days: 1)) == nil)
    }

    @Test("of several exhausted limits the narrowest is named, in whatever order they were written")
    func narrowest() throws {
        let limits = [
            #"{"per": "campaign", "period": "day", "max": 1}"#, #"{"per": "store", "period": "day", "max": 1}"#,
            #"{"per": "shopper", "period": "day", "max": 1}"#,
        ]
        for order in [limits, limits.reversed()] {
            let campaign = try Samples.campaign(1, #"{"limits": [\#(order.joined(separator: ", "))]}"#)
            var tally = Samples.tally([campaign])
            let date = LocalDate(daysSince1970: 20_660)
            #expect(tally.take(campaign, shopper: ID(5), store: ID(1), on: date) == nil)
            #expect(tally.take(campaign, shopper: ID(5), store: ID(1), on: date) == .limitShopper)
            #expect(tally.take(campaign, shopper: ID(6), store: ID(1), on: date) == .limitStore)
            #expect(tally.take(campaign, shopper: ID(6), store: ID(2), on: date) == .limitCampaign)
        }
    }

    @Test("the last coupon that a budget covers is given, the next is not")
    func budget() throws {
        let campaign = try Samples.campaign(
            1,
            #"""
            {"reward": {"kind": "percent_off", "percent": 25, "max_discount": {"amount": 500, "currency": "USD"}},
             "budget": {"amount": 999, "currency": "USD", "cover": 0.5}}
            """#)
        var tally = Samples.tally([campaign])
        let date = LocalDate(daysSince1970: 20_660)
        let outcomes = (1...4).map { tally.take(campaign, shopper: ID($0), store: ID(1), on: date) }
        #expect(outcomes == [nil, nil, nil, .budgetSpent])
        #expect(tally.totals[campaign.id]?.exposure == 1_500)
    }

    @Test("the largest amounts reach the end of a budget without overflow, counted from the start of the campaign")
    func largest() throws {
        let campaign = try Samples.campaign(
            1,
            #"""
            {"reward": {"kind": "amount_off", "amount": {"amount": 1000000000000, "currency": "USD"}},
             "budget": {"amount": 1000000000000, "currency": "USD", "cover": 0.01}}
            """#)
        let date = LocalDate(daysSince1970: 20_660)
        func outcome(exposure: Int64, _ campaign: Campaign) -> CheckInReason? {
            let total = Tally.Total(state: .enabled, revision: 1, coupons: 0, exposure: exposure)
            var tally = Tally(used: [:], totals: [campaign.id: total])
            return tally.take(campaign, shopper: ID(1), store: ID(1), on: date)
        }
        #expect(outcome(exposure: 99_000_000_000_000, campaign) == nil)
        #expect(outcome(exposure: 99_000_000_000_001, campaign) == .budgetSpent)
        var unbounded = campaign
        unbounded.terms.budget = nil
        #expect(outcome(exposure: Int64.max - 1_000_000_000_000, unbounded) == nil)
        #expect(outcome(exposure: Int64.max - 1, unbounded) == .budgetSpent)
    }

    @Test("coupons given before a budget was set count against it")
    func lateBudget() throws {
        var campaign = try Samples.campaign(
            1, #"{"reward": {"kind": "amount_off", "amount": {"amount": 500, "currency": "USD"}}}"#)
        var tally = Samples.tally([campaign])
        let date = LocalDate(daysSince1970: 20_660)
        #expect(tally.take(campaign, shopper: ID(1), store: ID(1), on: date) == nil)
        campaign.terms.budget = Budget(money: Money(900, try #require(Currency("USD"))))
        #expect(tally.take(campaign, shopper: ID(2), store: ID(1), on: date) == .budgetSpent)
    }

    @Test("counters sort in the lock order: shoppers, stores, campaigns")
    func lockOrder() {
        func key(_ scope: Limit.Scope, _ campaign: Int64, _ subject: Int64, _ period: Limit.Period, _ day: Int)
            -> CounterKey
        {
            CounterKey(
                scope: scope, campaign: ID(campaign), subject: subject, period: period,
                start: LocalDate(daysSince1970: day))
        }
        let sorted = [
            key(.shopper, 1, 9, .day, 5), key(.shopper, 2, 1, .campaign, 0), key(.shopper, 2, 1, .day, 1),
            key(.shopper, 2, 1, .day, 2), key(.store, 1, 1, .week, 0), key(.campaign, 1, 1, .month, 0),
        ]
        #expect(sorted.reversed().sorted() == sorted)
    }
}
