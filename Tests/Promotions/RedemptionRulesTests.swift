import Promotions
import Testing

@Suite("Whether a till takes a coupon")
struct RedemptionRulesTests {
    static let now = "2026-08-14T16:00:00Z"

    private func coupon(
        _ state: Coupon.State = .issued, expires: String = "2026-08-15T00:00:00Z", store: Int64? = 1, also: [Int64] = []
    ) throws -> Coupon {
        let isUsed = state == .redeemed
        return Coupon(
            id: ID(1), campaign: ID(2), revision: 1, shopper: ID(3), session: ID(4), store: store.map { ID($0) },
            alsoValidAt: also.map { ID($0) }, storedState: state, issuedAt: try Samples.instant("2026-08-14T12:00:00Z"),
            expiresAt: try Samples.instant(expires),
            redeemedAt: isUsed ? try Samples.instant("2026-08-14T13:00:00Z") : nil,
            redeemedStore: isUsed ? ID(1) : nil)
    }

    private func told(
        _ coupon: Coupon, _ changes: String = "{}", at number: Int64 = 1, tags: [String] = [], basket: Basket? = nil,
        now: String = RedemptionRulesTests.now
    ) throws -> String {
        let facts = TillFacts(
            coupon: coupon, terms: try Samples.terms(changes), store: try Samples.store(number, tags: tags),
            usedStore: nil)
        switch RedemptionRules.decide(facts, basket: basket, at: try Samples.instant(now)) {
        case .usable(.amount(let money, _)): return "takes \(money.amount)"
        case .usable(.tillComputes): return "till computes"
        case .usable(.refused): return "usable and refused"
        case .refused(let refusal, let detail):
            return detail == nil ? refusal.rawValue : "\(refusal.rawValue) with detail"
        }
    }

    @Test("takes an issued coupon until the microsecond at which it expires")
    func expiry() throws {
        #expect(try told(coupon()) == "till computes")
        #expect(try told(coupon(), now: "2026-08-14T23:59:59.999999Z") == "till computes")
        #expect(try told(coupon(), now: "2026-08-15T00:00:00Z") == "expired")
    }

    @Test(
        "one that was made before the offer begins waits for it, in the till's own time; one that was earned does not")
    func notYet() throws {
        let changes = "{\"schedule\": {\"from\": \"2026-08-15\"}}"
        let made = try coupon(expires: "2026-08-20T00:00:00Z", store: nil)
        #expect(try told(made, changes) == "not_yet")
        #expect(try told(made, changes, now: "2026-08-15T06:59:59Z") == "not_yet")
        #expect(try told(made, changes, now: "2026-08-15T07:00:00Z") == "till computes")
        #expect(try told(coupon(expires: "2026-08-20T00:00:00Z"), changes) == "till computes")
    }

