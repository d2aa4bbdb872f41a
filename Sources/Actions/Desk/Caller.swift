public import Promotions

/// Who calls, as far as the credential shows.
public enum Caller: Sendable {
    case retailer(ID<Retailer>, APIKey)
    case shopper(ShopperToken)
    case till(TillToken)
}

extension Desk {
    /// Tells who holds a bearer credential. Everything it needs is in memory.
    public func caller(bearing credential: some StringProtocol) -> Answer<Caller> {
        if let token = secrets.shopperToken(credential) {
            guard now < token.expiresAt, token.generation >= generations.oldestGood(of: token.shopper) else {
                return .refused(.tokenOutdated)
            }
            return .done(.shopper(token))
        }
        if let token = secrets.tillToken(credential) {
            guard let till = shelf.current.book(token.till.retailer)?.tills[token.till.id], till.revokedAt == nil else {
                return .refused(.unauthorized)
            }
            return .done(.till(token))
        }
        if let (retailer, key) = apiKey(credential), key.role != .publishable {
            return .done(.retailer(retailer, key))
        }
        return .refused(.unauthorized)
    }

    /// The retailer behind a publishable key.
    public func publisher(_ credential: some StringProtocol) -> ID<Retailer>? {
        guard let (retailer, key) = apiKey(credential), key.role == .publishable else { return nil }
        return retailer
    }

    private func apiKey(_ text: some StringProtocol) -> (ID<Retailer>, APIKey)? {
        guard let credential = APICredential(text),
            let key = shelf.current.book(credential.retailer)?.apiKeys[credential.key], credential.opens(key),
            key.isUsable(at: now)
        else { return nil }
        keyUses.note(key.id, of: credential.retailer, at: now)
        return (credential.retailer, key)
    }
}
