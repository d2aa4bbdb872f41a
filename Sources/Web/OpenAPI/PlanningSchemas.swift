import Actions
import Promotions

extension Schemas {
    private static let window: JSON = object(["from": time, "to": time, "local_from": time, "local_to": time])
    private static let moneyOrNull: JSON = orNull(ref("Money"))

    static let funding: JSON = list(
        input(
            ["by": choice(Funding.Payer.self), "name?": text(1...100), "percent": number(0.01...100)], isOpen: false))

    static let recall: JSON = orNull(object(["at": time, "reason": string, "under_way": flag]))

    private static func funnel(_ also: (String, JSON)...) -> JSON {
        let counts = [
            "looked", "checked_in", "eligible", "issued", "redeemed", "voided", "expired", "revoked", "given", "points",
        ]
        let money = ["discount", "basket", "net_discount", "net_basket", "donated"]
        let members = also + counts.map { ($0, integer) } + money.map { ($0, moneyOrNull) }
        return [
            "type": "object", "properties": .object(JSONObject(members)),
            "required": .array(members.map { .string($0.0) }),
        ]
    }

    /// How many stores stand how.
    private static let standings: JSON = [
        "type": "object",
        "properties": .object(JSONObject(StoreStanding.allCases.map { ($0.rawValue, integer) })),
        "required": .array(StoreStanding.allCases.map { .string($0.rawValue) }),
    ]

    private static let real: JSON = ["type": "number"]
    private static let period: JSON = orNull(object(["from": time, "to": time]))
    private static let shoppersCompared: JSON = object(["shoppers": integer, "visits": integer])
    private static let date: JSON = ["type": "string", "format": "date"]

    static let planning: JSONObject = [
        "CampaignStats": object([
            "issued": integer, "redeemed": integer, "expired": integer, "voided": integer,
            "outstanding": integer, "exposure": object(["open": moneyOrNull, "total": moneyOrNull]),
            "your_stores": nullable("integer"),
            "live": orNull(
                object([
                    "coupons": integer, "coupons_max": nullable("integer"), "exposure": moneyOrNull,
                    "exposure_max": moneyOrNull,
                ])), "discount": moneyOrNull, "basket": moneyOrNull,
            "offline": object([
                "leased": object(["coupons": integer, "exposure": moneyOrNull]),
                "accepted": list(
                    object([
                        "outcome": choice(OfflineSettlement.Outcome.self),
                        "reason": orNull(choice(OfflineSettlement.Reason.self)),
                        "loss": orNull(choice(OfflineSettlement.Loss.self)), "count": integer, "on_paper": integer,
                        "exposure": moneyOrNull, "discount": moneyOrNull,
                    ])),
            ]),
            "returned": object(["discount": moneyOrNull, "basket": moneyOrNull]),
            "net": object(["discount": moneyOrNull, "basket": moneyOrNull]),
            "points": orNull(object(["given": integer, "spent": integer, "returned": integer, "out": integer])),
            "days": list(object(["date": date, "store_id": string, "issued": integer, "redeemed": integer])),
            "funnel": funnel(), "refusals": list(object(["code": choice(CheckInReason.self), "count": integer])),
            "by": object([
                "store": list(funnel(("store_id", nullable("string")))), "day": list(funnel(("date", date))),
                "hour": list(funnel(("hour", integer))), "channel": list(funnel(("channel", nullable("string")))),
                "brand": list(funnel(("brand", nullable("string")))),
            ]),
        ]),
        "LiveView": object([
            "at": time, "state": choice(Campaign.State.self), "check_ins": integer, "refused": integer,
            "issued": integer, "redeemed": integer, "discount": moneyOrNull,
            "your_stores": nullable("integer"),
            "coupons": orNull(object(["counted": integer, "max": nullable("integer")])),
            "exposure": orNull(object(["counted": moneyOrNull, "max": moneyOrNull])),
            "forecast": object([
                "left": nullable("integer"), "per_hour": number(0...Double(Int32.max)), "at": timeOrNull,
                "closes_at": timeOrNull,
            ]),
            "stores": standings, "usual": choice(StoreStanding.self),
            "places": list(
                object([
                    "store_id": id(Store.idPrefix), "standing": choice(StoreStanding.self), "check_ins": integer,
                    "coupons": integer,
                ])),
            "refusals": list(object(["code": choice(CheckInReason.self), "count": integer])),
            "open_appeals": integer,
        ]),
        "Recount": object([
            "counted_at": time, "agrees": flag, "over": integer, "budget": moneyOrNull, "over_budget": moneyOrNull,
            "issued": object(["counter": integer, "rows": integer]),
            "counted": object(["counter": integer, "rows": integer]),
            "reserved": object(["counter": moneyOrNull, "rows": moneyOrNull]),
            "used": object(["rows": integer, "redemptions": integer, "ledger": integer]),
            "spent": object(["redemptions": moneyOrNull, "ledger": moneyOrNull]),
            "out": object(["counter": integer, "rows": integer]),
            "limits": list(
                object([
                    "per": choice(Limit.Scope.self), "period": choice(Limit.Period.self), "max": nullable("integer"),
                    "subjects": integer, "highest": integer, "over": integer, "over_since_lowered": integer,
                    "differing": integer,
                ])),
        ]),
        "LiftReport": object([
            "metric": string, "method": string, "before": period, "during": period, "pairs": integer,
            "offered?": shoppersCompared, "held_out?": shoppersCompared,
            "lift": orNull(object(["mean": real, "low": real, "high": real, "confidence": real])),
        ]),
        "Preview": object([
            "items": list(
                object([
                    "store_id": id(Store.idPrefix), "name": string, "time_zone": string, "windows": list(window),
                ])), "next": nullable("string"),
        ]),
        "PreflightOrder": input(["arrivals_per_hour?": number(Preflight.arrivals)], isOpen: false),
        "PreflightReport": object([
            "launchable": flag,
            "findings": list(object(["severity": choice(Finding.Severity.self), "field": string, "say": string])),
            "stores": integer, "arrivals_per_hour": number(Preflight.arrivals),
            "worst_case": object([
                "coupons": nullable("integer"), "cost": moneyOrNull, "per_coupon": moneyOrNull,
                "budget_covers": nullable("integer"), "maximum_loss": moneyOrNull, "points": nullable("integer"),
            ]),
            "sell_out": object([
                "campaign_at": timeOrNull,
                "stores": list(
                    object(["store_id": id(Store.idPrefix), "at": timeOrNull, "local_at": timeOrNull])),
            ]), "windows": list(object(["time_zone": string, "windows": list(window)])),
        ]),
        "Revision": object([
            "revision": integer, "created_at": time, "created_by": nullable("string"),
            "approved_by": nullable("string"), "approved_at": timeOrNull, "terms": ref("AnyObject"),
        ]),
        "RevisionList": page("Revision"),
        "Recall": input(["reason": text(3...200)], isOpen: false),
        "NewAcceptance": input(["name": text(1...200), "store_ids": list(id(Store.idPrefix))], isOpen: false),
        "Acceptance": object(["store_id": id(Store.idPrefix), "name": string, "accepted_at": time]),
        "AcceptanceList": page("Acceptance"),
        "Settings": object([
            "launch_approval": choice(SettingsAPI.Approval.self),
            "returns_below_min_spend": choice(ReturnRules.BelowMinSpend.self),
        ]),
        "SettingsPatch": input(
            [
                "launch_approval?": choice(SettingsAPI.Approval.self),
                "returns_below_min_spend?": choice(ReturnRules.BelowMinSpend.self),
            ], isOpen: false),
    ]
}
