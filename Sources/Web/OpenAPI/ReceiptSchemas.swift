import Promotions

extension Schemas {

    private static let appealState: JSON = orNull(
        object(["state": choice(Appeal.State.self), "opened_at": time, "reason": nullable("string")]))

    private static let signal: JSON = object([
        "signal": choice(CheckInReason.self), "value": ["type": ["number", "boolean", "null"]],
        "unit": nullable("string"), "threshold": nullable("number"), "raised": flag, "decided": flag,
        "check_in_id?": id(CheckIn.idPrefix), "only_noted?": flag,
    ])

    private static let livingFix: JSON = orNull(
        object(
            ["position": ref("Position"), "accuracy_meters": ["type": "number"], "until": time], isOpen: false))

    static let receipts: JSONObject = [
        "CheckInLine": object([
            "id": id(CheckIn.idPrefix), "checked_at": time, "store": place, "shopper_id": id(Shopper.idPrefix),
            "verdict": choice(Verdict.self), "reasons": list(choice(CheckInReason.self)),
            "source": choice(CheckInRecord.Source.self), "distance_meters": nullable("number"),
            "channel": nullable("string"), "vouched": flag, "coupon_ids": list(id(Coupon.idPrefix)),
        ]),
        "CheckInLineList": page("CheckInLine"),
        "Receipt": ["oneOf": [ref("ShopperReceipt"), ref("RetailerReceipt")]],
        "ShopperReceipt": object(
            [
                "id": id(CheckIn.idPrefix), "verdict": choice(Verdict.self), "say": string, "store": place,
                "checked_at": time, "checked_in": string,
                "reasons": list(object(["code": choice(CheckInReason.self), "say": string])),
                "offers": list(
                    object(
                        [
                            "campaign_id": id(Campaign.idPrefix), "headline": string,
                            "state": choice(OfferOutcome.State.self), "say": string, "coupon_id?": id(Coupon.idPrefix),
                        ], isOpen: false)),
                "next": string,
                "appeal": object(
                    [
                        "possible": flag, "until": timeOrNull, "state": nullable("string"),
                        "reason": nullable("string"),
                    ], isOpen: false),
            ], isOpen: false),
        "RetailerReceipt": object([
            "id": id(CheckIn.idPrefix), "verdict": choice(Verdict.self), "reasons": list(choice(CheckInReason.self)),
            "store": place, "shopper_id": id(Shopper.idPrefix), "checked_at": time, "captured_at": timeOrNull,
            "source": choice(CheckInRecord.Source.self), "fixes": integer, "distance_meters": nullable("number"),
            "channel": nullable("string"), "vouched": flag, "held_out_of": list(id(Campaign.idPrefix)),
            "signals": list(signal),
            "campaigns": list(
                object([
                    "campaign_id": id(Campaign.idPrefix), "revision": integer, "outcome": nullable("string"),
                    "reason": nullable("string"), "coupon_id": nullable("string"), "signals": list(signal),
                ])),
            "fix": livingFix, "appeal": appealState,
        ]),
        "NewAppeal": input(["presence_code?": text(1...200), "message?": text(Appeal.messageLength)]),
        "AppealRejection": input(["reason?": text(Appeal.reasonLength)]),
        "AppealAnswer": object([
            "check_in_id": id(CheckIn.idPrefix), "state": choice(Appeal.State.self), "say": string, "opened_at": time,
            "settled_at": timeOrNull, "coupons": list(ref("Coupon")),
        ]),
        "Appeal": object([
            "check_in_id": id(CheckIn.idPrefix), "store_id": id(Store.idPrefix), "shopper_id?": id(Shopper.idPrefix),
            "state": choice(Appeal.State.self), "message": nullable("string"), "reason": nullable("string"),
            "opened_at": time,
            "settled_at": timeOrNull,
            "settled_by": orNull(
                object([
                    "kind": ["type": "string", "enum": ["shopper_code", "retailer", "till"]], "id": nullable("string"),
                ])
            ),
            "coupon_ids?": list(id(Coupon.idPrefix)), "checked_at?": time, "reasons?": list(choice(CheckInReason.self)),
            "distance_meters?": nullable("number"),
        ]),
        "AppealList": page("Appeal"),
    ]
}
