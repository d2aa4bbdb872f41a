import Geofence
import Promotions

/// Finds out which retailer and store an attempt belongs to, before anything waits.
extension Desk {
    struct Place {
        let retailer: ID<Retailer>
        let whereabouts: Whereabouts
    }

    /// How far outside a fence a fix may lie and still count for something: beyond 2.5 sigma, containment is under
    /// one percent even at a straight edge.
    static let marginSigmas = 2.5
    static let marginMetersMax = 1_000.0

    /// Nil: no store near, or no such store.
    func place(_ attempt: CheckInAttempt, in catalog: Catalog, at now: Instant) -> Place? {
        if let named = attempt.store {
            guard let book = catalog.book(named.retailer), let store = book.store(named.id) else { return nil }
            var whereabouts = whereabouts(attempt, at: store, in: book, at: now)
            if case .inside(let nearby, _) = whereabouts, let fix = attempt.fix?.fix {
                whereabouts = .inside(nearby, also: overlapping(fix, besides: store, in: book, catalog))
            }
            return Place(retailer: named.retailer, whereabouts: whereabouts)
        }
        guard let reported = attempt.fix else { return nil }
        // Without consent the position only routes this one request; it is neither judged nor kept.
        if let flaw = attempt.caller.consents.location ? PresenceRules.flaw(of: reported, at: now) : .noConsent {
            return nearest(reported.fix, in: catalog, reason: flaw)
        }
        return best(reported.fix, in: catalog, at: now) ?? nearest(reported.fix, in: catalog, reason: .outsideFence)
    }

    private func whereabouts(
        _ attempt: CheckInAttempt, at store: Store, in book: RetailerBook, at now: Instant
    ) -> Whereabouts {
        let bare = Nearby(bare: store)
        guard attempt.caller.consents.location else { return .refused(.noConsent, nearest: bare) }
        guard let reported = attempt.fix else { return .refused(.noLocation, nearest: bare) }
        if let flaw = PresenceRules.flaw(of: reported, at: now) {
            return .refused(flaw, nearest: Nearby(store: store, fix: reported.fix))
        }
        return PresenceRules.judge(reported.fix, at: store, policy: book.policy(at: store))
    }

    /// Stores of the same retailer whose fences hold the fix just as surely: the coupon is good there too.
    private func overlapping(_ fix: Fix, besides store: Store, in book: RetailerBook, _ catalog: Catalog) -> [ID<Store>]
    {
        catalog.refs(catalog.index.holding(fix.position)).compactMap { ref in
            guard ref.retailer == book.retailer.id, ref.id != store.id, let other = book.store(ref.id) else {
                return nil
            }
            let judged = PresenceRules.judge(fix, at: other, policy: book.policy(at: other))
            return if case .inside = judged { other.id } else { nil }
        }
    }

    private func nearest(_ fix: Fix, in catalog: Catalog, reason: CheckInReason) -> Place? {
        guard let ref = catalog.nearest(to: fix.position, withinMeters: CheckIn.nearMeters),
            let book = catalog.book(ref.retailer), let store = book.store(ref.id)
        else { return nil }
        let nearby =
            reason == .noConsent
            ? Nearby(bare: store) : Nearby(store: store, fix: fix)
        let limit = book.policy(at: store).maxAccuracyMeters
        let isVague = PresenceRules.isTooPoor(fix, at: store, maxAccuracyMeters: limit)
        // Outside is what the fix says; a vague one within its own reach of the fence says nothing.
        let isUnsaid = reason == .outsideFence && isVague && nearby.distanceMeters <= fix.accuracyMeters
        return Place(retailer: ref.retailer, whereabouts: .refused(isUnsaid ? .inaccurate : reason, nearest: nearby))
    }

    /// All retailers' fences are asked. Surest first; ties by a running campaign, then distance, then id.
    private func best(_ fix: Fix, in catalog: Catalog, at now: Instant) -> Place? {
        let margin = min(fix.sigmaMeters() * Self.marginSigmas, Self.marginMetersMax)
        let refs = catalog.refs(catalog.index.holding(fix.position, marginMeters: margin))
        var places: [(rank: (Int, Int, Double, ID<Store>), place: Place)] = []
        for (retailer, refs) in Dictionary(grouping: refs, by: \.retailer) {
            guard let book = catalog.book(retailer) else { continue }
            let stores = refs.compactMap { book.store($0.id) }
            guard let whereabouts = PresenceRules.judge(fix, among: stores, policy: book.policy(at:)),
                let nearby = whereabouts.nearby
            else { continue }
            let sureness =
                switch whereabouts {
                case .inside: 0
                case .unclear(.severalStores, _): 0
                case .unclear: 1
                case .refused: 2
                }
            let isRunning = book.isRunning(at: nearby.store, now: now)
            places.append(
                (
                    (sureness, isRunning ? 0 : 1, nearby.distanceMeters, nearby.store.id),
                    Place(retailer: retailer, whereabouts: whereabouts)
                ))
        }
        return places.min { $0.rank < $1.rank }?.place
    }
}
