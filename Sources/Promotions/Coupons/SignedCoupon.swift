/// A coupon that a till can believe without asking: a body of 28 bytes and an Ed25519 signature over it, 148 symbols of
/// base 32 in the QR. Every number is big-endian; `docs/offline.md` has the bytes one by one.
public struct SignedCoupon: Hashable, Sendable {
    public static let bodyLength = 28
    public static let signatureLength = 64
    /// Symbols of its text.
    public static let textLength = ((bodyLength + signatureLength) * 8 + 4) / 5

    public struct Body: Hashable, Sendable {
        public let key: UInt8
        /// Always one of the standard length: a longer one does not fit.
        public let code: CouponCode
        /// The retailer's own number of the store where it is good; 0: wherever the campaign runs.
        public let store: UInt32
        /// The retailer's own number of the campaign's revision.
        public let revision: UInt32
        /// Since 1970. Good from the start of this minute.
        public let notBeforeMinute: UInt32
        /// Since 1970, exclusive. What it outlives of this minute is the server's to give.
        public let expiryMinute: UInt32
        public let benefit: Benefit

        /// - Returns: nil for a code that is not of the standard length, or times before 1970 or after the year 10000.
        public init?(
            key: UInt8, code: CouponCode, store: UInt32, revision: UInt32, notBefore: Instant, expiry: Instant,
            benefit: Benefit
        ) {
            guard code.isStandard,
                let start = UInt32(exactly: notBefore.seconds.quotientFloored(by: 60)),
                let end = UInt32(exactly: expiry.seconds.quotientFloored(by: 60))
            else { return nil }
            self.init(key, code, store, revision, start, end, benefit)
        }

        fileprivate init(
            _ key: UInt8, _ code: CouponCode, _ store: UInt32, _ revision: UInt32, _ start: UInt32, _ end: UInt32,
            _ benefit: Benefit
        ) {
            self.key = key
            self.code = code
            self.store = store
            self.revision = revision
            notBeforeMinute = start
            expiryMinute = end
            self.benefit = benefit
        }

        public var notBefore: Instant { Instant(seconds: Int64(notBeforeMinute) * 60) }
        public var expiry: Instant { Instant(seconds: Int64(expiryMinute) * 60) }
    }

    /// What it is worth, in three bytes: for a reader that knows no campaign. The pack has all of the terms.
    public struct Benefit: Hashable, Sendable {
        public enum Kind: UInt8, CaseIterable, Sendable {
            case percentOff = 1
            case amountOff, freeItem, fixedPrice
        }

        /// Says that the pack has the value, as it does not fit.
        public static let valueElsewhere = UInt16.max

        public let kind: Kind
        /// Hundredths of a percent, or minor units; 0 where an item is free.
        public let value: UInt16

        public init(kind: Kind, value: UInt16) {
            self.kind = kind
            self.value = value
        }
    }

    public let body: Body
    public let signature: [UInt8]

    public init(body: Body, signature: [UInt8]) {
        precondition(signature.count == Self.signatureLength)
        self.body = body
        self.signature = signature
    }

    /// Nil for what is no signed coupon of this version, and for any second way to write one.
    public init?(text: some StringProtocol) {
        guard text.utf8.count == Self.textLength, let bytes = Base32.decode(text),
            let body = Body(bytes: Array(bytes.prefix(Self.bodyLength)))
        else { return nil }
        self.init(body: body, signature: Array(bytes.dropFirst(Self.bodyLength)))
    }

    public var text: String {
        Base32.encode(body.bytes + signature)
    }

    /// What is signed: the retailer stands in it and not in the QR, so that nobody's coupon is good at somebody else's.
    public static func message(_ body: Body, of retailer: ID<Retailer>) -> [UInt8] {
        Array("coupon/v1".utf8) + [0] + retailer.rawValue.bytes + body.bytes
    }
}

extension SignedCoupon.Body {
    public var bytes: [UInt8] {
        // Kind 0: good once. The low four bits of the first byte are for others.
        let start = [1 << 4, key]
        return start + code.number.bytes.dropFirst() + store.bytes + revision.bytes + notBeforeMinute.bytes
            + expiryMinute.bytes + [benefit.kind.rawValue] + benefit.value.bytes
    }

    public init?(bytes: [UInt8]) {
        guard bytes.count == SignedCoupon.bodyLength, bytes[0] == 1 << 4,
            let number = UInt64(bytes: [0] + bytes[2..<9]), let code = CouponCode(number: number),
            let store = UInt32(bytes: bytes[9..<13]), let revision = UInt32(bytes: bytes[13..<17]),
            let start = UInt32(bytes: bytes[17..<21]), let end = UInt32(bytes: bytes[21..<25]),
            let kind = SignedCoupon.Benefit.Kind(rawValue: bytes[25]), let value = UInt16(bytes: bytes[26..<28])
        else { return nil }
        self.init(bytes[1], code, store, revision, start, end, SignedCoupon.Benefit(kind: kind, value: value))
    }
}

extension SignedCoupon.Benefit {
    /// Nil for what is given without a coupon.
    public init?(_ reward: Reward) {
        let fitting = { (value: Int64) in UInt16(exactly: value) ?? Self.valueElsewhere }
        switch reward {
        case .percentOff(let basisPoints, _): self.init(kind: .percentOff, value: fitting(Int64(basisPoints)))
        case .amountOff(let amount): self.init(kind: .amountOff, value: fitting(amount.amount))
        case .freeItem: self.init(kind: .freeItem, value: 0)
        case .fixedPrice(_, _, let price, _): self.init(kind: .fixedPrice, value: fitting(price.amount))
        case .donation, .points: return nil
        }
    }
}

extension CouponCode {
    /// The 55 random bits of a code of the standard length, without the check symbol.
    public var number: UInt64 {
        symbols.utf8.prefix(Profile.standard.length - 1).reduce(0) { $0 << 5 | UInt64(Base32.value(of: $1) ?? 0) }
    }

    /// Nil for more than 55 bits.
    public init?(number: UInt64) {
        guard number >> 55 == 0 else { return nil }
        let places = Profile.standard.length - 1
        var values = (0..<places).map { UInt8(number >> UInt64(5 * (places - 1 - $0)) & 31) }
        values.append(Self.checkSymbol(of: values))
        self.init(values: values)
    }
}
