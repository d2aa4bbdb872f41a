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

    public init(
        id: ID<Campaign>, state: State, revision: Int, terms: Terms, createdAt: Instant, launchedAt: Instant? = nil,
        stock: CampaignStock = CampaignStock()
    ) {
        self.id = id
        self.state = state
        self.revision = revision
        self.terms = terms
        self.createdAt = createdAt
        self.launchedAt = launchedAt
        self.stock = stock
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
