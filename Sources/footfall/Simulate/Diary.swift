import Promotions

/// What simulated people were told, and nothing else: the side of the story that the database has to bear out.
struct Diary: Sendable {
    struct ToldCoupon: Hashable, Sendable {
        let id: Int64
        let campaign: Int64
        let code: String
    }

    /// A 201 of a check-in, or of a fix that continued it.
    struct ToldVisit: Sendable {
        let key: String
        let id: Int64
        let shopper: Int64
        let store: Int64
        let verdict: String
        let reasons: [String]
        let coupons: [ToldCoupon]
        /// State of each offer, by campaign.
        let offers: [Int64: String]
        let manner: Manner
        /// A trick that must not earn anything.
        var isTrick = false
        let sentAt: ContinuousClock.Instant
        let heardAt: ContinuousClock.Instant
    }

    struct ToldSale: Sendable {
        let key: String
        let coupon: Int64?
        /// The redemption, if it was taken.
        let redemption: Int64?
        /// `redeemed`, or why not.
        let code: String
    }

    struct ToldPledge: Sendable {
        let shopper: Int64
        let place: Int64
        let isUnlocked: Bool
    }

    var visits: [ToldVisit] = []
    var sales: [ToldSale] = []
    var pledges: [ToldPledge] = []
    /// Check-ins that were too far from every store to be recorded.
    var unrecorded = 0
    /// Answers that no client should ever get.
    var oddities: [String] = []
    private(set) var setbacks: [String: Int] = [:]
    private(set) var microseconds: [SimulatedRequest.Kind: [Int]] = [:]
    private(set) var requests = 0

    mutating func note(_ kind: SimulatedRequest.Kind, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        microseconds[kind, default: []].append(Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000))
        requests += 1
    }

    mutating func noteSetback(_ what: String) {
        setbacks[what, default: 0] += 1
    }

    mutating func add(_ other: Diary) {
        visits += other.visits
        sales += other.sales
        pledges += other.pledges
        unrecorded += other.unrecorded
        oddities += other.oddities
        setbacks.merge(other.setbacks, uniquingKeysWith: +)
        for (kind, times) in other.microseconds { microseconds[kind, default: []] += times }
        requests += other.requests
    }
}

extension Diary {
    /// Coupons that check-ins were answered with.
    var earned: [Manner: Int] {
        let told = Dictionary(
            visits.flatMap { visit in visit.coupons.map { ($0.id, visit.manner) } },
            uniquingKeysWith: { first, _ in first })
        return told.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}

extension Diary.ToldVisit {
    /// Nil if the answer is none of a check-in.
    init?(
        _ heard: Client.Heard, key: String, shopper: Int64, manner: Manner, isTrick: Bool
    ) {
        let json = heard.answer.json
        guard heard.answer.status == 201, let id = json["id"]?.stringValue.flatMap({ Ref<CheckIn>(text: $0) }),
            let store = json["store"]?["id"]?.stringValue.flatMap({ Ref<Store>(text: $0) }),
            let verdict = json["verdict"]?.stringValue
        else { return nil }
        self.key = key
        self.id = id.id.rawValue
        self.shopper = shopper
        self.store = store.id.rawValue
        self.verdict = verdict
        reasons = (json["reasons"]?.elements ?? []).compactMap { $0["code"]?.stringValue }
        coupons = (json["coupons"]?.elements ?? []).compactMap(Diary.ToldCoupon.init)
        var offers: [Int64: String] = [:]
        for offer in json["offers"]?.elements ?? [] {
            guard let campaign = offer["campaign_id"]?.stringValue.flatMap({ Ref<Campaign>(text: $0) }) else {
                continue
            }
            offers[campaign.id.rawValue] = offer["state"]?.stringValue
        }
        self.offers = offers
        self.manner = manner
        self.isTrick = isTrick
        sentAt = heard.sentAt
        heardAt = heard.heardAt
    }
}

extension Diary.ToldCoupon {
    init?(_ json: JSON) {
        guard let id = json["id"]?.stringValue.flatMap({ Ref<Coupon>(text: $0) }),
            let campaign = json["campaign_id"]?.stringValue.flatMap({ Ref<Campaign>(text: $0) }),
            let code = json["code"]?.stringValue
        else { return nil }
        self.init(id: id.id.rawValue, campaign: campaign.id.rawValue, code: code)
    }
}
