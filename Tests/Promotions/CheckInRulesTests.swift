import Geofence
import Promotions
import Testing

@Suite("Deciding a check-in")
struct CheckInRulesTests {
    static let noon = "2026-08-14T12:00:00-07:00"
    static let morning =
        #"{"schedule": {"from": "2026-08-14", "to": "2026-08-15", "windows": [{"from": "07:00", "to": "10:30"}]}}"#

    private func decide(
        _ campaigns: [Campaign], at text: String = noon, store: Store? = nil, northMeters: Double = 0,
        accuracyMeters: Double = 15, assurance: Shopper.Assurance = .anonymous, tally: Tally? = nil
    ) throws -> Decision {
        let store = try store ?? Samples.store()
        let fix = try Samples.fix(northMeters: northMeters, accuracyMeters: accuracyMeters)
        let whereabouts = PresenceRules.judge(
            fix, at: store, policy: StorePolicy(campaigns.map(\.terms.presence)))
        var tally = tally ?? Samples.tally(campaigns)
        var next: Int64 = 100
        return CheckInRules.decide(
            whereabouts, visitor: CheckInRules.Visitor(shopper: ID(5), assurance: assurance, fix: fix),
            campaigns: campaigns, tally: &tally, at: try Samples.instant(text),
            nextCoupon: {
                next += 1
                return ID(next)
            })
    }

    private func told(_ decision: Decision) -> String {
        ([decision.verdict.rawValue] + decision.reasons.map(\.rawValue)).joined(separator: " ")
    }

    @Test("a shopper inside earns one coupon of each campaign that gives")
    func earns() throws {
        let decision = try decide([try Samples.campaign(1), try Samples.campaign(2, revision: 3)])
        #expect(told(decision) == "accepted")
        #expect(decision.grants.map(\.coupon) == [ID(101), ID(102)])
        #expect(decision.offers.map(\.state) == [.issued, .issued])
        #expect(decision.offers.map(\.coupon) == [ID(101), ID(102)])
        #expect(decision.offers.map(\.revision) == [1, 3])
        #expect(decision.grants.first?.expiresAt.rfc3339 == "2026-08-15T07:00:00Z")
    }

