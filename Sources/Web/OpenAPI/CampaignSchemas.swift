import Actions
import Promotions

extension Schemas {
    private static let date: JSON = ["type": "string", "format": "date"]
    private static let clock: JSON = ["type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"]
    private static let words: JSON = object(["headline": text(1...120), "terms": text(1...4_000)], isOpen: false)
    private static let days: JSON = list(["type": "string", "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]])

    private static let stores: JSON = input(
        [
            "ids?": list(id(Store.idPrefix)), "tags?": list(string), "brands?": list(string),
            "participation?": choice(StoreSelection.Participation.self),
        ], isOpen: false)

    private static let schedule: JSON = input(
        [
            "from?": orNull(date), "to?": orNull(date),
            "windows?": list(input(["days?": days, "from": clock, "to": clock], isOpen: false)),
            "blackouts?": list(date),
            "early?": list(
                input(["audience": id(Audience.idPrefix), "from": date], isOpen: false)),
        ], isOpen: false)

    private static let conditions: JSON = input(
        [
            "min_spend?": orNull(ref("Money")), "include?": list(string), "exclude?": list(string),
            "exclude_discounted?": flag, "max_units?": orNull(integer), "combinable?": choice(Combinable.self),
        ], isOpen: false)

    private static let limit: JSON = object(
        [
            "per": choice(Limit.Scope.self), "period": choice(Limit.Period.self),
            "max": count(1...Limit.countMax), "channels?": list(text(1...50)),
        ], isOpen: false)

    private static let coupon: JSON = input(
        [
            "valid?": input(["for?": string, "until?": string], isOpen: false),
            "redeem_at?": choice(CouponTerms.Place.self), "code?": choice(CouponCode.Profile.self), "offline?": flag,
            "offline_lease?": count(OfflineLease.couponsRange), "headline": text(1...120),
            "terms": text(1...4_000), "language?": string,
            "locales?": ["type": "object", "additionalProperties": words],
            "reserve_for?": string, "void_within?": string,
        ], isOpen: false)

    private static let presence: JSON = input(
        [
            "when?": choice(PresencePolicy.When.self), "proof?": choice(PresencePolicy.Proof.self),
            "inside?": number(0.5...0.999), "uncertain?": number(0.01...0.999),
            "max_accuracy_meters?": number(5...1_000), "max_age_seconds?": number(10...3_600),
            "max_ahead_seconds?": number(0...300), "max_speed_mps?": number(5...1_000),
            "too_soon_minutes?": count(0...1_440),
            "rapid_fire?": input(
                [
                    "max_stores?": count(1...50), "within_meters?": number(10...50_000),
                    "within_seconds?": number(10...86_400),
                ], isOpen: false),
        ], isOpen: false)

    private static let budget: JSON = input(
        [
            "amount": count(0...Money.amountMax), "currency": ["type": "string", "pattern": "^[A-Z]{3}$"],
            "cover?": number(0.01...1),
        ], isOpen: false)

    private static let holdout: JSON = input(
        ["kind": ["enum": ["none", "shoppers"]], "percent?": count(1...50)], isOpen: false)

    private static let assisted: JSON = input(["max_per_till_per_day": count(Assisted.perDay)], isOpen: false)

    /// What a campaign says. A draft names what it must and leaves the rest to its defaults.
    private static func terms(_ required: Set<String>, also: [(String, JSON)] = [], isOpen: Bool) -> JSON {
        let members: [(String, JSON)] = [
            ("name", text(1...200)), ("stores", stores), ("schedule", schedule),
            ("unlock", ref("Unlock")), ("reward", ref("Reward")), ("conditions", conditions),
            ("limits", list(limit)), ("budget", orNull(budget)), ("fallback", nullable("string")),
            ("identity", choice(Terms.Identity.self)), ("coupon", coupon), ("presence", presence),
            ("if_store_cannot", choice(StoreCannot.self)), ("holdout", holdout),
            ("funding", funding), ("price", orNull(price)), ("assisted", orNull(assisted)),
        ]
        let names = also.map(\.0).filter { !$0.hasSuffix("?") } + members.map(\.0).filter(required.contains)
        let also = also.map { name, schema in (name.hasSuffix("?") ? String(name.dropLast()) : name, schema) }
        // In what is sent, null counts as absent.
        let properties = members.map { ($0, isOpen || required.contains($0) ? $1 : orNull($1)) }
        var object: JSONObject = ["type": "object", "properties": .object(JSONObject(also + properties))]
        if !names.isEmpty { object["required"] = .array(names.map { .string($0) }) }
        if !isOpen { object["additionalProperties"] = false }
        return .object(object)
    }

    static let campaigns: JSONObject = [
        "Reward": [
            "oneOf": [
                input(
                    [
                        "kind": ["const": "percent_off"], "percent": number(0.01...100),
                        "max_discount?": orNull(ref("Money")),
                    ]),
                input(["kind": ["const": "amount_off"], "amount": ref("Money")]),
                input([
                    "kind": ["const": "free_item"], "item": text(Reward.itemLength), "skus?": list(string),
                    "with_purchase?": flag, "value?": orNull(ref("Money")),
                ]),
                input([
                    "kind": ["const": "fixed_price"], "item": text(Reward.itemLength), "price": ref("Money"),
                    "skus?": list(string), "value?": orNull(ref("Money")),
                ]),
                input([
                    "kind": ["const": "donation"], "amount": ref("Money"), "charity": text(Reward.charityLength),
                ]),
                input(["kind": ["const": "points"], "points": count(Reward.pointsRange)]),
            ]
        ],
        "Unlock": unlock,
        "NewCampaign": terms(["name", "reward", "coupon"], isOpen: false),
        "CampaignPatch": terms([], isOpen: false),
        "Campaign": terms(
            ["name", "stores", "schedule", "reward", "conditions", "limits", "identity", "coupon", "presence"],
            also: [
                ("id", id(Campaign.idPrefix)), ("state", choice(Campaign.State.self)),
                ("phase", orNull(choice(Campaign.Phase.self))), ("revision", integer), ("created_at", time),
                ("launched_at", timeOrNull), ("recall", recall), ("readiness?", readiness),
            ], isOpen: true),
        "CampaignList": page("Campaign"),
        "CouponOrder": input([
            "store_id": id(Store.idPrefix), "offer_code?": text(SaleWord.lengths), "channel?": text(1...50),
        ]),
    ]
}
