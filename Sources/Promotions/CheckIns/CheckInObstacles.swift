import Geofence

/// What keeps one campaign from being earned here and now, limits left aside.
extension CheckInRules {
    static func obstacle(
        _ campaign: Campaign, _ nearby: Nearby, _ visitor: Visitor, at now: Instant
    ) -> CheckInReason? {
        if visitor.vouchedSince == nil,
            let obstacle = presenceObstacle(campaign.terms.presence, nearby, visitor, at: now)
        {
            return obstacle
        }
        if let obstacle = timeObstacle(campaign.terms, in: nearby.store, at: now, earnedAt: visitor.vouchedSince) {
            return obstacle
        }
        if campaign.terms.identity == .verified && visitor.assurance != .verified { return .identityRequired }
        return campaign.stock.obstacle(at: nearby.store.id, at: now)
    }

    /// Whether this shopper is there, by one campaign's thresholds.
    public static func presenceObstacle(
        _ policy: PresencePolicy, _ nearby: Nearby, _ visitor: Visitor, at now: Instant
    ) -> CheckInReason? {
        if policy.proof.demandsCode, !visitor.code.isRight {
            return visitor.code == .wrong ? .codeWrong : .codeRequired
        }
        let isShown = policy.proof.acceptsCode && visitor.code.isRight
        if !isShown, let obstacle = positionObstacle(policy, nearby, visitor, at: now) { return obstacle }
        if visitor.trail.visits.isEmpty { return nil }
        if let speed = visitor.speed(to: nearby.store, at: now),
            speed.metersPerSecond > policy.maxSpeedMetersPerSecond
        {
            return .jumped
        }
        let stores = visitor.storesEarned(in: nearby.store, at: now, under: policy.rapidFire)
        return visitor.trail.isFull || stores > policy.rapidFire.maxStores ? .rapidFire : nil
    }

    private static func positionObstacle(
        _ policy: PresencePolicy, _ nearby: Nearby, _ visitor: Visitor, at now: Instant
    ) -> CheckInReason? {
        guard let fix = visitor.fix else { return .noLocation }
        if let reported = visitor.reported,
            let flaw = PresenceRules.flaw(
                of: reported, at: now, maxAgeSeconds: policy.maxAgeSeconds, maxAheadSeconds: policy.maxAheadSeconds)
        {
            return flaw
        }
        if PresenceRules.isTooPoor(fix, at: nearby.store, maxAccuracyMeters: policy.maxAccuracyMeters) {
            return .inaccurate
        }
        if nearby.containment >= policy.inside { return nil }
        return nearby.containment >= policy.uncertain ? .uncertain : .outsideFence
    }

    /// A coupon that would be dead when issued is not: its offer is over, whatever its dates say.
    /// - Parameter earnedAt: when it was earned, if that was earlier.
    static func timeObstacle(
        _ terms: Terms, in store: Store, at now: Instant, earnedAt: Instant? = nil
    ) -> CheckInReason? {
        switch terms.schedule.state(at: earnedAt ?? now, zone: store.zone) {
        case .open where terms.reward.form != .coupon: nil
        case .open:
            terms.coupon.life.expiry(issuedAt: now, in: store, schedule: terms.schedule) > now ? nil : .ended
        case .beforeStart: .beforeStart
        case .betweenWindows: .outsideWindow
        case .ended: .ended
        }
    }
}

extension CheckInRules.Visitor {
    /// The fix came before; a code in the store makes up for it.
    var isReplay: Bool {
        guard let reported, !code.isRight else { return false }
        return trail.earlierUse(of: reported) != nil
    }

    func speed(to store: Store, at now: Instant) -> Trail.Speed? {
        if trail.visits.isEmpty { return nil }
        if let fix { return trail.speed(to: fix.position, accuracyMeters: fix.accuracyMeters, at: now) }
        let reach = store.radiusMeters ?? EarlierVisit.polygonReachMeters
        return trail.speed(to: store.fence.center, accuracyMeters: reach, at: now)
    }

    func storesEarned(in store: Store, at now: Instant, under rule: PresencePolicy.RapidFire) -> Int {
        trail.storesEarned(near: fix?.position ?? store.fence.center, with: store.id, at: now, under: rule)
    }

    func isTooSoon(_ policy: PresencePolicy, in store: Store, at now: Instant) -> Bool {
        vouchedSince == nil && trail.isTooSoon(policy, in: store.id, at: now)
    }

    /// What is kept for the receipt.
    /// - Parameter offered: the store's campaigns, whose thresholds decided.
    public func evidence(at store: Store?, offered: [Campaign], namesOffers: Bool, at now: Instant) -> CheckInEvidence {
        var evidence = CheckInEvidence()
        evidence.isMocked = reported?.isMocked == true && !isStaff
        evidence.code = code
        evidence.isVouched = vouchedSince != nil
        if !namesOffers {
            evidence.policies = offered.map { CheckInEvidence.Policy(campaign: $0.id, revision: $0.revision) }
        }
        guard let store, !isStaff, !trail.visits.isEmpty else { return evidence }
        evidence.speed = speed(to: store, at: now)
        evidence.secondsSinceEarned = trail.secondsSinceEarned(in: store.id, at: now)
        evidence.isTrailFull = trail.isFull
        evidence.replayOf = reported.flatMap(trail.earlierUse)
        let rule = offered.first?.terms.presence.rapidFire ?? PresencePolicy.RapidFire()
        let stores = storesEarned(in: store, at: now, under: rule)
        evidence.storesEarned = stores > 1 ? stores : nil
        return evidence
    }
}

extension Trail {
    /// Whether that store gave something a moment ago.
    func isTooSoon(_ policy: PresencePolicy, in store: ID<Store>, at now: Instant) -> Bool {
        guard !visits.isEmpty, let seconds = secondsSinceEarned(in: store, at: now) else { return false }
        return seconds < Double(policy.tooSoonMinutes * 60)
    }
}
