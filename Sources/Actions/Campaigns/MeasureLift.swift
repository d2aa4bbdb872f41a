public import Promotions
import Records

/// What an offer changed, by the stores where it runs and others like them where it does not.
public struct LiftReport: Sendable {
    public let before: Interval
    public let during: Interval
    public let matched: MatchedStores
}

extension Desk {
    /// As many days before as are looked at.
    private static let daysBefore = 28

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
        let visits = try await database.visits(
            of: ref.retailer, first: first, before: before.start, start: start, end: during.end)
        var treated: [MatchedStores.Record] = []
        var controls: [MatchedStores.Record] = []
        for store in try await database.allStores(of: ref.retailer) where store.archivedAt == nil {
            let counts = visits[store.id] ?? (0, 0)
            let record = MatchedStores.Record(
                store: store.id, before: Double(counts.before) / before.days,
                during: Double(counts.during) / during.days)
            if campaign.includes(store) { treated.append(record) } else { controls.append(record) }
        }
        return .done(
            LiftReport(before: before, during: during, matched: MatchedStores(treated: treated, controls: controls)))
    }
}

extension Interval {
    fileprivate var days: Double { end.seconds(since: start) / 86_400 }
}
