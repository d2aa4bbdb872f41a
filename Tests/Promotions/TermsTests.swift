import Promotions
import Testing

@Suite("Terms of a campaign")
struct TermsTests {
    static let store = Ref(Samples.retailer, ID<Store>(3)).text
    /// The document of the contract, everything at a value that is enforced.
    static let full = """
        {"name": "25 % off everything, today only",
         "stores": {"ids": ["\(store)"], "tags": ["us"], "brands": ["Roasters"], "participation": "all"},
         "schedule": {"from": "2026-08-14", "to": "2026-08-16", "blackouts": ["2026-08-15"], "early": [],
                      "windows": [{"days": ["mon", "fri"], "from": "07:00", "to": "10:30"}, {"from": "22:00", "to": "24:00"}]},
         "unlock": {"kind": "every_visit"},
         "reward": {"kind": "percent_off", "percent": 12.25, "max_discount": {"amount": 5000, "currency": "USD"}},
         "conditions": {"min_spend": {"amount": 2000, "currency": "USD"}, "include": [], "exclude": ["alcohol"],
                        "exclude_discounted": true, "max_units": 3, "combinable": "none"},
         "limits": [{"per": "shopper", "period": "campaign", "max": 1}, {"per": "store", "period": "day", "max": 75},
                    {"per": "campaign", "period": "campaign", "max": 10000}, {"per": "shopper", "period": "week", "max": 2}],
         "budget": {"amount": 50000000, "currency": "USD", "cover": 0.29}, "fallback": null, "identity": "verified",
         "coupon": {"valid": {"for": "P1DT6H"}, "redeem_at": "any_store", "offline": false, "headline": "A", "terms": "B",
                    "reserve_for": "PT90S", "void_within": "PT0S", "locales": {"fr": {"headline": "C", "terms": "D"}, "pt-BR": {"headline": "E", "terms": "F"}}},
         "presence": {"when": "to_use", "proof": "position", "inside": 0.85, "uncertain": 0.4,
                      "max_accuracy_meters": 80, "max_speed_mps": 340},
         "if_store_cannot": "any_store", "holdout": {"kind": "none"}}
        """

    @Test("say the same again when their own document is read", arguments: [full, "{}"])
    func readTheirOwnDocument(changes: String) throws {
        let terms = try Samples.terms(changes)
        let written = terms.json(retailer: Samples.retailer)
        #expect(try Terms(reading: JSON(parsing: written.text()), retailer: Samples.retailer) == terms)
        #expect(try Terms(reading: written, retailer: Samples.retailer).json(retailer: Samples.retailer) == written)
    }

    @Test("hold what the document says")
    func holdWhatIsWritten() throws {
        let terms = try Samples.terms(Self.full)
        #expect(terms.stores == StoreSelection(ids: [ID(3)], tags: ["us"], brands: ["Roasters"]))
        #expect(terms.schedule.windows.count == 2)
        #expect(terms.limits.count == 4)
        #expect(terms.couponsMax == 10_000)
        #expect(terms.identity == .verified)
        #expect(terms.coupon.life == .seconds(30 * 3_600))
        #expect(terms.coupon.place == .anyStore)
        #expect((terms.coupon.reserveSeconds, terms.coupon.voidSeconds) == (90, 0))
        #expect(terms.presence.when == .toUse)
        #expect(terms.presence.inside == 0.85)
        #expect(terms.exposurePerCoupon == 5_000)
        #expect(terms.exposureMax == 172_413_793)
    }

    @Test("left out, mean every visit in every store, always, without limits, one place, the defaults of presence")
    func defaults() throws {
        let terms = try Samples.terms()
        #expect(terms.stores == .all)
        #expect(terms.schedule == Schedule())
        #expect(terms.limits.isEmpty)
        #expect(terms.budget == nil)
        #expect(terms.couponsMax == Int64.max)
        #expect(terms.exposureMax == Int64.max)
        #expect(terms.exposurePerCoupon == 0)
        #expect(terms.identity == .any)
        #expect(terms.coupon.place == .issuingStore)
        #expect(terms.presence == PresencePolicy())
    }

