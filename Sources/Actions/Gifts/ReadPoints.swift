public import Promotions
import Records

/// One entry with what there is to tell of it.
public struct ToldPoints: Sendable {
    public let entry: PointEntry
    /// Of the campaign, as it is now; nil for one that this process does not know.
    public let terms: Terms?
    public let store: Store?
}

extension Desk {
    /// What the shopper has, by retailer, with the cursor of the next page. Not for somebody who merely typed another's
    /// identity.
    public func balances(
        of token: ShopperToken, after: ID<Retailer>?, limit: Int
    ) async throws -> Answer<(items: [PointBalance], next: ID<Retailer>?)> {
        if token.isGuest { return .refused(.identityUnverified) }
        let found = try await database.balances(of: token.shopper, after: after, limit: limit + 1)
        let items = Array(found.prefix(limit))
        return .done((items, found.count > limit ? items.last?.retailer : nil))
    }

    /// How the balance with one retailer came about, latest first.
    /// - Returns: refused with `notFound` for an unknown retailer.
    public func points(
        of token: ShopperToken, at retailer: ID<Retailer>, before: ID<PointEntry>?, limit: Int
    ) async throws -> Answer<(balance: Int64, entries: [ToldPoints])> {
        if token.isGuest { return .refused(.identityUnverified) }
        guard let book = shelf.current.book(retailer) else { return .refused(.notFound) }
        let balance = try await database.balance(of: token.shopper, at: retailer)
        let entries = try await database.points(of: token.shopper, at: retailer, before: before, limit: limit)
        return .done(
            (
                balance,
                entries.map { entry in
                    ToldPoints(
                        entry: entry, terms: book.campaigns[entry.campaign]?.terms,
                        store: entry.origin.flatMap { book.stores[$0.store] })
                }
            ))
    }

    /// What became of a campaign's points; nil for one that neither gives nor takes any.
    public func pointTotals(_ ref: Ref<Campaign>, _ terms: Terms) async throws -> PointTotals? {
        guard terms.reward.form == .points || terms.price != nil else { return nil }
        return try await database.pointTotals(of: ref.id, of: ref.retailer)
    }
}
