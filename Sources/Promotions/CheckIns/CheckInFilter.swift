/// Which check-ins are wanted; nil members ask for nothing.
public struct CheckInFilter: Sendable {
    /// Of one that it was asked about, whatever came of it.
    public var campaign: ID<Campaign>?
    public var store: ID<Store>?
    public var verdict: Verdict?
    /// Half open.
    public var from: Instant?
    public var to: Instant?

    public init(
        campaign: ID<Campaign>? = nil, store: ID<Store>? = nil, verdict: Verdict? = nil, from: Instant? = nil,
        to: Instant? = nil
    ) {
        self.campaign = campaign
        self.store = store
        self.verdict = verdict
        self.from = from
        self.to = to
    }
}
