import Promotions

extension Schemas {
    /// One shape for each kind.
    static let unlock: JSON = [
        "oneOf": [
            unlock(.everyVisit, [:])
        ]
    ]

    private static func unlock(_ kind: Unlock.Kind, _ members: KeyValuePairs<String, JSON>) -> JSON {
        var shape = input(members, isOpen: false).members ?? [:]
        var properties = shape["properties"]?.members ?? [:]
        properties["kind"] = ["const": .string(kind.rawValue)]
        shape["properties"] = .object(properties)
        shape["required"] = .array([.string("kind")] + (shape["required"]?.elements ?? []))
        return .object(shape)
    }
}
