public import Promotions
import Records

/// A page of check-ins with the stores as they are now.
public struct CheckInPage: Sendable {
    public let found: [(record: CheckInRecord, store: Store)]
    /// A page may be short, or empty, and yet have one after it.
    public let next: ID<CheckIn>?
}

extension Desk {
    /// A page goes over so many check-ins at most, for few or none that are wanted.
    private static let lookMax = 20_000
    /// How far the clocks of processes and of the database may be apart.
    private static let slackSeconds = 120

    /// Newest first.
    public func checkIns(
        of retailer: ID<Retailer>, _ filter: CheckInFilter, after: ID<CheckIn>?, limit: Int
    ) async throws -> CheckInPage {
        let span = idSpan(from: filter.from, to: filter.to)
        let before = min(after?.rawValue ?? .max, span.upperBound)
        let page = try await database.checkIns(
            of: retailer, filter, between: (span.lowerBound, before), lookMax: Self.lookMax, limit: limit)
        let stores = shelf.current.book(retailer)?.stores
        return CheckInPage(
            found: page.found.compactMap { record in stores?[record.store].map { (record, $0) } }, next: page.next)
    }

    /// Ids carry real time. Where this process's clock shows another, as in a rehearsal, they bound nothing.
    private func idSpan(from: Instant?, to: Instant?) -> Range<Int64> {
        let lead = abs(now.seconds(since: Clock.system.now()))
        guard lead < Double(Self.slackSeconds) else { return 0..<Int64.max }
        let first = from.map { IDMaker.first(at: $0.adding(seconds: -Self.slackSeconds)) } ?? 0
        let last = to.map { IDMaker.first(at: $0.adding(seconds: Self.slackSeconds)) } ?? .max
        return first..<max(first, last)
    }
}
