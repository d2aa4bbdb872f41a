public import Promotions
import Records

/// An audience with the code that lets people in; nil if it has none.
public struct AudienceAnswer: Sendable {
    public let audience: Audience
    public let joinCode: CouponCode?
}

/// Closed groups of shoppers. What writes is called inside `once`.
extension Desk {
    public func createAudience(_ change: AudienceChange, of retailer: ID<Retailer>) async throws -> AudienceAnswer {
        let audience = Audience(
            id: ids.next(), name: change.name ?? "", joinsByCode: change.joinsByCode ?? false, createdAt: now)
        try await database.add(audience, of: retailer)
        return told(audience, of: retailer)
    }

    public func changeAudience(
        _ ref: Ref<Audience>, _ change: AudienceChange
    ) async throws -> Answer<AudienceAnswer> {
        guard var audience = try await database.audience(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        if let name = change.name { audience.name = name }
        if let joinsByCode = change.joinsByCode { audience.joinsByCode = joinsByCode }
        if change.renewsCode { audience.codeNumber += 1 }
        guard try await database.change(audience, of: ref.retailer) else { return .refused(.notFound) }
        return .done(told(audience, of: ref.retailer))
    }

    /// Not while a campaign that is not over opens early for it.
    public func removeAudience(_ ref: Ref<Audience>) async throws -> Answer<Void> {
        guard try await database.raiseVersion(of: ref.retailer) != nil else { return .refused(.notFound) }
        if let campaign = try await campaigns(of: ref.retailer).first(where: { $0.needs(ref.id) }) {
            return .refused(
                .wrongState,
                "“\(campaign.terms.name)” opens early for this audience. Take it off there first.")
        }
        return try await database.remove(ref.id, of: ref.retailer) ? .done(()) : .refused(.notFound)
    }

    private func campaigns(of retailer: ID<Retailer>) async throws -> [Campaign] {
        var all: [Campaign] = []
        while true {
            let page = try await database.campaigns(of: retailer, after: all.last?.id, limit: 200)
            all += page
            if page.count < 200 { return all }
        }
    }

    public func audience(_ ref: Ref<Audience>) async throws -> Answer<AudienceAnswer> {
        try await database.audience(ref.id, of: ref.retailer).map { .done(told($0, of: ref.retailer)) }
            ?? .refused(.notFound)
    }

    public func audiences(
        of retailer: ID<Retailer>, after: ID<Audience>?, limit: Int
    ) async throws -> [AudienceAnswer] {
        try await database.audiences(of: retailer, after: after, limit: limit).map { told($0, of: retailer) }
    }

    private func told(_ audience: Audience, of retailer: ID<Retailer>) -> AudienceAnswer {
        AudienceAnswer(
            audience: audience,
            joinCode: audience.joinsByCode
                ? secrets.joinCode(of: Ref(retailer, audience.id), number: audience.codeNumber) : nil)
    }

    public func members(
        of ref: Ref<Audience>, after: ID<Shopper>?, limit: Int
    ) async throws -> Answer<[AudienceMember]> {
        guard try await database.audience(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        return .done(try await database.members(of: ref.id, of: ref.retailer, after: after, limit: limit))
    }

    /// - Parameter shoppers: known to exist.
    public func addMembers(
        _ shoppers: Set<ID<Shopper>>, to ref: Ref<Audience>
    ) async throws -> Answer<(added: Int, known: Int)> {
        guard try await database.audience(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        let added = try await database.addMembers(shoppers, to: ref.id, of: ref.retailer, by: .named, at: now)
        return .done((added.count, shoppers.count - added.count))
    }

    public func removeMember(_ shopper: ID<Shopper>, of ref: Ref<Audience>) async throws -> Answer<Void> {
        try await database.removeMember(shopper, of: ref.id, of: ref.retailer) ? .done(()) : .refused(.notFound)
    }

    /// Those of the ids that somebody has: neither a group nor money waits for people who cannot come.
    public func knownShoppers(_ shoppers: [ID<Shopper>]) async throws -> Set<ID<Shopper>> {
        try await database.knownShoppers(shoppers)
    }
}

extension Campaign {
    fileprivate func needs(_ audience: ID<Audience>) -> Bool {
        state != .archived && terms.schedule.early.contains { $0.audience == audience }
    }
}
