/// Coupons that are used or held, as far as the server knew: a Bloom filter. What is in it is always found; of what is
/// not, one in a hundred is found too, so a hit means "ask the server", never "no".
public struct SpentFilter: Hashable, Sendable {
    static let hashes = 7
    private static let bitsPerCode = 10

    /// A multiple of eight.
    public let bitCount: Int
    /// Bit i is bit i % 8 of byte i / 8.
    public private(set) var bytes: [UInt8]

    public init(_ codes: some Collection<CouponCode>) {
        let byteCount = max(8, (codes.count * Self.bitsPerCode + 7) / 8)
        bitCount = byteCount * 8
        bytes = [UInt8](repeating: 0, count: byteCount)
        for code in codes {
            for place in Self.places(of: code, bitCount) { bytes[place / 8] |= 1 << UInt8(place % 8) }
        }
    }

    public init?(bytes: [UInt8]) {
        guard !bytes.isEmpty else { return nil }
        self.bytes = bytes
        bitCount = bytes.count * 8
    }

    public func mayContain(_ code: CouponCode) -> Bool {
        Self.places(of: code, bitCount).allSatisfy { bytes[$0 / 8] & 1 << UInt8($0 % 8) != 0 }
    }

    /// A code is random bits already: its upper 28 and its lower 27 stand for two hashes, and the others are made of them.
    private static func places(of code: CouponCode, _ bitCount: Int) -> [Int] {
        let first = Int(code.number >> 27)
        let second = Int(code.number & 0x7FF_FFFF) | 1
        return (0..<hashes).map { (first + $0 * second) % bitCount }
    }
}
