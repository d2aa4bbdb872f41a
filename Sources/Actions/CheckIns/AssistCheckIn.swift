public import Promotions
import Records

/// A campaign for which a till may check customers in.
public struct AssistedOffer: Sendable {
    public let campaign: Campaign
    public let max: Int
    /// Of the till's day.
    public let left: Int
}

/// A customer without a phone, checked in by the till: the loyalty number is the identity, and the till, which stands in the
/// store, proves the place. The coupon goes on paper or is taken at once.
extension Desk {
    /// In the order of the campaigns.
    public func assistedOffers(at till: TillToken) async throws -> Answer<[AssistedOffer]> {
        guard let book = shelf.current.book(till.till.retailer), let store = book.store(till.store) else {
            return .refused(.notFound)
        }
        let used = try await database.assistedCounts(
            of: till.till.id, at: till.till.retailer, on: store.zone.localDate(at: now))
        return .done(
            book.campaigns(at: store).compactMap { campaign in
                campaign.terms.assisted.map { assisted in
                    let max = assisted.maxPerTillPerDay
                    return AssistedOffer(
                        campaign: campaign, max: max, left: Swift.max(0, max - used[campaign.id, default: 0]))
                }
            })
    }

    /// A check-in for one campaign that allows it, recorded and limited like every other one. What of the till's day it does
    /// not use is given back.
    /// - Returns: refused with `notOffered` where the campaign does not allow it, or `assistedLimit`.
    public func assist(
        _ ref: Ref<Campaign>, loyaltyNumber: String, at till: TillToken, retry: RetryRequest?
    ) async throws -> Answer<CheckInAnswer> {
        let retailer = till.till.retailer
        guard ref.retailer == retailer, let book = shelf.current.book(retailer), let store = book.store(till.store),
            let campaign = book.campaigns[ref.id], campaign.state == .enabled, campaign.includes(store),
            let assisted = campaign.terms.assisted
        else { return .refused(.notOffered, "This offer does not let tills check customers in.") }
        if let retry, let known = try await repeatedReference(retry, of: retailer) {
            return try await answer(known, of: retailer)
        }
        let day = store.zone.localDate(at: now)
        guard
            try await database.takeAssisted(ref, at: till.till.id, on: day, max: assisted.maxPerTillPerDay)
        else { return .refused(.assistedLimit) }
        let signUp = SignUp(
            consents: Shopper.Consents(location: false, marketing: false), locale: campaign.terms.coupon.language,
            identity: .loyaltyNumber(loyaltyNumber), textVersion: "till")
        let answer: Answer<CheckInAnswer>
        switch try await self.signUp(signUp, through: retailer, isVouchedFor: false) {
        case .refused(let refused): answer = .refused(refused)
        case .done(let joined):
            guard let caller = secrets.shopperToken(joined.token) else { return .refused(.identityInvalid) }
            answer = try await checkIn(caller, for: campaign, in: store, of: retailer, retry: retry)
        }
        guard case .done(let told) = answer, !told.coupons.isEmpty else {
            try await database.giveBackAssisted(ref, at: till.till.id, on: day)
            return answer
        }
        return answer
    }

    private func checkIn(
        _ caller: ShopperToken, for campaign: Campaign, in store: Store, of retailer: ID<Retailer>, retry: RetryRequest?
    ) async throws -> Answer<CheckInAnswer> {
        let id = ids.nextNumber()
        let visit = CheckInRequest.Visit(
            whereabouts: .inside(Nearby(bare: store), also: []), code: .right(stepsOff: 0),
            isStaff: shelf.current.book(retailer)?.staff.contains(caller.shopper) ?? false, onlyCampaign: campaign.id)
        let request = CheckInRequest(
            kind: .visit(visit), caller: caller, fix: nil, fixes: 0, capturedAt: nil, channel: Self.assistedChannel,
            retry: retry.map { secrets.retryKey($0, reference: id) }, step: nil, id: id, at: now)
        return try await answer(submit(request, of: retailer), of: retailer)
    }

    /// Where such check-ins come from, in stats and limits.
    static let assistedChannel = "till"
}
