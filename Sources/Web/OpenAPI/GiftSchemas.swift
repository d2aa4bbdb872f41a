import Promotions

extension Schemas {
    static let price: JSON = input(["points": count(Price.pointsRange)], isOpen: false)
    private static let retailer: JSON = object(["id": string, "name": string])
    private static let date: JSON = ["type": "string", "format": "date"]

    static let gifts: JSONObject = [
        "DonationReceipt": object([
            "campaign_id": id(Campaign.idPrefix), "charity": string, "from": date, "to": date, "count": integer,
            "total": ref("Money"),
            "days": list(object(["business_day": date, "count": integer, "amount": ref("Money")])),
            "so_far": object(["count": integer, "total": ref("Money")]),
        ]),
        "PointBalances": object([
            "items": list(object(["retailer": retailer, "balance": integer])), "next": nullable("string"),
        ]),
        "PointHistory": object([
            "retailer": retailer, "balance": integer,
            "items": list(
                object([
                    "id": id(PointEntry.idPrefix), "kind": choice(PointEntry.Kind.self), "points": integer,
                    "campaign_id": id(Campaign.idPrefix), "headline": string, "at": time,
                    "coupon_id?": id(Coupon.idPrefix), "check_in_id?": id(CheckIn.idPrefix), "store?": place,
                ])), "next": nullable("string"),
        ]),
    ]
}
