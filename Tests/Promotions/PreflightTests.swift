import Geofence
import Promotions
import Testing

@Suite("Preflight")
struct PreflightTests {
    private static let now = "2026-07-21T16:00:00Z"

    private func preflight(
        _ changes: String, stores: [Store]? = nil, perHour: Double = 60, at now: String = now
    ) throws -> Preflight {
        Preflight(
            try Samples.campaign(1, changes), stores: try stores ?? [Samples.store()], arrivalsPerHour: perHour,
            at: try Samples.instant(now))
    }

    private func says(_ preflight: Preflight, _ part: String) -> Bool {
        preflight.findings.contains { $0.say.text.contains(part) }
    }

    private func store(_ number: Int64, _ latitude: Double, _ longitude: Double, zone: String) throws -> Store {
        let place = try #require(Position(latitude: latitude, longitude: longitude))
        return Store(
            id: ID(number), externalID: nil, name: "Store \(number)", zone: try Samples.zone(zone), location: place,
            fence: .circle(center: place, radiusMeters: 75))
    }

    @Test("pins that look wrong are named, honest ones are not")
    func pins() throws {
        let stores = [
            try store(1, 0, 0, zone: "America/New_York"), try store(2, 40.7128, 74.0061, zone: "America/New_York"),
            try store(3, 40.71, -74, zone: "America/New_York"), try store(4, 39.4704, 75.9898, zone: "Asia/Shanghai"),
            try store(5, 42.8781, -8.5448, zone: "Europe/Madrid"),
            try store(6, 42.8781, -8.5448, zone: "Europe/Madrid"),
        ]
        let found = try preflight("{}", stores: stores).findings.filter { $0.field == "stores" }.map(\.say.text)
        #expect(found.contains { $0.contains("0, 0 in the sea") && $0.contains("Store 1.") })
        #expect(found.contains { $0.contains("far from its time zone") && $0.hasSuffix(": Store 2.") })
        #expect(found.contains { $0.contains("two decimals") && $0.hasSuffix(": Store 1, Store 3.") })
        #expect(found.contains { $0.contains("share their pin") && $0.hasSuffix(": Store 5, Store 6.") })
        let polygon = try Fence(
            reading: Fields(
                JSON(
                    parsing:
                        #"{"type": "Polygon", "coordinates": [[[-8.5, 42.9], [-8.4, 42.9], [-8.4, 43], [-8.5, 42.9]]]}"#
                )),
            around: stores[4].location)
        var outside = stores[4]
        outside.fence = polygon
        #expect(says(try preflight("{}", stores: [outside]), "does not hold its own pin"))
    }

