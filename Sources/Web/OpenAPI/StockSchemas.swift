import Actions
import Promotions

extension Schemas {
    static let pin: JSON = [
        "type": "string",
        "pattern": .string("^[0-9]{\(Desk.pinLength.lowerBound),\(Desk.pinLength.upperBound)}$"),
        "description": "Of the store; only tills send it",
    ]

    static let stock: JSONObject = [
        "StorePIN": object(["pin": pin], isOpen: false),
        "SoldOut": input(["campaign_id?": id(Campaign.idPrefix), "until?": time, "pin?": pin]),
        "StoreClosing": input(["until": time, "pin?": pin]),
        "Reopening": input(["campaign_id?": id(Campaign.idPrefix), "pin?": pin]),
        "StoreLeft": input(["campaign_id": id(Campaign.idPrefix), "left": count(0...1_000_000), "pin?": pin]),
        "AllotmentReport": object([
            "set": integer, "cleared": integer, "unchanged": integer,
            "rejected": list(object(["line": integer, "field": string, "reason": string])),
        ]),
        "StoreStock": object([
            "store_id": id(Store.idPrefix),
            "stops": list(
                object([
                    "campaign_id": nullable("string"), "kind": choice(CampaignStock.Stop.Kind.self), "until": time,
                ])),
            "limits": list(
                object([
                    "campaign_id": id(Campaign.idPrefix), "period": choice(Limit.Period.self), "max": integer,
                    "used": integer, "left": integer,
                ])),
            "offers?": list(object(["campaign_id": id(Campaign.idPrefix), "headline": string])),
        ]),
    ]
}
