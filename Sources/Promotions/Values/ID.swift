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
        IDText.text(Subject.idPrefix, rawValue)
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
        IDText.text(Subject.idPrefix, retailer.rawValue, id.rawValue)
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

    /// The prefix, `_` and the symbols of each number.
    static func text(_ prefix: String, _ first: Int64, _ second: Int64? = nil) -> String {
        let start = prefix.utf8.count + 1
        return String(unsafeUninitializedCapacity: start + 2 * length) { text in
            _ = text.update(fromContentsOf: prefix.utf8)
            text[start - 1] = UInt8(ascii: "_")
            encode(first, into: text, at: start)
            guard let second else { return start + length }
            encode(second, into: text, at: start + length)
            return start + 2 * length
        }
    }

    private static func encode(_ value: Int64, into text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = UInt64(bitPattern: value)
        for place in (start..<start + length).reversed() {
            let symbol = Base32.alphabet[Int(rest & 31)]
            text[place] = symbol >= UInt8(ascii: "A") ? symbol | 0x20 : symbol
            rest >>= 5
        }
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
        let start = prefix.utf8.count
        guard text.utf8.count == start + 1 + length, text.utf8.starts(with: prefix.utf8),
            text.utf8.dropFirst(start).first == UInt8(ascii: "_")
        else { return nil }
        return text[text.utf8.index(text.startIndex, offsetBy: start + 1)...]
    }
}
