/// A `bytea`.
public struct Bytea: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Bytea: PostgresValue {
    public static var postgresType: PostgresType { .bytea }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(contentsOf: bytes)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        self.init([UInt8](bytes))
    }
}

/// A `jsonb`, as JSON text. What comes back is the server's spelling: keys in its order, duplicates gone.
public struct Jsonb: Hashable, Sendable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }
}

extension Jsonb: PostgresValue {
    public static var postgresType: PostgresType { .jsonb }

    /// The only version of the binary form so far; it stands before the text.
    private static let version: UInt8 = 1

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(Self.version)
        buffer.append(contentsOf: text.utf8)
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        guard bytes.first == Self.version else {
            throw PostgresError(.badValue, "jsonb in an unknown binary version")
        }
        self.init(try String(decoding: UnsafeRawBufferPointer(rebasing: bytes.dropFirst())))
    }
}
