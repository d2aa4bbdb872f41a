extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension UnsafeRawBufferPointer {
    /// The whole buffer as one big-endian integer.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws -> Value {
        guard count == MemoryLayout<Value>.size else {
            throw PostgresError(.badValue, "\(count) bytes where \(MemoryLayout<Value>.size) were expected")
        }
        return Value(bigEndian: loadUnaligned(as: Value.self))
    }
}

/// Walks through a binary value that has parts.
struct ByteReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest.count else {
            throw PostgresError(.badValue, "a binary value ends too early")
        }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws -> Value {
        try take(MemoryLayout<Value>.size).integer()
    }
}
