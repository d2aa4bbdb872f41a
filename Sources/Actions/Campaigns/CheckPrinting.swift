import Printing
import Promotions

/// A launch refuses what could never be printed: better now than when a shopper holds a coupon without paper.
extension Desk {
    /// Draws a specimen in each of the campaign's languages.
    /// - Returns: what keeps it from paper; nothing if it is only that the printer has too much to do.
    func printFindings(_ terms: Terms, of retailer: ID<Retailer>) async -> [FieldProblem] {
        guard terms.reward.form == .coupon else { return [] }
        var findings: [FieldProblem] = []
        let languages = terms.coupon.locales.keys.sorted().map { (locale: $0, field: "coupon.locales.\($0)") }
        for (locale, field) in [(locale: "", field: "coupon")] + languages {
            do throws(PrintProblem) {
                _ = try await printer.render(
                    printed(specimen(terms, of: retailer), locale: locale), as: .pdf, on: .a4)
            } catch {
                switch error {
                case .missingGlyphs(let characters):
                    let list = characters.joined(separator: " ")
                    findings.append(
                        FieldProblem(field: field, reason: "has characters that cannot be printed: \(list)"))
                case .overflow(let part):
                    findings.append(
                        FieldProblem(field: "\(field).\(part.rawValue)", reason: "is too long to be printed on a page"))
                case .busy, .failed: continue
                }
            }
        }
        return findings
    }

    private func specimen(_ terms: Terms, of retailer: ID<Retailer>) -> HeldCoupon {
        var dice = dice
        let coupon = Coupon(
            id: ids.next(), campaign: ids.next(), revision: 1, shopper: nil, session: nil, store: nil, alsoValidAt: [],
            storedState: .issued, issuedAt: now, expiresAt: now, redeemedAt: nil, redeemedStore: nil)
        return HeldCoupon(
            ref: Ref(retailer, coupon.id),
            issued: IssuedCoupon(coupon: coupon, code: .random(using: &dice), terms: terms, store: nil), state: .issued)
    }
}
