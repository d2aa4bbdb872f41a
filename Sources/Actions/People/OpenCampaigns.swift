import Promotions
import Records

/// What a campaign is for one shopper: begun already for their group, opened by the word they know, or nothing at all for
/// whoever is held out.
extension BatchDraft {
    func open(_ campaigns: [Campaign], to shopper: ID<Shopper>, by word: String?) -> [Campaign] {
        guard campaigns.contains(where: \.differs) else { return campaigns }
        let audiences = belonging[shopper] ?? []
        return campaigns.compactMap { campaign in
            if campaign.terms.holdout.holds(shopper, of: campaign.id) { return nil }
            guard var opened = campaign.opened(by: word) else { return nil }
            if !audiences.isEmpty, !campaign.terms.schedule.early.isEmpty {
                opened.terms.schedule = campaign.terms.schedule.opened(for: audiences)
            }
            return opened
        }
    }

    /// A coupon of a channel that has a reward of its own remembers that channel.
    mutating func note(_ grant: Grant, word: String?) {
        guard grant.campaign.terms.hasVariants, let known = grant.campaign.saleWord(word), known.reward != nil,
            let channel = known.channel
        else { return }
        batch.variants.append((grant.coupon, channel))
    }
}

extension Campaign {
    /// Whether it is not the same for everybody.
    fileprivate var differs: Bool {
        if !terms.schedule.early.isEmpty || terms.holdout.percent > 0 { return true }
        return terms.unlock.kind == .code
    }
}

extension FactsWanted {
    /// Until an offer has begun for all, who belongs to the groups that it has begun for.
    mutating func wantEarly(_ campaign: Campaign, _ shopper: ID<Shopper>, _ store: Store, at now: Instant) {
        let schedule = campaign.terms.schedule
        guard !schedule.early.isEmpty, let from = schedule.from, store.zone.localDate(at: now) < from else { return }
        for access in schedule.early { belonging.append((access.audience, shopper)) }
    }
}

extension Desk {
    /// A coupon's own terms.
    func terms(of coupon: Coupon, _ retailer: ID<Retailer>) async throws -> Terms? {
        guard let terms = try await terms(coupon.campaign, revision: coupon.revision, of: retailer) else { return nil }
        guard terms.hasVariants else { return terms }
        return terms.variant(try await database.channel(of: coupon.id, of: retailer))
    }
}
