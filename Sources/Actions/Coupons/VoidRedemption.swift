public import Promotions
import Records

/// A redemption that was taken back, and what became of its coupon.
public struct VoidedRedemption: Sendable {
    public let redemption: KeptRedemption
    public let fate: Coupon.State
}

public enum VoidAnswer: Sendable {
    case voided([VoidedRedemption])
    case refused(VoidRefusal, say: Sentence)
}

/// Taking a redemption back: once, within its window, by a till of the store. The coupon is good again, or its time has
/// passed, and then it gives back what it held.
extension Desk {
    /// Belongs inside `once`.
    public func void(_ ref: Ref<Redemption>, at till: TillToken) async throws -> Answer<VoidAnswer> {
        guard ref.retailer == till.till.retailer,
            try await database.redemptions([ref.id], of: ref.retailer)[ref.id] != nil
        else { return .refused(.notFound) }
        return .done(try await void([ref.id], at: till))
    }

    /// Whatever was redeemed for a sale of the till's store. A till that never saw our answer voids a sale that may be
    /// unknown here: then what of it is still on its way is refused when it comes. Belongs inside `once`.
    public func voidSale(_ sale: String, at till: TillToken) async throws -> Answer<VoidAnswer> {
        let (named, retailer) = (Sale(store: till.store, id: sale), till.till.retailer)
        try await database.open(named, of: retailer, at: now)
        let redemptions = try await database.redemptions(of: named, at: retailer)
        if redemptions.isEmpty { try await database.markVoided(named, of: retailer, at: now) }
        let standing = redemptions.filter { $0.state == .redeemed }.map(\.id)
        return .done(standing.isEmpty ? .voided([]) : try await void(standing, at: till))
    }

    private func void(_ wanted: [ID<Redemption>], at till: TillToken) async throws -> VoidAnswer {
        let retailer = till.till.retailer
        let coupons = Set(try await database.redemptions(wanted, of: retailer).values.map(\.coupon))
        let locked = Dictionary(
            uniqueKeysWithValues: try await database.lock(coupons.sorted(), of: retailer).map { ($0.id, $0) })
        // As they are now that nobody else can change them.
        let kept = try await database.redemptions(wanted, of: retailer)
        let redemptions = wanted.compactMap { kept[$0] }
        for redemption in redemptions {
            guard let refusal = VoidRules.refusal(redemption, at: till.store, now: now) else { continue }
            return refused(refusal, redemption.voidedAt, at: till)
        }
        let voided = try await database.void(redemptions.map(\.id), of: retailer, by: till.till.id, at: now)
        if voided.isEmpty { return refused(.voidTooLate, nil, at: till) }
        guard voided.count == redemptions.count else { throw Unvoidable() }
        let fates = try await fates(of: Array(locked.values), retailer)
        let done = redemptions.compactMap { redemption in
            locked[redemption.coupon].map { (redemption, coupon: $0, fate: fates[$0.id] ?? .issued) }
        }
        try await release(
            done.map { redemption, coupon, fate in
                ReleasedCoupon(
                    coupon, fate: fate,
                    reason: .voided(redemption.id, discount: redemption.discount, by: till.till.id))
            }, of: retailer)
        return .voided(
            done.map { redemption, _, fate in
                VoidedRedemption(redemption: redemption.voided(at: now), fate: fate)
            })
    }

    private func refused(_ refusal: VoidRefusal, _ voidedAt: Instant?, at till: TillToken) -> VoidAnswer {
        let zone = shelf.current.book(till.till.retailer)?.store(till.store)?.zone ?? .utc
        return .refused(refusal, say: TillWords.say(refusal, voidedAt: voidedAt, zone: zone, at: now))
    }
}

/// Some redemptions of a sale could be taken back and others could not; none is.
struct Unvoidable: Error {}
