import Actions
import Promotions

/// What an offer changed, with the interval that says how sure that is.
enum LiftAPI {
    static func lift(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        switch try await call.desk.lift(of: caller.owns(call.ref())).done() {
        case nil: return .json(.object(told("visits_per_store_and_day", paired, nil, before: nil, during: nil)))
        case .stores(let matched, let before, let during):
            var object = told("visits_per_store_and_day", paired, matched.lift, before: before, during: during)
            object["pairs"] = .int(Int64(matched.pairs.count))
            return .json(.object(object))
        case .shoppers(let offered, let heldOut, let during):
            var object = told(
                "visits_per_shopper", "holdout, t for unequal variances (Welch 1947)", Lift.between(offered, heldOut),
                before: nil, during: during)
            object["offered"] = group(offered)
            object["held_out"] = group(heldOut)
            return .json(.object(object))
        }
    }

    private static let paired = "matched stores, paired t (Student 1908)"

    private static func told(
        _ metric: String, _ method: String, _ lift: Lift?, before: Interval?, during: Interval?
    ) -> JSONObject {
        [
            "metric": .string(metric), "method": .string(method), "before": period(before), "during": period(during),
            "pairs": 0,
            "lift": lift.map {
                ["mean": .double($0.mean), "low": .double($0.low), "high": .double($0.high), "confidence": 0.95]
            } ?? .null,
        ]
    }

    private static func group(_ visits: [Double]) -> JSON {
        ["shoppers": .int(Int64(visits.count)), "visits": .int(Int64(visits.reduce(0, +)))]
    }

    private static func period(_ interval: Interval?) -> JSON {
        guard let interval else { return .null }
        return ["from": .string(interval.start.rfc3339), "to": .string(interval.end.rfc3339)]
    }
}
