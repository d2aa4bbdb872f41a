public import Geofence
public import Promotions
import Records

/// One store with what there is to earn in it.
public struct FoundOffers: Sendable {
    public let retailer: ID<Retailer>
    public let store: Store
    /// To the fence's edge, 0 inside; nil without a position.
    public let distanceMeters: Double?
    /// Most reachable first.
    public let offers: [FoundOffer]
}

public struct FoundOffer: Sendable {
    public let campaign: Campaign
    public let outcome: OfferOutcome
    /// The next window, where none is open.
    public let opensAt: Instant?
    public let mayor: Mayor?

    public struct Mayor: Hashable, Sendable {
        public let nickname: String
        public let days: Int
    }
}

extension Desk {
    /// How many stores a search looks at.
    static let nearbyStoresMax = 50
    /// How many of a shopper's coupons it knows, latest first.
    private static let couponsMax = 1_000

    /// What the shopper could earn, and how far that is. The position serves for this answer alone.
    /// - Parameters:
    ///   - named: only in this store.
    ///   - place: words of a name, address or region, for whoever sends no position.
    ///   - channel: where the shopper says they came from; it decides what is left of a limit per channel.
    public func offers(
        near position: Position?, at named: Ref<Store>?, in place: PlaceName? = nil, channel: String? = nil,
        for token: ShopperToken
    ) async throws -> Answer<[FoundOffers]> {
        let (catalog, now) = (shelf.current, now)
        var refs: [Ref<Store>] = []
        if let named {
            guard catalog.store(named) != nil else { return .refused(.notFound) }
            refs = [named]
        } else if let position {
            refs = catalog.near(position, withinMeters: CheckIn.nearMeters, atMost: Self.nearbyStoresMax)
        } else if let place {
            refs = catalog.stores(in: place, offering: now, atMost: Self.nearbyStoresMax)
        }
        let held = try await coupons(of: token)
        var found: [FoundOffers] = []
        for (retailer, refs) in Dictionary(grouping: refs, by: \.retailer) {
            guard let book = catalog.book(retailer) else { continue }
            let stores = refs.compactMap { book.store($0.id) }
            let outlook = try await outlook(
                of: token, in: stores, book, held: held.filter { $0.retailer == retailer }.map(\.coupon),
                channel: channel, at: now)
            for store in stores {
                let offers = outlook.offers(in: store, of: book, at: now)
                if offers.isEmpty { continue }
                for offer in offers { noteLook(at: Ref(retailer, offer.campaign.id), in: store, channel: channel) }
                found.append(
                    FoundOffers(
                        retailer: retailer, store: store,
                        distanceMeters: position.map { store.fence.distanceMeters(from: $0) }, offers: offers))
            }
        }
        return .done(
            found.sorted { ($0.distanceMeters ?? 0, $0.store.id) < ($1.distanceMeters ?? 0, $1.store.id) })
    }

    /// All that the stores' offers depend on, in as few statements as a batch of check-ins reads.
    private func outlook(
        of token: ShopperToken, in stores: [Store], _ book: RetailerBook, held: [Coupon],
        channel: String?, at now: Instant
    ) async throws -> Outlook {
        let retailer = book.retailer.id
        let parties = try await parties(of: token.shopper, in: stores, of: retailer)
        var wanted = FactsWanted(
            shoppers: [token.shopper], visitsSince: ids.span(ofLastSeconds: Trail.seconds).lowerBound)
        for store in stores {
            for campaign in book.shown(at: store) {
                wanted.want(
                    campaign, token.shopper, store, channel: channel, at: now, party: parties[campaign.id])
                wanted.wantEarly(campaign, token.shopper, store, at: now)
                if campaign.terms.price != nil, !token.isGuest { wanted.spenders.insert(token.shopper) }
            }
        }
        let facts = try await database.facts(of: retailer, wanted, stores: { book.stores[$0] }, isLocking: false)
        var holders: Set<UnlockBook.Candidate> = []
        for store in stores {
            for campaign in book.campaigns(at: store) where campaign.terms.unlock == .mayor {
                if let holder = facts.tally.unlocks[UnlockKey(campaign.id, store: store.id)].holder {
                    holders.insert(UnlockBook.Candidate(holder, for: campaign.id))
                }
            }
        }
        let nicknames = try await database.nicknames(of: Array(holders), at: retailer)
        var looker = OfferRules.Looker(
            shopper: token.shopper, assurance: token.assurance, isStaff: book.staff.contains(token.shopper),
            coupons: Dictionary(grouping: held, by: \.campaign))
        looker.parties = parties
        looker.trail = facts.trails[token.shopper] ?? Trail()
        looker.channel = channel
        return Outlook(
            looker: looker, tally: facts.tally, nicknames: nicknames, crowds: try await crowds(in: stores, book),
            audiences: facts.belonging[token.shopper] ?? [])
    }

