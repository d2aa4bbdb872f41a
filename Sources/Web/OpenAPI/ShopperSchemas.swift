import Promotions

extension Schemas {
    private static let consents: JSON = object(["location": flag, "marketing": flag])
    private static let locale: JSON = text(2...35)
    static let place: JSON = object(["id": id(Store.idPrefix), "name": string])

    /// `captured_at` and `age_ms` exclude each other.
    private static let fix: JSON = input([
        "latitude": number(-90...90), "longitude": number(-180...180), "accuracy_meters": number(0.001...1_000_000),
        "captured_at?": time, "age_ms?": count(0...86_400_000), "mocked?": flag,
    ])

    static let shoppers: JSONObject = [
        "SignUp": input([
            "consents": consents, "locale": locale, "consent_text_version?": text(1...100),
            "identity?": [
                "oneOf": [
                    object(["jwt": text(1...4_096)], isOpen: false),
                    object(["loyalty_number": text(1...100)], isOpen: false),
                ]
            ],
        ]),
        "SignedUp": object(["id": id(Shopper.idPrefix), "token": string, "expires_at": time, "recovery_code?": string]),
        "Shopper": object([
            "id": id(Shopper.idPrefix), "locale": nullable("string"), "consents": consents,
            "assurance": ["type": "string", "enum": ["anonymous", "claimed", "verified"]], "guest": flag,
            "token_expires_at": time,
        ]),
        "ShopperExport": object([
            "shopper": object([
                "id": id(Shopper.idPrefix), "locale": string, "created_at": time, "consents": consents,
            ]),
            "exported_at": time, "data": ["type": "object"],
            "tables": list(object(["table": string, "rows": integer])),
        ]),
        "ErasureReceipt": object([
            "erased_at": time,
            "tables": list(object(["table": string, "rows": integer, "done": choice(ErasedRows.Deed.self)])),
            "kept": string,
        ]),
        "ShopperPatch": input([
            "consents?": input(["location?": flag, "marketing?": flag]), "locale?": locale,
            "consent_text_version?": text(1...100),
        ]),
        "Recovery": object(["recovery_code": text(1...100)]),
        "Presence": input(["position?": fix, "store_id?": id(Store.idPrefix)]),
        "NewCheckIn": input([
            "position?": fix, "store_id?": id(Store.idPrefix), "channel?": text(1...50),
            "offer_code?": text(SaleWord.lengths),
        ]),
        "CheckIn": object([
            "id": id(CheckIn.idPrefix), "verdict": choice(Verdict.self),
            "reasons": list(object(["code": choice(CheckInReason.self), "say": string])), "store": place,
            "distance_meters": nullable("number"), "containment": nullable("number"), "held_until?": time,
            "candidates?": list(object(["store": place, "distance_meters": ["type": "number"]])),
            "offers": list(offer), "coupons": list(ref("Coupon")),
        ]),
        "Coupon": object([
            "id": id(Coupon.idPrefix), "code": string, "state": choice(Coupon.State.self),
            "campaign_id": id(Campaign.idPrefix), "store_id": nullable("string"), "headline": string,
            "reward": ["allOf": [ref("Reward"), object(["summary": string])]], "issued_at": time, "expires_at": time,
            "terms": string, "valid_at": string,
            "paid?": price,
            "links": object([
                "pdf": string, "svg": string, "png": string, "escpos": string, "qr": string, "page": string,
                "pkpass?": string, "google_wallet?": string,
            ]),
        ]),
        "WalletLink": object(["link": string]),
        "CouponList": page("Coupon"),
    ]
}
