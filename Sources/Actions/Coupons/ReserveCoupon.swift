public import Promotions
import Records

/// A coupon that a till holds while it rings up a sale: nobody else can take it meanwhile.
extension Desk {
    /// Reserves a coupon, for as long as its campaign says.
    public func reserve(_ sale: TillSale, at till: TillToken, retry: RetryRequest?) async throws -> Answer<TillAnswer> {
        try await answer(sale, .reserve, at: till, retry: retry)
    }

    /// Takes the coupon of a reservation, by the till that made it, with the basket as it is in the end. Who commits twice
    /// hears the same redemption.
    /// - Parameter sale: its code is not looked at; what it does not say stays as it was said to `reserve`.
    public func commit(
        _ ref: Ref<Reservation>, _ sale: TillSale, at till: TillToken, retry: RetryRequest?
    ) async throws -> Answer<TillAnswer> {
        guard ref.retailer == till.till.retailer else { return .refused(.notFound) }
        let stored = try await database.reservation(ref.id, of: ref.retailer)
        let ours = stored.flatMap { $0.till == till.till.id ? $0 : nil }
        return try await answer(
            RedemptionRequest(
                till: till, wish: .take(under: ref.id),
                sale: TillSale(
                    code: "", basket: sale.basket, receiptNumber: sale.receiptNumber ?? ours?.receiptNumber,
                    cashier: sale.cashier ?? ours?.cashier, saleID: sale.saleID ?? ours?.saleID),
                hashes: ours.map { [$0.codeHash] } ?? [],
                retry: retry.map { secrets.retryKey($0, reference: ref.id.rawValue) }, number: ref.id.rawValue, at: now)
        )
    }

    /// What came of letting go.
    public enum Release: Sendable {
        case released
        /// The coupon was taken under this reservation.
        case refused(TillNo)
    }

    /// Lets go of a reservation. One that has ended is let go already. Belongs inside `once`.
    public func release(_ ref: Ref<Reservation>, at till: TillToken) async throws -> Answer<Release> {
        let retailer = ref.retailer
        guard retailer == till.till.retailer else { return .refused(.notFound) }
        guard let stored = try await database.reservation(ref.id, of: retailer) else {
            return .done(try await ended(ref, at: till))
        }
        guard stored.till == till.till.id else { return .refused(.notFound) }
        guard let coupon = try await database.lock([stored.coupon], of: retailer).first,
            let reservation = coupon.reservation, reservation.id == ref.id
        else { return .done(try await ended(ref, at: till)) }
        let fate = try await fates(of: [coupon], retailer)[coupon.id] ?? .issued
        try await release([ReleasedCoupon(coupon, fate: fate, reason: .released(reservation))], of: retailer)
        return .done(.released)
    }

    private func ended(_ ref: Ref<Reservation>, at till: TillToken) async throws -> Release {
        let id = ID<Redemption>(ref.id.rawValue)
        guard let kept = try await database.redemptions([id], of: ref.retailer)[id], kept.voidedAt == nil else {
            return .released
        }
        let coupon = try await database.coupons([kept.coupon], of: ref.retailer).first?.coupon
        guard case .refused(let no) = try await judge(coupon, basket: nil, till: till, at: now) else {
            return .released
        }
        return .refused(no)
    }

    /// What becomes of coupons that are not held or redeemed any more. Only inside the transaction that has locked them.
    func fates(of coupons: [Coupon], _ retailer: ID<Retailer>) async throws -> [ID<Coupon>: Coupon.State] {
        let withdrawn = try await database.withdrawn(among: coupons.map(\.id), of: retailer)
        let campaigns = shelf.current.book(retailer)?.campaigns
        let fates = coupons.map { coupon in
            let fate = coupon.fate(recall: campaigns?[coupon.campaign]?.standing.recall, at: now)
            return (coupon.id, withdrawn.contains(coupon.id) ? .revoked : fate)
        }
        return Dictionary(fates, uniquingKeysWith: { first, _ in first })
    }

    /// Only inside a transaction that has locked the coupons.
    func release(_ coupons: [ReleasedCoupon], of retailer: ID<Retailer>) async throws {
        try await database.release(
            coupons, of: retailer, campaigns: shelf.current.book(retailer)?.campaigns ?? [:],
            entryIDs: (0..<2 * coupons.count).map { _ in ids.nextNumber() }, at: now)
    }
}
