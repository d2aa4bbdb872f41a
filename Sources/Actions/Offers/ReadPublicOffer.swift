public import Promotions
import Records

/// What anybody may know of an offer: nothing of it depends on who asks.
public struct PublicOffer: Sendable {
    public enum Standing: Hashable, Sendable {
        case running
        /// The first window of the first store that has one.
        case opens(Instant)
        case paused
        case givenOut
        case over
    }

    public let ref: Ref<Campaign>
    public let terms: Terms
    public let retailer: String
    public let standing: Standing
    /// Who has got it so far, or has joined a crowd.
    public let participants: Int64
    /// Of a crowd: how many it needs.
    public let crowdTarget: Int64?
    /// In order of creation.
    public let stores: [Store]
    /// In which its dates are told.
    public let zone: Zone
}

extension Desk {
    private static let storesShownMax = 1_000

    /// Nil for what is not launched, or not told to everybody: private sales, gifts, offers with a holdout.
    public func publicOffer(_ ref: Ref<Campaign>) async throws -> PublicOffer? {
        guard let book = shelf.current.book(ref.retailer), let campaign = book.campaigns[ref.id],
            campaign.isPublic
        else { return nil }
        let now = now
        let stores = book.stores.values.lazy.filter { $0.archivedAt == nil && campaign.includes($0) }
            .prefix(Self.storesShownMax).sorted { $0.id < $1.id }
        let total = try await live(ref)
        var (participants, target) = (total?.participants ?? 0, Int64?.none)
        if case .crowd(let crowd) = campaign.terms.unlock {
            participants = try await database.crowd(ref.id, of: ref.retailer).joined
            target = crowd.target
        }
        let zone = stores.first?.zone ?? .utc
        return PublicOffer(
            ref: ref, terms: campaign.terms, retailer: book.retailer.name,
            standing: standing(campaign, in: stores, given: total?.coupons ?? 0, at: now),
            participants: participants, crowdTarget: target, stores: stores, zone: zone)
    }

    private func standing(
        _ campaign: Campaign, in stores: [Store], given: Int64, at now: Instant
    ) -> PublicOffer.Standing {
        if campaign.state == .archived { return .over }
        if given >= campaign.terms.couponsMax { return .givenOut }
        var opens: Instant?
        for store in stores {
            switch campaign.terms.schedule.state(at: now, zone: store.zone) {
            case .open: return campaign.state == .paused ? .paused : .running
            case .beforeStart(let start), .betweenWindows(let start): opens = min(opens ?? start, start)
            case .ended: continue
            }
        }
        return opens.map { .opens($0) } ?? .over
    }
}

extension Campaign {
    /// Drafts are nobody's business yet.
    fileprivate var isPublic: Bool {
        switch state {
        case .draft, .approved: false
        case .enabled, .paused, .archived: terms.unlock.isFound && terms.holdout.percent == 0
        }
    }
}
