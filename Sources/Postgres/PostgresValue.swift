/// A Swift value with a binary form in PostgreSQL's protocol.
public protocol PostgresValue: Sendable {
    static var postgresType: PostgresType { get }

    /// What a null column becomes, or nil when this type has no place for null.
    static var null: Self? { get }

    /// True for a value that is sent as null; `encode` is then not asked.
    var isNull: Bool { get }

    /// Appends the binary form, without its length.
    func encode(into buffer: inout [UInt8])

    /// - Throws: `PostgresError` of kind `badValue` when the bytes are not a value of this type.
    init(decoding bytes: UnsafeRawBufferPointer) throws
}

extension PostgresValue {
    public static var null: Self? { nil }
    public var isNull: Bool { false }
}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    public static var postgresType: PostgresType { Wrapped.postgresType }
    public static var null: Wrapped?? { .some(.none) }
    public var isNull: Bool { self?.isNull ?? true }

    public func encode(into buffer: inout [UInt8]) {
        self?.encode(into: &buffer)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self = .some(try Wrapped(decoding: bytes))
    }
}

extension Int16: PostgresValue {
    public static var postgresType: PostgresType { .int2 }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: self)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self = try bytes.integer()
    }
}

extension Int32: PostgresValue {
    public static var postgresType: PostgresType { .int4 }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: self)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self = try bytes.integer()
    }
}

extension Int64: PostgresValue {
    public static var postgresType: PostgresType { .int8 }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: self)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self = try bytes.integer()
    }
}

extension Double: PostgresValue {
    public static var postgresType: PostgresType { .float8 }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: bitPattern)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self.init(bitPattern: try bytes.integer())
    }
}

extension Bool: PostgresValue {
    public static var postgresType: PostgresType { .bool }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(self ? 1 : 0)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self = try bytes.integer(UInt8.self) != 0
    }
}

extension String: PostgresValue {
    public static var postgresType: PostgresType { .text }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(contentsOf: utf8)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PostgresError(.badValue, "text that is not UTF-8")
        }
        self = text
    }
}