    @Test(
        "each obstacle withholds the reward, not the check-in",
        arguments: [
            (morning, "2026-08-14T06:59:59-07:00", "before_start", OfferOutcome.State.beforeStart),
            (morning, "2026-08-14T10:30:00-07:00", "ended", .expired),
            (#"{"schedule": {"windows": [{"from": "07:00", "to": "10:30"}]}}"#, noon, "outside_window", .beforeStart),
            (#"{"schedule": {"to": "2026-08-14"}}"#, noon, "ended", .expired),
            (#"{"identity": "verified"}"#, noon, "identity_required", .ineligible),
            (
                #"{"coupon": {"valid": {"until": "2026-08-13"}, "headline": "A", "terms": "B"}}"#, noon, "ended",
                .expired
            ),
        ])
    func obstacles(changes: String, at text: String, reason: String, state: OfferOutcome.State) throws {
        let decision = try decide([try Samples.campaign(1, changes)], at: text)
        #expect(told(decision) == "accepted_no_reward \(reason)")
        #expect(decision.offers.map(\.state) == [state])
        #expect(decision.offers.first?.reason?.rawValue == reason)
        #expect(decision.grants.isEmpty)
    }

    @Test("a window is open to the last microsecond and closed at its end")
    func sharpEnd() throws {
        let campaign = try Samples.campaign(1, Self.morning)
        #expect(told(try decide([campaign], at: "2026-08-14T10:29:59.999999-07:00")) == "accepted")
        #expect(told(try decide([campaign], at: "2026-08-14T10:30:00-07:00")) == "accepted_no_reward ended")
    }

    @Test("a verified shopper earns what an anonymous one does not")
    func identity() throws {
        let campaign = try Samples.campaign(1, #"{"identity": "verified"}"#)
        #expect(told(try decide([campaign], assurance: .verified)) == "accepted")
        #expect(told(try decide([campaign], assurance: .claimed)) == "accepted_no_reward identity_required")
    }

    @Test("without a campaign a visit counts and earns nothing; coupons to print at home are not earned by it")
    func noOffer() throws {
        let atHome = try Samples.campaign(1, #"{"presence": {"when": "to_use"}}"#)
        for campaigns in [[], [atHome]] {
            let decision = try decide(campaigns)
            #expect(told(decision) == "accepted_no_reward no_offer_here")
            #expect(decision.offers.isEmpty)
        }
    }

    @Test("outside the fence nothing is decided about offers, whatever the campaign")
    func outside() throws {
        let decision = try decide([try Samples.campaign(1)], northMeters: 2_000)
        #expect(told(decision) == "refused outside_fence")
        #expect(decision.offers.isEmpty)
    }

    @Test("a closed store refuses even inside the fence, and asks for no better fix")
    func closed() throws {
        let store = try Samples.store(hours: #"{"fri": [{"from": "05:00", "to": "12:00"}]}"#)
        let campaign = try Samples.campaign(1)
        #expect(told(try decide([campaign], store: store)) == "refused store_closed")
        #expect(told(try decide([campaign], store: store, northMeters: 98)) == "refused store_closed")
        #expect(told(try decide([campaign], at: "2026-08-14T11:59:59-07:00", store: store)) == "accepted")
        #expect(
            told(try decide([campaign], at: "2026-08-14T11:59:59-07:00", store: store, northMeters: 98))
                == "held uncertain")
        #expect(told(try decide([campaign], store: store, northMeters: 2_000)) == "refused outside_fence")
    }

    @Test("several stores are held as long as one of them is open")
    func severalStores() throws {
        let open = Nearby(store: try Samples.store(1), distanceMeters: 0, containment: 0.9)
        let shut = Nearby(store: try Samples.store(2, hours: #"{"mon": []}"#), distanceMeters: 0, containment: 0.9)
        func verdict(_ nearby: [Nearby]) throws -> String {
            var tally = Samples.tally([])
            return told(
                CheckInRules.decide(
                    .unclear(.severalStores, nearby),
                    visitor: CheckInRules.Visitor(shopper: ID(5), assurance: .anonymous, fix: nil), campaigns: [],
                    tally: &tally, at: try Samples.instant(Self.noon), nextCoupon: { ID(1) }))
        }
        #expect(try verdict([open, shut]) == "held several_stores")
        #expect(try verdict([shut, shut]) == "refused store_closed")
    }

    @Test("at one store each campaign keeps its own threshold")
    func thresholds() throws {
        let lax = try Samples.campaign(1, #"{"presence": {"inside": 0.5}}"#)
        let strict = try Samples.campaign(2, #"{"presence": {"inside": 0.99}}"#)
        let precise = try Samples.campaign(3, #"{"presence": {"max_accuracy_meters": 30}}"#)
        let kiosk = try Samples.store(radiusMeters: 30)
        let decision = try decide([lax, strict, precise], store: kiosk, accuracyMeters: 35)
        #expect(told(decision) == "accepted")
        #expect(decision.offers.map(\.reason) == [nil, .uncertain, .inaccurate])
        #expect(decision.offers.map(\.state) == [.issued, .inProgress, .inProgress])
        #expect(told(try decide([strict, precise], northMeters: 60, accuracyMeters: 11)) == "accepted")
    }

    @Test("reasons come once each, in order of precedence, whatever the order of the campaigns")
    func reasonOrder() throws {
        let campaigns = [
            try Samples.campaign(1, #"{"identity": "verified"}"#),
            try Samples.campaign(2, #"{"schedule": {"to": "2026-08-01"}}"#),
            try Samples.campaign(3, #"{"identity": "verified"}"#),
            try Samples.campaign(4, #"{"schedule": {"from": "2026-09-01"}}"#),
        ]
        let expected = "accepted_no_reward before_start ended identity_required"
        #expect(told(try decide(campaigns)) == expected)
        #expect(told(try decide(campaigns.reversed())) == expected)
    }

    @Test("one campaign that gives is enough: what the others lack is told with their offers only")
    func oneGives() throws {
        let decision = try decide([try Samples.campaign(1, #"{"identity": "verified"}"#), try Samples.campaign(2)])
        #expect(told(decision) == "accepted")
        #expect(decision.offers.map(\.reason) == [.identityRequired, nil])
    }

    @Test(
        "what has been given out is told as taken",
        arguments: [
            (#"{"limits": [{"per": "shopper", "period": "day", "max": 1}]}"#, "limit_shopper"),
            (#"{"limits": [{"per": "store", "period": "day", "max": 1}]}"#, "limit_store"),
            (#"{"limits": [{"per": "campaign", "period": "day", "max": 1}]}"#, "limit_campaign"),
            (#"{"limits": [{"per": "campaign", "period": "campaign", "max": 1}]}"#, "limit_campaign"),
            (
                #"""
                {"reward": {"kind": "amount_off", "amount": {"amount": 5, "currency": "USD"}},
                 "budget": {"amount": 9, "currency": "USD"}}
                """#, "budget_spent"
            ),
        ])
    func givenOut(changes: String, reason: String) throws {
        let campaign = try Samples.campaign(1, changes)
        var tally = Samples.tally([campaign])
        #expect(told(try decide([campaign], tally: tally)) == "accepted")
        let today = try #require(LocalDate("2026-08-14"))
        #expect(tally.take(campaign, shopper: ID(5), store: ID(1), on: today) == nil)
        let decision = try decide([campaign], tally: tally)
        #expect(told(decision) == "accepted_no_reward \(reason)")
        #expect(decision.offers.map(\.state) == [.taken])
        let midnight = "2026-08-15T00:00:00-07:00"
        let isDaily = campaign.terms.limits.contains { $0.period == .day }
        #expect(told(try decide([campaign], at: midnight, tally: tally)).hasPrefix("accepted_no_reward") != isDaily)
    }

    @Test("a paused campaign, or another revision than the counter's, gives nothing")
    func overtaken() throws {
        let campaign = try Samples.campaign(1)
        for (total, reason) in [
            (Tally.Total(state: .paused, revision: 1, coupons: 0, exposure: 0), "no_offer_here"),
            (Tally.Total(state: .archived, revision: 1, coupons: 0, exposure: 0), "ended"),
            (Tally.Total(state: .enabled, revision: 2, coupons: 0, exposure: 0), "ended"),
        ] {
            let decision = try decide([campaign], tally: Tally(used: [:], totals: [campaign.id: total]))
            #expect(told(decision) == "accepted_no_reward \(reason)")
        }
        #expect(told(try decide([campaign], tally: Tally(used: [:], totals: [:]))) == "accepted_no_reward ended")
    }

    @Test("every sentence is calm: it ends with a full stop, shouts nothing and never says error")
    func sentences() {
        for reason in CheckInReason.allCases {
            for isVisit in [true, false] {
                let say = CheckInWords.say(reason, distanceMeters: 180, opensAt: "tomorrow at 7:00", isVisit: isVisit)
                    .text
                #expect(say.hasSuffix(".") && !say.contains("!") && !say.lowercased().contains("error"), "\(say)")
                #expect(say.first?.isUppercase == true)
                #expect(isVisit || !say.contains("checked in"))
            }
        }
    }

    @Test(
        "says how far it is in steps that a phone can know",
        arguments: [
            (3.0, "You are about 10 m away. Walk to the store and try again."),
            (184, "You are about 180 m away. Walk to the store and try again."),
            (949, "You are about 950 m away. Walk to the store and try again."),
            (950, "You are about 1.0 km away. Walk to the store and try again."),
            (1_949, "You are about 1.9 km away. Walk to the store and try again."),
            (9_949, "You are about 9.9 km away. Walk to the store and try again."),
            (12_345_678, "You are about 12346 km away. Walk to the store and try again."),
            (0, "Your position is too vague to tell. Step towards a window and try again."),
            (.infinity, "You are not in the store. Walk there and try again."),
            (nil, "You are not in the store. Walk there and try again."),
        ] as [(Double?, String)])
    func distances(meters: Double?, expected: String) {
        #expect(CheckInWords.say(.outsideFence, distanceMeters: meters).text == expected)
    }

    @Test("what a check-in remembers of offers and candidates reads back as it was")
    func remembered() {
        let offers = [
            OfferOutcome(campaign: ID(1), revision: 2, state: .issued, coupon: ID(3)),
            OfferOutcome(campaign: ID(4), revision: 1, state: .taken, reason: .limitStore),
        ]
        #expect(offers.map { OfferOutcome(stored: $0.stored) } == offers)
        let candidate = CheckInRecord.Candidate(store: ID(9), distanceMeters: 12.5, containment: 0.875)
        #expect(CheckInRecord.Candidate(stored: candidate.stored) == candidate)
        #expect(OfferOutcome(stored: ["c": 1]) == nil)
    }
}
