/// When there is nothing left of a campaign if it goes on as in the last minutes.
public struct SellOutForecast: Hashable, Sendable {
    /// Coupons that limits and budget still allow; nil: as many as come.
    public let left: Int64?
    public let perHour: Double
    /// To the minute. Nil where it does not come to that before the windows close, or within a year.
    public let at: Instant?
    /// When the last window that is open now closes.
    public let closesAt: Instant?

    /// What a campaign's own limit and budget still allow; nil without either.
    public static func left(_ terms: Terms, coupons: Int64, exposure: Int64) -> Int64? {
        var bounds: [Int64] = []
        if terms.couponsMax != .max { bounds.append(terms.couponsMax - coupons) }
        if terms.budget != nil, terms.exposurePerCoupon > 0 {
            bounds.append((terms.exposureMax - exposure) / terms.exposurePerCoupon)
        }
        return bounds.min().map { max(0, $0) }
    }

    /// Beyond a year nothing is foretold: a large budget and a slow minute lead past any calendar.
    private static let farthestSeconds = 366.0 * 86_400

    /// - Parameter issued: in the last `seconds`.
    public init(
        left: Int64?, issued: Int64, inSeconds seconds: Double, closesAt: Instant?, now: Instant
    ) {
        self.left = left
        perHour = Double(issued) / seconds * 3_600
        self.closesAt = closesAt
        guard let left, left > 0, perHour > 0 else {
            at = nil
            return
        }
        let minute = 60.0
        let away = (Double(left) / perHour * 3_600 / minute).rounded() * minute
        guard away <= Self.farthestSeconds else {
            at = nil
            return
        }
        let end = Instant(seconds: now.adding(seconds: away).seconds.quotientFloored(by: 60) * 60)
        at = closesAt.map { end < $0 } ?? true ? end : nil
    }
}
