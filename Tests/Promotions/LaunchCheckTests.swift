import Promotions
import Testing

@Suite("Before a launch")
struct LaunchCheckTests {
    private func findings(
        _ changes: String, stores: [Store]? = nil, at text: String = "2026-08-14T09:00:00-07:00"
    ) throws -> [String] {
        let found = LaunchCheck.findings(
            try Samples.terms(changes), stores: try stores ?? [Samples.store()], at: try Samples.instant(text))
        return found.map { "\($0.field): \($0.reason)" }
    }

    @Test(
        "nothing stands in the way of a campaign that can give",
        arguments: [
            "{}",
            // The window is open and the last one: it may still be launched.
            #"{"schedule": {"from": "2026-08-14", "to": "2026-08-15", "windows": [{"from": "07:00", "to": "10:30"}]}}"#,
            #"{"schedule": {"from": "2026-08-14", "to": "2026-08-15"}}"#,
            #"{"reward": {"kind": "amount_off", "amount": {"amount": 500, "currency": "USD"}}, "budget": {"amount": 500, "currency": "USD"}}"#,
            #"{"reward": {"kind": "amount_off", "amount": {"amount": 500, "currency": "USD"}}, "budget": {"amount": 250, "currency": "USD", "cover": 0.5}}"#,
            #"{"coupon": {"valid": {"until": "2026-08-14"}, "headline": "A", "terms": "B"}}"#,
            #"{"presence": {"when": "to_use"}, "identity": "verified", "limits": [{"per": "store", "period": "day", "max": 5}]}"#,
        ])
    func clear(changes: String) throws {
        #expect(try findings(changes) == [])
    }

    @Test(
        "every finding names the field that cures it",
        arguments: [
            (#"{"stores": {"tags": ["us"]}}"#, ["stores: no store takes part"]),
            (
                #"{"stores": {"ids": ["\#(Ref(Samples.retailer, ID<Store>(1)).text)", "\#(Ref(Samples.retailer, ID<Store>(2)).text)"]}}"#,
                ["stores.ids: names a store that does not exist or is archived"]
            ),
            (#"{"schedule": {"to": "2026-08-14"}}"#, ["schedule: no window is left in any store"]),
            (
                #"{"schedule": {"to": "2026-08-15", "windows": [{"from": "07:00", "to": "09:00"}]}}"#,
                ["schedule: no window is left in any store"]
            ),
            (
                #"{"reward": {"kind": "percent_off", "percent": 25}, "budget": {"amount": 500, "currency": "USD"}}"#,
                ["reward.max_discount: is required with a budget: it bounds what a coupon can cost"]
            ),
            (
                #"{"budget": {"amount": 500, "currency": "USD"}}"#,
                ["reward.value: is required with a budget: it bounds what a coupon can cost"]
            ),
            (
                #"{"reward": {"kind": "amount_off", "amount": {"amount": 501, "currency": "USD"}}, "budget": {"amount": 500, "currency": "USD"}}"#,
                ["budget.amount: does not cover a single coupon"]
            ),
            (
                #"{"reward": {"kind": "amount_off", "amount": {"amount": 5, "currency": "USD"}}, "budget": {"amount": 500, "currency": "EUR"}}"#,
                ["budget.currency: must be the reward's: USD"]
            ),
            (
                #"{"reward": {"kind": "amount_off", "amount": {"amount": 5, "currency": "USD"}}, "conditions": {"min_spend": {"amount": 5, "currency": "EUR"}}}"#,
                ["conditions.min_spend.currency: must be that of the other amounts: USD"]
            ),
            (
                #"{"coupon": {"valid": {"until": "2026-08-13"}, "headline": "A", "terms": "B"}}"#,
                ["coupon.valid.until: is over before a coupon could be issued"]
            ),
            (
                #"{"schedule": {"from": "2026-09-01"}, "coupon": {"valid": {"until": "2026-08-31"}, "headline": "A", "terms": "B"}}"#,
                ["coupon.valid.until: is over before a coupon could be issued"]
            ),
            (
                #"{"presence": {"when": "to_use"}}"#,
                ["identity: must be verified when the coupon is issued without a visit"]
            ),
            (
                #"""
                {"presence": {"when": "to_use"}, "identity": "verified", "limits": [{"per": "store", "period": "day", "max": 5}],
                 "coupon": {"valid": {"for": "PT1H"}, "redeem_at": "any_store", "headline": "A", "terms": "B"}}
                """#,
                [
                    "coupon.redeem_at: must be issuing_store: a limit per store counts where a coupon printed at home is used"
                ]
            ),
        ])
    func finds(changes: String, expected: [String]) throws {
        #expect(try findings(changes) == expected)
    }

    @Test("all findings are told at once")
    func allAtOnce() throws {
        let changes =
            #"{"stores": {"tags": ["us"]}, "budget": {"amount": 5, "currency": "USD"}, "presence": {"when": "to_use"}}"#
        #expect(try findings(changes).count == 3)
        #expect(try findings("{}", stores: []) == ["stores: no store takes part"])
    }

    @Test("one store whose clock still allows it is enough")
    func laterZone() throws {
        let stores = [try Samples.store(1, zone: "Europe/Berlin"), try Samples.store(2)]
        let today = #"{"schedule": {"to": "2026-08-15"}}"#
        #expect(try findings(today, stores: stores, at: "2026-08-15T00:30:00Z") == [])
        #expect(try findings(today, stores: [stores[0]], at: "2026-08-15T00:30:00Z").count == 1)
    }
}
