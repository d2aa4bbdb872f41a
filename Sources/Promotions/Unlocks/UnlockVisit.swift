/// A visit as an unlock sees it, made or imagined.
public struct UnlockVisit: Sendable {
    public let campaign: Campaign
    public let shopper: ID<Shopper>
    public let store: Store
    /// When the shopper was there; the local day is that of the store.
    public let at: Instant
    /// In which the shopper is, of this campaign's.
    public let party: ID<Party>?

    public init(
        _ campaign: Campaign, by shopper: ID<Shopper>, in store: Store, at: Instant, party: ID<Party>? = nil
    ) {
        self.campaign = campaign
        self.shopper = shopper
        self.store = store
        self.at = at
        self.party = party
    }

    var date: LocalDate { store.zone.localDate(at: at) }

    /// Of the shopper: where days and places are remembered.
    public var ownKey: UnlockKey? {
        switch campaign.terms.unlock {
        case .everyVisit, .swarm, .friends, .grant, .crowd, .code: nil
        case .firstVisit(.store), .nthVisit(_, _, .store), .mayor:
            UnlockKey(campaign.id, shopper: shopper, store: store.id)
        case .firstVisit(.retailer), .nthVisit(_, _, .campaign): UnlockKey(campaign.id, shopper: shopper)
        case .flash(_, let per): flashKey(per, of: shopper)
        }
    }

    /// Of everybody.
    public var sharedKey: UnlockKey? {
        switch campaign.terms.unlock {
        case .everyVisit, .firstVisit, .nthVisit, .grant, .crowd, .code: nil
        case .mayor, .swarm: UnlockKey(campaign.id, store: store.id)
        case .flash(_, let per): flashKey(per, of: nil)
        // A party's number stands where a shopper's would: no two things have one number.
        case .friends: party.map { UnlockKey(campaign.id, shopper: ID($0.rawValue), store: store.id) }
        }
    }

    /// The window it falls into is named by the local minute of its start, the same in all zones. Nil outside of any.
    private func flashKey(_ per: Unlock.Place, of shopper: ID<Shopper>?) -> UnlockKey? {
        guard let start = campaign.terms.schedule.startOfWindow(containing: at, zone: store.zone) else { return nil }
        let (date, second) = store.zone.local(at: start)
        let round = Int64(date.daysSince1970) * 1_440 + Int64(second / 60)
        return UnlockKey(campaign.id, shopper: shopper, store: per == .store ? store.id : nil, round: round)
    }

    /// For a first visit: who must not have been where.
    public var newness: UnlockBook.Regular? {
        switch campaign.terms.unlock {
        case .firstVisit(.store): UnlockBook.Regular(shopper, in: store.id)
        case .firstVisit(.retailer): UnlockBook.Regular(shopper, in: nil)
        case .everyVisit, .nthVisit, .flash, .mayor, .swarm, .friends, .grant, .crowd, .code: nil
        }
    }
}
