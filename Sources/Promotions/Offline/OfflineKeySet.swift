/// The keys with which coupons are signed, as tills get them: one byte string that the root key has signed.
public struct OfflineKeySet: Hashable, Sendable {
    public struct Key: Hashable, Sendable {
        /// An index: of all keys that are good at one time no two have the same.
        public let id: UInt8
        /// Ed25519, 32 bytes.
        public let publicKey: [UInt8]
        /// Signs coupons whose first minute is in here; the end is exclusive.
        public let from: Instant
        public let until: Instant

        public init(id: UInt8, publicKey: [UInt8], from: Instant, until: Instant) {
            self.id = id
            self.publicKey = publicKey
            self.from = from
            self.until = until
        }

        func covers(_ body: SignedCoupon.Body) -> Bool {
            from <= body.notBefore && body.notBefore < until
        }
    }

    /// Grows with every set: a till keeps the newest that it has seen.
    public let issuedAt: Instant
    /// Exclusive.
    public let expiresAt: Instant
    public let keys: [Key]

    public init(issuedAt: Instant, expiresAt: Instant, keys: [Key]) {
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.keys = keys
    }

    static let keyLength = 32
    private static let entryLength = 1 + keyLength + 8
    private static let headLength = 1 + 8 + 1

    /// Version, the set's own two times, the number of keys, then each: id, key, its two times. Times are minutes since
    /// 1970 in four bytes.
    public var bytes: [UInt8] {
        [1] + Self.minute(issuedAt) + Self.minute(expiresAt) + [UInt8(keys.count)]
            + keys.flatMap { [$0.id] + $0.publicKey + Self.minute($0.from) + Self.minute($0.until) }
    }

    public init?(bytes: [UInt8]) {
        guard bytes.count >= Self.headLength, bytes[0] == 1,
            bytes.count == Self.headLength + Int(bytes[9]) * Self.entryLength,
            let issuedAt = Self.instant(bytes[1..<5]), let expiresAt = Self.instant(bytes[5..<9])
        else { return nil }
        var keys: [Key] = []
        for place in 0..<Int(bytes[9]) {
            let entry = Array(bytes[(Self.headLength + place * Self.entryLength)...].prefix(Self.entryLength))
            guard let from = Self.instant(entry[33..<37]), let until = Self.instant(entry[37..<41]) else { return nil }
            keys.append(Key(id: entry[0], publicKey: Array(entry[1..<33]), from: from, until: until))
        }
        self.init(issuedAt: issuedAt, expiresAt: expiresAt, keys: keys)
    }

    /// What the root key signs.
    public var message: [UInt8] {
        Array("coupon keys/v1".utf8) + [0] + bytes
    }

    private static func minute(_ instant: Instant) -> [UInt8] {
        UInt32(clamping: instant.seconds / 60).bytes
    }

    private static func instant(_ bytes: ArraySlice<UInt8>) -> Instant? {
        UInt32(bytes: bytes).map { Instant(seconds: Int64($0) * 60) }
    }
}
