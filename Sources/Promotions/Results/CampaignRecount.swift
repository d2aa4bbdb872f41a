/// A campaign's sums from every place that knows them. They were written by different statements: where all agree, none
/// has lost anything.
public struct CampaignRecount: Sendable {
    /// Where a sum comes from.
    public enum Source: String, CaseIterable, Sendable {
        /// What limits and budget are held to while coupons are issued.
        case counter
        /// Coupons, gifts without one, and what tills without a line were lent, row by row.
        case rows
        case redemptions, ledger
    }

    public enum Sum: String, CaseIterable, Sendable {
        /// Whatever became of it since. What tills were lent is nobody's yet, and left out.
        case issued
        /// What counts against the campaign's limit.
        case counted
        /// Minor units that the budget reserves.
        case reserved
        case used
        /// Minor units taken off at tills, what came back with goods left out.
        case spent
        /// Good, and not used yet.
        case out
    }

    /// One limit, for all that it counts by itself.
    public struct LimitCount: Hashable, Sendable {
        public let per: Limit.Scope
        public let period: Limit.Period
        /// Nil where only allotments bound it.
        public let max: Int64?
        /// How many shoppers, stores or channels, each in its period.
        public let subjects: Int64
        public let highest: Int64
        /// Those that have more than they may.
        public let over: Int64
        /// Of these, those that had it when the limit was higher: what is lowered takes nothing back.
        public let overSinceLowered: Int64
        /// Counters that say something else than the rows.
        public let differing: Int64

        public init(
            per: Limit.Scope, period: Limit.Period, max: Int64?, subjects: Int64, highest: Int64, over: Int64,
            overSinceLowered: Int64, differing: Int64
        ) {
            self.per = per
            self.period = period
            self.max = max
            self.subjects = subjects
            self.highest = highest
            self.over = over
            self.overSinceLowered = overSinceLowered
            self.differing = differing
        }

        public var holds: Bool { differing == 0 && over == overSinceLowered }
    }

    public let sums: [Sum: [Source: Int64]]
    /// Every limit of the campaign, its own total among them; then allotments in periods that no limit has.
    public let limits: [LimitCount]
    /// Minor units over the budget.
    public let overBudget: Int64
    public let budget: Int64?
    /// Of what was spent; nil where that is nothing, or of several.
    public let currency: Currency?

    public init(
        sums: [Sum: [Source: Int64]], limits: [LimitCount], overBudget: Int64, budget: Int64?, currency: Currency?
    ) {
        self.sums = sums
        self.limits = limits
        self.overBudget = overBudget
        self.budget = budget
        self.currency = currency
    }

    /// What the rows say, or where they have no say the redemptions.
    public func said(_ sum: Sum) -> Int64 { sums[sum]?[.rows] ?? sums[sum]?[.redemptions] ?? 0 }

    public func agrees(_ sum: Sum) -> Bool { Set(sums[sum, default: [:]].values).count <= 1 }

    /// Shoppers, stores, channels and the campaign itself that were given more than they may have.
    public var over: Int64 { limits.reduce(0) { $0 + $1.over - $1.overSinceLowered } + (overBudget > 0 ? 1 : 0) }

    public var agrees: Bool { over == 0 && Sum.allCases.allSatisfy(agrees) && limits.allSatisfy(\.holds) }
}
