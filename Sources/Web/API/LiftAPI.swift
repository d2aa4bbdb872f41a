import Actions
import Promotions

/// What an offer changed, with the interval that says how sure that is.
enum LiftAPI {
    static func lift(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let report = try await call.desk.lift(of: caller.owns(call.ref())).done()
        let lift = report?.matched.lift
        return .json([
            "metric": "visits_per_store_and_day", "method": "matched stores, paired t (Student 1908)",
            "before": period(report?.before), "during": period(report?.during),
            "pairs": .int(Int64(report?.matched.pairs.count ?? 0)),
            "lift": lift.map {
                ["mean": .double($0.mean), "low": .double($0.low), "high": .double($0.high), "confidence": 0.95]
            } ?? .null,
        ])
    }

    private static func period(_ interval: Interval?) -> JSON {
        guard let interval else { return .null }
        return ["from": .string(interval.start.rfc3339), "to": .string(interval.end.rfc3339)]
    }
}
