/// What an id can belong to. The prefix starts the public text of the id.
public protocol Identified {
    /// Three letters, such as `sto`.
    static var idPrefix: String { get }
}

/// The number of one `Subject` inside its retailer: 41 bits of milliseconds, 10 of process, 12 of count.
/// Ids made by one process ascend; across processes they ascend by the millisecond.
public struct ID<Subject: Identified>: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: ID, right: ID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension ID {
    /// Text of an id that belongs to no retailer: `ret_` and `shp_`, then 13 symbols.
    public var text: String {
        "\(Subject.idPrefix)_\(IDText.encode(rawValue))"
    }

    public init?(text: some StringProtocol) {
        guard let payload = IDText.payload(of: text, prefix: Subject.idPrefix, length: IDText.length),
            let value = IDText.decode(payload)
        else { return nil }
        rawValue = value
    }
}

/// The public id of something that a retailer owns. Its text names both, so that a request finds its tenant
/// without a look-up. It is never a permission: callers compare `retailer` with the one they authenticated.
public struct Ref<Subject: Identified>: Hashable, Sendable {
    public let retailer: ID<Retailer>
    public let id: ID<Subject>

    public init(_ retailer: ID<Retailer>, _ id: ID<Subject>) {
        self.retailer = retailer
        self.id = id
    }

    public var text: String {
        "\(Subject.idPrefix)_\(IDText.encode(retailer.rawValue))\(IDText.encode(id.rawValue))"
    }

    public init?(text: some StringProtocol) {
        guard let payload = IDText.payload(of: text, prefix: Subject.idPrefix, length: 2 * IDText.length),
            let retailer = IDText.decode(payload.prefix(IDText.length)),
            let id = IDText.decode(payload.suffix(IDText.length))
        else { return nil }
        self.init(ID<Retailer>(retailer), ID<Subject>(id))
    }
}

/// 13 lower-case base-32 symbols for a positive 63-bit number, most significant first.
enum IDText {
    static let length = 13

    static func encode(_ value: Int64) -> String {
        var characters = [UInt8](repeating: 0, count: length)
        var rest = UInt64(bitPattern: value)
        for place in characters.indices.reversed() {
            let symbol = Base32.alphabet[Int(rest & 31)]
            characters[place] = symbol >= UInt8(ascii: "A") ? symbol | 0x20 : symbol
            rest >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }

    static func decode(_ text: some StringProtocol) -> Int64? {
        var value: UInt64 = 0
        for character in text.utf8 {
            let isLowerCase = character >= UInt8(ascii: "a") && character <= UInt8(ascii: "z")
            let isDigit = character >= UInt8(ascii: "0") && character <= UInt8(ascii: "9")
            guard isLowerCase || isDigit else { return nil }
            guard let symbol = Base32.value(of: isLowerCase ? character & 0xDF : character) else { return nil }
            guard value >> 58 == 0 else { return nil }
            value = value << 5 | UInt64(symbol)
        }
        return Int64(exactly: value)
    }

    static func payload<Text: StringProtocol>(
        of text: Text, prefix: String, length: Int
    ) -> Text.SubSequence? {
        guard text.utf8.count == prefix.utf8.count + 1 + length, text.hasPrefix("\(prefix)_") else { return nil }
        return text.dropFirst(prefix.count + 1)
    }
}
