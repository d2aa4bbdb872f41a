import Promotions
import Testing

@Suite("Issuing a coupon to print at home")
struct IssueRulesTests {
    private func issue(
        _ changes: String, at text: String = "2026-08-14T22:00:00-07:00", assurance: Shopper.Assurance = .verified,
        store: Store? = nil, times: Int = 1
    ) throws -> [String] {
        let campaign = try Samples.campaign(1, changes)
        let store = try store ?? Samples.store()
        var tally = Samples.tally([campaign])
        return try (1...times).map { number in
            let outcome = IssueRules.decide(
                campaign, shopper: ID(5), assurance: assurance, store: store, tally: &tally,
                at: try Samples.instant(text), nextCoupon: { ID(Int64(number)) })
            return switch outcome {
            case .granted(let grant): "coupon \(grant.coupon.rawValue) until \(grant.expiresAt.rfc3339)"
            case .refused(let reason): reason.rawValue
            case .short(let balance, let price): "\(balance) of \(price.points)"
            }
        }
    }

    @Test("a price is paid from what the shopper has, after the limits had their say")
    func price() throws {
        let priced = try Samples.campaign(
            1, #"{"price": {"points": 50}, "limits": [{"per": "shopper", "period": "campaign", "max": 2}]}"#)
        var tally = Samples.tally([priced])
        tally.points = [ID(5): 120, ID(6): 49]
        let now = try Samples.instant("2026-08-14T22:00:00-07:00")
        let store = try Samples.store()
        func ask(_ shopper: Int64) -> String {
            switch IssueRules.decide(
                priced, shopper: ID(shopper), assurance: .anonymous, store: store, tally: &tally, at: now,
                nextCoupon: { ID(1) })
            {
            case .granted: "granted"
            case .refused(let reason): reason.rawValue
            case .short(let balance, let price): "\(balance) of \(price.points)"
            }
        }
        #expect((1...3).map { _ in ask(5) } == ["granted", "granted", "limit_shopper"])
        #expect(ask(6) == "49 of 50" && ask(7) == "0 of 50")
        #expect(tally.points == [ID(5): 20, ID(6): 49])
    }

    @Test("needs no open store, and takes the store's own clock")
    func atHome() throws {
        let shut = try Samples.store(hours: #"{"mon": []}"#)
        #expect(try issue("{}", store: shut) == ["coupon 1 until 2026-08-15T17:00:00Z"])
        let inBerlin = try Samples.store(zone: "Europe/Berlin")
        #expect(try issue(#"{"schedule": {"to": "2026-08-15"}}"#) == ["coupon 1 until 2026-08-15T17:00:00Z"])
        #expect(try issue(#"{"schedule": {"to": "2026-08-15"}}"#, store: inBerlin) == ["ended"])
    }

    @Test(
        "refuses with the first reason",
        arguments: [
            (#"{"schedule": {"from": "2026-08-15"}, "identity": "verified"}"#, "before_start"),
            (#"{"schedule": {"to": "2026-08-14"}, "identity": "verified"}"#, "ended"),
            (#"{"schedule": {"windows": [{"from": "07:00", "to": "10:30"}]}}"#, "outside_window"),
            (
                #"{"identity": "verified", "limits": [{"per": "shopper", "period": "day", "max": 1}]}"#,
                "identity_required"
            ),
            (#"{"coupon": {"valid": {"until": "2026-08-13"}, "headline": "A", "terms": "B"}}"#, "ended"),
        ])
    func refusals(changes: String, reason: String) throws {
        #expect(try issue(changes, assurance: .claimed) == [reason])
    }

    @Test("counts against the same limits as a visit")
    func limits() throws {
        let once =
            #"{"limits": [{"per": "store", "period": "day", "max": 2}, {"per": "campaign", "period": "campaign", "max": 3}]}"#
        #expect(try issue(once, times: 3).last == "limit_store")
        #expect(
            try issue(#"{"limits": [{"per": "shopper", "period": "campaign", "max": 1}]}"#, times: 2).last
                == "limit_shopper")
        #expect(
            try issue(#"{"limits": [{"per": "campaign", "period": "campaign", "max": 1}]}"#, times: 2).last
                == "limit_campaign")
    }
}
