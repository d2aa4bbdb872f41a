import Promotions

/// The JSON shapes of the contract, in JSON Schema 2020-12 as OpenAPI 3.1 takes it.
enum Schemas {
    static let all: JSON = {
        var all = JSONObject()
        for family in [
            shared, retail, campaigns, planning, shoppers, offers, counter, practice, receipts, staff, stock, people,
            codes, gifts, offline, delivery, team,
        ] {
            for member in family { all[member.name] = member.value }
        }
        return .object(all)
    }()

    static func ref(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// An object that is answered. Names that end with `?` may be missing.
    /// - Parameter isOpen: whether names that are not listed are let through.
    static func object(_ members: KeyValuePairs<String, JSON>, isOpen: Bool = true) -> JSON {
        object(members, isOpen: isOpen, optional: { $0 })
    }

    /// An object that is sent: as above, and null counts as absent.
    static func input(_ members: KeyValuePairs<String, JSON>, isOpen: Bool = true) -> JSON {
        object(members, isOpen: isOpen, optional: orNull)
    }

    private static func object(
        _ members: KeyValuePairs<String, JSON>, isOpen: Bool, optional: (JSON) -> JSON
    ) -> JSON {
        var properties = JSONObject()
        var required: [JSON] = []
        for (name, schema) in members {
            if name.hasSuffix("?") {
                properties[String(name.dropLast())] = optional(schema)
            } else {
                properties[name] = schema
                required.append(.string(name))
            }
        }
        var object: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { object["required"] = .array(required) }
        if !isOpen { object["additionalProperties"] = false }
        return .object(object)
    }

    static func list(_ items: JSON) -> JSON {
        ["type": "array", "items": items]
    }

    static func page(_ schema: String) -> JSON {
        object(["items": list(ref(schema)), "next": nullable("string")])
    }

    static func nullable(_ type: String) -> JSON {
        ["type": [.string(type), "null"]]
    }

    static func orNull(_ schema: JSON) -> JSON {
        if schema["anyOf"]?.elements?.contains(["type": "null"]) == true { return schema }
        return ["anyOf": [schema, ["type": "null"]]]
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> JSON
    where Choice.RawValue == String {
        ["type": "string", "enum": .array(Choice.allCases.map { .string($0.rawValue) })]
    }

    static func text(_ length: ClosedRange<Int>) -> JSON {
        ["type": "string", "minLength": .int(Int64(length.lowerBound)), "maxLength": .int(Int64(length.upperBound))]
    }

    static func number(_ range: ClosedRange<Double>) -> JSON {
        ["type": "number", "minimum": .double(range.lowerBound), "maximum": .double(range.upperBound)]
    }

    static func count(_ range: ClosedRange<Int64>) -> JSON {
        ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
    }

    static func id(_ prefix: String) -> JSON {
        ["type": "string", "pattern": .string("^\(prefix)_[0-9a-z]+$")]
    }

    static let string: JSON = ["type": "string"]
    static let flag: JSON = ["type": "boolean"]
    static let integer: JSON = ["type": "integer"]
    static let time: JSON = ["type": "string", "format": "date-time"]
    static let timeOrNull: JSON = ["type": ["string", "null"], "format": "date-time"]

    static let shared: JSONObject = [
        "AnyObject": ["type": "object"],
        "Status": object(["status": string]),
        "Money": object(
            ["amount": count(0...Money.amountMax), "currency": ["type": "string", "pattern": "^[A-Z]{3}$"]],
            isOpen: false),
        "Position": object(["latitude": number(-90...90), "longitude": number(-180...180)], isOpen: false),
        "Problem": object([
            "type": string, "title": string, "status": integer, "detail": string,
            "code": ["type": "string", "enum": .array(ProblemCode.all.map { .string($0.code) })],
            "errors?": list(object(["field": string, "reason": string])), "incident?": string, "say?": string,
            "used_at?": time, "used_store?": nullable("string"), "used_store_name?": nullable("string"),
            "reserved_until?": time, "reserved_store?": string, "reserved_store_name?": nullable("string"),
            "throttled_until?": time, "balance?": integer, "price?": price,
            "retailers?": list(object(["id": id(Retailer.idPrefix), "name": string])),
        ]),
    ]
}
