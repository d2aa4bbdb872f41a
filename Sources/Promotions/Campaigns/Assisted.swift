/// Customers without a phone are checked in at the till, by their loyalty number.
public struct Assisted: Hashable, Sendable {
    public static let perDay: ClosedRange<Int64> = 1...10_000

    /// By local day of the store: whoever stands at the till could invent customers.
    public let maxPerTillPerDay: Int

    init(reading fields: Fields) throws(Invalid) {
        maxPerTillPerDay = Int(fields.integer("max_per_till_per_day", in: Self.perDay))
        try fields.finish()
    }

    public var json: JSON {
        ["max_per_till_per_day": .int(Int64(maxPerTillPerDay))]
    }
}

extension LaunchCheck {
    static func assistedFindings(_ terms: Terms) -> [FieldProblem] {
        guard terms.assisted != nil else { return [] }
        if terms.presence.when != .toEarn || !terms.unlock.isVisited {
            return [FieldProblem(field: "assisted", reason: "is for offers that are earned by being there")]
        }
        if !terms.presence.proof.acceptsCode {
            return [
                FieldProblem(field: "presence.proof", reason: "must be code or either: a till has no position to show")
            ]
        }
        return []
    }
}
