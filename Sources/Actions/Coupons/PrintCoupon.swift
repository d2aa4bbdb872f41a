public import Printing
import Promotions

extension Desk {
    /// A coupon drawn for paper or screen. The same coupon is drawn with the same bytes every time.
    /// - Throws: `PrintProblem`, `.busy` when too many wait for the printer's threads.
    public func print(
        _ held: HeldCoupon, as format: PrintFormat, on paper: Paper, locale: String
    ) async throws -> [UInt8] {
        try await printer.render(printed(held, locale: locale), as: format, on: paper)
    }

    /// Everything on it as text, in the shopper's language where the retailer wrote it, in the store's time.
    func printed(_ held: HeldCoupon, locale: String) -> PrintedCoupon {
        let issued = held.issued
        let words = issued.terms.coupon.words(for: locale)
        let zone = issued.store?.zone ?? .utc
        let retailer = shelf.current.book(held.ref.retailer)?.retailer.name ?? ""
        let language = issued.terms.coupon.language(for: locale) ?? "en"
        return PrintedCoupon(
            headline: words.headline,
            details: [unbroken(issued.terms.reward.summary)] + conditions(issued.terms.conditions),
            storeLines: storeLines(issued), expiry: sentence(LocalWords.deadline(issued.coupon.expiresAt, zone: zone)),
            terms: words.terms, legal: ["No cash value. Good once. Void if altered or copied."],
            code: issued.code.grouped, barcode: issued.code.symbols, link: codeLink(issued.code, of: held.ref.retailer),
            issuer: retailer, accent: Colour(red: 0x0B, green: 0x6E, blue: 0x4F), language: language,
            isRightToLeft: ["ar", "he", "fa", "ur"].contains(language.prefix(2)), isSpecimen: false,
            createdAtSeconds: issued.coupon.issuedAt.seconds)
    }

    /// A sign of percent never stands alone at the start of a line.
    private func unbroken(_ words: String) -> String {
        words.replacing(" %", with: "\u{00A0}%")
    }

    private func sentence(_ words: String) -> String {
        "Good \(words)"
    }

    private func storeLines(_ issued: IssuedCoupon) -> [String] {
        switch issued.terms.coupon.place {
        case .anyStore: ["In every store that takes part"]
        case .issuingStore: [issued.store?.name, issued.store?.address].compactMap { $0 }
        }
    }

    private func conditions(_ conditions: Conditions) -> [String] {
        var lines: [String] = []
        if let spend = conditions.minSpend { lines.append("From \(spend.priceTag)") }
        if !conditions.include.isEmpty { lines.append("For: \(conditions.include.joined(separator: ", "))") }
        if !conditions.exclude.isEmpty { lines.append("Not for: \(conditions.exclude.joined(separator: ", "))") }
        if conditions.excludesDiscounted { lines.append("Not for reduced goods") }
        if let units = conditions.maxUnits { lines.append("For at most \(units) units") }
        return lines
    }
}
