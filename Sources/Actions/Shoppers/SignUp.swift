public import Promotions
import Records

/// What a phone sends to join.
public struct SignUp: Sendable {
    public enum Identity: Sendable {
        case jwt(String)
        case loyaltyNumber(String)
    }

    public var consents: Shopper.Consents
    public var locale: String
    public var identity: Identity?
    /// Which text the shopper agreed to.
    public var textVersion: String

    public init(consents: Shopper.Consents, locale: String, identity: Identity?, textVersion: String) {
        self.consents = consents
        self.locale = locale
        self.identity = identity
        self.textVersion = textVersion
    }
}

/// A shopper with a fresh token. The recovery code is shown once; nil where an identity recovers the account.
public struct SignedUp: Sendable {
    public let shopper: Shopper
    public let token: String
    public let expiresAt: Instant
    public let recoveryCode: String?
}

extension Desk {
    /// Joins, or comes back: the same identity is always the same shopper.
    /// - Parameters:
    ///   - retailer: whose publishable or secret key came along; identities need one.
    ///   - isVouchedFor: the retailer's own server called, so a loyalty number is as good as proven.
    public func signUp(
        _ signUp: SignUp, through retailer: ID<Retailer>?, isVouchedFor: Bool
    ) async throws -> Answer<SignedUp> {
        guard retailer != nil || settings.allowsPlatformSignUp else {
            return .refused(.forbidden, "Shoppers join through a retailer's app here. Send its publishable key.")
        }
        guard let identity = signUp.identity else {
            let joined = try await database.transaction { database in
                try await Desk(self, database: database).join(
                    signUp, as: ids.next(), through: retailer, assurance: .anonymous)
            }
            return .done(joined)
        }
        guard let retailer else {
            return .refused(.identityInvalid, "An identity needs the publishable key of the retailer it belongs to.")
        }
        let kind: IdentityKind
        let subject: String
        var isVerified = isVouchedFor
        switch identity {
        case .loyaltyNumber(let number): (kind, subject) = (.loyaltyNumber, number)
        case .jwt(let text):
            guard let key = shelf.current.book(retailer)?.retailer.identityKey else {
                return .refused(.identityInvalid, "This retailer has registered no key for signed identities.")
            }
            switch IdentityToken.subject(of: text, key: key, audience: retailer.text, at: now) {
            case .success(let claimed): (kind, subject, isVerified) = (.jwt, claimed, true)
            case .failure(let flaw): return .refused(.identityInvalid, "The identity token \(flaw.reason).")
            }
        }
        let hashes = secrets.identityHashes(kind, subject, of: retailer)
        do {
            let signedUp = try await database.transaction { [isVerified] database in
                try await Desk(self, database: database).enter(
                    signUp, by: hashes, kind: kind, at: retailer, isVerified: isVerified)
            }
            let shopper = signedUp.shopper
            if shopper.generation > 1 { generations.raise([shopper.id: shopper.generation]) }
            try await matchStaff([hashes.digest: shopper.id], of: retailer)
            try await admit([hashes.digest: shopper.id], of: retailer)
            return .done(signedUp)
        } catch let refused as Refused {
            return .refused(refused)
        }
    }

    /// In one transaction the identity and its shopper appear together, so that whoever finds the one finds the other.
    private func enter(
        _ signUp: SignUp, by hashes: IdentityHashes, kind: IdentityKind, at retailer: ID<Retailer>, isVerified: Bool
    ) async throws -> SignedUp {
        let claim = try await database.claimIdentity(
            hash: hashes.claim, kind: kind, of: retailer, for: ids.next(), isVerified: isVerified, at: now)
        try await database.addIdentityDigest(hash: hashes.digest, for: claim.shopper, at: now)
        let assurance: Shopper.Assurance = isVerified ? .verified : .claimed
        if !claim.isNew, isVerified, let shopper = try await database.verifyIdentity(hash: hashes.claim) {
            // Until now anybody may have typed it: the account goes to whoever has proven it.
            _ = try await database.lockOut(shopper, at: now)
        }
        if !claim.isNew, let known = try await database.shopper(claim.shopper) {
            return comeBack(
                try await answering(signUp, known, isVerified: isVerified), assurance: assurance, isGuest: !isVerified)
        }
        return try await join(signUp, as: claim.shopper, through: retailer, assurance: assurance)
    }

    /// The shopper with the consents just given. Who is verified changes them for good; a guest only ever narrows
    /// those that its own token carries.
    private func answering(_ signUp: SignUp, _ known: Shopper, isVerified: Bool) async throws -> Shopper {
        guard isVerified else {
            var narrowed = known
            narrowed.consents.location = known.consents.location && signUp.consents.location
            narrowed.consents.marketing = known.consents.marketing && signUp.consents.marketing
            return narrowed
        }
        guard signUp.consents != known.consents,
            let (before, after) = try await database.change(
                known.id, locale: signUp.locale, location: signUp.consents.location,
                marketing: signUp.consents.marketing, at: now)
        else { return known }
        try await note(after.consents, before: before.consents, of: after, textVersion: signUp.textVersion)
        return after
    }

    private func join(
        _ signUp: SignUp, as id: ID<Shopper>, through retailer: ID<Retailer>?, assurance: Shopper.Assurance
    ) async throws -> SignedUp {
        let shopper = Shopper(
            id: id, locale: signUp.locale, consents: signUp.consents, generation: 1, createdAt: now)
        let code =
            assurance == .verified ? nil : OneTimeCode(owner: id.rawValue, secret: dice.bytes(OneTimeCode.secretLength))
        guard try await database.add(shopper, joining: retailer, recoveryHash: code?.hash(.recovery, secrets)) else {
            // Somebody else's by now; it must not be handed out as a new one.
            guard let known = try await database.shopper(id) else { throw Refused(.identityInvalid) }
            return comeBack(known, assurance: assurance, isGuest: assurance != .verified)
        }
        try await note(signUp.consents, before: nil, of: shopper, textVersion: signUp.textVersion)
        return signedUp(shopper, session: ids.next(), assurance: assurance, isGuest: false, recoveryCode: code?.text)
    }

    private func comeBack(_ shopper: Shopper, assurance: Shopper.Assurance, isGuest: Bool) -> SignedUp {
        signedUp(shopper, session: ids.next(), assurance: assurance, isGuest: isGuest, recoveryCode: nil)
    }

    func signedUp(
        _ shopper: Shopper, session: ID<Session>, assurance: Shopper.Assurance, isGuest: Bool, recoveryCode: String?
    ) -> SignedUp {
        let expiresAt = now.adding(seconds: ShopperToken.lifeSeconds)
        let token = ShopperToken(
            shopper: shopper.id, session: session, generation: shopper.generation, expiresAt: expiresAt,
            assurance: assurance, consents: shopper.consents, isGuest: isGuest)
        return SignedUp(
            shopper: shopper, token: secrets.text(token),
            expiresAt: Instant(seconds: expiresAt.seconds / 60 * 60), recoveryCode: recoveryCode)
    }

    /// One row for each purpose whose answer is new.
    func note(
        _ consents: Shopper.Consents, before: Shopper.Consents?, of shopper: Shopper, textVersion: String
    ) async throws {
        let purposes = [
            ("location", consents.location, before?.location), ("marketing", consents.marketing, before?.marketing),
        ]
        for (purpose, granted, earlier) in purposes where granted != earlier {
            try await database.addConsent(
                ids.nextNumber(), of: shopper.id, purpose: purpose, granted: granted, textVersion: textVersion,
                language: shopper.locale, at: now)
        }
    }
}
