import Geofence
import Promotions

/// Finds out which retailer and store an attempt belongs to, before anything waits.
extension Desk {
    struct Place {
        let retailer: ID<Retailer>
        var whereabouts: Whereabouts
        var code = CodeProof.none
        /// Other retailers whose fences hold the position too: next time one of them may come first.
        var others: [ID<Retailer>] = []
        /// Nothing here needed the position, so it is not kept.
        var isPositionIdle = false
    }

    /// How far outside a fence a fix may lie and still count for something: beyond 2.5 sigma, containment is under
    /// one percent even at a straight edge.
    static let marginSigmas = 2.5
    static let marginMetersMax = 1_000.0
    /// A code that names no store is tried at so many stores near the position.
    static let codeStoresMax = 16

    /// Nil: no store near, or no such store.
    func place(_ attempt: CheckInAttempt, in catalog: Catalog, at now: Instant) -> Place? {
        guard let code = attempt.code else { return placeWithoutCode(attempt, in: catalog, at: now) }
        if let shown = showing(code, attempt, in: catalog, at: now) { return shown }
        if attempt.fix == nil {
            // Nothing else says where the shopper is.
            guard let named = attempt.store ?? code.store, let store = catalog.store(named) else { return nil }
            return Place(
                retailer: named.retailer, whereabouts: .refused(.codeWrong, nearest: Nearby(bare: store)), code: .wrong)
        }
        guard var place = placeWithoutCode(attempt, in: catalog, at: now) else { return nil }
        place.code = .wrong
        return place
    }

    /// The store whose screen shows this code. A position is judged as well only where some campaign asks for both.
    private func showing(
        _ code: PresenceCode, _ attempt: CheckInAttempt, in catalog: Catalog, at now: Instant
    ) -> Place? {
        var tried: [Ref<Store>] = []
        if let named = code.store ?? attempt.store {
            tried = attempt.store == nil || attempt.store == named ? [named] : []
        } else if let position = attempt.fix?.fix.position {
            tried = catalog.near(position, withinMeters: CheckIn.nearMeters, atMost: Self.codeStoresMax)
        }
        for ref in tried {
            guard let book = catalog.book(ref.retailer), let store = book.store(ref.id),
                let steps = secrets.presenceStep(code, of: ref, at: now)
            else { continue }
            let proof = CodeProof.right(stepsOff: steps)
            guard attempt.caller.consents.location, let fix = attempt.fix?.fix, !book.policy(at: store).codeSuffices
            else {
                return Place(
                    retailer: ref.retailer, whereabouts: .inside(Nearby(bare: store), also: []), code: proof,
                    isPositionIdle: true)
            }
            return Place(
                retailer: ref.retailer, whereabouts: .inside(Nearby(store: store, fix: fix), also: []), code: proof)
        }
        return nil
    }

    private func placeWithoutCode(_ attempt: CheckInAttempt, in catalog: Catalog, at now: Instant) -> Place? {
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
        guard attempt.caller.consents.location else {
            return nearest(reported, in: catalog, reason: .noConsent, at: now)
        }
        return best(reported, in: catalog, at: now)
            ?? nearest(reported, in: catalog, reason: .outsideFence, at: now)
    }

    private func whereabouts(
        _ attempt: CheckInAttempt, at store: Store, in book: RetailerBook, at now: Instant
    ) -> Whereabouts {
        let bare = Nearby(bare: store)
        guard attempt.caller.consents.location else { return .refused(.noConsent, nearest: bare) }
        guard let reported = attempt.fix else { return .refused(.noLocation, nearest: bare) }
        let policy = book.policy(at: store)
        if let flaw = PresenceRules.flaw(of: reported, at: now, policy: policy) {
            return .refused(flaw, nearest: Nearby(store: store, fix: reported.fix))
        }
        return PresenceRules.judge(reported.fix, at: store, policy: policy)
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

    /// - Parameter reason: unless the fix itself is flawed.
    private func nearest(
        _ reported: ReportedFix, in catalog: Catalog, reason: CheckInReason, at now: Instant
    ) -> Place? {
        let fix = reported.fix
        guard let ref = catalog.near(fix.position, withinMeters: CheckIn.nearMeters, atMost: 1).first,
            let book = catalog.book(ref.retailer), let store = book.store(ref.id)
        else { return nil }
        if reason == .noConsent {
            return Place(retailer: ref.retailer, whereabouts: .refused(reason, nearest: Nearby(bare: store)))
        }
        let nearby = Nearby(store: store, fix: fix)
        let policy = book.policy(at: store)
        if let flaw = PresenceRules.flaw(of: reported, at: now, policy: policy) {
            return Place(retailer: ref.retailer, whereabouts: .refused(flaw, nearest: nearby))
        }
        let isVague = PresenceRules.isTooPoor(fix, at: store, maxAccuracyMeters: policy.maxAccuracyMeters)
        // Outside is what the fix says; a vague one within its own reach of the fence says nothing.
        let isUnsaid = isVague && nearby.distanceMeters <= fix.accuracyMeters
        return Place(retailer: ref.retailer, whereabouts: .refused(isUnsaid ? .inaccurate : reason, nearest: nearby))
    }

    /// All retailers' fences are asked. Surest first; ties by a running campaign, then distance, then id.
    private func best(_ reported: ReportedFix, in catalog: Catalog, at now: Instant) -> Place? {
        let fix = reported.fix
        let margin = min(fix.sigmaMeters() * Self.marginSigmas, Self.marginMetersMax)
        let refs = catalog.refs(catalog.index.holding(fix.position, marginMeters: margin))
        var places: [(rank: (Int, Int, Double, ID<Store>), place: Place)] = []
        for (retailer, refs) in Dictionary(grouping: refs, by: \.retailer) {
            guard let book = catalog.book(retailer) else { continue }
            let stores = refs.compactMap { book.store($0.id) }.filter { store in
                PresenceRules.flaw(of: reported, at: now, policy: book.policy(at: store)) == nil
            }
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
        guard var first = places.min(by: { $0.rank < $1.rank })?.place else { return nil }
        if places.count > 1 { first.others = places.map(\.place.retailer).filter { $0 != first.retailer } }
        return first
    }
}