    @Test("fences overlap from either side, whatever their sizes")
    func overlaps() throws {
        let small = try Samples.store(1, radiusMeters: 20)
        let big = try Samples.store(2, northMeters: 200, radiusMeters: 190)
        let away = try Samples.store(3, northMeters: 2_000)
        let told = try preflight("{}", stores: [small, big, away]).findings.map(\.say.text)
        #expect(
            told.contains { $0.hasPrefix("2 stores have fences that overlap") && $0.hasSuffix("Store 1, Store 2.") })
    }

    @Test("a store that is shut in every window is named")
    func shut() throws {
        let hours = #"{"mon": [{"from": "11:00", "to": "18:00"}]}"#
        let windows = #"{"schedule": {"windows": [{"from": "07:00", "to": "10:30"}]}}"#
        #expect(
            says(try preflight(windows, stores: [Samples.store(hours: hours)]), "closed in all of the next windows"))
        let long = #"{"schedule": {"windows": [{"from": "07:00", "to": "11:30"}]}}"#
        #expect(!says(try preflight(long, stores: [Samples.store(hours: hours)]), "closed in all of the next windows"))
    }

    @Test(
        "the worst case is the tightest of what bounds it",
        arguments: [
            (#"[{"per": "campaign", "period": "campaign", "max": 100}]"#, "null", 100),
            (#"[{"per": "store", "period": "day", "max": 10}]"#, "null", 60),
            (#"[{"per": "store", "period": "week", "max": 10}]"#, "null", 20),
            (#"[{"per": "campaign", "period": "day", "max": 7}]"#, "null", 21),
            (#"[{"per": "store", "period": "campaign", "max": 10}]"#, #"{"amount": 3500, "currency": "USD"}"#, 7),
            (#"[{"per": "shopper", "period": "campaign", "max": 1}]"#, "null", nil),
            (#"[]"#, #"{"amount": 3500, "currency": "USD", "cover": 0.5}"#, 14),
        ] as [(String, String, Int64?)])
    func worstCase(limits: String, budget: String, coupons: Int64?) throws {
        let preflight = try preflight(
            """
            {"reward": {"kind": "amount_off", "amount": {"amount": 500, "currency": "USD"}}, "limits": \(limits),
             "budget": \(budget), "schedule": {"from": "2026-08-03", "to": "2026-08-08", "blackouts": ["2026-08-04"],
             "windows": [{"days": ["mon", "tue", "wed", "fri"], "from": "07:00", "to": "10:30"}]}}
            """, stores: [Samples.store(1), Samples.store(2, northMeters: 900)])
        #expect(preflight.worstCase.coupons == coupons)
        #expect(preflight.worstCase.cost?.amount == coupons.map { $0 * 500 })
    }

    @Test("a store sells out by the rate, for each period anew; all of them by what the campaign may give")
    func sellOut() throws {
        let windows = #""schedule": {"from": "2026-07-22", "windows": [{"from": "07:00", "to": "10:30"}]}"#
        let daily = try preflight(#"{\#(windows), "limits": [{"per": "store", "period": "day", "max": 75}]}"#)
        #expect(daily.sellOut.zones[0].storeAt?.rfc3339 == "2026-07-22T15:15:00Z")
        #expect(daily.sellOut.campaignAt == nil)
        // 210 a day: the week's 300 last into the second morning.
        let weekly = try preflight(#"{\#(windows), "limits": [{"per": "store", "period": "week", "max": 300}]}"#)
        #expect(weekly.sellOut.zones[0].storeAt?.rfc3339 == "2026-07-23T15:30:00Z")
        let total = try preflight(
            """
            {\(windows), "limits": [{"per": "store", "period": "day", "max": 75},
             {"per": "campaign", "period": "campaign", "max": 400}]}
            """,
            stores: [Samples.store(1), Samples.store(2), Samples.store(3, zone: "America/New_York")])
        // 225 on the first day; on the second 75 in New York, which opens first, then 100 at 120 an hour.
        #expect(total.sellOut.campaignAt?.rfc3339 == "2026-07-23T14:50:00Z")
        #expect(try preflight("{\(windows)}").sellOut.zones[0].storeAt == nil)
    }

    @Test("what a store was allotted counts for it, and the first to sell out is told")
    func allotments() throws {
        var campaign = try Samples.campaign(
            1,
            """
            {"reward": {"kind": "amount_off", "amount": {"amount": 500, "currency": "USD"}},
             "schedule": {"from": "2026-07-22", "to": "2026-07-23", "windows": [{"from": "07:00", "to": "10:30"}]},
             "limits": [{"per": "store", "period": "day", "max": 300}]}
            """)
        let stores = try [Samples.store(1), Samples.store(2, northMeters: 900)]
        campaign.stock = CampaignStock(allotments: [stores[1].id: [.day: CampaignStock.Allotment(standing: 30)]])
        let preflight = Preflight(campaign, stores: stores, arrivalsPerHour: 60, at: try Samples.instant(Self.now))
        let forecast = preflight.sellOut
        #expect(forecast.zones[0].sellingOut == 1 && forecast.zones[0].stores == 2)
        #expect(preflight.soldOutAt(stores[0], forecast) == nil)
        #expect(preflight.soldOutAt(stores[1], forecast)?.rfc3339 == "2026-07-22T14:30:00Z")
        #expect(preflight.worstCase.coupons == 330)
        #expect(says(preflight, "1 of the 2 stores in America/Los_Angeles give out all they may, the first"))
    }

    @Test(
        "unlocks that cannot be reached are found in their own words",
        arguments: [
            (#"{"kind": "nth_visit", "n": 5, "within_days": 4}"#, ["unlock.n", "unlock.within_days"]),
            (#"{"kind": "nth_visit", "n": 3, "within_days": 30}"#, ["unlock.n"]),
            (#"{"kind": "nth_visit", "n": 2, "within_days": 30}"#, []),
            (#"{"kind": "flash", "first": 76, "per": "store"}"#, ["unlock.first"]),
            (#"{"kind": "flash", "first": 75, "per": "store"}"#, []),
            (#"{"kind": "swarm", "shoppers": 80}"#, ["unlock.shoppers"]), (#"{"kind": "every_visit"}"#, []),
        ])
    func unlocks(unlock: String, fields: [String]) throws {
        let terms = try Samples.terms(
            """
            {"schedule": {"from": "2026-08-03", "to": "2026-08-05"},
             "limits": [{"per": "store", "period": "day", "max": 75}]}
            """)
        let found = Preflight.unlockFindings(
            try JSON(parsing: unlock), terms: terms, at: try Samples.instant(Self.now))
        #expect(found.map(\.field) == fields)
    }

    @Test("a sale's word that anybody would try is found, and the dearest word is the worst case")
    func saleWords() throws {
        let campaign = try preflight(
            """
            {"unlock": {"kind": "code", "codes": [{"word": "SUMMER"}, {"word": "X7QK2M9RTB"},
                {"word": "4711471147", "channel": "radio",
                 "reward": {"kind": "amount_off", "amount": {"amount": 900, "currency": "USD"}}}]},
             "reward": {"kind": "amount_off", "amount": {"amount": 500, "currency": "USD"}},
             "limits": [{"per": "campaign", "period": "campaign", "max": 10}],
             "budget": {"amount": 5000, "currency": "USD", "cover": 0.5}}
            """)
        #expect(campaign.findings.contains { $0.say.text.hasPrefix("SUMMER, 4711471147 can be guessed.") })
        #expect(campaign.worstCase.perCoupon?.amount == 900 && campaign.worstCase.maximumLoss?.amount == 4_000)
    }

    @Test("words must name the amounts that decide at the till, in every language")
    func words() throws {
        let changes = """
            {"conditions": {"min_spend": {"amount": 2000, "currency": "USD"}, "exclude": ["gift-cards"]},
             "reward": {"kind": "percent_off", "percent": 25, "max_discount": {"amount": 5050, "currency": "USD"}},
             "coupon": {"valid": {"for": "PT12H"}, "headline": "A quarter off",
              "terms": "From $20, at most 50.50, once; no gift cards.",
              "locales": {"fr": {"headline": "25 %", "terms": "Dès 20,00 $, une fois par personne."}}}}
            """
        let fields = try preflight(changes).findings.filter { $0.field.hasPrefix("coupon.") }
        #expect(fields.map(\.field) == ["coupon.locales.fr.terms", "coupon.locales.fr.terms"])
        #expect(fields.map(\.severity) == [.warning, .note])
        #expect(says(try preflight(#"{}"#), "too short"))
    }

    @Test("so many codes that guessing hits one are a warning")
    func guessable() throws {
        let limits = #"{"limits": [{"per": "campaign", "period": "campaign", "max": 100000000}]}"#
        #expect(says(try preflight(limits), "guessing codes"))
        #expect(!says(try preflight(limits.replacing("100000000", with: "10000000")), "guessing codes"))
    }

    @Test("findings come most severe first")
    func order() throws {
        let severities = try preflight(
            #"{"limits": [{"per": "campaign", "period": "campaign", "max": 10}], "reward": {"kind": "amount_off", "amount": {"amount": 5, "currency": "USD"}}}"#
        ).findings.map(\.severity)
        #expect(severities == severities.sorted() && Set(severities).count > 1)
    }
}
