/// What a shopper pays for a campaign's coupon, out of what was earned with the same retailer.
public struct Price: Hashable, Sendable {
    public static let pointsRange: ClosedRange<Int64> = 1...100_000_000

    public let points: Int64

    public init(points: Int64) {
        self.points = points
    }

    init(reading fields: Fields) throws(Invalid) {
        points = fields.integer("points", in: Self.pointsRange)
        try fields.finish()
    }

    public var json: JSON {
        ["points": .int(points)]
    }
}

extension LaunchCheck {
    static func priceFindings(_ terms: Terms) -> [FieldProblem] {
        guard terms.price != nil else { return [] }
        if terms.reward.form != .coupon {
            return [FieldProblem(field: "price", reason: "is for coupons: this reward gives none")]
        }
        if terms.presence.when != .toUse {
            return [
                FieldProblem(field: "presence.when", reason: "must be to_use with a price: the shopper asks for it")
            ]
        }
        return []
    }
}
