import Crypto
public import Promotions

/// What a retailer presents: which retailer, which key, and the secret.
struct APICredential {
    static let secretLength = 16
    let retailer: ID<Retailer>
    let key: ID<APIKey>
    let secret: [UInt8]

    /// `sk_` for keys that act, `pk_` for the one that is safe inside an app.
    func text(_ role: APIKey.Role) -> String {
        let prefix =
            switch role {
            case .owner, .auditor, .pos: "sk_"
            case .publishable: "pk_"
            }
        return prefix + Base32.encode(retailer.rawValue.bytes + key.rawValue.bytes + secret)
    }

    init(retailer: ID<Retailer>, key: ID<APIKey>, secret: [UInt8]) {
        self.retailer = retailer
        self.key = key
        self.secret = secret
    }

    init?(_ text: some StringProtocol) {
        guard text.hasPrefix("sk_") || text.hasPrefix("pk_"), let bytes = Base32.decode(text.dropFirst(3)),
            bytes.count == 16 + Self.secretLength, let retailer = Int64(bytes: bytes[0..<8]),
            let key = Int64(bytes: bytes[8..<16])
        else { return nil }
        self.init(retailer: ID(retailer), key: ID(key), secret: Array(bytes[16...]))
    }

    /// 128 random bits need no slow hash.
    var secretHash: [UInt8] {
        Array(SHA256.hash(data: secret))
    }

    func opens(_ key: APIKey) -> Bool {
        secretHash.isSame(inConstantTime: key.secretHash)
    }
}

/// One-time words: a till's enrolment code and a shopper's recovery code. Each carries where it belongs and 80 random
/// bits; only a keyed hash is kept.
struct OneTimeCode {
    static let secretLength = 10
    let owner: Int64
    let secret: [UInt8]

    /// In groups of six, for people to type.
    var text: String {
        let symbols = Base32.encode(owner.bytes + secret)
        return stride(from: 0, to: symbols.count, by: 6).map { start in
            String(symbols.dropFirst(start).prefix(6))
        }.joined(separator: "-")
    }

    init(owner: Int64, secret: [UInt8]) {
        self.owner = owner
        self.secret = secret
    }

    init?(_ typed: String) {
        let symbols = typed.uppercased().filter { $0 != "-" && !$0.isWhitespace }
            .replacing("O", with: "0").replacing("I", with: "1").replacing("L", with: "1")
        guard let bytes = Base32.decode(symbols), bytes.count == 8 + Self.secretLength,
            let owner = Int64(bytes: bytes[0..<8])
        else { return nil }
        self.init(owner: owner, secret: Array(bytes[8...]))
    }

    func hash(_ purpose: Secrets.Purpose, _ secrets: Secrets) -> [UInt8] {
        secrets.mac(purpose, owner.bytes + secret, generation: secrets.founding, length: 20)
    }
}

/// A link that opens one coupon for ten minutes without a token: a phone's print dialog sends none.
extension Secrets {
    public static let linkSeconds = 600

    public func linkSignature(_ coupon: Ref<Coupon>, expires: Int64) -> String {
        Base32.encode(mac(.link, linkMessage(coupon, expires), generation: current, length: 16))
    }

    public func isLinkSignature(_ text: String, _ coupon: Ref<Coupon>, expires: Int64) -> Bool {
        guard let mac = Base32.decode(text), mac.count == 16 else { return false }
        return generations.contains {
            isMAC(mac[...], .link, of: linkMessage(coupon, expires), generation: $0)
        }
    }

    private func linkMessage(_ coupon: Ref<Coupon>, _ expires: Int64) -> [UInt8] {
        [UInt8](coupon.retailer.rawValue, coupon.id.rawValue, expires)
    }
}
