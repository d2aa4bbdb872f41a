/// Something that a shopper is told, an entry in their list.
public struct Message: Identified, Hashable, Sendable {
    public static let idPrefix = "msg"
    public static let textLength = 1...500

    public enum Kind: String, CaseIterable, Sendable {
        /// The retailer gave a coupon.
        case granted
        /// The crowd, the swarm or the party is large enough, and what it earned is there.
        case unlocked
        /// The crowd did not come together in time.
        case failed
    }

    public let id: ID<Message>
    public let retailer: ID<Retailer>
    public let shopper: ID<Shopper>
    /// Who may read it of those who use this account; number 0: its owner.
    public let session: ID<Session>
    public let kind: Kind
    public let campaign: ID<Campaign>
    public let coupon: ID<Coupon>?
    public let text: String
    public let createdAt: Instant

    public init(
        id: ID<Message>, retailer: ID<Retailer>, shopper: ID<Shopper>, session: ID<Session>, kind: Kind,
        campaign: ID<Campaign>, coupon: ID<Coupon>?, text: String, createdAt: Instant
    ) {
        self.id = id
        self.retailer = retailer
        self.shopper = shopper
        self.session = session
        self.kind = kind
        self.campaign = campaign
        self.coupon = coupon
        self.text = text
        self.createdAt = createdAt
    }
}

extension Message {
    /// As it travels from the transaction that makes it to its shopper's list.
    public var stored: JSON {
        [
            .int(id.rawValue), .int(shopper.rawValue), .int(session.rawValue), .string(kind.rawValue),
            .int(campaign.rawValue), coupon.map { .int($0.rawValue) } ?? .null, .string(text),
            .int(createdAt.microseconds),
        ]
    }

    public init?(stored: JSON, of retailer: ID<Retailer>) {
        guard let parts = stored.elements, parts.count == 8, let id = parts[0].integerValue,
            let shopper = parts[1].integerValue, let session = parts[2].integerValue,
            let kind = parts[3].stringValue.flatMap(Kind.init(rawValue:)), let campaign = parts[4].integerValue,
            let text = parts[6].stringValue, let time = parts[7].integerValue
        else { return nil }
        self.init(
            id: ID(id), retailer: retailer, shopper: ID(shopper), session: ID(session), kind: kind,
            campaign: ID(campaign), coupon: parts[5].integerValue.map { ID($0) }, text: text,
            createdAt: Instant(microseconds: time))
    }
}
