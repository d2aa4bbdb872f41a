public import Printing
public import Promotions
import Records

/// The papers of a campaign beside its coupons.
extension Desk {
    /// What the cashier needs to know, with five specimens to practise with, and a slip to write codes on.
    /// - Throws: `PrintProblem`, `.busy` when too many wait for the printer's threads.
    public func brief(
        of ref: Ref<Campaign>, on paper: OfficePaper, locale: String
    ) async throws -> Answer<[UInt8]> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        guard campaign.terms.reward.form == .coupon else { return withoutCoupon }
        let brief = brief(of: campaign, ref, locale: locale, brand: try await brand(of: ref.retailer))
        return .done(try await printer.render(.brief(brief, paper), as: .pdf))
    }

    /// The offer at the shelf.
    /// - Parameter store: whose QR it shows; nil for none.
    public func shelfCard(
        of ref: Ref<Campaign>, at store: Ref<Store>?, as format: PrintFormat, on paper: ShelfPaper, locale: String
    ) async throws -> Answer<[UInt8]> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        if let store {
            guard store.retailer == ref.retailer, let one = try await database.store(store.id, of: store.retailer),
                one.archivedAt == nil, campaign.includes(one)
            else { return .refused(.notFound, "This store takes no part in the campaign.") }
        }
        let words = WordsOnPaper(campaign.terms, locale: locale)
        let card = PrintedShelfCard(
            letterhead: letterhead(
                of: ref.retailer, try await brand(of: ref.retailer), in: words.language, from: campaign.createdAt),
            headline: words.own.headline, details: details(of: campaign.terms, words.pack), terms: words.own.terms,
            invitation: store.map {
                PrintedShelfCard.Invitation(
                    title: words.pack.words.checkInHere, hint: words.pack.words.scanThis, link: storeLink($0))
            })
        return .done(try await printer.render(.shelfCard(card, paper), as: format))
    }

    func brief(of campaign: Campaign, _ ref: Ref<Campaign>, locale: String, brand: Brand) -> PrintedBrief {
        let terms = campaign.terms
        let words = WordsOnPaper(terms, locale: locale)
        let counter = words.pack.counter
        let isGoodElsewhere = terms.coupon.place == .anyStore || terms.ifStoreCannot == .anyStore
        let specimens = SpecimenCase.allCases.map { which in
            let answer = counter.answer(to: which, isGoodElsewhere: isGoodElsewhere)
            let code = secrets.specimen(which, of: ref)
            return PrintedEntry(
                name: answer.name, words: counter.said(answer), code: code.grouped,
                link: codeLink(code, of: ref.retailer))
        }
        let slip = PrintedSlip(
            title: counter.slip, hint: counter.slipHint, code: counter.code, time: counter.time,
            receipt: counter.receipt, cashier: counter.cashier)
        return PrintedBrief(
            letterhead: letterhead(of: ref.retailer, brand, in: words.language, from: campaign.createdAt),
            label: counter.brief, headline: words.own.headline, details: details(of: terms, words.pack),
            steps: counter.steps, practise: counter.practise, specimens: specimens, call: counter.call,
            contact: brand.contact ?? "",
            slip: slip)
    }

    private var withoutCoupon: Answer<[UInt8]> {
        .refused(.wrongState, "This campaign gives without a coupon: there is nothing for a cashier to take.")
    }

    private func details(of terms: Terms, _ pack: LocalePack) -> [String] {
        let lastDay = terms.schedule.to.map { pack.lastDay($0.adding(days: -1)) }
        let summary = terms.reward.form == .coupon ? [pack.summary(terms.reward)] : []
        return summary + pack.lines(terms.conditions) + (lastDay.map { [$0] } ?? [])
    }

    /// - Parameter created: when what it is about was; becomes the file's date.
    func letterhead(
        of retailer: ID<Retailer>, _ brand: Brand, in language: String, from created: Instant
    ) -> Letterhead {
        Letterhead(
            issuer: shelf.current.book(retailer)?.retailer.name ?? "", accent: brand.printedAccent,
            logo: brand.printedLogo, language: language,
            isRightToLeft: LocalePack.isRightToLeft(language), createdAtSeconds: created.seconds)
    }

    /// What the QR at a store's door opens.
    func storeLink(_ store: Ref<Store>) -> String {
        "\(settings.publicURL)/s/\(store.text)"
    }
}

/// A campaign's own words and ours, in one language: the reader's where the campaign has words in it.
private struct WordsOnPaper {
    let language: String
    let own: CouponTerms.Words
    let pack: LocalePack

    init(_ terms: Terms, locale: String) {
        language = terms.coupon.language(for: locale)
        own = terms.coupon.words(for: locale)
        pack = LocalePack.pack(for: language, read: locale)
    }
}
