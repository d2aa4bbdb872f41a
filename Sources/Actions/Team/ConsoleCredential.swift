import Crypto
import Promotions

/// What a browser's cookie holds, and what an invitation's link holds: where it belongs, and 128 random bits.
struct ConsoleCredential {
    enum Kind: String {
        case session = "ses_"
        case invitation = "inv_"
    }

    static let secretLength = 16

    let kind: Kind
    let retailer: ID<Retailer>
    let number: Int64
    let secret: [UInt8]

    init(_ kind: Kind, retailer: ID<Retailer>, number: Int64, secret: [UInt8]) {
        self.kind = kind
        self.retailer = retailer
        self.number = number
        self.secret = secret
    }

    init?(_ kind: Kind, _ text: some StringProtocol) {
        guard text.hasPrefix(kind.rawValue), let bytes = Base32.decode(text.dropFirst(kind.rawValue.count)),
            bytes.count == 16 + Self.secretLength, let retailer = Int64(bytes: bytes[0..<8]),
            let number = Int64(bytes: bytes[8..<16])
        else { return nil }
        self.init(kind, retailer: ID(retailer), number: number, secret: Array(bytes[16...]))
    }

    var text: String {
        kind.rawValue + Base32.encode(retailer.rawValue.bytes + number.bytes + secret)
    }

    /// 128 random bits need no slow hash.
    var secretHash: [UInt8] { Array(SHA256.hash(data: secret)) }

    func opens(_ hash: [UInt8]) -> Bool {
        secretHash.isSame(inConstantTime: hash)
    }

    /// What a page of this session sends back with everything that changes something; another site cannot read it.
    var pageToken: String {
        Base32.encode(
            Array(HMAC<SHA256>.authenticationCode(for: Array("page".utf8), using: SymmetricKey(data: secret))))
    }
}
