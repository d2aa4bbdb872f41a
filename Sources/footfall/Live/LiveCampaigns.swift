import Promotions

/// What the live demo's morning gives, as a retailer would write it.
enum LiveCampaigns {
    /// Fewer than people want, so that the limit is met.
    static let pastries = 240
    static let crowdTarget = 25
    static let leased = 12

    static let fallback: JSON = [
        "name": "Half-price coffee", "unlock": ["kind": "every_visit"],
        "reward": [
            "kind": "fixed_price", "item": "one coffee", "price": ["amount": 250, "currency": "NZD"],
            "value": ["amount": 550, "currency": "NZD"],
        ],
        "limits": [["per": "shopper", "period": "campaign", "max": 1]],
        "coupon": [
            "valid": ["for": "PT12H"], "headline": "A coffee for 2.50",
            "terms": "Because the pastries are gone here. One for each customer.",
        ],
    ]

    static func pastry(fallback: String) -> JSON {
        [
            "name": "Pastry morning", "unlock": ["kind": "every_visit"],
            "reward": [
                "kind": "free_item", "item": "one pastry", "value": ["amount": 650, "currency": "NZD"],
                "with_purchase": true,
            ],
            "limits": [
                ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 40],
                ["per": "campaign", "period": "campaign", "max": .int(Int64(pastries))],
            ],
            "budget": ["amount": .int(Int64(pastries) * 650), "currency": "NZD"], "fallback": .string(fallback),
            "coupon": [
                "valid": ["for": "PT12H"], "redeem_at": "issuing_store", "offline": true,
                "offline_lease": .int(Int64(leased)), "headline": "A free pastry with your coffee",
                "terms": "With any purchase, one for each customer, while they last.",
            ],
        ]
    }

    static func crowd(deadline: Instant) -> JSON {
        [
            "name": "A loaf if 25 of you want it",
            "unlock": [
                "kind": "crowd", "target": .int(Int64(crowdTarget)), "counts": "pledges",
                "deadline": .string(deadline.rfc3339),
            ],
            "reward": ["kind": "free_item", "item": "one loaf", "value": ["amount": 900, "currency": "NZD"]],
            "limits": [["per": "shopper", "period": "campaign", "max": 1]],
            "coupon": [
                "valid": ["for": "PT12H"], "redeem_at": "any_store", "headline": "A loaf for all of you",
                "terms": "One loaf for everybody who joined.",
            ],
        ]
    }
}
