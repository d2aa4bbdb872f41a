/// Somebody who checks in. Known by a number; who it is stays with the identity, if there is one.
public struct Shopper: Identified, Hashable, Sendable {
    public static let idPrefix = "shp"

    /// How well we know who holds the token.
    public enum Assurance: UInt8, Sendable {
        /// Signed up without an identity.
        case anonymous = 0
        /// Typed an identity that nobody vouched for.
        case claimed = 1
        /// The retailer vouched for the identity.
        case verified = 2
    }

    public struct Consents: Hashable, Sendable {
        /// Without it no position is stored, and none can earn anything.
        public var location: Bool
        /// Never needed for a reward.
        public var marketing: Bool

        public init(location: Bool, marketing: Bool) {
            self.location = location
            self.marketing = marketing
        }
    }

    public let id: ID<Shopper>
    public var locale: String
    public var consents: Consents
    /// Raised by every change of consent and by recovery; tokens of an older generation are refused.
    public var generation: Int
    public let createdAt: Instant

    public init(id: ID<Shopper>, locale: String, consents: Consents, generation: Int, createdAt: Instant) {
        self.id = id
        self.locale = locale
        self.consents = consents
        self.generation = generation
        self.createdAt = createdAt
    }
}

/// One sign-up or recovery. Coupons remember theirs, so that somebody who merely typed another's loyalty number
/// shares that person's limits but sees none of that person's coupons.
public struct Session: Identified, Hashable, Sendable {
    public static let idPrefix = "ses"
}
