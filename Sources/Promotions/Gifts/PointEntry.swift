/// One line of a shopper's points with a retailer, kept for good. Their sum is the balance.
public struct PointEntry: Identified, Hashable, Sendable {
    public static let idPrefix = "pnt"

    public enum Kind: String, CaseIterable, Sendable {
        /// By a check-in.
        case earn
        /// For a coupon.
        case spend
        /// For a coupon that was recalled before it was used.
        case giveBack = "return"
    }

    /// Where a check-in earned them: what limits count by.
    public struct Origin: Hashable, Sendable {
        public let checkIn: ID<CheckIn>
        public let store: ID<Store>
        public let channel: String?
        public let countedOn: LocalDate?

        public init(checkIn: ID<CheckIn>, store: ID<Store>, channel: String?, countedOn: LocalDate?) {
            self.checkIn = checkIn
            self.store = store
            self.channel = channel
            self.countedOn = countedOn
        }
    }

    public let id: ID<PointEntry>
    public let shopper: ID<Shopper>
    public let session: ID<Session>
    public let kind: Kind
    /// Above zero, whichever way they go.
    public let points: Int64
    public let campaign: ID<Campaign>
    /// That was bought; nil where points were earned.
    public let coupon: ID<Coupon>?
    /// Nil for what was not earned.
    public let origin: Origin?
    public let happenedAt: Instant

    public init(
        id: ID<PointEntry>, shopper: ID<Shopper>, session: ID<Session>, kind: Kind, points: Int64,
        campaign: ID<Campaign>, coupon: ID<Coupon>? = nil, origin: Origin? = nil, happenedAt: Instant
    ) {
        self.id = id
        self.shopper = shopper
        self.session = session
        self.kind = kind
        self.points = points
        self.campaign = campaign
        self.coupon = coupon
        self.origin = origin
        self.happenedAt = happenedAt
    }
}

/// What became of a campaign's points.
public struct PointTotals: Hashable, Sendable {
    /// By check-ins.
    public let given: Int64
    /// For its coupons, and what of that went back.
    public let spent: Int64
    public let returned: Int64
    /// What all shoppers of the retailer have to spend, by whatever campaign they came.
    public let out: Int64

    public init(given: Int64, spent: Int64, returned: Int64, out: Int64) {
        self.given = given
        self.spent = spent
        self.returned = returned
        self.out = out
    }
}

/// What a shopper has with one retailer.
public struct PointBalance: Hashable, Sendable {
    public let retailer: ID<Retailer>
    public let points: Int64

    public init(retailer: ID<Retailer>, points: Int64) {
        self.retailer = retailer
        self.points = points
    }
}
