import Promotions
import Testing

@Suite("Limits and budgets")
struct LimitsTests {
    @Test("every scope and period reads back as written")
    func everyLimit() throws {
        for scope in Limit.Scope.allCases {
            for period in Limit.Period.allCases {
                let limit = Limit(
                    per: scope, period: period, max: 3, channels: scope == .channel ? ["poster"] : [])
                #expect(try Limit(reading: Fields(limit.json)) == limit)
                #expect(limit.isCampaignTotal == (scope == .campaign && period == .campaign))
            }
        }
    }

    @Test(
        "a period is named by its first local date; weeks start on Monday",
        arguments: [
            (Limit.Period.day, "2026-08-16", "2026-08-16"), (.week, "2026-08-16", "2026-08-10"),
            (.week, "2026-08-17", "2026-08-17"), (.week, "2027-01-01", "2026-12-28"),
            (.month, "2026-08-31", "2026-08-01"),
            (.month, "2028-02-29", "2028-02-01"), (.campaign, "2026-08-16", "1970-01-01"),
        ])
    func periods(period: Limit.Period, date: String, start: String) throws {
        #expect(period.start(of: try #require(LocalDate(date))).text == start)
    }

    @Test("one moment counts on each store's own date")
    func localDates() throws {
        let campaign = try Samples.campaign(1, #"{"limits": [{"per": "shopper", "period": "day", "max": 1}]}"#)
        let now = try Samples.instant("2026-08-15T06:30:00Z")
        let starts = try ["America/Los_Angeles", "Europe/Berlin"].map { identifier in
            let date = try Samples.zone(identifier).localDate(at: now)
            return Tally.keys(campaign, shopper: ID(5), store: ID(1), on: date).map(\.key.start.text)
        }
        #expect(starts == [["2026-08-14"], ["2026-08-15"]])
    }

    @Test("the campaign's total stands on its own row; the others name shopper, store or campaign")
    func counters() throws {
        let campaign = try Samples.campaign(
            9,
            #"""
            {"limits": [{"per": "campaign", "period": "campaign", "max": 4}, {"per": "store", "period": "week", "max": 5},
                        {"per": "campaign", "period": "month", "max": 6}, {"per": "shopper", "period": "campaign", "max": 7}]}
            """#)
        let date = try #require(LocalDate("2026-08-16"))
        let keys = Tally.keys(campaign, shopper: ID(50), store: ID(60), on: date)
        #expect(keys.map(\.max) == [5, 6, 7])
        #expect(keys.map(\.key.subject) == [60, 9, 50])
        #expect(keys.map(\.key.start.text) == ["2026-08-10", "2026-08-01", "1970-01-01"])
        #expect(keys.map(\.key).sorted().map(\.scope) == [.shopper, .store, .campaign])
        #expect(Tally.keys(campaign, shopper: ID(50), store: nil, on: date).map(\.key.scope) == [.campaign, .shopper])
    }

    private func budget(_ text: String) throws -> Budget {
        try Budget(reading: JSON(parsing: text), at: "budget")
    }

    @Test(
        "cover says which part of the worst case is reserved, to the minor unit and without overflow",
        arguments: [
            (#"{"amount": 1000, "currency": "USD"}"#, 1_000, 0),
            (#"{"amount": 1000, "currency": "USD", "cover": 1}"#, 1_000, 0),
            (#"{"amount": 1000, "currency": "USD", "cover": 0.5}"#, 2_000, 1_000),
            (#"{"amount": 1000, "currency": "USD", "cover": 0.3}"#, 3_333, 2_333),
            (
                #"{"amount": 1000000000000, "currency": "USD", "cover": 0.01}"#, 100_000_000_000_000, 99_000_000_000_000
            ),
        ] as [(String, Int64, Int64)])
    func cover(text: String, exposureMax: Int64, maximumLoss: Int64) throws {
        let budget = try budget(text)
        #expect(budget.exposureMax == exposureMax)
        #expect(budget.maximumLoss == maximumLoss)
    }

    @Test("every share of two decimals reads back as written")
    func everyCover() throws {
        for hundredths in 1...100 {
            let written = Budget(money: Money(7, try #require(Currency("USD"))), coverHundredths: hundredths)
            #expect(try budget(written.json.text()) == written)
        }
    }

    @Test(
        "refuses budgets that mean nothing",
        arguments: [
            #"{"amount": 1000}"#, #"{"amount": 1000, "currency": "USD", "cover": 0}"#,
            #"{"amount": 1000, "currency": "USD", "cover": 1.01}"#, #"{"amount": 1.5, "currency": "USD"}"#,
            #"{"amount": 1000000000001, "currency": "USD"}"#, #"{"amount": 0, "currency": "USD"}"#, "5",
        ])
    func badBudgets(text: String) throws {
        #expect(throws: Invalid.self) { try budget(text) }
    }
}
