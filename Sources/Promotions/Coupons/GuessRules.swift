/// How often a till has sent codes that do not exist. One with a bad check symbol is no guess and never counts.
public struct TillMisses: Hashable, Sendable {
    /// A cashier who types a code wrong hits on a good check symbol once in 32 times: ten are no honest quarter of an
    /// hour, and 55 random bits are not guessed in ten.
    public static let max = 10
    public static let seconds = 900

    public let count: Int
    public let since: Instant

    public init(count: Int, since: Instant) {
        self.count = count
        self.since = since
    }

    /// Until when the till takes no codes; nil if it does.
    public func throttledUntil(at now: Instant) -> Instant? {
        let end = since.adding(seconds: Self.seconds)
        return count >= Self.max && now < end ? end : nil
    }
}

/// A code that a till scanned in vain.
public struct FailedScan: Identified, Sendable {
    public static let idPrefix = "scn"

    /// What the till wanted with it.
    public enum Wish: String, CaseIterable, Sendable {
        case validate, reserve, redeem
    }

    public let id: ID<FailedScan>
    public let till: ID<Till>
    public let store: ID<Store>
    public let wish: Wish
    public let reason: TillRefusal
    /// Nil where there is none.
    public let coupon: ID<Coupon>?
    /// Keyed, so that the same code can be told again; nil for what was no code.
    public let codeHash: [UInt8]?
    public let cashier: String?
    public let scannedAt: Instant

    public init(
        id: ID<FailedScan>, till: ID<Till>, store: ID<Store>, wish: Wish, reason: TillRefusal, coupon: ID<Coupon>?,
        codeHash: [UInt8]?, cashier: String?, scannedAt: Instant
    ) {
        self.id = id
        self.till = till
        self.store = store
        self.wish = wish
        self.reason = reason
        self.coupon = coupon
        self.codeHash = codeHash
        self.cashier = cashier
        self.scannedAt = scannedAt
    }
}
