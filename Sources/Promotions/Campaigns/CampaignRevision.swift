/// One text that a campaign had, who wrote it and who agreed to it.
public struct CampaignRevision: Sendable {
    public let revision: Int
    public let createdAt: Instant
    public let author: ID<Actor>?
    public let approver: ID<Actor>?
    public let approvedAt: Instant?
    public let terms: Terms

    public init(
        revision: Int, createdAt: Instant, author: ID<Actor>?, approver: ID<Actor>?, approvedAt: Instant?,
        terms: Terms
    ) {
        self.revision = revision
        self.createdAt = createdAt
        self.author = author
        self.approver = approver
        self.approvedAt = approvedAt
        self.terms = terms
    }
}

/// The word of a franchised store's owner that it takes part.
public struct CampaignAcceptance: Sendable {
    public let store: ID<Store>
    /// Who accepted, as they sign.
    public let name: String
    public let at: Instant

    public init(store: ID<Store>, name: String, at: Instant) {
        self.store = store
        self.name = name
        self.at = at
    }
}
