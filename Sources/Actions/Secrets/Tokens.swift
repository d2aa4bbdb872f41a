public import Promotions

/// What a shopper's token says, without any look-up.
public struct ShopperToken: Hashable, Sendable {
    public let shopper: ID<Shopper>
    public let session: ID<Session>
    public let generation: Int
    /// To the minute.
    public let expiresAt: Instant
    public let assurance: Shopper.Assurance
    public let consents: Shopper.Consents
    /// Whoever typed an identity that was already somebody's: shares the limits, sees only its own session's coupons.
    public let isGuest: Bool

    public init(
        shopper: ID<Shopper>, session: ID<Session>, generation: Int, expiresAt: Instant,
        assurance: Shopper.Assurance, consents: Shopper.Consents, isGuest: Bool
    ) {
        self.shopper = shopper
        self.session = session
        self.generation = generation
        self.expiresAt = expiresAt
        self.assurance = assurance
        self.consents = consents
        self.isGuest = isGuest
    }

    /// Tokens live 30 days.
    public static let lifeSeconds = 30 * 86_400
}

public struct TillToken: Hashable, Sendable {
    public let till: Ref<Till>
    public let store: ID<Store>

    public init(till: Ref<Till>, store: ID<Store>) {
        self.till = till
        self.store = store
    }
}

/// Tokens are self-contained: a prefix that says whose, then base 32 of kind, key generation, payload and 16 bytes of
/// HMAC-SHA-256 over them.
extension Secrets {
    private static let macLength = 16
    private static let shopperKind: UInt8 = 1
    private static let tillKind: UInt8 = 2

    public func text(_ token: ShopperToken) -> String {
        let flags =
            token.assurance.rawValue | (token.consents.location ? 4 : 0) | (token.consents.marketing ? 8 : 0)
            | (token.isGuest ? 16 : 0)
        var payload = [Self.shopperKind, UInt8(current)]
        payload += token.shopper.rawValue.bytes + token.session.rawValue.bytes
        payload += UInt32(clamping: token.generation).bytes
        payload += UInt32(clamping: token.expiresAt.seconds / 60).bytes + [flags]
        return "fs_" + signed(payload)
    }

    public func shopperToken(_ text: some StringProtocol) -> ShopperToken? {
        guard text.hasPrefix("fs_"), let payload = payload(text.dropFirst(3), kind: Self.shopperKind, length: 27),
            let shopper = Int64(bytes: payload[2..<10]), let session = Int64(bytes: payload[10..<18]),
            let generation = UInt32(bytes: payload[18..<22]), let minutes = UInt32(bytes: payload[22..<26]),
            let assurance = Shopper.Assurance(rawValue: payload[26] & 3)
        else { return nil }
        let flags = payload[26]
        return ShopperToken(
            shopper: ID(shopper), session: ID(session), generation: Int(generation),
            expiresAt: Instant(seconds: Int64(minutes) * 60), assurance: assurance,
            consents: Shopper.Consents(location: flags & 4 != 0, marketing: flags & 8 != 0), isGuest: flags & 16 != 0)
    }

    public func text(_ token: TillToken) -> String {
        "ft_" + signed([Self.tillKind, UInt8(current)] + token.till.bytes + token.store.rawValue.bytes)
    }

    public func tillToken(_ text: some StringProtocol) -> TillToken? {
        guard text.hasPrefix("ft_"), let payload = payload(text.dropFirst(3), kind: Self.tillKind, length: 26),
            let retailer = Int64(bytes: payload[2..<10]), let till = Int64(bytes: payload[10..<18]),
            let store = Int64(bytes: payload[18..<26])
        else { return nil }
        return TillToken(till: Ref(ID(retailer), ID(till)), store: ID(store))
    }

    private func signed(_ payload: [UInt8]) -> String {
        Base32.encode(payload + mac(.token, payload, generation: current, length: Self.macLength))
    }

    private func payload(_ text: some StringProtocol, kind: UInt8, length: Int) -> [UInt8]? {
        guard let bytes = Base32.decode(text), bytes.count == length + Self.macLength, bytes[0] == kind else {
            return nil
        }
        let payload = Array(bytes[..<length])
        guard isMAC(bytes[length...], .token, of: payload, generation: Int(bytes[1])) else { return nil }
        return payload
    }
}
