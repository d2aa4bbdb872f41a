import Promotions
import Records

extension Desk {
    private static let fallbacksMax = 5

    /// What stands between a campaign and the one that it falls back on.
    func fallbackFindings(_ terms: Terms, of ref: Ref<Campaign>) async throws -> [FieldProblem] {
        var next = terms.fallback
        var seen: Set<ID<Campaign>> = [ref.id]
        while let id = next {
            guard seen.insert(id).inserted, seen.count <= Self.fallbacksMax else {
                return [FieldProblem(field: "fallback", reason: "leads in a circle, or over too many campaigns")]
            }
            guard let fallback = try await database.campaign(id, of: ref.retailer), fallback.state != .archived else {
                return [FieldProblem(field: "fallback", reason: "is none of your campaigns, or it is over")]
            }
            if fallback.terms.presence.when != .toEarn || terms.presence.when != .toEarn {
                return [FieldProblem(field: "fallback", reason: "needs two campaigns that are earned by checking in")]
            }
            next = fallback.terms.fallback
        }
        return []
    }
}
