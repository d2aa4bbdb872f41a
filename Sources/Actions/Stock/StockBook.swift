import Promotions
import Records

/// What all stores of a retailer have said, as of the book's version.
struct StockBook: Sendable {
    private struct Place: Hashable {
        let campaign: ID<Campaign>?
        let kind: CampaignStock.Stop.Kind
    }

    /// A coupon that counted for an older period gives back to nobody who asks.
    private static let daysKept = 400

    private var stops: [ID<Store>: [Place: CampaignStock.Stop]] = [:]
    private var allotments: [ID<Campaign>: CampaignStock.Allotments] = [:]

    /// What is over is forgotten.
    mutating func take(_ changes: StoreStockChanges, at now: Instant) {
        for change in changes.stops {
            let place = Place(campaign: change.campaign, kind: change.stop.kind)
            stops[change.store, default: [:]][place] = now < change.stop.until ? change.stop : nil
            if stops[change.store]?.isEmpty == true { stops[change.store] = nil }
        }
        let forgotten = Zone.utc.localDate(at: now).adding(days: -Self.daysKept)
        for change in changes.allotments where change.start.map({ $0 > forgotten }) ?? true {
            var allotment = allotments[change.campaign]?[change.store]?[change.period] ?? CampaignStock.Allotment()
            if let start = change.start { allotment.once[start] = change.max } else { allotment.standing = change.max }
            let isEmpty = allotment.standing == nil && allotment.once.isEmpty
            allotments[change.campaign, default: [:]][change.store, default: [:]][change.period] =
                isEmpty ? nil : allotment
            if allotments[change.campaign]?[change.store]?.isEmpty == true {
                allotments[change.campaign]?[change.store] = nil
            }
        }
    }

    func stock(of campaign: Campaign) -> CampaignStock {
        var stopped: [ID<Store>: [CampaignStock.Stop]] = [:]
        for (store, stops) in stops {
            let here = stops.filter { $0.key.campaign == nil || $0.key.campaign == campaign.id }.map(\.value)
            if !here.isEmpty { stopped[store] = here }
        }
        return CampaignStock(
            edition: campaign.stock.edition, allotments: allotments[campaign.id] ?? [:], stops: stopped)
    }

    /// What lasts at a store, those of one campaign named.
    func stops(of store: ID<Store>, at now: Instant) -> [(campaign: ID<Campaign>?, stop: CampaignStock.Stop)] {
        (stops[store] ?? [:]).filter { now < $0.value.until }.map { ($0.key.campaign, $0.value) }
            .sorted { ($0.0?.rawValue ?? 0, $0.1.kind.rawValue) < ($1.0?.rawValue ?? 0, $1.1.kind.rawValue) }
    }
}

extension RetailerBook {
    /// Gives every campaign its part of what the stores say.
    mutating func restock(_ changes: StoreStockChanges, at now: Instant) {
        stock.take(changes, at: now)
        for id in campaigns.keys {
            if let campaign = campaigns[id] { campaigns[id]?.stock = stock.stock(of: campaign) }
        }
    }
}

extension RetailerBook {
    /// Whether the store where the coupon was earned is sold out or closed.
    func isStopped(for coupon: Coupon, at now: Instant) -> Bool {
        guard let store = coupon.store, let campaign = campaigns[coupon.campaign] else { return false }
        return campaign.stock.stop(at: store, at: now) != nil
    }
}
