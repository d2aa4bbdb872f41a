public import Promotions
import Records

/// Watching a campaign run.
extension Desk {
    private static let minuteSeconds = 60
    /// How long it takes to tell a rate.
    private static let rateSeconds = 120
    /// After so long no check-in is held any more, and what is counted stays so: nearly.
    private static let settledSeconds = 180
    /// An appeal that is granted, or a sale that is taken back, changes what was settled: so all is counted anew now and
    /// then, less often where that takes long.
    private static let recountAfter = Duration.seconds(300)
    private static let recountRest = 200

    /// A place among those who watch; nil when this process has too many of this retailer's. Whoever gets one may let it go.
    public func takeLiveSeat(of retailer: ID<Retailer>) -> (any Sendable)? {
        liveBoard.seat(of: retailer)
    }

    /// What has come of a campaign up to this second, shared with all who ask for it.
    /// - Parameter scope: only what comes of it in these stores.
    public func liveView(
        _ ref: Ref<Campaign>, in scope: StoreScope = .everything
    ) async throws -> Answer<LiveView> {
        try await liveBoard.view(of: LiveBoard.Subject(campaign: ref, scope: scope)) {
            try await readLive(ref, in: scope, after: $0)
        }
    }

    private func readLive(
        _ ref: Ref<Campaign>, in scope: StoreScope, after base: LiveBoard.Base?
    ) async throws -> Answer<LiveBoard.Reading> {
        guard let book = shelf.current.book(ref.retailer), let campaign = book.campaigns[ref.id] else {
            return .refused(.notFound)
        }
        let theirs = stores(in: scope, of: ref.retailer)
        let base = try await settle(ref, in: theirs, base)
        let stores = book.stores.values.filter {
            $0.archivedAt == nil && campaign.includes($0) && scope.includes($0)
        }
        var wanted = FactsWanted(campaigns: [ref.id])
        for store in stores {
            for (key, max) in campaign.storeKeys(of: store.id, on: store.zone.localDate(at: now)) {
                wanted.counters[key] = max
            }
        }
        let facts = try await database.facts(of: ref.retailer, wanted, stores: { _ in nil }, isLocking: false)
        let counts = try await database.liveCounts(
            ref.id, of: ref.retailer, after: base.through, through: .max,
            since: (first(ofLastSeconds: Self.minuteSeconds), first(ofLastSeconds: Self.rateSeconds)), in: theirs)
        let appeals = try await database.openAppeals(ref.id, of: ref.retailer, in: theirs)
        let total =
            facts.tally.totals[ref.id]
            ?? Tally.Total(state: campaign.state, revision: campaign.revision, coupons: 0, exposure: 0)
        var standings = StoreStandings(campaign, total: total, at: now)
        var standing: [ID<Store>: StoreStanding] = [:]
        for store in stores { standing[store.id] = standings.standing(of: store, used: facts.tally.used) }
        let left =
            theirs == nil
            ? SellOutForecast.left(campaign.terms, coupons: total.coupons, exposure: total.exposure)
            : standings.left(in: stores, used: facts.tally.used)
        let forecast = SellOutForecast(
            left: left, issued: counts.issuedLately, inSeconds: Double(Self.rateSeconds),
            closesAt: standings.closing(of: Set(stores.map(\.zone))), now: now)
        let view = LiveView(
            campaign, total: base.tally + counts.tally, counted: theirs == nil ? total : nil, forecast: forecast,
            standings: standing, minute: counts.minute, openAppeals: appeals)
        return .done(LiveBoard.Reading(view: view, base: base))
    }

    /// Counts what has settled since the last time, a minute's worth or more at once.
    private func settle(
        _ ref: Ref<Campaign>, in stores: Set<ID<Store>>?, _ known: LiveBoard.Base?
    ) async throws -> LiveBoard.Base {
        let begin = ContinuousClock.now
        let anew = LiveBoard.Base(through: ref.id.rawValue, stores: stores, begunAt: begin)
        var base = known ?? anew
        if base.stores != stores || begin - base.begunAt > max(Self.recountAfter, base.cost * Self.recountRest) {
            base = anew
        }
        guard base.through < first(ofLastSeconds: Self.settledSeconds + Self.minuteSeconds) else { return base }
        let settled = first(ofLastSeconds: Self.settledSeconds)
        let counts = try await database.liveCounts(
            ref.id, of: ref.retailer, after: base.through, through: settled, since: (.max, .max), in: stores)
        if base.through == ref.id.rawValue { base.cost = ContinuousClock.now - begin }
        base.tally = base.tally + counts.tally
        base.through = settled
        return base
    }

    /// Ids carry real time, whatever a rehearsal's clock shows.
    private func first(ofLastSeconds seconds: Int) -> Int64 {
        ids.span(ofLastSeconds: seconds).lowerBound
    }
}
