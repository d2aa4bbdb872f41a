import Printing
import Promotions

/// A launch refuses what could never be printed: better now than when a shopper holds a coupon without paper.
extension Desk {
    /// Lays a specimen out on every paper and the smallest label in each of the campaign's languages, with the store of most words.
    /// - Parameter stores: the retailer's.
    /// - Returns: what keeps it from paper; nothing if it is only that the printer has too much to do.
    func printFindings(_ terms: Terms, of retailer: ID<Retailer>, stores: [Store]) async -> [FieldProblem] {
        guard terms.reward.form == .coupon else { return [] }
        let wordiest = stores.filter(terms.stores.includes).max { wordCount($0) < wordCount($1) }
        let specimen = specimen(terms, of: retailer, at: wordiest)
        let brand = (try? await brand(of: retailer)) ?? Brand()
        // A signed coupon has the largest symbol there is.
        let link =
            terms.coupon.offlineLease == nil
            ? codeLink(specimen.issued.code, of: retailer)
            : Self.compactLink(String(repeating: "0", count: SignedCoupon.textLength), settings)
        var findings: [FieldProblem] = []
        let languages = terms.coupon.locales.keys.sorted().map { (locale: $0, field: "coupon.locales.\($0)") }
        for (locale, field) in [(locale: "", field: "coupon")] + languages {
            let coupon = printed(specimen, locale: locale, link: link, brand: brand)
            guard let problems = try? await printer.proof(coupon) else { continue }
            for (form, problem) in problems {
                guard let finding = finding(problem, on: form, field) else { continue }
                // The first paper that says it is enough.
                if !findings.contains(where: { $0.field == finding.field }) { findings.append(finding) }
            }
        }
        return findings
    }

    private func finding(_ problem: PrintProblem, on form: ProofedForm, _ field: String) -> FieldProblem? {
        switch problem {
        case .missingGlyphs(let characters):
            let list = characters.joined(separator: " ")
            return FieldProblem(field: field, reason: "has characters that cannot be printed: \(list)")
        // Reward and conditions are written by us: a retailer could not shorten them. There is no card then.
        case .overflow(.details) where isSmall(form): return nil
        case .overflow(let part):
            return FieldProblem(
                field: "\(field).\(part.rawValue)", reason: "is too long to be printed on \(place(form))")
        case .pale(let part):
            return FieldProblem(field: "\(field).\(part.rawValue)", reason: "is too pale to be seen on white paper")
        case .busy, .failed: return nil
        }
    }

    private func isSmall(_ form: ProofedForm) -> Bool {
        switch form {
        case .paper(let paper): paper == .card
        case .label: true
        }
    }

    private func place(_ form: ProofedForm) -> String {
        switch form {
        case .paper(.a4), .paper(.letter): "a page"
        case .paper(.card): "a card"
        case .paper(.roll58), .paper(.roll80): "a receipt"
        case .label: "a label of 3.5 x 2 in"
        }
    }

    private func wordCount(_ store: Store) -> Int { store.name.utf8.count + (store.address?.utf8.count ?? 0) }

    func specimen(_ terms: Terms, of retailer: ID<Retailer>, at store: Store?) -> HeldCoupon {
        var dice = dice
        let coupon = Coupon(
            id: ids.next(), campaign: ids.next(), revision: 1, shopper: nil, session: nil, store: store?.id,
            alsoValidAt: [], storedState: .issued, issuedAt: now, expiresAt: Self.longDate, redeemedAt: nil,
            redeemedStore: nil)
        return HeldCoupon(
            ref: Ref(retailer, coupon.id),
            issued: IssuedCoupon(
                coupon: coupon, code: .random(terms.coupon.code, using: &dice), terms: terms, store: store,
                keyGeneration: 0),
            state: .issued)
    }

    /// A Wednesday in September is long in most languages.
    private static let longDate = Instant(seconds: 1_790_808_480)
}
