public import Geofence

/// What a shopper sees of one campaign at the store where they checked in.
public struct OfferOutcome: Hashable, Sendable {
    /// Computed, never stored as a state: what the shopper could do about this offer at that moment.
    public enum State: String, CaseIterable, Sendable {
        case beforeStart = "before_start"
        case inProgress = "in_progress"
        case unlocked
        case issued
        case taken
        case expired
        case ineligible
    }

    public let campaign: ID<Campaign>
    public let revision: Int
    public let state: State
    public let reason: CheckInReason?
    /// The coupon that this check-in earned.
    public let coupon: ID<Coupon>?

    public init(
        campaign: ID<Campaign>, revision: Int, state: State, reason: CheckInReason? = nil, coupon: ID<Coupon>? = nil
    ) {
        self.campaign = campaign
        self.revision = revision
        self.state = state
        self.reason = reason
        self.coupon = coupon
    }
}

/// A coupon that a decision grants; the record turns it into a row.
public struct Grant: Sendable {
    public let coupon: ID<Coupon>
    public let campaign: Campaign
    public let expiresAt: Instant
    /// The counters it moves, with their maxima.
    public let counters: [(key: CounterKey, max: Int)]

    public init(
        coupon: ID<Coupon>, campaign: Campaign, expiresAt: Instant, counters: [(key: CounterKey, max: Int)]
    ) {
        self.coupon = coupon
        self.campaign = campaign
        self.expiresAt = expiresAt
        self.counters = counters
    }
}

/// What a check-in comes to.
public struct Decision: Sendable {
    public var verdict: Verdict
    public var reasons: [CheckInReason]
    public var offers: [OfferOutcome]
    public var grants: [Grant]

    public init(
        verdict: Verdict, reasons: [CheckInReason] = [], offers: [OfferOutcome] = [], grants: [Grant] = []
    ) {
        self.verdict = verdict
        self.reasons = reasons
        self.offers = offers
        self.grants = grants
    }
}

/// The pure heart of a check-in: whereabouts and campaigns in, a decision out. Nothing here waits or looks up.
public enum CheckInRules {
    /// Who asks, as far as the rules care.
    public struct Visitor: Sendable {
        public let shopper: ID<Shopper>
        public let assurance: Shopper.Assurance
        public let fix: Fix?

        public init(shopper: ID<Shopper>, assurance: Shopper.Assurance, fix: Fix?) {
            self.shopper = shopper
            self.assurance = assurance
            self.fix = fix
        }
    }

    /// - Parameters:
    ///   - campaigns: the store's campaigns that are enabled, by id.
    ///   - nextCoupon: makes the id of a granted coupon.
    public static func decide(
        _ whereabouts: Whereabouts, visitor: Visitor, campaigns: [Campaign], tally: inout Tally, at now: Instant,
        nextCoupon: () -> ID<Coupon>
    ) -> Decision {
        switch whereabouts {
        case .refused(let reason, _): return Decision(verdict: .refused, reasons: [reason])
        case .unclear(let reason, let candidates):
            // Another fix would not open any of them.
            guard candidates.contains(where: { $0.store.isOpen(at: now) }) else {
                return Decision(verdict: .refused, reasons: [.storeClosed])
            }
            return Decision(verdict: .held, reasons: [reason])
        case .inside(let nearby, _):
            guard nearby.store.isOpen(at: now) else { return Decision(verdict: .refused, reasons: [.storeClosed]) }
            return reward(
                nearby, visitor: visitor, campaigns: campaigns, tally: &tally, at: now, nextCoupon: nextCoupon)
        }
    }

    private static func reward(
        _ nearby: Nearby, visitor: Visitor, campaigns: [Campaign], tally: inout Tally, at now: Instant,
        nextCoupon: () -> ID<Coupon>
    ) -> Decision {
        var decision = Decision(verdict: .acceptedNoReward)
        for campaign in campaigns where campaign.terms.presence.when == .toEarn {
            let refusal =
                obstacle(campaign, nearby, visitor, at: now)
                ?? tally.take(
                    campaign, shopper: visitor.shopper, store: nearby.store.id, on: nearby.store.zone.localDate(at: now)
                )
            if let refusal {
                decision.reasons.append(refusal)
                decision.offers.append(
                    OfferOutcome(
                        campaign: campaign.id, revision: campaign.revision, state: state(after: refusal),
                        reason: refusal))
            } else {
                let grant = grant(campaign, to: visitor.shopper, in: nearby.store, at: now, id: nextCoupon())
                decision.grants.append(grant)
                decision.offers.append(
                    OfferOutcome(
                        campaign: campaign.id, revision: campaign.revision, state: .issued, coupon: grant.coupon))
            }
        }
        if !decision.grants.isEmpty {
            decision.verdict = .accepted
            decision.reasons = []
        } else if decision.reasons.isEmpty {
            decision.reasons = [.noOfferHere]
        }
        decision.reasons = CheckInReason.allCases.filter(decision.reasons.contains)
        return decision
    }

    static func grant(
        _ campaign: Campaign, to shopper: ID<Shopper>, in store: Store, at now: Instant, id: ID<Coupon>
    ) -> Grant {
        Grant(
            coupon: id, campaign: campaign,
            expiresAt: campaign.terms.coupon.life.expiry(issuedAt: now, in: store, schedule: campaign.terms.schedule),
            counters: Tally.keys(campaign, shopper: shopper, store: store.id, on: store.zone.localDate(at: now)))
    }

    /// What keeps this campaign from being earned here and now, limits left aside.
    private static func obstacle(
        _ campaign: Campaign, _ nearby: Nearby, _ visitor: Visitor, at now: Instant
    ) -> CheckInReason? {
        let presence = campaign.terms.presence
        if let fix = visitor.fix {
            if PresenceRules.isTooPoor(fix, at: nearby.store, maxAccuracyMeters: presence.maxAccuracyMeters) {
                return .inaccurate
            }
            if nearby.containment < presence.inside { return .uncertain }
        }
        return timeObstacle(campaign.terms, in: nearby.store, at: now)
            ?? (campaign.terms.identity == .verified && visitor.assurance != .verified ? .identityRequired : nil)
    }

    /// A coupon that would be dead when issued is not: its offer is over, whatever its dates say.
    static func timeObstacle(_ terms: Terms, in store: Store, at now: Instant) -> CheckInReason? {
        switch terms.schedule.state(at: now, zone: store.zone) {
        case .open:
            terms.coupon.life.expiry(issuedAt: now, in: store, schedule: terms.schedule) > now ? nil : .ended
        case .beforeStart: .beforeStart
        case .betweenWindows: .outsideWindow
        case .ended: .ended
        }
    }

    private static func state(after refusal: CheckInReason) -> OfferOutcome.State {
        switch refusal {
        case .beforeStart, .outsideWindow: .beforeStart
        case .ended: .expired
        case .limitShopper, .limitStore, .limitCampaign, .budgetSpent: .taken
        case .uncertain, .inaccurate: .inProgress
        case .noConsent, .noLocation, .clockSkew, .staleFix, .mocked, .outsideFence, .storeClosed, .severalStores,
            .noOfferHere, .identityRequired:
            .ineligible
        }
    }
}
