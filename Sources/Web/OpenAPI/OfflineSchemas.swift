import Promotions

extension Schemas {
    private static let bytes: JSON = ["type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]*$"]
    private static let smallNumber = count(1...Int64(UInt32.max))

    static let offline: JSONObject = [
        "OfflinePack": object([
            "version": ["const": 1], "retailer_id": id(Retailer.idPrefix), "till_id": id(Till.idPrefix),
            "store": object([
                "id": id(Store.idPrefix), "number": smallNumber, "name": string, "time_zone": string,
            ]),
            "issued_at": time, "stale_at": time, "root_key": bytes, "key_set": bytes, "key_set_signature": bytes,
            "offers": list(
                object([
                    "number": smallNumber, "campaign_id": id(Campaign.idPrefix), "revision": integer,
                    "recalled_at": timeOrNull, "headline": string, "reward": ref("AnyObject"),
                    "conditions": ref("AnyObject"),
                ])),
            "revoked": list(string), "spent": bytes,
            "leases": list(
                object([
                    "id": id(OfflineLease.idPrefix), "campaign_id": id(Campaign.idPrefix),
                    "coupons": count(OfflineLease.couponsRange), "ends_at": time,
                ])),
        ]),
        "ClosedLease": object([
            "id": id(OfflineLease.idPrefix), "campaign_id": id(Campaign.idPrefix), "coupons": integer,
            "used": integer, "returned": integer,
        ]),
        "OfflineUpload": input([
            "items": [
                "type": "array", "minItems": 1, "maxItems": .int(Int64(OfflineAcceptance.uploadsMax)),
                "items": input([
                    "id": text(1...100), "code": text(1...300), "accepted_at": time, "on_paper?": flag,
                    "basket?": basket, "receipt_number?": text(1...100), "cashier?": text(1...100),
                    "sale_id?": text(1...100),
                ]),
            ]
        ]),
        "OfflineUploadAnswer": object([
            "items": list(
                object([
                    "id": string, "outcome": choice(OfflineSettlement.Outcome.self),
                    "reason": orNull(choice(OfflineSettlement.Reason.self)),
                    "loss": orNull(choice(OfflineSettlement.Loss.self)), "coupon_id": nullable("string"),
                    "redemption_id": nullable("string"), "discount": orNull(ref("Money")), "say": string,
                ]))
        ]),
    ]
}
