public import Geofence

/// The pure heart of a check-in: whereabouts and campaigns in, a decision out. Nothing here waits or looks up.
public enum CheckInRules {
    /// Who asks, as far as the rules care.
    public struct Visitor: Sendable {
        public let shopper: ID<Shopper>
        public let assurance: Shopper.Assurance
        /// The phone, and the check-in that is being decided.
        public let session: ID<Session>
        public let checkIn: ID<CheckIn>
        /// All fixes so far, fused; nil without consent.
        public let fix: Fix?
        /// The latest of them as the phone sent it; nil if this attempt brought none.
        public let reported: ReportedFix?
        public let code: CodeProof
        public let trail: Trail
        /// Where they say they came from.
        public let channel: String?
        /// Opted out of rewards at this retailer.
        public let isStaff: Bool
        /// When the check-in was that the store or the retailer vouches for after an appeal: then nothing about presence
        /// is asked, and the offer's times are those of that moment.
        public let vouchedSince: Instant?
        /// Of campaigns that are for friends.
        public var parties: [ID<Campaign>: ID<Party>] = [:]

        public init(
            shopper: ID<Shopper>, assurance: Shopper.Assurance, fix: Fix?, reported: ReportedFix? = nil,
            code: CodeProof = .none, trail: Trail = Trail(), channel: String? = nil, isStaff: Bool = false,
            vouchedSince: Instant? = nil, session: ID<Session> = ID(0), checkIn: ID<CheckIn> = ID(0)
        ) {
            self.shopper = shopper
            self.assurance = assurance
            self.fix = fix
            self.reported = reported
            self.code = code
            self.trail = trail
            self.channel = channel
            self.isStaff = isStaff
            self.vouchedSince = vouchedSince
            self.session = session
            self.checkIn = checkIn
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
            if visitor.isStaff { return Decision(verdict: .acceptedNoReward, reasons: [.staff]) }
            if visitor.isReplay { return Decision(verdict: .refused, reasons: [.replayed]) }
            // Another fix would not open any of them.
            guard candidates.contains(where: { $0.store.isOpen(at: now) }) else {
                return Decision(verdict: .refused, reasons: [.storeClosed])
            }
            return Decision(verdict: .held, reasons: [reason])
        case .inside(let nearby, _):
            if visitor.isStaff { return Decision(verdict: .acceptedNoReward, reasons: [.staff]) }
            let campaigns = campaigns.filter { $0.terms.presence.when == .toEarn }
            if let doubt = doubt(nearby, visitor, campaigns, at: now) {
                return Decision(verdict: .refused, reasons: [doubt])
            }
            return reward(
                nearby, visitor: visitor, campaigns: campaigns, tally: &tally, at: now, nextCoupon: nextCoupon)
        }
    }

    /// Why this was no visit at all, whatever is offered here.
    private static func doubt(
        _ nearby: Nearby, _ visitor: Visitor, _ campaigns: [Campaign], at now: Instant
    ) -> CheckInReason? {
        guard nearby.store.isOpen(at: visitor.vouchedSince ?? now) else { return .storeClosed }
        if visitor.vouchedSince != nil { return nil }
        if visitor.isReplay { return .replayed }
        guard let speed = visitor.speed(to: nearby.store, at: now)?.metersPerSecond else { return nil }
        let policy = StorePolicy(campaigns.lazy.map(\.terms.presence))
        return speed > policy.maxSpeedMetersPerSecond ? .jumped : nil
    }

    private static func reward(
        _ nearby: Nearby, visitor: Visitor, campaigns: [Campaign], tally: inout Tally, at now: Instant,
        nextCoupon: () -> ID<Coupon>
    ) -> Decision {
        var decision = Decision(verdict: .acceptedNoReward)
        var turns = Fallbacks(campaigns)
        while let campaign = turns.pop() {
            if campaign.terms.unlock.isRemembered {
                if let refusal = earn(campaign, nearby, visitor, &tally, &decision, at: now, nextCoupon: nextCoupon) {
                    turns.note(campaign, refusedFor: refusal)
                }
            } else if campaign.terms.unlock.isGivenLater {
                decision.join(campaign, unless: obstacle(campaign, nearby, visitor, at: now))
            } else if let refusal = refusal(campaign, nearby, visitor, &tally, at: now) {
                decision.reasons.append(refusal)
                turns.note(campaign, refusedFor: refusal)
                decision.offers.append(
                    OfferOutcome(
                        campaign: campaign.id, revision: campaign.revision, state: state(after: refusal),
                        reason: refusal, participants: tally.totals[campaign.id]?.participants))
            } else {
                let grant = grant(
                    campaign, to: visitor.shopper, in: nearby.store, channel: campaign.wordChannel ?? visitor.channel,
                    at: now,
                    id: nextCoupon()
                )
                decision.grants.append(grant)
                decision.offers.append(OfferOutcome(grant, tally))
            }
        }
        if !decision.grants.isEmpty {
            decision.verdict = .accepted
            decision.reasons = []
        } else if decision.reasons.isEmpty {
            decision.reasons = [.noOfferHere]
        }
        if decision.reasons.count > 1 {
            decision.reasons = CheckInReason.allCases.filter(decision.reasons.contains)
        }
        // Only the right code is missing: it may still come.
        if decision.reasons.contains(.codeRequired) || decision.reasons.contains(.codeWrong) {
            decision.verdict = .held
        }
        return decision
    }

    /// - Returns: nil after counting the coupon.
    private static func refusal(
        _ campaign: Campaign, _ nearby: Nearby, _ visitor: Visitor, _ tally: inout Tally, at now: Instant
    ) -> CheckInReason? {
        if let obstacle = obstacle(campaign, nearby, visitor, at: now) { return obstacle }
        let date = nearby.store.zone.localDate(at: now)
        let channel = campaign.wordChannel ?? visitor.channel
        if visitor.isTooSoon(campaign.terms.presence, in: nearby.store, at: now) {
            // What stands in the way for good is named first.
            return tally.obstacle(
                campaign, shopper: visitor.shopper, store: nearby.store.id, channel: channel, on: date)
                ?? .tooSoon
        }
        return tally.take(
            campaign, shopper: visitor.shopper, store: nearby.store.id, channel: channel, on: date)
    }

    static func grant(
        _ campaign: Campaign, to shopper: ID<Shopper>, in store: Store, channel: String? = nil, at now: Instant,
        id: ID<Coupon>
    ) -> Grant {
        let date = store.zone.localDate(at: now)
        return Grant(
            coupon: id, campaign: campaign,
            expiresAt: campaign.terms.coupon.life.expiry(issuedAt: now, in: store, schedule: campaign.terms.schedule),
            counters: Tally.keys(campaign, shopper: shopper, store: store.id, channel: channel, on: date),
            countedOn: date, channel: channel?.lowercased())
    }

    static func state(after refusal: CheckInReason) -> OfferOutcome.State {
        switch refusal {
        case .beforeStart, .outsideWindow: .beforeStart
        case .ended: .expired
        case .limitShopper, .limitStore, .limitCampaign, .limitChannel, .budgetSpent, .soldOutHere, .othersFirst: .taken
        case .uncertain, .inaccurate, .codeRequired, .codeWrong, .tooSoon, .counted, .countedToday, .joined,
            .partyRequired:
            .inProgress
        case .nicknameRequired: .locked
        case .noConsent, .noLocation, .clockSkew, .staleFix, .mocked, .replayed, .outsideFence, .jumped, .storeClosed,
            .severalStores, .rapidFire, .staff, .noOfferHere, .identityRequired, .notFirstVisit:
            .ineligible
        }
    }
}
