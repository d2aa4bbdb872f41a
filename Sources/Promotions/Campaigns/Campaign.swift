/// An offer with where, when and how many. Its terms change only by a new revision.
public struct Campaign: Identified, Hashable, Sendable {
    public static let idPrefix = "cmp"

    /// What is stored. What is derived from the clock and the counters is `Phase`.
    public enum State: String, CaseIterable, Sendable {
        case draft, approved, enabled, paused, archived
    }

    public let id: ID<Campaign>
    public var state: State
    public var revision: Int
    public var terms: Terms
    public var createdAt: Instant
    public var launchedAt: Instant?
    public var stock: CampaignStock
    /// The channel of the word that opened a private sale: what somebody says of where they come from does not count then.
    public var wordChannel: String?
    /// Nil for most: nobody was asked to take part, nothing was withdrawn.
    private var kept: Shared<Standing>?

    public init(
        id: ID<Campaign>, state: State, revision: Int, terms: Terms, createdAt: Instant, launchedAt: Instant? = nil,
        stock: CampaignStock = CampaignStock(), standing: Standing = Standing()
    ) {
        kept = standing == Standing() ? nil : Shared(standing)
        self.id = id
        self.state = state
        self.revision = revision
        self.terms = terms
        self.createdAt = createdAt
        self.launchedAt = launchedAt
        self.stock = stock
    }
}

extension Campaign {
    public var standing: Standing {
        kept?.value ?? Standing()
    }

    /// What became of a campaign apart from its terms.
    public struct Standing: Hashable, Sendable {
        /// Franchised stores whose owner agreed to take part.
        public var accepted: Set<ID<Store>>
        public var recall: Recall?

        public init(accepted: Set<ID<Store>> = [], recall: Recall? = nil) {
            self.accepted = accepted
            self.recall = recall
        }
    }

    /// All coupons that were out at that moment are no longer good.
    public struct Recall: Hashable, Sendable {
        public let at: Instant
        /// For people: a cashier reads it aloud.
        public let reason: String
        /// Whether coupons are still being withdrawn.
        public let isUnderWay: Bool

        public init(at: Instant, reason: String, isUnderWay: Bool) {
            self.at = at
            self.reason = reason
            self.isUnderWay = isUnderWay
        }
    }

    /// Whether it runs in that store: chosen by the terms and, where owners are asked, accepted.
    public func includes(_ store: Store) -> Bool {
        terms.stores.includes(store) && terms.stores.hasAgreed(store, accepted: kept?.value.accepted ?? [])
    }
}

/// What a retailer asks a campaign to do, and from which states it may.
public enum CampaignOrder: String, CaseIterable, Sendable {
    case launch, pause, resume, end

    /// The state that follows, or nil if the order makes no sense now.
    public func next(after state: Campaign.State) -> Campaign.State? {
        switch (self, state) {
        case (.launch, .draft), (.launch, .approved), (.resume, .paused): .enabled
        case (.pause, .enabled): .paused
        case (.end, .enabled), (.end, .paused), (.end, .draft), (.end, .approved): .archived
        case (.launch, _), (.resume, _), (.pause, _), (.end, _): nil
        }
    }
}
