import Actions
import Promotions

extension Schemas {
    private static func named(_ count: ClosedRange<Int64>) -> JSON {
        [
            "type": "array", "minItems": .int(count.lowerBound), "maxItems": .int(count.upperBound),
            "items": id(Shopper.idPrefix),
        ]
    }

    private static let someName: JSON = object(["id": string, "name": string])

    static let people: JSONObject = [
        "NewAudience": input(["name": text(Audience.nameLength), "join_by_code?": flag], isOpen: false),
        "AudiencePatch": input(
            ["name?": text(Audience.nameLength), "join_by_code?": flag, "renew_code?": flag], isOpen: false),
        "Audience": object([
            "id": id(Audience.idPrefix), "name": string, "join_by_code": flag, "join_code": nullable("string"),
            "members": integer, "created_at": time,
        ]),
        "AudienceList": page("Audience"),
        "AudienceMember": object([
            "shopper_id": id(Shopper.idPrefix), "source": choice(AudienceMember.Source.self), "since": time,
        ]),
        "AudienceMembers": page("AudienceMember"),
        "NamedShoppers": object(["shoppers": named(1...Int64(NamedShoppers.max))], isOpen: false),
        "AudienceNaming": object(["added": integer, "known": integer]),
        "AudienceUnlisting": object(["removed": integer, "unknown": integer, "members_removed": integer]),
        "JoinCode": object(["code": text(1...100)]),
        "AudienceOf": object(["retailer": someName, "audience": someName, "since": time]),
        "NewGrant": input(
            [
                "shoppers?": named(0...Int64(NamedShoppers.max)), "audience?": id(Audience.idPrefix),
                "message": text(Message.textLength),
            ], isOpen: false),
        "CrowdStanding": object([
            "campaign_id": id(Campaign.idPrefix), "state": choice(OfferOutcome.State.self), "progress": integer,
            "target": integer, "unit": choice(Unlock.Unit.self), "participants": integer, "deadline": time,
        ]),
        "Party": object([
            "id": id(Party.idPrefix), "campaign_id": id(Campaign.idPrefix), "code": string, "members": integer,
            "target": integer,
        ]),
        "Giving": object(["named": integer, "known": integer, "held_out": integer]),
        "Message": object([
            "id": id(Message.idPrefix), "kind": choice(Message.Kind.self), "text": string, "retailer": someName,
            "campaign_id": id(Campaign.idPrefix), "coupon_id": nullable("string"), "created_at": time,
        ]),
        "MessageList": page("Message"),
    ]
}
