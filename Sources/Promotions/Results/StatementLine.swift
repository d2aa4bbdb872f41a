/// One thing that happened on a closed day. It never changes: a correction is a line of a later day.
public struct StatementLine: Identified, Sendable {
    public static let idPrefix = "lin"

    public enum Kind: String, CaseIterable, Sendable {
        case issue, redeem, void, `return`, expire, revoke
        /// Taken without asking and not good any more: charged to the till's lease, or to nobody.
        case charge, loss
    }

    public let id: ID<StatementLine>
    public let businessDay: LocalDate
    public let kind: Kind
    public let coupon: ID<Coupon>
    public let campaign: ID<Campaign>
    public let revision: Int
    /// Where it happened.
    public let store: ID<Store>?
    /// As it was when the day was closed.
    public let owner: Store.Owner
    public let redemption: ID<Redemption>?
    public let currency: Currency?
    /// Minor units; what was taken back is negative.
    public let basketTotal: Int64?
    public let discount: Int64?
    public let happenedAt: Instant

    public init(
        id: ID<StatementLine>, businessDay: LocalDate, kind: Kind, coupon: ID<Coupon>, campaign: ID<Campaign>,
        revision: Int, store: ID<Store>?, owner: Store.Owner, redemption: ID<Redemption>?, currency: Currency?,
        basketTotal: Int64?, discount: Int64?, happenedAt: Instant
    ) {
        self.id = id
        self.businessDay = businessDay
        self.kind = kind
        self.coupon = coupon
        self.campaign = campaign
        self.revision = revision
        self.store = store
        self.owner = owner
        self.redemption = redemption
        self.currency = currency
        self.basketTotal = basketTotal
        self.discount = discount
        self.happenedAt = happenedAt
    }
}

/// What coupons of one revision, issued in one store, came to hold and to let go on one closed day.
public struct LiabilityChange: Sendable {
    /// Coupons that are counted together.
    public struct Group: Hashable, Sendable {
        public let campaign: ID<Campaign>
        public let revision: Int
        /// Where they were issued.
        public let store: ID<Store>?
        public let owner: Store.Owner

        public init(campaign: ID<Campaign>, revision: Int, store: ID<Store>?, owner: Store.Owner) {
            self.campaign = campaign
            self.revision = revision
            self.store = store
            self.owner = owner
        }
    }

    public let group: Group
    public let issued: Int64
    public let issuedAmount: Int64
    /// Redeemed, expired or revoked; one that a void brought back counts one less.
    public let released: Int64
    public let releasedAmount: Int64
    /// Taken without asking when they were not good any more: charged to leases, and booked as a loss.
    public let charged: Int64
    public let chargedAmount: Int64
    public let lost: Int64
    public let lostAmount: Int64

    public init(
        group: Group, issued: Int64, issuedAmount: Int64, released: Int64, releasedAmount: Int64, charged: Int64 = 0,
        chargedAmount: Int64 = 0, lost: Int64 = 0, lostAmount: Int64 = 0
    ) {
        self.charged = charged
        self.chargedAmount = chargedAmount
        self.lost = lost
        self.lostAmount = lostAmount
        self.group = group
        self.issued = issued
        self.issuedAmount = issuedAmount
        self.released = released
        self.releasedAmount = releasedAmount
    }
}

/// When a local day is over everywhere, so that no clock can add to it.
public enum BusinessDay {
    /// What happened longer ago is in no line any more: whoever hears later books it when it is heard.
    public static let lookBackDays = 5

    /// The last zones are 12 hours behind UTC; an hour more for what is on its way.
    static let graceSeconds = 13 * 3_600

    /// The last day that may be closed at `now`.
    public static func lastClosable(at now: Instant) -> LocalDate {
        Zone.utc.localDate(at: now.adding(seconds: -graceSeconds)).adding(days: -1)
    }
}

extension Funding {
    /// What each pays of an amount, in a store of that owner: the company pays the owner's share of its own stores.
    public func shares(of amount: Int64, owner: Store.Owner) -> (company: Int64, storeOwner: Int64, partner: Int64) {
        let company = self.amount(amount, of: .company)
        let storeOwner = self.amount(amount, of: .storeOwner)
        let partner = self.amount(amount, of: .partner)
        return owner == .company ? (company + storeOwner, 0, partner) : (company, storeOwner, partner)
    }
}
