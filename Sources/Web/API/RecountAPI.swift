import Actions
import Promotions

/// A campaign's books, counted again.
enum RecountAPI {
    static func recount(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let terms = try await call.desk.campaign(ref).done().terms
        let recount = try await call.desk.recount(ref).done()
        let currency = terms.budget?.money.currency ?? terms.reward.currency ?? recount.currency
        let money = { (amount: Int64) -> JSON in currency.map { Money(amount, $0).json } ?? .null }
        var object: JSONObject = [
            "counted_at": .string(call.now.rfc3339), "agrees": .bool(recount.agrees), "over": .int(recount.over),
            "budget": recount.budget.map(money) ?? .null, "over_budget": money(recount.overBudget),
        ]
        for sum in CampaignRecount.Sum.allCases {
            let sources = recount.sums[sum, default: [:]].map { source, value -> (String, JSON) in
                (source.rawValue, sum == .reserved || sum == .spent ? money(value) : .int(value))
            }
            object[sum.rawValue] = .object(JSONObject(sources.sorted { $0.0 < $1.0 }))
        }
        object["limits"] = .array(
            recount.limits.map { limit in
                [
                    "per": .string(limit.per.rawValue), "period": .string(limit.period.rawValue),
                    "max": limit.max.map { .int($0) } ?? .null, "subjects": .int(limit.subjects),
                    "highest": .int(limit.highest), "over": .int(limit.over),
                    "over_since_lowered": .int(limit.overSinceLowered), "differing": .int(limit.differing),
                ]
            })
        return .json(.object(object))
    }
}
