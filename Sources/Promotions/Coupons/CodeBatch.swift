/// Coupon codes made in bulk, for nobody yet: the retailer prints them or sends them out.
public struct CodeBatch: Identified, Hashable, Sendable {
    public static let idPrefix = "bat"
    public static let counts: ClosedRange<Int64> = 1...5_000_000
    public static let nameLength = 1...100

    public enum State: String, CaseIterable, Sendable {
        case making
        case made
        /// A limit or the budget left no more, or the campaign ended.
        case stopped
        /// No more are made; those that were are good.
        case cancelled
        /// Those that were made and not used are being revoked.
        case withdrawing
        case withdrawn
    }

    public enum Source: String, CaseIterable, Sendable {
        case made
        /// The retailer's own, from a file.
        case brought
    }

    public let id: ID<CodeBatch>
    public let campaign: ID<Campaign>
    public let name: String?
    /// Counted for them as for a shopper who came from there.
    public let channel: String?
    public let source: Source
    public let asked: Int64
    public var made: Int64
    public var withdrawn: Int64
    public var state: State
    /// Why no more could be made.
    public var stoppedBy: CheckInReason?
    public let createdAt: Instant
    public var finishedAt: Instant?

    public init(
        id: ID<CodeBatch>, campaign: ID<Campaign>, name: String?, channel: String?, source: Source = .made,
        asked: Int64, made: Int64 = 0,
        withdrawn: Int64 = 0, state: State = .making, stoppedBy: CheckInReason? = nil, createdAt: Instant,
        finishedAt: Instant? = nil
    ) {
        self.id = id
        self.campaign = campaign
        self.name = name
        self.channel = channel
        self.source = source
        self.asked = asked
        self.made = made
        self.withdrawn = withdrawn
        self.state = state
        self.stoppedBy = stoppedBy
        self.createdAt = createdAt
        self.finishedAt = finishedAt
    }
}

/// What a retailer asks for.
public struct CodeBatchOrder: Hashable, Sendable {
    public let count: Int64
    public let name: String?
    public let channel: String?

    public init(count: Int64, name: String? = nil, channel: String? = nil) {
        self.count = count
        self.name = name
        self.channel = channel
    }
}

extension CodeBatchOrder {
    public init(reading json: JSON) throws(Invalid) {
        let fields = try Fields(json)
        count = fields.integer("count", in: CodeBatch.counts)
        name = fields.optionalText("name", length: CodeBatch.nameLength)
        channel = fields.optionalText("channel", length: 1...50)?.lowercased()
        try fields.finish()
    }
}

/// Codes that are made for nobody, by a campaign's rules.
public enum CodeBatchRules {
    /// Why a campaign cannot make codes in bulk, in words for the retailer; nil: it can.
    public static func obstacle(_ terms: Terms) -> Sentence? {
        if terms.reward.form != .coupon { return "This campaign gives \(terms.reward.form.plural), and no coupons." }
        if terms.price != nil {
            return "Its coupons are paid for with points: codes in a batch are for whoever holds them."
        }
        if terms.limits.contains(where: { $0.per == .store }) {
            return
                "A limit per store cannot be kept for codes that belong to no store. Take it out, or make them without."
        }
        if terms.identity == .verified {
            return "This campaign is for verified shoppers only; codes in a batch are for whoever holds them."
        }
        if terms.holdout.percent > 0 {
            return "This campaign has a holdout: codes on paper reach everybody."
        }
        switch terms.coupon.life {
        case .seconds, .through: return nil
        case .endOfWindow, .endOfBusinessDay:
            return "Codes made in a batch belong to no store: coupon.valid must be a duration or a date."
        }
    }

    public enum Page: Sendable {
        case grants([Grant])
        /// Not one more, for good.
        case stopped(CheckInReason)
    }

    /// The next codes, as many as limits and budget leave.
    /// - Parameters:
    ///   - store: by whose clock days are counted and times end.
    ///   - nextCoupon: makes the id of each.
    public static func page(
        _ count: Int, of batch: CodeBatch, _ campaign: Campaign, in store: Store, tally: inout Tally, at now: Instant,
        nextCoupon: () -> ID<Coupon>
    ) -> Page {
        if CheckInRules.timeObstacle(campaign.terms, in: store, at: now) == .ended { return .stopped(.ended) }
        let date = store.zone.localDate(at: now)
        let expiresAt = campaign.terms.coupon.life.expiry(
            issuedAt: now, in: store, schedule: campaign.terms.schedule)
        guard expiresAt > now else { return .stopped(.ended) }
        let counters = Tally.keys(campaign, shopper: nil, store: nil, channel: batch.channel, on: date)
        var grants: [Grant] = []
        grants.reserveCapacity(count)
        for _ in 0..<count {
            if let reason = tally.take(campaign, shopper: nil, store: nil, channel: batch.channel, on: date) {
                return grants.isEmpty ? .stopped(reason) : .grants(grants)
            }
            grants.append(
                Grant(
                    coupon: nextCoupon(), campaign: campaign, expiresAt: expiresAt, counters: counters,
                    countedOn: date, channel: batch.channel))
        }
        return .grants(grants)
    }
}