    @Test(
        "a used coupon hears that it was used, in any store and however late",
        arguments: [
            (Coupon.State.redeemed, "already_used"), (.revoked, "revoked"), (.reserved, "reserved_elsewhere"),
            (.expired, "expired"), (.issued, "wrong_store"),
        ])
    func precedence(state: Coupon.State, expected: String) throws {
        #expect(try told(coupon(state), at: 9) == expected)
        #expect(
            try told(coupon(state), at: 9, now: "2027-01-01T00:00:00Z") == (state == .issued ? "expired" : expected))
    }

    @Test(
        "one that a till holds is that till's until the end; then anybody's, if its own time has not passed",
        arguments: [
            ("2026-08-14T16:00:00Z", 7, nil, "till computes"), ("2026-08-14T16:00:00Z", 7, 5, "till computes"),
            ("2026-08-14T16:00:00Z", 7, 6, "reserved_elsewhere"),
            ("2026-08-14T16:00:00Z", 8, nil, "reserved_elsewhere"),
            ("2026-08-14T16:00:00Z", 8, 5, "reserved_elsewhere"), ("2026-08-14T16:09:59Z", 7, 5, "till computes"),
            ("2026-08-14T16:10:00Z", 7, 5, "reservation_ended"), ("2026-08-14T16:10:00Z", 8, nil, "till computes"),
            ("2026-08-15T00:00:00Z", 8, nil, "expired"), ("2026-08-15T00:00:00Z", 7, 5, "expired"),
        ] as [(String, Int64, Int64?, String)])
    func reserved(now: String, till: Int64, committing: Int64?, expected: String) throws {
        let held = Reservation(
            id: ID(5), till: ID(7), store: ID(1), until: try Samples.instant("2026-08-14T16:10:00Z"))
        let facts = TillFacts(
            coupon: try coupon().reserved(held), terms: try Samples.terms(), store: try Samples.store(),
            usedStore: nil, till: ID(till), committing: committing.map { ID($0) })
        switch RedemptionRules.decide(facts, basket: nil, at: try Samples.instant(now)) {
        case .usable(.tillComputes): #expect(expected == "till computes")
        case .usable(let outcome): Issue.record("\(outcome)")
        case .refused(let refusal, _): #expect(refusal.rawValue == expected)
        }
    }

    @Test(
        "is good where it was earned and where fences overlapped; elsewhere only if its campaign says so",
        arguments: [
            ("issuing_store", 1, [], "till computes"), ("issuing_store", 2, [], "wrong_store"),
            ("issuing_store", 2, [2, 3], "till computes"), ("any_store", 2, [], "till computes"),
        ] as [(String, Int64, [Int64], String)])
    func scope(place: String, till: Int64, also: [Int64], expected: String) throws {
        let terms = #"{"coupon": {"valid": {"for": "PT12H"}, "redeem_at": "\#(place)", "headline": "A", "terms": "B"}}"#
        #expect(try told(coupon(also: also), terms, at: till) == expected)
    }

    @Test("any store means any in which the campaign runs, and always the one that gave it")
    func anyStoreOfTheCampaign() throws {
        let terms =
            #"{"stores": {"tags": ["us"]}, "coupon": {"valid": {"for": "PT1H"}, "redeem_at": "any_store", "headline": "A", "terms": "B"}}"#
        #expect(try told(coupon(), terms, at: 2) == "wrong_store")
        #expect(try told(coupon(), terms, at: 2, tags: ["us"]) == "till computes")
        #expect(try told(coupon(), terms, at: 1) == "till computes")
    }

    @Test("issued without a store it is good wherever its campaign runs")
    func withoutStore() throws {
        let terms = #"{"stores": {"tags": ["us"]}}"#
        #expect(try told(coupon(store: nil), terms, at: 2, tags: ["us"]) == "till computes")
        #expect(try told(coupon(store: nil), terms, at: 2) == "wrong_store")
    }

    @Test("the basket comes last, and its refusal keeps the detail")
    func basket() throws {
        let terms =
            #"{"reward": {"kind": "percent_off", "percent": 25}, "conditions": {"min_spend": {"amount": 2000, "currency": "USD"}}}"#
        let dollars = try #require(Currency("USD"))
        let euros = try #require(Currency("EUR"))
        #expect(try told(coupon(), terms) == "basket_required with detail")
        #expect(try told(coupon(), terms, basket: Basket(currency: dollars, total: 1_999)) == "min_spend with detail")
        #expect(try told(coupon(), terms, basket: Basket(currency: dollars, total: 2_000)) == "takes 500")
        #expect(
            try told(coupon(), terms, basket: Basket(currency: euros, total: 2_000)) == "currency_mismatch with detail")
        #expect(try told(coupon(), terms, at: 9, basket: Basket(currency: dollars, total: 1_999)) == "wrong_store")
        #expect(try told(coupon(.redeemed), terms) == "already_used")
    }

    @Test("only an issued coupon expires by the clock")
    func states() throws {
        let late = try Samples.instant("2027-01-01T00:00:00Z")
        for state in Coupon.State.allCases {
            #expect(try coupon(state).state(at: late) == (state == .issued ? .expired : state))
        }
    }
}
