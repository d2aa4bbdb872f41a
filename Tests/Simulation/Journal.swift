import Promotions

/// What clients were told, and nothing else: the side of the story that the database has to bear out.
struct Journal: Sendable {
    /// A coupon as an answer showed it.
    struct ToldCoupon: Hashable, Comparable, Sendable {
        let id: Int64
        let campaign: Int64
        let code: String

        static func < (left: Self, right: Self) -> Bool { left.id < right.id }
    }

    /// A 201 of `POST /v1/check-ins`.
    struct ToldCheckIn: Hashable, Sendable {
        let id: Int64
        let verdict: String
        let store: Int64
        let reasons: [String]
        let coupons: [ToldCoupon]
    }

    /// One `Idempotency-Key` of a shopper, and every final answer under it.
    struct Visit: Sendable {
        let key: String
        let shopper: Int64
        var answers: [ToldCheckIn] = []
    }

    /// One `Idempotency-Key` of a till.
    struct Sale: Sendable {
        enum Answer: Hashable, Sendable {
            case redeemed(Int64)
            case refused(String)

            var redemption: Int64? {
                if case .redeemed(let id) = self { id } else { nil }
            }
        }

        let key: String
        let saleID: String
        let coupon: Int64
        var answers: [Answer] = []
    }

    var visits: [Visit] = []
    var sales: [Sale] = []
    /// Answers that no client should ever get.
    var oddities: [String] = []
    var sent = 0
    var setbacks: [String: Int] = [:]

    mutating func add(_ other: Journal) {
        visits += other.visits
        sales += other.sales
        oddities += other.oddities
        sent += other.sent
        setbacks.merge(other.setbacks, uniquingKeysWith: +)
    }
}

extension Journal.ToldCheckIn {
    init(_ json: JSON) throws {
        guard let ref = Ref<CheckIn>(text: try json.text("id")),
            let store = Ref<Store>(text: try json["store"]?.text("id") ?? "")
        else { throw Ground.Failed(what: "not a check-in: \(json.text())") }
        id = ref.id.rawValue
        verdict = try json.text("verdict")
        self.store = store.id.rawValue
        reasons = try json["reasons"]?.elements?.map { try $0.text("code") } ?? []
        coupons = try (json["coupons"]?.elements ?? []).map { coupon in
            guard let id = Ref<Coupon>(text: try coupon.text("id")),
                let campaign = Ref<Campaign>(text: try coupon.text("campaign_id"))
            else { throw Ground.Failed(what: "not a coupon: \(coupon.text())") }
            return Journal.ToldCoupon(
                id: id.id.rawValue, campaign: campaign.id.rawValue, code: try coupon.text("code"))
        }.sorted()
    }
}
