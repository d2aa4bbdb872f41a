public import Printing
import Promotions

extension Desk {
    /// A coupon drawn for paper or screen. The same coupon is drawn with the same bytes every time.
    /// - Throws: `PrintProblem`, `.busy` when too many wait for the printer's threads.
    public func print(
        _ held: HeldCoupon, as format: PrintFormat, on paper: Paper, locale: String
    ) async throws -> [UInt8] {
        let brand = try await brand(of: held.ref.retailer)
        return try await printer.render(
            printed(held, locale: locale, link: try await qrContent(held), brand: brand), as: format, on: paper)
    }

    /// Everything on it as text, all of it in one language: the shopper's where the retailer wrote it, else the
    /// campaign's own. Times are the store's.
    /// - Parameter link: what the QR holds.
    func printed(_ held: HeldCoupon, locale: String, link: String, brand: Brand) -> PrintedCoupon {
        let issued = held.issued
        let terms = issued.terms.coupon
        let language = terms.language(for: locale)
        let words = terms.words(for: locale)
        let pack = LocalePack.pack(for: language, read: locale)
        var coupon = PrintedCoupon(
            headline: words.headline,
            details: [pack.summary(issued.terms.reward)] + pack.lines(issued.terms.conditions),
            storeLines: storeLines(held, pack),
            expiry: pack.deadline(issued.coupon.expiresAt, zone: zone(of: held)), terms: words.terms,
            legal: [pack.words.legal], code: issued.code.grouped, barcode: issued.code.symbols,
            link: link,
            issuer: shelf.current.book(held.ref.retailer)?.retailer.name ?? "",
            accent: brand.printedAccent, language: language,
            isRightToLeft: LocalePack.isRightToLeft(language), isSpecimen: false, specimenWord: pack.words.specimen,
            createdAtSeconds: issued.coupon.issuedAt.seconds)
        coupon.logo = brand.printedLogo
        return coupon
    }

    /// The one that footfall's own pages have.
    static let accent = Colour(red: 0x0B, green: 0x6E, blue: 0x4F)

    /// Of a coupon that belongs to no store, that of the campaign's clock.
    private func zone(of held: HeldCoupon) -> Zone {
        if let store = held.issued.store { return store.zone }
        let book = shelf.current.book(held.ref.retailer)
        let campaign = book?.campaigns[held.issued.coupon.campaign]
        return campaign.flatMap { book?.clockStore(of: $0)?.zone } ?? .utc
    }

    /// Where fences overlapped, the coupon is good in each of those stores.
    private func storeLines(_ held: HeldCoupon, _ pack: LocalePack) -> [String] {
        let issued = held.issued
        switch issued.terms.coupon.place {
        case .anyStore: return [pack.words.everyStore]
        case .issuingStore where issued.coupon.store == nil: return [pack.words.everyStore]
        case .issuingStore:
            let also = issued.coupon.alsoValidAt.compactMap { shelf.current.book(held.ref.retailer)?.store($0) }
            return (issued.store.map { [$0] } ?? []).map { store in
                [store.name, store.address].compactMap { $0 }.joined(separator: ", ")
            } + also.map(\.name)
        }
    }
}
