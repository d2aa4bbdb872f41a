/// A column or parameter type, by the fixed oid that PostgreSQL's catalog gives it.
public struct PostgresType: Hashable, Sendable {
    public let oid: UInt32

    public init(oid: UInt32) {
        self.oid = oid
    }

    public static let bool = PostgresType(oid: 16)
    public static let bytea = PostgresType(oid: 17)
    public static let int8 = PostgresType(oid: 20)
    public static let int2 = PostgresType(oid: 21)
    public static let int4 = PostgresType(oid: 23)
    public static let text = PostgresType(oid: 25)
    public static let float8 = PostgresType(oid: 701)
    public static let date = PostgresType(oid: 1082)
    public static let timestamptz = PostgresType(oid: 1184)
    public static let jsonb = PostgresType(oid: 3802)

    public static let boolArray = PostgresType(oid: 1000)
    public static let byteaArray = PostgresType(oid: 1001)
    public static let int2Array = PostgresType(oid: 1005)
    public static let int4Array = PostgresType(oid: 1007)
    public static let textArray = PostgresType(oid: 1009)
    public static let int8Array = PostgresType(oid: 1016)
    public static let float8Array = PostgresType(oid: 1022)
    public static let dateArray = PostgresType(oid: 1182)
    public static let timestamptzArray = PostgresType(oid: 1185)
    public static let jsonbArray = PostgresType(oid: 3807)

    /// No type: what an array of arrays would be. A call that carries it is refused.
    static let none = PostgresType(oid: 0)

    /// The type of one-dimensional arrays of this type.
    public var array: PostgresType {
        Self.arrays[self] ?? .none
    }

    private static let arrays: [PostgresType: PostgresType] = [
        .bool: .boolArray, .bytea: .byteaArray, .int2: .int2Array, .int4: .int4Array, .int8: .int8Array,
        .text: .textArray, .float8: .float8Array, .date: .dateArray, .timestamptz: .timestamptzArray,
        .jsonb: .jsonbArray,
    ]

    /// This type, or the listed one that has the same bytes on the wire: `varchar`, `char(n)`, `name` and string
    /// literals are read as `text`.
    var canonical: PostgresType {
        switch oid {
        case 19, 705, 1042, 1043: .text
        case 1003, 1014, 1015: .textArray
        default: self
        }
    }
}

extension PostgresType: CustomStringConvertible {
    public var description: String {
        Self.names[self] ?? "type with oid \(oid)"
    }

    private static let names: [PostgresType: String] = [
        .bool: "boolean", .bytea: "bytea", .int2: "int2", .int4: "int4", .int8: "int8", .text: "text",
        .float8: "float8", .date: "date", .timestamptz: "timestamptz", .jsonb: "jsonb", .boolArray: "boolean[]",
        .byteaArray: "bytea[]", .int2Array: "int2[]", .int4Array: "int4[]", .int8Array: "int8[]",
        .textArray: "text[]", .float8Array: "float8[]", .dateArray: "date[]",
        .timestamptzArray: "timestamptz[]", .jsonbArray: "jsonb[]",
    ]
}
