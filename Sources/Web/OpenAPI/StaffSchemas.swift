import Actions
import Promotions

extension Schemas {
    private static let digits: JSON = [
        "type": "string", "pattern": .string("^[0-9]{\(PresenceCode.digitCount)}$"),
    ]
    private static let scanned: JSON = ["type": "string", "description": "What the screen's QR code holds"]
    private static let screen: JSON = object([
        "store": object(["id": id(Store.idPrefix), "name": string]), "step_seconds": integer,
    ])
    private static let presenceCode: JSON = object([
        "code": digits, "presence_code": scanned, "valid_from": time, "expires_at": time,
    ])
    private static let staffCode: JSON = object([
        "code": digits, "staff_code": scanned, "valid_from": time, "expires_at": time,
    ])

    private static let digests: JSON = [
        "type": "array", "minItems": 1, "maxItems": .int(Int64(StaffList.identitiesMax)),
        "items": ["type": "string", "pattern": "^[0-9a-fA-F]{64}$"],
        "description":
            "SHA-256 of the UTF-8 of each identity, exactly as it comes at sign-up: the loyalty number, or the sub claim",
    ]

    static let staff: JSONObject = [
        "PresenceScreen": ["allOf": [screen, presenceCode, object(["next": presenceCode])]],
        "StaffScreen": ["allOf": [screen, staffCode, object(["next": staffCode])]],
        "StaffCode": object(["code": text(1...100)]),
        "StaffOf": object(["retailer": object(["id": id(Retailer.idPrefix), "name": string]), "since": time]),
        "StaffMember": object([
            "shopper_id": id(Shopper.idPrefix), "source": choice(StaffMember.Source.self),
            "store_id": nullable("string"), "since": time,
        ]),
        "StaffMembers": page("StaffMember"),
        "StaffIdentities": object(["kind": choice(StaffList.Kind.self), "sha256": digests], isOpen: false),
        "StaffListing": object(["added": integer, "known": integer, "matched": integer]),
        "StaffUnlisting": object(["removed": integer, "unknown": integer, "staff_removed": integer]),
    ]
}
