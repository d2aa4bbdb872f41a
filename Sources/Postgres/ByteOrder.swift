extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    mutating func store(bigEndian value: Int32, at place: Int) {
        withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: place, as: Int32.self) }
    }

    /// As the elements of an array, each behind its length.
    mutating func append(elements numbers: [Int64]) {
        let start = count
        append(contentsOf: repeatElement(0, count: numbers.count * 12))
        withUnsafeMutableBytes { bytes in
            for (place, number) in numbers.enumerated() {
                bytes.storeBytes(of: Int32(8).bigEndian, toByteOffset: start + place * 12, as: Int32.self)
                bytes.storeBytes(of: number.bigEndian, toByteOffset: start + place * 12 + 4, as: Int64.self)
            }
        }
    }

    mutating func append(elements: some Collection<some Collection<UInt8>>) {
        for element in elements {
            append(bigEndian: Int32(element.count))
            append(contentsOf: element)
        }
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
