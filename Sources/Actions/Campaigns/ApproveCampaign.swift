public import Promotions
import Records

/// What happens between a draft and its launch beside the terms: a second key agrees, owners take part.
extension Desk {
    public func revisions(
        of ref: Ref<Campaign>, after: Int, limit: Int
    ) async throws -> Answer<[CampaignRevision]> {
        guard try await database.campaign(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        return .done(try await database.revisions(of: ref.id, of: ref.retailer, after: after, limit: limit))
    }

    /// Agrees to the present revision. Only a key that did not write it can.
    public func approve(_ ref: Ref<Campaign>, by key: ID<Actor>) async throws -> Answer<Campaign> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let old = try await database.campaign(ref.id, of: ref.retailer),
            let revision = try await presentRevision(of: old, of: ref.retailer)
        else { return .refused(.notFound) }
        switch old.state {
        case .draft, .paused: break
        case .approved: return .done(old)
        case .enabled, .archived:
            return .refused(.wrongState, "This campaign is \(old.state.rawValue); there is nothing to approve.")
        }
        if revision.author == key {
            return .refused(.forbidden, "The key that wrote a revision cannot approve it. Another one must.")
        }
        try await database.approve(old, of: ref.retailer, by: key, at: now)
        guard old.state == .draft else { return .done(old) }
        var campaign = old
        campaign.state = .approved
        guard try await database.change(old, to: campaign, of: ref.retailer, version: version, at: now) else {
            return .refused(.wrongState)
        }
        return .done(campaign)
    }

    /// Nil if nothing keeps it from giving.
    func missingApproval(of campaign: Campaign, of retailer: ID<Retailer>) async throws -> Refused? {
        guard try await database.retailer(retailer)?.retailer.needsApproval == true,
            try await presentRevision(of: campaign, of: retailer)?.approver == nil
        else { return nil }
        return Refused(.approvalRequired)
    }

    private func presentRevision(of campaign: Campaign, of retailer: ID<Retailer>) async throws -> CampaignRevision? {
        try await database.revisions(of: campaign.id, of: retailer, after: campaign.revision - 1, limit: 1).first
    }

    public func needsApproval(_ retailer: ID<Retailer>) -> Bool {
        shelf.current.book(retailer)?.retailer.needsApproval ?? false
    }

    public func setApproval(isNeeded: Bool, of retailer: ID<Retailer>) async throws -> Answer<Bool> {
        guard try await database.raiseVersion(of: retailer) != nil else { return .refused(.notFound) }
        try await database.setApproval(isNeeded: isNeeded, of: retailer)
        return .done(isNeeded)
    }

    /// The owner of these stores, by name, takes part.
    public func accept(
        _ ref: Ref<Campaign>, in stores: [Ref<Store>], named name: String, by key: ID<Actor>
    ) async throws -> Answer<Campaign> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let campaign = try await database.campaign(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        guard campaign.state != .archived else { return .refused(.wrongState, "This campaign has ended.") }
        guard campaign.terms.stores.participation == .optIn else {
            return .refused(.wrongState, "This campaign asks no owner: its participation is not opt_in.")
        }
        var problems: [FieldProblem] = []
        for (place, ref) in stores.enumerated() {
            let field = "store_ids[\(place)]"
            guard let store = try await database.store(ref.id, of: ref.retailer), store.archivedAt == nil else {
                problems.append(FieldProblem(field: field, reason: "is none of your stores"))
                continue
            }
            if store.owner != .franchise {
                problems.append(FieldProblem(field: field, reason: "is not franchised: it takes part anyway"))
            } else if !campaign.terms.stores.includes(store) {
                problems.append(FieldProblem(field: field, reason: "is not chosen by the campaign"))
            }
        }
        if !problems.isEmpty { throw Invalid(problems) }
        try await database.accept(
            ref.id, in: stores.map(\.id), named: name, by: key, of: ref.retailer, version: version, at: now)
        return try await self.campaign(ref)
    }

    /// The owner takes no part any more. Once this is answered nothing is issued there, by any process; coupons that are
    /// out stay good.
    public func withdrawAcceptance(of ref: Ref<Campaign>, in store: Ref<Store>) async throws -> Answer<Campaign> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            try await database.withdrawAcceptance(of: ref.id, in: store.id, of: ref.retailer)
        else { return .refused(.notFound) }
        try await database.raiseEdition(of: ref.id, at: ref.retailer, version: version)
        return try await campaign(ref)
    }

    public func acceptances(
        of ref: Ref<Campaign>, after: ID<Store>?, limit: Int
    ) async throws -> Answer<[CampaignAcceptance]> {
        guard try await database.campaign(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        return .done(try await database.acceptances(of: ref.id, of: ref.retailer, after: after, limit: limit))
    }
}
