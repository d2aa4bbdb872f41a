import Geofence

/// Decides check-ins of the past anew, as if the plan had been in force. They come in the order in which they were
/// made, all of one retailer's, so that each shopper's trail is what it would have been.
public struct Replay: Sendable {
    /// What became of one check-in.
    public enum Finding: Sendable {
        /// The campaign did not look at it.
        case unconcerned
        /// Its position is deleted by now.
        case untestable
        case same
        /// A doubt that is gone: the visit would have counted in this store.
        case gains(Store, was: CheckInReason)
        case loses(CheckInReason, hadEarned: Bool)
    }

    public let plan: ReplayPlan
    private var trails: [ID<Shopper>: Trail] = [:]
    private var notedSinceCleaning = 0

    /// Trails of shoppers who have not come for a day are dropped after so many check-ins.
    static let cleaningInterval = 20_000

    public init(_ plan: ReplayPlan) {
        self.plan = plan
    }

    /// - Parameter stores: as they are now; those of the plan replace them.
    public func judge(_ record: CheckInRecord, stores: (ID<Store>) -> Store?) -> Finding {
        let offer = record.offers.first { $0.campaign == plan.campaign.id }
        guard offer != nil || record.evidence.policies.contains(where: { $0.campaign == plan.campaign.id }) else {
            return .unconcerned
        }
        // What somebody vouched for stays, and staff earn nothing anywhere.
        if record.evidence.isVouched || record.reasons.contains(.staff) { return .same }
        let before = offer.map(\.reason) ?? record.reasons.first
        let doubt = before.flatMap { $0.isPresence ? $0 : nil }
        if offer == nil, doubt == nil { return .same }
        guard let store = plan.moved[record.store] ?? stores(record.store) else { return .untestable }
        if record.fix == nil, record.containment != nil, !record.evidence.code.isRight { return .untestable }
        switch (doubt, obstacle(record, at: store, stores: stores)) {
        case (nil, .some(let after)): return .loses(after, hadEarned: offer?.state == .issued)
        case (.some(let was), nil):
            return .gains(newPlace(record, at: store, stores: stores) ?? store, was: was)
        case (nil, nil), (.some, .some): return .same
        }
    }

    /// Why it would still not count; nil if it would.
    private func obstacle(
        _ record: CheckInRecord, at store: Store, stores: (ID<Store>) -> Store?
    ) -> CheckInReason? {
        if record.reasons.contains(.noConsent) { return .noConsent }
        if newPlace(record, at: store, stores: stores) != nil { return nil }
        if record.reasons.contains(.severalStores), record.verdict == .held { return .severalStores }
        return obstacle(record, in: store)
    }

    /// Another store than the one it was recorded at: the only one left of several, or one whose fence has moved.
    private func newPlace(
        _ record: CheckInRecord, at store: Store, stores: (ID<Store>) -> Store?
    ) -> Store? {
        guard record.fix != nil, !record.evidence.code.isRight else { return nil }
        if record.reasons.contains(.severalStores), record.verdict == .held {
            let left = record.candidates.compactMap { plan.moved[$0.store] ?? stores($0.store) }
                .filter { isInside(record, $0) }
            return left.count == 1 && obstacle(record, in: left[0]) == nil ? left[0] : nil
        }
        if isInside(record, store) { return nil }
        return plan.moved.values.sorted { $0.id < $1.id }.first { other in
            other.id != store.id && plan.campaign.includes(other) && isInside(record, other)
                && obstacle(record, in: other) == nil
        }
    }

    private func isInside(_ record: CheckInRecord, _ store: Store) -> Bool {
        record.fix.map { store.fence.containment(of: $0) >= plan.presence.inside } ?? false
    }

    private func obstacle(_ record: CheckInRecord, in store: Store) -> CheckInReason? {
        let evidence = record.evidence
        guard store.isOpen(at: record.checkedAt) else { return .storeClosed }
        if !evidence.code.isRight {
            if evidence.isMocked { return .mocked }
            if evidence.replayOf != nil { return .replayed }
        }
        if record.fix == nil, !evidence.code.isRight, !plan.presence.proof.demandsCode { return .noLocation }
        // Of several fixes only the whole is kept, and not how old each was.
        let reported =
            record.fixes > 1
            ? nil
            : record.fix.flatMap { fix in
                record.capturedAt.map { ReportedFix(fix: fix, capturedAt: $0, isMocked: evidence.isMocked) }
            }
        let visitor = CheckInRules.Visitor(
            shopper: record.shopper, assurance: .verified, fix: record.fix, reported: reported, code: evidence.code,
            trail: (trails[record.shopper] ?? Trail()).before(record.id))
        let nearby = record.fix.map { Nearby(store: store, fix: $0) } ?? Nearby(bare: store)
        let now = record.checkedAt
        if let obstacle = CheckInRules.presenceObstacle(plan.presence, nearby, visitor, at: now) { return obstacle }
        return visitor.isTooSoon(plan.presence, in: store, at: now) ? .tooSoon : nil
    }

    /// Why a visit that would have counted would still have earned nothing; nil after counting the coupon.
    public func earns(
        _ record: CheckInRecord, in store: Store, tally: inout Tally
    ) -> CheckInReason? {
        let terms = plan.campaign.terms
        switch terms.schedule.state(at: record.checkedAt, zone: store.zone) {
        case .open: break
        case .beforeStart: return .beforeStart
        case .betweenWindows: return .outsideWindow
        case .ended: return .ended
        }
        return tally.take(
            plan.campaign, shopper: record.shopper, store: store.id, channel: record.channel,
            on: store.zone.localDate(at: record.checkedAt))
    }

    /// Remembers the visit for those that the shopper made after it.
    /// - Parameter hasEarned: of a check-in that gains.
    public mutating func note(
        _ record: CheckInRecord, _ finding: Finding, hasEarned: Bool, stores: (ID<Store>) -> Store?
    ) {
        var (verdict, reasons, place) = (
            record.verdict, record.reasons, plan.moved[record.store] ?? stores(record.store)
        )
        switch finding {
        case .unconcerned, .untestable, .same: break
        case .gains(let store, _):
            (verdict, reasons, place) = (hasEarned || verdict == .accepted ? .accepted : .acceptedNoReward, [], store)
        case .loses(let reason, _):
            let others = record.offers.contains { $0.state == .issued && $0.campaign != plan.campaign.id }
            if !others { (verdict, reasons) = (.refused, [reason]) }
        }
        guard let place else { return }
        let visit = EarlierVisit(
            record.id, at: place, checkedAt: record.checkedAt, verdict: verdict, reasons: reasons, fix: record.fix,
            capturedAt: record.capturedAt)
        var visits = trails[record.shopper]?.visits ?? []
        visits.removeAll { record.checkedAt.seconds(since: $0.at) >= Double(Trail.seconds) }
        trails[record.shopper] = Trail(Array(([visit] + visits).prefix(Trail.visitsMax)))
        notedSinceCleaning += 1
        if notedSinceCleaning >= Self.cleaningInterval { clean(at: record.checkedAt) }
    }

    private mutating func clean(at now: Instant) {
        notedSinceCleaning = 0
        trails = trails.filter { trail in
            trail.value.visits.contains { now.seconds(since: $0.at) < Double(Trail.seconds) }
        }
    }
}

extension CheckInReason {
    /// What a campaign's `presence` can change.
    fileprivate var isPresence: Bool { isDoubt || self == .tooSoon }
}
