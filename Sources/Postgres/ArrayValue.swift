/// One-dimensional arrays; an array with a null in it is an array of optionals.
extension Array: PostgresValue where Element: PostgresValue {
    public static var postgresType: PostgresType { Element.postgresType.array }

    public func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int32(isEmpty ? 0 : 1))
        let flagAt = buffer.count
        buffer.append(bigEndian: Int32(0))
        buffer.append(bigEndian: Element.postgresType.oid)
        guard !isEmpty else { return }
        buffer.append(bigEndian: Int32(count))
        buffer.append(bigEndian: Int32(1))
        // The types that come by the thousand, without asking each element what it is.
        if Element.self == Int64.self, let numbers = self as? [Int64] {
            buffer.append(elements: numbers)
        } else if Element.self == Bytea.self, let bytes = self as? [Bytea] {
            buffer.append(elements: bytes.lazy.map(\.bytes))
        } else if Element.self == String.self, let texts = self as? [String] {
            buffer.append(elements: texts.lazy.map(\.utf8))
        } else if appendElements(to: &buffer) {
            buffer.store(bigEndian: 1, at: flagAt)
        }
    }

    /// - Returns: whether there is a null among them.
    private func appendElements(to buffer: inout [UInt8]) -> Bool {
        var hasNull = false
        for element in self {
            let lengthAt = buffer.count
            buffer.append(bigEndian: Int32(-1))
            guard !element.isNull else {
                hasNull = true
                continue
            }
            element.encode(into: &buffer)
            buffer.store(bigEndian: Int32(buffer.count - lengthAt - 4), at: lengthAt)
        }
        return hasNull
    }

    public init(decoding bytes: UnsafeRawBufferPointer) throws {
        var reader = ByteReader(bytes)
        let dimensions = try reader.integer(Int32.self)
        _ = try reader.integer(Int32.self)
        let type = PostgresType(oid: try reader.integer())
        guard type.canonical == Element.postgresType else {
            throw PostgresError(.badValue, "an array of \(type) read as an array of \(Element.postgresType)")
        }
        guard dimensions == 1 else {
            guard dimensions == 0 else {
                throw PostgresError(.badValue, "an array with \(dimensions) dimensions")
            }
            self = []
            return
        }
        let count = Int(try reader.integer(Int32.self))
        _ = try reader.integer(Int32.self)
        // Every element has at least its length, so a count beyond that is a lie that must not reserve memory.
        guard count >= 0, count <= bytes.count / 4 else {
            throw PostgresError(.badValue, "an array of \(count) elements in \(bytes.count) bytes")
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try reader.integer(Int32.self))
            if length >= 0 {
                elements.append(try Element(decoding: try reader.take(length)))
            } else if let null = Element.null {
                elements.append(null)
            } else {
                throw PostgresError(.badValue, "a null in an array of \(Element.self)")
            }
        }
        guard reader.isAtEnd else {
            throw PostgresError(.badValue, "bytes left over after an array")
        }
        self = elements
    }
}
