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
            }
        }
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