    @Test(
        "refuse by name what is not enforced yet",
        arguments: [
            (#"{"fallback": "cmp_1"}"#, "fallback"),
            (#"{"if_store_cannot": "refund"}"#, "if_store_cannot"),
            (#"{"holdout": {"kind": "stores"}}"#, "holdout.kind"),
            (#"{"holdout": {"kind": "shoppers"}}"#, "holdout.percent"),
            (#"{"presence": {"when": "both"}}"#, "presence.when"),
            (
                #"{"coupon": {"valid": {"for": "PT1H"}, "headline": "A", "terms": "B", "offline_lease": 5}}"#,
                "coupon.offline_lease"
            ),
            (#"{"limits": [{"per": "channel", "period": "day", "max": 1}]}"#, "limits[0].channels"),
            (#"{"conditions": {"combinable": "all"}}"#, "conditions.combinable"),
            (#"{"price": {"points": 0}}"#, "price.points"),
        ])
    func refuseWhatIsNotEnforced(changes: String, field: String) throws {
        let document = try Samples.document(changes)
        #expect(throws: Invalid.self) { try Terms(reading: document, retailer: Samples.retailer) }
        let problems = Samples.problems { _ = try Terms(reading: document, retailer: Samples.retailer) }
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("\(field): ") == true, "\(problems)")
    }

    @Test(
        "name every mistake by its path",
        arguments: [
            (#"{"name": null}"#, ["name: is required"]), (#"{"reward": null}"#, ["reward: is required"]),
            (#"{"coupon": null}"#, ["coupon: is required"]), (#"{"colour": 1}"#, ["colour: unknown field"]),
            (#"{"stores": {"ids": ["sto_1"]}}"#, ["stores.ids[0]: must be the id of one of your stores"]),
            (
                #"{"limits": [{"per": "store", "period": "day", "max": 0}, {"per": "store", "period": "day", "max": 1}]}"#,
                ["limits[0].max: must be 1 to 100000000"]
            ),
            (
                #"{"limits": [{"per": "store", "period": "day", "max": 2}, {"per": "store", "period": "day", "max": 1}]}"#,
                ["limits[1]: repeats an earlier limit"]
            ),
            (
                #"{"presence": {"inside": 0.6, "uncertain": 0.7}}"#, ["presence.uncertain: must not be above inside"]
            ),
            (
                #"{"budget": {"currency": "usd", "cover": 0.125, "colour": 1}}"#,
                [
                    "budget.cover: must have at most two decimals", "budget.amount: is required",
                    "budget.currency: must be three capital letters, such as USD", "budget.colour: unknown field",
                ]
            ),
            (#"{"budget": {"amount": 0, "currency": "USD"}}"#, ["budget.amount: must be above zero"]),
            (
                #"{"coupon": {"headline": "A"}}"#, ["coupon.valid: is required", "coupon.terms: is required"]
            ),
            (
                #"{"coupon": {"valid": {"for": "PT1H"}, "headline": "A", "terms": "B", "locales": {"French": {"headline": "C", "terms": "D"}, "fr": {"headline": "C"}}}}"#,
                [
                    "coupon.locales.French: must be named by a language such as fr or pt-BR",
                    "coupon.locales.fr.terms: is required",
                ]
            ),
        ])
    func nameMistakes(changes: String, expected: [String]) throws {
        let document = try Samples.document(changes)
        #expect(Samples.problems { _ = try Terms(reading: document, retailer: Samples.retailer) } == expected)
    }

    @Test("another retailer's store reads like one that does not exist")
    func foreignStore() throws {
        let foreign = Ref(ID<Retailer>(8), ID<Store>(3)).text
        let document = try Samples.document(#"{"stores": {"ids": ["\#(foreign)"]}}"#)
        #expect(
            Samples.problems { _ = try Terms(reading: document, retailer: Samples.retailer) }
                == ["stores.ids[0]: must be the id of one of your stores"])
    }

    @Test(
        "choose the words by the shopper's language, whatever its case",
        arguments: [
            ("fr", "C"), ("fr-CA", "C"), ("fr-Latn-CA", "C"), ("fr_CA", "C"), ("FR", "C"), ("pt-br", "E"), ("pt", "A"),
            ("", "A"), ("de", "A"),
        ])
    func words(locale: String, headline: String) throws {
        #expect(try Samples.terms(Self.full).coupon.words(for: locale).headline == headline)
    }

    @Test("a store takes part if it is named, carries a tag or belongs to a brand")
    func selection() throws {
        let some = try Samples.terms(Self.full).stores
        #expect(some.includes(try Samples.store(3)))
        #expect(some.includes(try Samples.store(4, tags: ["eu", "us"])))
        #expect(some.includes(try Samples.store(4, brand: "Roasters")))
        #expect(!some.includes(try Samples.store(4, tags: ["eu"], brand: "Grinders")))
        #expect(StoreSelection.all.includes(try Samples.store(4)))
    }

    @Test(
        "an order makes sense only after some states",
        arguments: [
            (CampaignOrder.launch, [Campaign.State.draft: Campaign.State.enabled, .approved: .enabled]),
            (.pause, [.enabled: .paused]), (.resume, [.paused: .enabled]),
            (.end, [.draft: .archived, .approved: .archived, .enabled: .archived, .paused: .archived]),
        ])
    func orders(order: CampaignOrder, next: [Campaign.State: Campaign.State]) {
        for state in Campaign.State.allCases {
            #expect(order.next(after: state) == next[state])
        }
    }
}
