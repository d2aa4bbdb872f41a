/// Everything a retailer says about a campaign: one revision of it, as written over HTTP (design.md, section 6).
public struct Terms: Hashable, Sendable {
    public enum Identity: String, CaseIterable, Sendable {
        /// Anybody, also without an identity.
        case any
        /// Only shoppers for whom the retailer vouches.
        case verified
    }

    fileprivate struct Parts: Hashable, Sendable {
        var name: String
        var stores: StoreSelection
        var schedule: Schedule
        var unlock: Unlock
        var reward: Reward
        var conditions: Conditions
        var limits: [Limit]
        var budget: Budget?
        var identity: Identity
        var coupon: CouponTerms
        var presence: PresencePolicy
        var ifStoreCannot: StoreCannot
        var fallback: ID<Campaign>?
        var funding: Funding
        var holdout: Holdout
        var price: Price?
        var assisted: Assisted?
    }

    /// Terms go along with every campaign, grant and coupon.
    private var kept: Shared<Parts>

    private mutating func change(_ body: (inout Parts) -> Void) {
        kept = kept.changed(body)
    }

    public var name: String {
        get { kept.value.name }
        set { change { $0.name = newValue } }
    }

    public var stores: StoreSelection {
        get { kept.value.stores }
        set { change { $0.stores = newValue } }
    }

    public var schedule: Schedule {
        get { kept.value.schedule }
        set { change { $0.schedule = newValue } }
    }

    public var unlock: Unlock {
        get { kept.value.unlock }
        set { change { $0.unlock = newValue } }
    }

    public var reward: Reward {
        get { kept.value.reward }
        set { change { $0.reward = newValue } }
    }

    public var conditions: Conditions {
        get { kept.value.conditions }
        set { change { $0.conditions = newValue } }
    }

    public var limits: [Limit] {
        get { kept.value.limits }
        set { change { $0.limits = newValue } }
    }

    public var budget: Budget? {
        get { kept.value.budget }
        set { change { $0.budget = newValue } }
    }

    public var identity: Identity {
        get { kept.value.identity }
        set { change { $0.identity = newValue } }
    }

    public var coupon: CouponTerms {
        get { kept.value.coupon }
        set { change { $0.coupon = newValue } }
    }

    public var presence: PresencePolicy {
        get { kept.value.presence }
        set { change { $0.presence = newValue } }
    }

    public var ifStoreCannot: StoreCannot {
        get { kept.value.ifStoreCannot }
        set { change { $0.ifStoreCannot = newValue } }
    }

    /// Given in its place once it is spent, and not before.
    public var fallback: ID<Campaign>? {
        get { kept.value.fallback }
        set { change { $0.fallback = newValue } }
    }

    public var funding: Funding {
        get { kept.value.funding }
        set { change { $0.funding = newValue } }
    }

    public var holdout: Holdout {
        get { kept.value.holdout }
        set { change { $0.holdout = newValue } }
    }

    /// What a shopper pays for its coupon.
    public var price: Price? {
        get { kept.value.price }
        set { change { $0.price = newValue } }
    }

    /// Whether tills check customers in, and how many.
    public var assisted: Assisted? {
        get { kept.value.assisted }
        set { change { $0.assisted = newValue } }
    }

    /// How many coupons may be out at once; the limit's own maximum, or no bound.
    public var couponsMax: Int64 {
        limits.first(where: \.isCampaignTotal).map { Int64($0.max) } ?? Int64.max
    }

    /// What issued coupons may cost at worst, in minor units of the budget's currency.
    public var exposureMax: Int64 {
        budget?.exposureMax ?? Int64.max
    }

    /// What one more coupon adds to the exposure. Counted without a budget too, so that one added later knows what is
    /// already out.
    public var exposurePerCoupon: Int64 {
        reward.worstCase?.amount ?? 0
    }
}

extension Terms {
    static let limitsMax = 20

