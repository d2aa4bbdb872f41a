/// Campaigns that need more than a visit.
extension CheckInRules {
    /// Counts the visit, and grants what it opens. What is granted is taken from every limit; where a limit stands in the
    /// way the crossing waits for the next visit.
    /// - Returns: why the visitor got nothing.
    static func earn(
        _ campaign: Campaign, _ nearby: Nearby, _ visitor: Visitor, _ tally: inout Tally, _ decision: inout Decision,
        at now: Instant, nextCoupon: () -> ID<Coupon>
    ) -> CheckInReason? {
        let store = nearby.store
        let visit = UnlockVisit(
            campaign, by: visitor.shopper, in: store, at: visitor.vouchedSince ?? now,
            party: visitor.parties[campaign.id])
        let obstacle = obstacle(campaign, nearby, visitor, at: now)
        let limit =
            obstacle == .soldOutHere
            ? obstacle
            : tally.obstacle(
                campaign, shopper: visitor.shopper, store: store.id, channel: visitor.channel,
                on: store.zone.localDate(at: now))
        if let doubt = doubt(campaign, store, visitor, obstacle, limit, at: now) {
            let standing = UnlockRules.look(visit, in: tally.unlocks)
            return decision.refuse(campaign, doubt, standing.progress, tally)
        }
        let member = UnlockState.Member(
            shopper: visitor.shopper, session: visitor.session, checkIn: visitor.checkIn, at: visit.at,
            channel: visitor.channel)
        let edits = tally.unlocks.edits
        let standing = UnlockRules.count(visit, as: member, in: &tally.unlocks)
        if tally.unlocks.edits != edits { decision.isCounted = true }
        if let open = standing.obstacle {
            // What can never be had is named first.
            return decision.refuse(campaign, limit?.isFinal == true ? limit ?? open : open, standing.progress, tally)
        }
        if limit == .soldOutHere { return decision.refuse(campaign, .soldOutHere, standing.progress, tally) }
        return cross(visit, member, standing, &tally, &decision, at: now, nextCoupon: nextCoupon)
    }

    /// Why the visit does not even count. A store that has sold out has been visited all the same.
    private static func doubt(
        _ campaign: Campaign, _ store: Store, _ visitor: Visitor, _ obstacle: CheckInReason?, _ limit: CheckInReason?,
        at now: Instant
    ) -> CheckInReason? {
        if let obstacle, obstacle != .soldOutHere { return obstacle }
        if limit == .ended || limit == .noOfferHere { return limit }
        if campaign.terms.unlock.kind == .friends, visitor.parties[campaign.id] == nil { return .partyRequired }
        // Whoever cannot get anything takes nobody's place.
        if campaign.terms.unlock.isShared, let limit { return limit }
        return visitor.isTooSoon(campaign.terms.presence, in: store, at: now) ? limit ?? .tooSoon : nil
    }

    private static func cross(
        _ visit: UnlockVisit, _ visitor: UnlockState.Member, _ standing: Standing, _ tally: inout Tally,
        _ decision: inout Decision, at now: Instant, nextCoupon: () -> ID<Coupon>
    ) -> CheckInReason? {
        let (campaign, store) = (visit.campaign, visit.store)
        let date = store.zone.localDate(at: now)
        var members = [visitor]
        if campaign.terms.unlock.isShared, let key = visit.sharedKey { members = tally.unlocks[key].members }
        let isOneForAll = campaign.terms.unlock.isOneForAll
        if isOneForAll { members = [visitor] + members.filter { $0 != visitor } }
        var own: Grant?
        var refusal: CheckInReason?
        var isCrossed = false
        let shared = decision.shared.count
        // In the order of their coming: the first get what a limit leaves. One for all is best with whoever is there now.
        for member in members where !(isOneForAll && isCrossed) {
            let obstacle = tally.take(
                campaign, shopper: member.shopper, store: store.id, channel: member.channel, on: date)
            if obstacle == nil {
                isCrossed = true
                let grant = grant(
                    campaign, to: member.shopper, in: store, channel: member.channel, at: now, id: nextCoupon())
                if member.shopper == visitor.shopper {
                    own = grant
                    decision.grants.append(grant)
                } else {
                    decision.shared.append(SharedGrant(grant, to: member, tally))
                }
            } else if member.shopper == visitor.shopper {
                refusal = obstacle
            }
        }
        let progress = isCrossed ? UnlockRules.cross(visit, in: &tally.unlocks) : standing.progress
        for place in shared..<decision.shared.count {
            decision.shared[place].outcome = OfferOutcome(decision.shared[place].grant, progress: progress, tally)
        }
        guard let own else { return decision.refuse(campaign, refusal ?? .limitCampaign, progress, tally) }
        decision.offers.append(OfferOutcome(own, progress: progress, tally))
        return nil
    }
}

extension Decision {
    fileprivate mutating func refuse(
        _ campaign: Campaign, _ reason: CheckInReason, _ progress: Progress, _ tally: Tally
    ) -> CheckInReason {
        reasons.append(reason)
        offers.append(
            OfferOutcome(
                campaign: campaign.id, revision: campaign.revision, state: CheckInRules.state(after: reason),
                reason: reason, progress: progress, participants: tally.totals[campaign.id]?.participants))
        return reason
    }
}

extension CheckInReason {
    /// Another visit to this campaign would not help.
    fileprivate var isFinal: Bool {
        switch self {
        case .limitShopper, .limitCampaign, .budgetSpent: true
        case .noConsent, .noLocation, .clockSkew, .staleFix, .mocked, .replayed, .inaccurate, .outsideFence, .jumped,
            .storeClosed, .uncertain, .severalStores, .codeWrong, .codeRequired, .rapidFire, .staff, .noOfferHere,
            .beforeStart, .outsideWindow, .ended, .identityRequired, .soldOutHere, .limitStore, .limitChannel, .joined,
            .partyRequired, .tooSoon,
            .notFirstVisit,
            .nicknameRequired, .othersFirst, .countedToday, .counted:
            false
        }
    }
}
