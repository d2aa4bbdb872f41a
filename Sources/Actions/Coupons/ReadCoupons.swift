public import Promotions
import Records

/// A coupon as its holder sees it, with the store's words for place and time.
public struct HeldCoupon: Sendable {
    public let ref: Ref<Coupon>
    public let issued: IssuedCoupon
    public let state: Coupon.State
}

extension Desk {
    /// One coupon of the caller's. Never depends on the wallet, which may be a moment behind.
    public func coupon(_ ref: Ref<Coupon>, for token: ShopperToken) async throws -> Answer<HeldCoupon> {
        guard let held = try await held([ref]).first, Self.mayShow(held.issued.coupon, to: token) else {
            return .refused(.notFound)
        }
        return .done(held)
    }

    /// The coupon behind a signed link that is still good.
    public func coupon(
        _ ref: Ref<Coupon>, expires: Int64, signature: String
    ) async throws -> Answer<HeldCoupon> {
        guard now.seconds < expires, secrets.isLinkSignature(signature, ref, expires: expires),
            let held = try await held([ref]).first
        else { return .refused(.notFound, "This link has expired. Open the coupon again and take a new one.") }
        return .done(held)
    }

    /// One page over all retailers, in order of issue, with the cursor of the next page.
    public func coupons(
        for token: ShopperToken, after: ID<Coupon>?, limit: Int
    ) async throws -> (items: [HeldCoupon], next: ID<Coupon>?) {
        let refs = try await database.wallet(of: token.shopper, after: after, limit: limit)
        let items = try await held(refs).filter { Self.mayShow($0.issued.coupon, to: token) }
        return (items, refs.count == limit ? refs.last?.id : nil)
    }

    private static func mayShow(_ coupon: Coupon, to token: ShopperToken) -> Bool {
        coupon.shopper == token.shopper && (!token.isGuest || coupon.session == token.session)
    }

    func held(_ refs: [Ref<Coupon>]) async throws -> [HeldCoupon] {
        var held: [ID<Coupon>: HeldCoupon] = [:]
        for (retailer, refs) in Dictionary(grouping: refs, by: \.retailer) {
            for issued in try await issuedCoupons(refs.map(\.id), of: retailer) {
                held[issued.coupon.id] = HeldCoupon(
                    ref: Ref(retailer, issued.coupon.id), issued: issued, state: issued.coupon.state(at: now))
            }
        }
        return refs.compactMap { held[$0.id] }
    }

    /// For a link that a print dialog opens: seconds since 1970 and signature.
    public func link(to ref: Ref<Coupon>) -> (expires: Int64, signature: String) {
        let expires = now.seconds + Int64(Secrets.linkSeconds)
        return (expires, secrets.linkSignature(ref, expires: expires))
    }

    /// What the QR holds, in capitals throughout: QR codes store capitals in fewer modules.
    public func codeLink(_ code: CouponCode, of retailer: ID<Retailer>) -> String {
        let payload = Base32.encode(retailer.rawValue.bytes)
        return "\(settings.publicURLInCapitals)/K/\(payload).\(code.symbols)"
    }

    /// Looks a scanned code up for anybody at all. Whatever it is, the answer and the work are the same; whether it exists
    /// is only for counting who guesses.
    /// - Returns: false for a code that never was. What is no code is no guess, and takes no look; nor does a signed
    ///   coupon, which does not say whose it is.
    public func isNoGuess(_ link: String) async throws -> Bool {
        let parts = link.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let bytes = Base32.decode(parts[0].uppercased()), let number = Int64(bytes: bytes),
            let code = CouponCode(typed: String(parts[1]))
        else { return true }
        let retailer = ID<Retailer>(number)
        let exists = try await !database.coupons(codeHashes: secrets.codeHashes(code, of: retailer), of: retailer)
            .isEmpty
        watch(lookups: 1, misses: exists ? 0 : 1)
        return exists
    }
}
