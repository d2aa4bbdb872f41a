/// Coupons that one till may take without asking, out of what a campaign's limits left: they count as if they were issued
/// until the till gives them back.
public struct OfflineLease: Identified, Hashable, Sendable {
    public static let idPrefix = "lea"

    /// How long a lease, and the pack that tells of it, is good without another word from the server.
    public static let seconds = 24 * 3_600
    /// How long what was accepted under it can be uploaded after its end; then what is unused goes back.
    public static let uploadSeconds = 30 * 86_400
    public static let couponsStandard = 20
    public static let couponsRange: ClosedRange<Int64> = 0...1_000

    public let id: ID<OfflineLease>
    public let campaign: ID<Campaign>
    /// How many acceptances that the server has not answered yet it covers.
    public let coupons: Int
    /// Exclusive; nothing is accepted from then on.
    public let endsAt: Instant

    public init(id: ID<OfflineLease>, campaign: ID<Campaign>, coupons: Int, endsAt: Instant) {
        self.id = id
        self.campaign = campaign
        self.coupons = coupons
        self.endsAt = endsAt
    }
}

extension OfflineLease {
    /// How many coupons a new lease of a till of that store has, before limits; 0: none is opened.
    public static func size(of campaign: Campaign, in store: Store, at now: Instant) -> Int {
        guard campaign.state == .enabled, CheckInRules.timeObstacle(campaign.terms, in: store, at: now) != .ended else {
            return 0
        }
        return campaign.terms.coupon.offlineLease ?? 0
    }
}

/// Everything that a till needs to accept coupons with the line down. `docs/offline.md` has its JSON.
public struct OfflinePack: Sendable {
    /// One revision of a campaign that the till's store takes part in.
    public struct Offer: Hashable, Sendable {
        /// What a signed coupon names it by.
        public let number: UInt32
        public let campaign: ID<Campaign>
        public let revision: Int
        /// Coupons issued up to then are no longer good.
        public let recalledAt: Instant?
        public let headline: String
        /// As in the campaign's own document.
        public let reward: JSON
        public let conditions: JSON

        public init(
            number: UInt32, campaign: ID<Campaign>, revision: Int, recalledAt: Instant?, headline: String,
            reward: JSON, conditions: JSON
        ) {
            self.number = number
            self.campaign = campaign
            self.revision = revision
            self.recalledAt = recalledAt
            self.headline = headline
            self.reward = reward
            self.conditions = conditions
        }
    }

    public struct Place: Hashable, Sendable {
        public let store: ID<Store>
        /// What a signed coupon names the store by.
        public let number: UInt32
        public let name: String
        public let zone: Zone

        public init(store: ID<Store>, number: UInt32, name: String, zone: Zone) {
            self.store = store
            self.number = number
            self.name = name
            self.zone = zone
        }
    }

    /// A key set as its root key has signed it.
    public struct SignedKeys: Hashable, Sendable {
        public let set: [UInt8]
        public let signature: [UInt8]
        /// The root's public key, which a till keeps from its first pack on.
        public let root: [UInt8]

        public init(set: [UInt8], signature: [UInt8], root: [UInt8]) {
            self.set = set
            self.signature = signature
            self.root = root
        }
    }

    /// A pack is asked for again long before; without one for three days a till asks for every coupon.
    public static let staleSeconds = 72 * 3_600

    public let till: Ref<Till>
    public let place: Place
    public let issuedAt: Instant
    /// Exclusive.
    public let staleAt: Instant
    public let keys: SignedKeys
    public let offers: [Offer]
    /// Withdrawn one by one; of a recalled campaign its offer says so.
    public let revoked: Set<CouponCode>
    public let spent: SpentFilter
    public let leases: [OfflineLease]

    public init(
        till: Ref<Till>, place: Place, issuedAt: Instant, staleAt: Instant, keys: SignedKeys, offers: [Offer],
        revoked: Set<CouponCode>, spent: SpentFilter, leases: [OfflineLease]
    ) {
        self.till = till
        self.place = place
        self.issuedAt = issuedAt
        self.staleAt = staleAt
        self.keys = keys
        self.offers = offers
        self.revoked = revoked
        self.spent = spent
        self.leases = leases
    }
}
