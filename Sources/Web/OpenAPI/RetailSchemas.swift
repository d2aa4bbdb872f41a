import Actions
import Promotions

extension Schemas {
    private static let hours: JSON = orNull([
        "type": "object",
        "description":
            "By weekday (mon to sun) a list of {from, to} in local time; exceptions by date. Null: not known, always open",
        "additionalProperties": true,
    ])

    private static let fence: JSON = [
        "oneOf": [
            object(["type": ["const": "circle"], "radius_meters": number(10...50_000)], isOpen: false),
            object(
                ["type": ["const": "Polygon"], "coordinates": list(list(list(["type": "number"])))], isOpen: false),
        ]
    ]

    private static let storeTexts: KeyValuePairs<String, JSON> = [
        "external_id?": nullable("string"), "brand?": nullable("string"), "region?": nullable("string"),
        "address?": nullable("string"), "owner?": choice(Store.Owner.self), "hours?": hours,
        "tags?": orNull(list(text(1...50))),
    ]

    private static func store(_ rest: [(String, JSON)], isOpen: Bool) -> JSON {
        var properties = JSONObject()
        var required: [JSON] = []
        for (name, schema) in rest + storeTexts.map({ ($0.key, $0.value) }) {
            let isOptional = name.hasSuffix("?")
            let bare = isOptional ? String(name.dropLast()) : name
            properties[bare] = schema
            if !isOptional { required.append(.string(bare)) }
        }
        var object: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { object["required"] = .array(required) }
        if !isOpen { object["additionalProperties"] = false }
        return .object(object)
    }

    private static let line: JSON = object(["line": integer, "field": string, "reason": string])
    private static let till: KeyValuePairs<String, JSON> = [
        "id": id(Till.idPrefix), "store_id": id(Store.idPrefix), "name": string, "register": nullable("string"),
        "created_at": time,
        "enrolled_at": timeOrNull, "revoked_at": timeOrNull,
    ]

    static let retail: JSONObject = [
        "StoreMap": object([
            "items": list(
                object([
                    "id": id(Store.idPrefix), "name": string, "external_id": nullable("string"),
                    "latitude": number(-90...90), "longitude": number(-180...180),
                    "radius_meters?": number(10...50_000),
                    "rings?": list(list(list(["type": "number"]))), "address?": string,
                    "region?": string,
                ]))
        ]),
        "NewStore": store(
            [
                ("name", text(1...200)), ("time_zone", text(1...64)), ("location", ref("Position")), ("fence", fence),
            ], isOpen: false),
        "StorePatch": store(
            [
                ("name?", text(1...200)), ("time_zone?", text(1...64)), ("location?", ref("Position")),
                ("fence?", fence),
            ], isOpen: false),
        "Store": store(
            [
                ("id", id(Store.idPrefix)), ("name", string), ("time_zone", string), ("location", ref("Position")),
                ("fence", fence), ("archived_at", timeOrNull),
            ], isOpen: true),
        "StoreList": page("Store"),
        "ImportReport": object([
            "created": integer, "updated": integer, "unchanged": integer, "rejected": list(line),
            "warnings": list(line),
            "rows?": list(
                object([
                    "line": integer, "deed": choice(ImportReport.Row.Deed.self), "external_id": nullable("string"),
                    "name": string, "latitude": number(-90...90), "longitude": number(-180...180),
                    "radius_meters": nullable("number"),
                ])),
        ]),
        "NewTill": object(["store_id": id(Store.idPrefix), "name": text(1...100)], isOpen: false),
        "NewBrand": input(
            ["accent?": ["type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"], "contact?": text(Brand.contactLength)],
            isOpen: false),
        "Brand": object(["accent": nullable("string"), "contact": nullable("string"), "has_logo": flag]),
        "NewTills": object(
            [
                "names": [
                    "type": "array", "minItems": 1, "maxItems": .int(Int64(Desk.tillsPerPageMax)),
                    "items": text(1...60),
                ]
            ], isOpen: false),
        "Till": object(till),
        "TillWithCode": [
            "allOf": [
                ref("Till"),
                object([
                    "enrolment_code": string, "enrolment_expires_at": time,
                    "enrolment_qr": ["type": "string", "description": "SVG: opens the till's page with the code"],
                ]),
            ]
        ],
        "TillList": page("Till"),
        "TillImportReport": object([
            "created": list(
                object([
                    "line": integer, "id": id(Till.idPrefix), "store_id": id(Store.idPrefix), "store": string,
                    "name": string, "enrolment_code": string, "enrolment_expires_at": time,
                ])), "rejected": list(line),
        ]),
        "NewIdentityKey": object(["public_key": text(1...2_000)], isOpen: false),
        "IdentityKey": object(["algorithm": choice(IdentityKey.Algorithm.self), "public_key": string]),
    ]
}
