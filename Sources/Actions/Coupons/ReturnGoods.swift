public import Promotions
import Records

/// What a till is told of goods that came back.
public struct ToldReturn: Sendable {
    public let id: ID<GoodsReturn>
    public let share: ReturnShare
    public let currency: Currency
    /// Of the coupon's discount, after this.
    public let discountLeft: Int64
    public let returnedAt: Instant
    public let say: Sentence
}

public enum ReturnAnswer: Sendable {
    case returned(ToldReturn)
    case refused(ReturnRefusal)
}

/// Part of a sale comes back, at any till of the retailer: the share of the discount goes with the goods. The coupon stays
/// used, and the budget keeps what it gave. Of a return and a void of the same sale the first wins.
extension Desk {
    /// Belongs inside `once`.
    /// - Throws: `Invalid` for lines of a sale without them, or an amount of one with.
    public func takeBack(
        _ goods: ReturnedGoods, of ref: Ref<Redemption>, at till: TillToken
    ) async throws -> Answer<ReturnAnswer> {
        let retailer = ref.retailer
        guard retailer == till.till.retailer,
            let kept = try await database.redemptions([ref.id], of: retailer)[ref.id],
            let coupon = try await database.lock([kept.coupon], of: retailer).first,
            let terms = try await terms(of: coupon, retailer)
        else { return .refused(.notFound) }
        guard let sold = try await database.sold(ref.id, of: coupon.id, at: retailer) else {
            return .done(.refused(.alreadyVoided))
        }
        let below = shelf.current.book(retailer)?.retailer.returnsBelowMinSpend ?? .keep
        switch try ReturnRules.decide(sold, goods, under: terms.conditions, below: below) {
        case .refused(let refusal): return .done(.refused(refusal))
        case .returned(let share):
            guard let discount = sold.discount else { return .done(.refused(.discountUnknown)) }
            let id: ID<GoodsReturn> = ids.next()
            try await database.record(
                ReturnRecord(
                    id: id, coupon: coupon.id, redemption: ref.id, till: till.till.id, share: share, returnedAt: now),
                of: retailer)
            return .done(
                .returned(
                    ToldReturn(
                        id: id, share: share, currency: discount.currency,
                        discountLeft: discount.amount - sold.earlier.discount - share.discount, returnedAt: now,
                        say: TillWords.say(share, in: discount.currency))))
        }
    }

    /// What happens to the discount of goods that stay, once they are worth less than the coupon asks for.
    public func setReturns(
        below: ReturnRules.BelowMinSpend, of retailer: ID<Retailer>
    ) async throws -> Answer<Void> {
        guard try await database.raiseVersion(of: retailer) != nil else { return .refused(.notFound) }
        try await database.setReturns(below: below, of: retailer)
        return .done(())
    }
}
