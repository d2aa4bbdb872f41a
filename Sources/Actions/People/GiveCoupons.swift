public import Promotions
import Records

/// To whom a retailer gives coupons of a campaign, and what it says to them.
public struct Giving: Sendable {
    public let shoppers: Set<ID<Shopper>>
    public let audience: Ref<Audience>?
    public let message: String

    public init(shoppers: Set<ID<Shopper>>, audience: Ref<Audience>?, message: String) {
        self.shoppers = shoppers
        self.audience = audience
        self.message = message
    }
}

public struct GivingAnswer: Sendable {
    /// People who get a coupon by this call, as far as the limits allow.
    public let named: Int
    /// People who had been given this campaign before.
    public let known: Int
    /// People who stay without it, so that the others can be compared with them.
    public let heldOut: Int
}

extension Desk {
    private static let audiencePage = 5_000

    /// Names the people; their coupons follow within a second, in the order of the calls, through the same limits as all
    /// others. Called inside `once`.
    /// - Returns: refused with `wrongState` unless the campaign is on and its unlock is `grant`.
    public func give(
        _ ref: Ref<Campaign>, _ giving: Giving, by key: ID<Actor>
    ) async throws -> Answer<GivingAnswer> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        guard campaign.terms.unlock == .grant else {
            return .refused(.wrongState, "Only a campaign whose unlock is grant is given to people.")
        }
        guard campaign.state == .enabled else {
            return .refused(.wrongState, "This campaign is \(campaign.state.rawValue); nothing can be given now.")
        }
        let (holdout, grant) = (campaign.terms.holdout, ids.nextNumber())
        try await database.addGrant(grant, of: ref.id, of: ref.retailer, saying: giving.message, by: key, at: now)
        let shoppers = giving.shoppers.filter { !holdout.holds($0, of: ref.id) }
        var named = try await database.name(shoppers, for: ref.id, of: ref.retailer, grant: grant, at: now)
        var asked = shoppers.count
        var heldOut = giving.shoppers.count - asked
        if let audience = giving.audience {
            guard audience.retailer == ref.retailer,
                try await database.audience(audience.id, of: ref.retailer) != nil
            else { throw Invalid(field: "audience", reason: "must be one of your audiences") }
            var last: ID<Shopper>?
            while true {
                let page = try await database.members(
                    of: audience.id, of: ref.retailer, after: last, limit: Self.audiencePage)
                let more = Set(page.map(\.shopper)).subtracting(giving.shoppers)
                let members = more.filter { !holdout.holds($0, of: ref.id) }
                named += try await database.name(members, for: ref.id, of: ref.retailer, grant: grant, at: now)
                asked += members.count
                heldOut += more.count - members.count
                last = page.last?.shopper
                if page.count < Self.audiencePage { break }
            }
        }
        return .done(GivingAnswer(named: named, known: asked - named, heldOut: heldOut))
    }
}
