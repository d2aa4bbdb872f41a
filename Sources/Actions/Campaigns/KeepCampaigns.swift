public import Promotions
import Records

/// Drafting, changing and ordering campaigns. What writes is called inside `once`, whose transaction it joins.
extension Desk {
    public func createCampaign(
        _ json: JSON, of retailer: ID<Retailer>, by key: ID<Actor>
    ) async throws -> Answer<Campaign> {
        let terms = try Terms(reading: json, retailer: retailer)
        guard let version = try await database.raiseVersion(of: retailer) else { return .refused(.notFound) }
        let campaign = Campaign(id: ids.next(), state: .draft, revision: 1, terms: terms, createdAt: now)
        try await database.add(campaign, of: retailer, by: key, version: version)
        return .done(campaign)
    }

    /// Top-level members that are given replace those of the current terms; every change is a new revision.
    public func patchCampaign(
        _ ref: Ref<Campaign>, with json: JSON, by key: ID<Actor>, expecting expected: String?
    ) async throws -> Answer<Campaign> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let old = try await database.campaign(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        if let expected, expected != old.tag { return .refused(.preconditionFailed) }
        guard old.state != .archived else { return .refused(.wrongState, "An ended campaign cannot be changed.") }
        guard let changes = json.members else { throw Invalid(field: "", reason: "must be an object") }
        var document = old.terms.json(retailer: ref.retailer).members ?? JSONObject()
        for member in changes { document[member.name] = member.value }
        let terms = try Terms(reading: .object(document), retailer: ref.retailer)
        if terms == old.terms { return .done(old) }
        if old.state == .enabled, try await database.retailer(ref.retailer)?.retailer.needsApproval == true {
            return .refused(.approvalRequired, "Pause it first: changed, it gives again once a second key agrees.")
        }
        let wasLaunched = old.launchedAt != nil
        if wasLaunched, let refused = try await unfit(old, terms, of: ref) {
            return .refused(
                Refused(.notLaunchable, "With these changes the campaign could not go on.", problems: refused.problems))
        }
        if wasLaunched, let currency = old.terms.reward.currency, terms.reward.currency != currency {
            throw Invalid(
                field: "reward", reason: "must stay in \(currency.code): coupons in that currency may be out already")
        }
        if wasLaunched, let breach = terms.reward.breach(of: old.terms.reward) { throw Invalid([breach]) }
        if old.state != .draft, terms.unlock.kind != old.terms.unlock.kind {
            throw Invalid(
                field: "unlock.kind",
                reason: "must stay \(old.terms.unlock.kind.rawValue): visits may have been counted for it already")
        }
        var campaign = old
        campaign.terms = terms
        campaign.revision += 1
        if old.state == .approved { campaign.state = .draft }
        try await database.addRevision(campaign, of: ref.retailer, by: key, at: now)
        guard try await database.change(old, to: campaign, of: ref.retailer, version: version, at: now) else {
            return .refused(.wrongState)
        }
        // A new limit counts what is out already, not only what comes. Counters last is not kept here: who still decides on
        // older terms that had such a limit may deadlock with this, and all who could are tried again.
        for limit in terms.limits where !limit.isCampaignTotal && !old.terms.limits.contains(where: limit.countsLike) {
            try await database.recount(limit, of: ref.id, giving: terms.reward.form, at: ref.retailer)
        }
        return .done(campaign)
    }

    /// Launch, pause, resume or end. After `pause` or `end` is answered nothing more is issued, by any process: the
    /// counter's row is changed in the same transaction, and every batch must find it as it decided.
    public func order(_ order: CampaignOrder, _ ref: Ref<Campaign>) async throws -> Answer<Campaign> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let old = try await database.campaign(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        guard let state = order.next(after: old.state) else {
            return .refused(.wrongState, "This campaign is \(old.state.rawValue); it cannot \(order.rawValue) now.")
        }
        if order == .launch, let refused = try await unfit(old, old.terms, of: ref) { return .refused(refused) }
        if state == .enabled, let refused = try await missingApproval(of: old, of: ref.retailer) {
            return .refused(refused)
        }
        if state == .enabled, old.standing.recall?.isUnderWay == true {
            return .refused(.wrongState, "Its coupons are still being withdrawn. Try again in a moment.")
        }
        var campaign = old
        campaign.state = state
        if order == .launch { campaign.launchedAt = now }
        guard try await database.change(old, to: campaign, of: ref.retailer, version: version, at: now) else {
            return .refused(.wrongState)
        }
        return .done(campaign)
    }

    public func campaign(_ ref: Ref<Campaign>) async throws -> Answer<Campaign> {
        try await database.campaign(ref.id, of: ref.retailer).map { .done($0) } ?? .refused(.notFound)
    }

    public func campaigns(of retailer: ID<Retailer>, after: ID<Campaign>?, limit: Int) async throws -> [Campaign] {
        try await database.campaigns(of: retailer, after: after, limit: limit)
    }

    /// Counted from the rows, not read off counters.
    public func results(
        _ ref: Ref<Campaign>, in scope: StoreScope = .everything
    ) async throws -> Answer<CampaignResults> {
        guard try await database.campaign(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        let stores = stores(in: scope, of: ref.retailer)
        return .done(try await database.results(ref.id, of: ref.retailer, in: stores, at: now))
    }

    /// What is counted right now, as the limits see it.
    public func live(_ ref: Ref<Campaign>) async throws -> Tally.Total? {
        let wanted = FactsWanted(campaigns: [ref.id])
        let facts = try await database.facts(of: ref.retailer, wanted, stores: { _ in nil }, isLocking: false)
        return facts.tally.totals[ref.id]
    }

    private func unfit(_ campaign: Campaign, _ terms: Terms, of ref: Ref<Campaign>) async throws -> Refused? {
        var campaign = campaign
        campaign.terms = terms
        let stores = try await database.allStores(of: ref.retailer).filter { $0.archivedAt == nil }
        var findings = LaunchCheck.findings(terms, stores: stores, at: now)
        let preflight = Preflight(
            campaign, stores: stores, arrivalsPerHour: Preflight.arrivalsStandard, at: now)
        findings += [preflight.guessing].compactMap(\.self)
        findings += await printFindings(terms, of: ref.retailer, stores: stores)
        findings += try await fallbackFindings(terms, of: ref)
        if findings.isEmpty { return nil }
        return Refused(.notLaunchable, problems: findings)
    }
}

extension Campaign {
    /// Changes with the state and with every revision: the ETag without its quotes.
    public var tag: String {
        "\(revision)-\(state.rawValue)"
    }

    /// What is derived from the clock and the stores' zones; nil unless enabled.
    public func phase(in stores: some Sequence<Store>, at now: Instant) -> Phase? {
        guard state == .enabled else { return nil }
        var phase = Phase.ended
        // Thousands of stores share a few zones.
        for zone in Set(stores.lazy.filter { includes($0) }.map(\.zone)) {
            switch terms.schedule.state(at: now, zone: zone) {
            case .open, .betweenWindows: return .running
            case .beforeStart: phase = .scheduled
            case .ended: continue
            }
        }
        return phase
    }

    public enum Phase: String, CaseIterable, Sendable {
        case scheduled, running, ended
    }
}
