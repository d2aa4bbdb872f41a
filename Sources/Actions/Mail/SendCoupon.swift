public import Mailing
import Printing
public import Promotions
import Records

extension Desk {
    /// Sends one of the shopper's coupons to an address, in fixed words. Belongs inside `once`, and what is refused with
    /// `tooManyAttempts` must not be committed: it has been counted. Identities are kept as hashes alone, so the address
    /// comes with the call.
    public func sendCoupon(
        _ ref: Ref<Coupon>, to address: Mailbox, locale: String, by token: ShopperToken
    ) async throws -> Answer<ID<Mail>> {
        guard settings.mailServer != nil else { return .refused(.mailOff) }
        let held: HeldCoupon
        switch try await coupon(ref, for: token) {
        case .refused(let refused): return .refused(refused)
        case .done(let found): held = found
        }
        guard isWorthPrinting(held) else {
            return .refused(.wrongState, "This coupon cannot be used any more, so it is not sent.")
        }
        let day = Zone.utc.localDate(at: now)
        let subjects = [
            (
                secrets.mailSubject("shopper", token.shopper.text), Mail.perShopperMax,
                "Today you have sent as many coupons as you may."
            ),
            (
                secrets.mailSubject("address", address.folded), Mail.perAddressMax,
                "Today this address has got as many coupons as it may."
            ),
        ]
        for (subject, most, words) in subjects
        where try await !database.countMail(for: subject, on: day, max: most, of: ref.retailer) {
            return .refused(.tooManyAttempts, "\(words) Try again tomorrow.")
        }
        let brand = try await brand(of: ref.retailer)
        let coupon = printed(held, locale: locale, link: "", brand: brand)
        let written = LocalePack.pack(for: coupon.language, read: locale).mail(
            issuer: coupon.issuer, offer: coupon.headline, deadline: coupon.expiry,
            link: codeLink(held.issued.code, of: ref.retailer))
        return try await queue(
            LetterDraft(to: address, subject: written.subject, text: written.text, language: locale, coupon: ref),
            of: ref.retailer)
    }

    /// Whether whoever holds it can still use it.
    func isWorthPrinting(_ held: HeldCoupon) -> Bool {
        let campaign = shelf.current.book(held.ref.retailer)?.campaigns[held.issued.coupon.campaign]
        return held.issued.coupon.isWorthPrinting(campaign?.standing ?? Campaign.Standing(), at: now)
    }
}

extension Secrets {
    /// Who sends and who is sent to, for counting alone.
    func mailSubject(_ kind: String, _ name: String) -> [UInt8] {
        mac(.mailCount, Array("\(kind)\u{0}\(name)".utf8), generation: founding, length: 20)
    }
}
