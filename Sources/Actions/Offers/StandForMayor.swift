public import Promotions
import Records

/// Wanting to be mayor: nobody is shown to others who has not asked to be.
extension Desk {
    /// Once more, it changes the nickname.
    /// - Returns: refused with `notFound` where no mayor is sought, `identityUnverified` for a guest.
    public func stand(
        for campaign: Ref<Campaign>, as nickname: String, by token: ShopperToken, retry: RetryRequest?
    ) async throws -> Answer<Void> {
        let candidate = UnlockBook.Candidate(token.shopper, for: campaign.id)
        if let refused = refusal(campaign, token) { return .refused(refused) }
        let (retailer, now) = (campaign.retailer, now)
        let isKept = try await keeping(retry, for: campaign) { database in
            try await database.add(candidate, named: nickname, at: retailer, at: now)
            return true
        }
        return isKept == nil ? .refused(.idempotencyMismatch) : .done(())
    }

    public func withdraw(from campaign: Ref<Campaign>, by token: ShopperToken) async throws -> Answer<Void> {
        if let refused = refusal(campaign, token) { return .refused(refused) }
        try await database.remove(UnlockBook.Candidate(token.shopper, for: campaign.id), at: campaign.retailer)
        return .done(())
    }

    private func refusal(_ campaign: Ref<Campaign>, _ token: ShopperToken) -> Refused? {
        guard let offer = shelf.current.book(campaign.retailer)?.campaigns[campaign.id], offer.state != .draft,
            offer.terms.unlock == .mayor
        else { return Refused(.notFound) }
        return token.isGuest ? Refused(.identityUnverified) : nil
    }
}
