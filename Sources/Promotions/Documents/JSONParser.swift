/// Why some bytes are not JSON, and where (counted from 0).
public struct JSONProblem: Error, Hashable, Sendable {
    public let offset: Int
    /// Reads on after "at byte 12: ", such as `expected a comma or ]`.
    public let reason: String

    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }
}

extension JSON {
    /// Arrays and objects may stand in each other this deep.
    public static let depthMax = 64

    /// Reads one value, with nothing but white space around it. Strict: RFC 8259 to the letter, and besides no name
    /// twice in one object, no escape that is half of a surrogate pair, no number beyond a double, no byte-order mark.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONProblem) {
        var parser = JSONParser(bytes: Array(bytes))
        self = try parser.document()
    }

    public init(parsing text: String) throws(JSONProblem) {
        try self.init(parsing: text.utf8)
    }
}

struct JSONParser {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte at the current place; 0, which no grammar rule allows there, past the end.
    var byte: UInt8 {
        place < bytes.count ? bytes[place] : 0
    }

    func problem(_ reason: String, at offset: Int? = nil) -> JSONProblem {
        JSONProblem(offset: offset ?? place, reason: place < bytes.count ? reason : "\(reason), found the end")
    }

    mutating func document() throws(JSONProblem) -> JSON {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw problem("expected the end after the value") }
        return value
    }

    private mutating func skipSpace() {
        while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSON {
        switch byte {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            return try object(depth: depth + 1)
        case UInt8(ascii: "["):
            return try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "t"):
            return try word("true", .bool(true))
        case UInt8(ascii: "f"):
            return try word("false", .bool(false))
        case UInt8(ascii: "n"):
            return try word("null", .null)
        default:
            throw problem("expected a value")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONProblem) -> JSON {
        let start = place
        for offset in 0..<word.utf8CodeUnitCount {
            guard byte == word.utf8Start[offset] else { throw problem("expected \(word)", at: start) }
            place += 1
        }
        return value
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> JSON {
        guard depth <= JSON.depthMax else { throw problem("nested deeper than \(JSON.depthMax)") }
        place += 1
        skipSpace()
        var elements: [JSON] = []
        if byte == UInt8(ascii: "]") {
            place += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            skipSpace()
            switch byte {
            case UInt8(ascii: ","):
                place += 1
            case UInt8(ascii: "]"):
                place += 1
                return .array(elements)
            default:
                throw problem("expected a comma or ]")
            }
        }
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSON {
        guard depth <= JSON.depthMax else { throw problem("nested deeper than \(JSON.depthMax)") }
        place += 1
        skipSpace()
        var object = JSONObject()
        if byte == UInt8(ascii: "}") {
            place += 1
            return .object(object)
        }
        while true {
            skipSpace()
            let start = place
            guard byte == UInt8(ascii: "\"") else { throw problem("expected a name in quotes") }
            let name = try string()
            skipSpace()
            guard byte == UInt8(ascii: ":") else { throw problem("expected a colon") }
            place += 1
            skipSpace()
            let value = try value(depth: depth)
            guard object.addIfNew(name, value) else {
                throw JSONProblem(offset: start, reason: "the name \"\(name)\" stands here twice")
            }
            skipSpace()
            switch byte {
            case UInt8(ascii: ","):
                place += 1
            case UInt8(ascii: "}"):
                place += 1
                return .object(object)
            default:
                throw problem("expected a comma or }")
            }
        }
    }
}
