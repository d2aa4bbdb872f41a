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
}

extension Desk {
    private static let audiencePage = 5_000

    /// Names the people; their coupons follow within a second, in the order of the calls, through the same limits as all
    /// others. Called inside `once`.
    /// - Returns: refused with `wrongState` unless the campaign is on and its unlock is `grant`.
    public func give(
        _ ref: Ref<Campaign>, _ giving: Giving, by key: ID<APIKey>
    ) async throws -> Answer<GivingAnswer> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        guard campaign.terms.unlock == .grant else {
            return .refused(.wrongState, "Only a campaign whose unlock is grant is given to people.")
        }
        guard campaign.state == .enabled else {
            return .refused(.wrongState, "This campaign is \(campaign.state.rawValue); nothing can be given now.")
        }
        let grant = ids.nextNumber()
        try await database.addGrant(grant, of: ref.id, of: ref.retailer, saying: giving.message, by: key, at: now)
        var named = try await database.name(giving.shoppers, for: ref.id, of: ref.retailer, grant: grant, at: now)
        var asked = giving.shoppers.count
        if let audience = giving.audience {
            guard audience.retailer == ref.retailer,
                try await database.audience(audience.id, of: ref.retailer) != nil
            else { throw Invalid(field: "audience", reason: "must be one of your audiences") }
            var last: ID<Shopper>?
            while true {
                let page = try await database.members(
                    of: audience.id, of: ref.retailer, after: last, limit: Self.audiencePage)
                named += try await database.name(
                    Set(page.map(\.shopper)), for: ref.id, of: ref.retailer, grant: grant, at: now)
                asked += page.count { !giving.shoppers.contains($0.shopper) }
                last = page.last?.shopper
                if page.count < Self.audiencePage { break }
            }
        }
        return .done(GivingAnswer(named: named, known: asked - named))
    }
}