    public init(reading json: JSON, retailer: ID<Retailer>) throws(Invalid) {
        kept = Shared(try Parts(reading: json, retailer: retailer))
    }

    /// The whole document, defaults included.
    public func json(retailer: ID<Retailer>) -> JSON {
        [
            "name": .string(name), "stores": stores.json(retailer: retailer),
            "schedule": schedule.json(retailer: retailer),
            "unlock": unlock.json, "reward": reward.json, "conditions": conditions.json,
            "limits": .array(limits.map(\.json)), "budget": budget?.json ?? .null,
            "fallback": JSON(fallback.map { Ref(retailer, $0).text }),
            "identity": .string(identity.rawValue), "coupon": coupon.json(of: reward.form), "presence": presence.json,
            "if_store_cannot": .string(ifStoreCannot.rawValue), "holdout": holdout.json, "funding": funding.json,
            "price": price?.json ?? .null, "assisted": assisted?.json ?? .null,
        ]
    }
}

extension Terms.Parts {
    init(reading json: JSON, retailer: ID<Retailer>) throws(Invalid) {
        let fields = try Fields(json)
        name = fields.text("name")
        stores =
            fields.object("stores") { (fields: Fields) throws(Invalid) in
                try StoreSelection(reading: fields, retailer: retailer)
            } ?? .all
        schedule =
            fields.object("schedule") { (fields: Fields) throws(Invalid) in
                try Schedule(reading: fields, retailer: retailer)
            }
            ?? Schedule()
        unlock =
            fields.object("unlock") { (fields: Fields) throws(Invalid) in try Unlock(reading: fields) } ?? .everyVisit
        reward =
            fields.requiredObject("reward") { (fields: Fields) throws(Invalid) in try Reward(reading: fields) }
            ?? .freeItem(item: "", skus: [], withPurchase: false, value: nil)
        conditions =
            fields.object("conditions") { (fields: Fields) throws(Invalid) in try Conditions(reading: fields) }
            ?? Conditions()
        var seen: Set<[String]> = []
        limits = fields.objects("limits", count: 0...Terms.limitsMax) { (fields: Fields) throws(Invalid) in
            let limit = try Limit(reading: fields)
            guard seen.insert([limit.per.rawValue, limit.period.rawValue]).inserted else {
                throw Invalid(field: fields.path, reason: "repeats an earlier limit")
            }
            return limit
        }
        budget = fields.read("budget") { (json, path) throws(Invalid) in try Budget(reading: json, at: path) }
        identity = fields.choice("identity", Terms.Identity.self, default: .any)
        // Also where the reward cannot be read: what is wrong with it says nothing of the coupon.
        let form = fields.value("reward")?["kind"]?.stringValue.flatMap(Reward.Form.init(rawValue:)) ?? .coupon
        coupon =
            fields.requiredObject("coupon") { (fields: Fields) throws(Invalid) in
                try CouponTerms(reading: fields, of: form)
            }
            ?? CouponTerms(life: .seconds(0), place: .anyStore, words: CouponTerms.Words(headline: "", terms: ""))
        presence =
            fields.object("presence") { (fields: Fields) throws(Invalid) in try PresencePolicy(reading: fields) }
            ?? PresencePolicy()
        ifStoreCannot = fields.choice("if_store_cannot", StoreCannot.self, default: .anyStore)
        fallback = Terms.fallback(fields, retailer: retailer)
        funding =
            fields.read("funding") { (json, path) throws(Invalid) in try Funding(reading: json, at: path) } ?? .company
        holdout =
            fields.object("holdout") { (fields: Fields) throws(Invalid) in try Holdout(reading: fields) } ?? .none
        price = fields.object("price") { (fields: Fields) throws(Invalid) in try Price(reading: fields) }
        assisted = fields.object("assisted") { (fields: Fields) throws(Invalid) in try Assisted(reading: fields) }
        try fields.finish()
    }
}
