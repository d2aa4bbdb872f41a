/// What a rewarded check-in gives to a charity: final at once.
public struct NewDonation: Sendable {
    public let grant: Grant
    public let shopper: ID<Shopper>
    public let session: ID<Session>
    public let store: ID<Store>
    public let checkIn: ID<CheckIn>
    public let amount: Money
    public let charity: String
    public let givenAt: Instant

    /// Nil if the grant is of another reward.
    public init?(
        _ grant: Grant, from shopper: ID<Shopper>, session: ID<Session>, in store: ID<Store>, by checkIn: ID<CheckIn>,
        at givenAt: Instant
    ) {
        guard case .donation(let amount, let charity) = grant.campaign.terms.reward else { return nil }
        self.grant = grant
        self.shopper = shopper
        self.session = session
        self.store = store
        self.checkIn = checkIn
        self.amount = amount
        self.charity = charity
        self.givenAt = givenAt
    }
}

/// What a campaign gave on closed business days, as its charity is told.
public struct DonationDays: Sendable {
    public struct Day: Hashable, Sendable {
        public let date: LocalDate
        public let count: Int64
        /// Minor units.
        public let amount: Int64

        public init(date: LocalDate, count: Int64, amount: Int64) {
            self.date = date
            self.count = count
            self.amount = amount
        }
    }

    public let days: [Day]
    /// Of all check-ins until now, closed or not.
    public let count: Int64
    public let amount: Int64

    public init(days: [Day], count: Int64, amount: Int64) {
        self.days = days
        self.count = count
        self.amount = amount
    }
}

/// One line of the donations book: one store on one closed day, under one text of the campaign.
public struct DonationLine: Sendable {
    public let businessDay: LocalDate
    public let revision: Int
    public let store: ID<Store>
    /// As of when the day was closed.
    public let owner: Store.Owner
    public let charity: String
    public let currency: String
    public let count: Int64
    public let amount: Int64

    public init(
        businessDay: LocalDate, revision: Int, store: ID<Store>, owner: Store.Owner, charity: String, currency: String,
        count: Int64, amount: Int64
    ) {
        self.businessDay = businessDay
        self.revision = revision
        self.store = store
        self.owner = owner
        self.charity = charity
        self.currency = currency
        self.count = count
        self.amount = amount
    }
}
