public import Promotions
import Records

/// What an offer changed.
public enum LiftReport: Sendable {
    /// By the stores where it runs and others like them where it does not.
    case stores(MatchedStores, before: Interval, during: Interval)
    /// By shoppers who came while it ran, those who could have it and those held out.
    case shoppers(offered: [Double], heldOut: [Double], during: Interval)
}

extension Desk {
    /// As many days before as are looked at.
    private static let daysBefore = 28
    private static let shopperPage = 20_000

    /// Nil before the campaign has run for a day.
    public func lift(of ref: Ref<Campaign>) async throws -> Answer<LiftReport?> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        guard let launchedAt = campaign.launchedAt else { return .done(nil) }
        let from = campaign.terms.schedule.from.map { Zone.utc.instant(of: $0, time: .midnight) }
        let to = campaign.terms.schedule.to.map { Zone.utc.instant(of: $0, time: .midnight) }
        let start = max(launchedAt, from ?? launchedAt)
        guard let before = Interval(start: start.adding(seconds: -Self.daysBefore * 86_400), end: start),
            let during = Interval(start: start, end: min(now, to ?? now)), during.days >= 1
        else { return .done(nil) }
        // Ids carry real time; a clock that was moved on has passed more of it than there was.
        let first = ids.span(ofLastSeconds: Int(now.seconds(since: before.start)) + 86_400).lowerBound
        let stores = try await database.allStores(of: ref.retailer)
        if campaign.terms.holdout.percent > 0 {
            let taking = stores.filter(campaign.includes).map(\.id)
            return .done(
                try await liftOfHoldout(campaign, of: ref.retailer, in: taking, first: first, during: during))
        }
        let visits = try await database.visits(
            of: ref.retailer, first: first, before: before.start, start: start, end: during.end)
        var treated: [MatchedStores.Record] = []
        var controls: [MatchedStores.Record] = []
        for store in stores where store.archivedAt == nil {
            let counts = visits[store.id] ?? (0, 0)
            let record = MatchedStores.Record(
                store: store.id, before: Double(counts.before) / before.days,
                during: Double(counts.during) / during.days)
            if campaign.includes(store) { treated.append(record) } else { controls.append(record) }
        }
        return .done(
            .stores(MatchedStores(treated: treated, controls: controls), before: before, during: during))
    }

    /// Visits of each shopper who came at all. The first visit of somebody held out differs in nothing from another's, so
    /// both groups are made in the same way; what they do then is the difference.
    private func liftOfHoldout(
        _ campaign: Campaign, of retailer: ID<Retailer>, in stores: [ID<Store>], first: Int64, during: Interval
    ) async throws -> LiftReport {
        var offered: [Double] = []
        var heldOut: [Double] = []
        var last: ID<Shopper>?
        while true {
            let page = try await database.visitsByShopper(
                of: retailer, in: stores, first: first, during: during, after: last, limit: Self.shopperPage)
            for (shopper, visits) in page {
                if campaign.terms.holdout.holds(shopper, of: campaign.id) {
                    heldOut.append(Double(visits))
                } else {
                    offered.append(Double(visits))
                }
            }
            last = page.last?.shopper
            if page.count < Self.shopperPage { break }
        }
        return .shoppers(offered: offered, heldOut: heldOut, during: during)
    }
}

extension Interval {
    fileprivate var days: Double { end.seconds(since: start) / 86_400 }
}
