public import Promotions
import Records

extension Desk {
    /// Counts a campaign again from its rows, one at a time in this process: it reads all of them.
    public func recount(_ ref: Ref<Campaign>) async throws -> Answer<CampaignRecount> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        let allotments = shelf.current.book(ref.retailer)?.campaigns[ref.id]?.stock.allotments ?? [:]
        let allotted = allotments.values.reduce(into: Set<Limit.Period>()) { $0.formUnion($1.keys) }
        let recount = try await recounting.take {
            try await database.recount(campaign, allotted: allotted, of: ref.retailer)
        }
        guard let recount else { return .refused(.notFound) }
        return .done(recount)
    }
}