    /// How those crowds stand that one can join near here.
    private func crowds(in stores: [Store], _ book: RetailerBook) async throws -> [ID<Campaign>: Crowd.Standing] {
        var standings: [ID<Campaign>: Crowd.Standing] = [:]
        for campaign in book.givenLater where campaign.terms.unlock.isFound && stores.contains(where: campaign.includes)
        {
            standings[campaign.id] = try await database.crowd(campaign.id, of: book.retailer.id)
        }
        return standings
    }

    private func coupons(of token: ShopperToken) async throws -> [(retailer: ID<Retailer>, coupon: Coupon)] {
        let refs = try await database.latestCoupons(of: token.shopper, limit: Self.couponsMax)
        var coupons: [(retailer: ID<Retailer>, coupon: Coupon)] = []
        for (retailer, refs) in Dictionary(grouping: refs, by: \.retailer) {
            for stored in try await database.coupons(refs.map(\.id), of: retailer)
            where !token.isGuest || stored.coupon.session == token.session {
                coupons.append((retailer, stored.coupon))
            }
        }
        return coupons
    }
}

extension RetailerBook {
    /// What is earned in the store, what is pledged to from anywhere and can be used there, and what points buy.
    fileprivate func shown(at store: Store) -> [Campaign] {
        campaigns(at: store)
            + givenLater.filter { !$0.terms.unlock.isVisited && $0.terms.unlock.isFound && $0.includes(store) }
            + priced.filter { $0.includes(store) }
    }
}

/// One shopper's view of one retailer's offers.
private struct Outlook {
    let looker: OfferRules.Looker
    let tally: Tally
    let nicknames: [UnlockBook.Candidate: String]
    let crowds: [ID<Campaign>: Crowd.Standing]
    let audiences: Set<ID<Audience>>

    func offers(in store: Store, of book: RetailerBook, at now: Instant) -> [FoundOffer] {
        let found = book.shown(at: store).filter {
            $0.terms.unlock.isFound && !$0.terms.holdout.holds(looker.shopper, of: $0.id)
        }
        var waiting = Set(found.compactMap(\.terms.fallback))
        let offers = found.map { campaign -> FoundOffer in
            var campaign = campaign
            if !audiences.isEmpty { campaign.terms.schedule = campaign.terms.schedule.opened(for: audiences) }
            var outcome = OfferRules.outcome(of: campaign, for: looker, in: store, tally: tally, at: now)
            if case .crowd(let crowd) = campaign.terms.unlock, outcome.state == .unlocked,
                let standing = crowds[campaign.id]
            {
                outcome = outcome.among(standing, of: crowd)
            }
            if let fallback = campaign.terms.fallback, outcome.reason?.isSpent == true { waiting.remove(fallback) }
            let next = campaign.terms.schedule.nextWindows(1, after: now, zone: store.zone).first?.start
            return FoundOffer(
                campaign: campaign, outcome: outcome, opensAt: outcome.state == .beforeStart ? next : nil,
                mayor: mayor(of: campaign, in: store, at: now))
        }
        // One that others fall back on is given once they are spent, and not before.
        return offers.filter { !waiting.contains($0.campaign.id) || $0.outcome.coupon != nil }
            .sorted { OfferRules.isMoreReachable($0.outcome, than: $1.outcome) }
    }

    private func mayor(of campaign: Campaign, in store: Store, at now: Instant) -> FoundOffer.Mayor? {
        guard campaign.terms.unlock == .mayor else { return nil }
        let office = tally.unlocks[UnlockKey(campaign.id, store: store.id)]
        guard let holder = office.holder,
            let nickname = nicknames[UnlockBook.Candidate(holder, for: campaign.id)]
        else { return nil }
        let days = office.days(upTo: store.zone.localDate(at: now), within: Unlock.mayorDays).count
        return FoundOffer.Mayor(nickname: nickname, days: days)
    }
}
