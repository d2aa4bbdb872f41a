public import Promotions
import Records
import Synchronization

/// Which codes are spent or withdrawn, by retailer, for some seconds: all tills of a retailer ask for the same.
final class SpentCodes: Sendable {
    struct Codes: Sendable {
        let spent: [CouponCode]
        let withdrawn: [CouponCode]
    }

    private struct Kept {
        let codes: Codes
        let campaigns: [ID<Campaign>]
        let at: Instant
    }

    private static let seconds = 20.0
    private let kept = Mutex<[ID<Retailer>: Kept]>([:])

    func codes(of campaigns: [ID<Campaign>], at retailer: ID<Retailer>, now: Instant) -> Codes? {
        kept.withLock { kept in
            guard let known = kept[retailer], known.campaigns == campaigns else { return nil }
            return (0..<Self.seconds).contains(now.seconds(since: known.at)) ? known.codes : nil
        }
    }

    func keep(_ codes: Codes, of campaigns: [ID<Campaign>], at retailer: ID<Retailer>, now: Instant) {
        kept.withLock { $0[retailer] = Kept(codes: codes, campaigns: campaigns, at: now) }
    }
}

/// What a till takes along for when its line goes down.
extension Desk {
    /// Campaigns launched longer ago have no coupons out any more.
    private static let offerSeconds = 400 * 86_400.0
    private static let spentMax = 100_000
    /// Of withdrawn codes the pack names so many; the others are in the filter.
    private static let withdrawnNamed = 5_000

    public func pack(for till: TillToken) async throws -> Answer<OfflinePack> {
        let (retailer, now) = (till.till.retailer, now)
        guard let book = shelf.current.book(retailer), let store = book.store(till.store) else {
            return .refused(.storeArchived)
        }
        let campaigns = book.campaigns.values.filter { campaign in
            guard let launched = campaign.launchedAt, campaign.terms.coupon.offlineLease != nil else { return false }
            return now.seconds(since: launched) < Self.offerSeconds && campaign.includes(store)
        }.sorted { $0.id < $1.id }
        let withLease = campaigns.filter { $0.standing.recall == nil && $0.state != .archived }
        let leases = try await leases(of: till, withLease)
        let codes = try await spentCodes(of: campaigns.map(\.id), at: retailer)
        return .done(
            OfflinePack(
                till: till.till,
                place: OfflinePack.Place(
                    store: store.id, number: try await number(of: Ref(retailer, store.id)), name: store.name,
                    zone: store.zone),
                issuedAt: now, staleAt: now.adding(seconds: OfflinePack.staleSeconds),
                keys: secrets.couponKeys(at: now, from: settings.offlineKeysFrom),
                offers: try await offers(campaigns, of: retailer),
                revoked: Set(codes.withdrawn.prefix(Self.withdrawnNamed)),
                spent: SpentFilter(codes.spent + codes.withdrawn), leases: leases))
    }

    public func offlineResults(
        _ ref: Ref<Campaign>, in scope: StoreScope = .everything
    ) async throws -> OfflineResults {
        let stores = stores(in: scope, of: ref.retailer)
        return OfflineResults(
            leased: try await database.leased(ref.id, of: ref.retailer, in: stores),
            booked: try await database.booked(ref.id, of: ref.retailer, in: stores))
    }

    /// Every revision that a signed coupon may name.
    private func offers(_ campaigns: [Campaign], of retailer: ID<Retailer>) async throws -> [OfflinePack.Offer] {
        let byID = Dictionary(uniqueKeysWithValues: campaigns.map { ($0.id, $0) })
        // The revision of today is numbered now, so that coupons printed later find it in this pack.
        for campaign in campaigns {
            _ = try await number(of: RevisionKey(campaign.id, campaign.revision), at: retailer)
        }
        let numbers = try await database.numbers(ofRevisionsOf: campaigns.map(\.id), at: retailer)
        var offers: [OfflinePack.Offer] = []
        for (key, number) in numbers.sorted(by: { $0.value < $1.value }) {
            guard let campaign = byID[key.campaign],
                let terms = try await terms(key.campaign, revision: key.revision, of: retailer)
            else { continue }
            offers.append(
                OfflinePack.Offer(
                    number: number, campaign: key.campaign, revision: key.revision,
                    recalledAt: campaign.standing.recall?.at, headline: terms.coupon.words.headline,
                    reward: terms.reward.json, conditions: terms.conditions.json))
        }
        return offers
    }

    private func spentCodes(of campaigns: [ID<Campaign>], at retailer: ID<Retailer>) async throws -> SpentCodes.Codes {
        let now = now
        if let known = spentCodes.codes(of: campaigns, at: retailer, now: now) { return known }
        let open = { (codes: [Database.SealedCode]) in
            codes.compactMap { self.secrets.openCode($0.sealed, for: Ref(retailer, $0.coupon)) }
        }
        let codes = SpentCodes.Codes(
            spent: open(
                try await database.spentCodes(of: campaigns, at: retailer, now: now, limit: Self.spentMax)),
            withdrawn: open(
                try await database.withdrawnCodes(of: campaigns, at: retailer, now: now, limit: Self.spentMax)))
        spentCodes.keep(codes, of: campaigns, at: retailer, now: now)
        return codes
    }
}
