public import Promotions
import Records

extension Desk {
    public func shopper(_ token: ShopperToken) async throws -> Answer<Shopper> {
        try await database.shopper(token.shopper).map { .done($0) } ?? .refused(.tokenOutdated)
    }

    /// A change of consent makes every older token useless, at once here and within a second elsewhere; the answer
    /// brings a new one for this phone.
    public func changeShopper(
        _ token: ShopperToken, locale: String?, location: Bool?, marketing: Bool?, textVersion: String
    ) async throws -> Answer<SignedUp> {
        if token.isGuest { return .refused(.identityUnverified) }
        let changed: Shopper? = try await database.transaction { database in
            guard
                let (before, after) = try await database.change(
                    token.shopper, locale: locale, location: location, marketing: marketing, at: now)
            else { return nil }
            try await Desk(self, database: database).note(
                after.consents, before: before.consents, of: after, textVersion: textVersion)
            return after
        }
        guard let changed else { return .refused(.tokenOutdated) }
        generations.raise([changed.id: changed.generation])
        return .done(
            signedUp(
                changed, session: token.session, assurance: token.assurance, isGuest: false, recoveryCode: nil))
    }

    /// A fresh token for another 30 days; the old one stays good until its own end.
    public func renewToken(_ token: ShopperToken) async throws -> Answer<SignedUp> {
        guard let shopper = try await database.shopper(token.shopper), shopper.generation == token.generation else {
            return .refused(.tokenOutdated)
        }
        return .done(
            signedUp(
                shopper, session: token.session, assurance: token.assurance, isGuest: token.isGuest, recoveryCode: nil))
    }

    /// For a lost phone: the code shown at sign-up brings the account back, locks the old phone out and is replaced.
    public func recoverShopper(_ typed: String) async throws -> Answer<SignedUp> {
        guard let code = OneTimeCode(typed) else { return .refused(.recoveryCodeWrong) }
        let id = ID<Shopper>(code.owner)
        let next = OneTimeCode(owner: code.owner, secret: dice.bytes(OneTimeCode.secretLength))
        guard
            let shopper = try await database.recover(
                id, hash: code.hash(.recovery, secrets), newHash: next.hash(.recovery, secrets), at: now)
        else { return .refused(.recoveryCodeWrong) }
        generations.raise([shopper.id: shopper.generation])
        return .done(
            signedUp(
                shopper, session: ids.next(), assurance: .anonymous, isGuest: false, recoveryCode: next.text))
    }
}
