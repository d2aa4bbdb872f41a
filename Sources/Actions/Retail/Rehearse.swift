public import Promotions
import Records

/// Codes that look like any other and are worth nothing: a cashier practises with the specimens of the store, and a till
/// takes the campaign's rehearsal coupon before the launch. None is kept: the keys make them.
extension Desk {
    /// The specimens of a till's store.
    public func specimens(at till: TillToken) -> [(specimen: SpecimenCase, code: CouponCode)] {
        // Its own five, in the place of a campaign's.
        SpecimenCase.allCases.map { ($0, secrets.specimen($0, of: Ref(till.till.retailer, ID(till.store.rawValue)))) }
    }

    /// Notes that a cashier scanned a specimen. Belongs inside `once`.
    /// - Returns: refused with `notFound` for a code that is no specimen of the till's own nor of any campaign's brief.
    public func practise(
        _ typed: String, by cashier: String, at till: TillToken
    ) async throws -> Answer<(specimen: SpecimenCase, practice: CashierPractice)> {
        let store = Ref<Store>(till.till.retailer, till.store)
        guard let code = CouponCode(typed: typed),
            let specimen = secrets.specimenCase(of: code, at: till.till.retailer)
        else { return .refused(.notFound, "This is no specimen. Its code starts with \(CouponCode.specimenMark).") }
        try await database.note(specimen, by: cashier, at: store, now: now)
        let practice = try await database.practice(of: cashier, at: store).first
        return .done((specimen, practice ?? CashierPractice(cashier: cashier, practised: [specimen: now])))
    }

    /// Who of a store's cashiers has practised what.
    public func cashiers(at store: Ref<Store>) async throws -> Answer<[CashierPractice]> {
        guard shelf.current.store(store) != nil else { return .refused(.notFound) }
        return .done(try await database.practice(of: nil, at: store))
    }

    /// How many of the tills where a campaign runs have rehearsed it, and the code with which they do.
    public func readiness(
        of ref: Ref<Campaign>, in scope: StoreScope = .everything
    ) async throws -> Answer<(readiness: Readiness, code: CouponCode)> {
        guard let book = shelf.current.book(ref.retailer), let campaign = book.campaigns[ref.id] else {
            return .refused(.notFound)
        }
        let tills = book.tills.values.filter { till in
            book.store(till.store).map { campaign.includes($0) && scope.includes($0) } ?? false
        }
        let readiness = Readiness(tills, rehearsed: try await database.rehearsed(ref))
        return .done((readiness, secrets.rehearsalCode(of: ref)))
    }

    /// A till takes the rehearsal coupon of a campaign that runs in its store. Belongs inside `once`.
    /// - Returns: refused with `notFound` for any other code.
    public func rehearse(
        _ typed: String, at till: TillToken
    ) async throws -> Answer<(campaign: Campaign, readiness: Readiness)> {
        let retailer = till.till.retailer
        guard let code = CouponCode(typed: typed), let book = shelf.current.book(retailer),
            let store = book.store(till.store),
            let campaign = book.campaigns.values.first(where: {
                $0.state != .archived && $0.includes(store) && secrets.rehearsalCode(of: Ref(retailer, $0.id)) == code
            })
        else { return .refused(.notFound, "This is no rehearsal coupon of an offer in this store.") }
        let ref = Ref<Campaign>(retailer, campaign.id)
        try await database.note(rehearsalOf: ref, at: till.till.id, now: now)
        switch try await readiness(of: ref) {
        case .done(let found): return .done((campaign, found.readiness))
        case .refused(let refused): return .refused(refused)
        }
    }
}

extension Secrets {
    func rehearsalCode(of campaign: Ref<Campaign>) -> CouponCode {
        madeCode(campaign.bytes)
    }

    /// The same whenever it is asked for, and on every server.
    private func madeCode(_ message: [UInt8]) -> CouponCode {
        var generator = Derived(seed: UInt64(bytes: mac(.practice, message, generation: founding, length: 8)) ?? 0)
        return CouponCode.random(using: &generator)
    }
}

/// SplitMix64. What is drawn from it protects nothing: these codes buy nothing.
private struct Derived: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
