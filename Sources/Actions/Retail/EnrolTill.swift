import Crypto
import Postgres
public import Promotions
import Records

/// A till that waits for its device, with the code to type on it.
public struct NewTill: Sendable {
    public let till: Till
    public let enrolmentCode: String
    public let expiresAt: Instant
}

extension Desk {
    /// An enrolment code is good for a week: tills are set up before a campaign, not on its morning.
    public static let enrolmentSeconds = 7 * 86_400

    /// Called inside `once`.
    public func addTill(named name: String, at store: Ref<Store>) async throws -> Answer<NewTill> {
        guard let version = try await database.raiseVersion(of: store.retailer),
            let place = try await database.store(store.id, of: store.retailer)
        else { return .refused(.notFound) }
        guard place.archivedAt == nil else { return .refused(.storeArchived) }
        let code = OneTimeCode(owner: store.retailer.rawValue, secret: dice.bytes(OneTimeCode.secretLength))
        let till = Till(id: ids.next(), store: store.id, name: name, createdAt: now, enrolledAt: nil, revokedAt: nil)
        let expiresAt = now.adding(seconds: Self.enrolmentSeconds)
        try await database.add(
            till, of: store.retailer, enrolmentHash: code.hash(.enrolment, secrets), enrolmentExpiresAt: expiresAt,
            version: version)
        return .done(NewTill(till: till, enrolmentCode: code.text, expiresAt: expiresAt))
    }

    /// Nil for what is no enrolment code of anybody here.
    public func retailer(ofEnrolmentCode typed: String) -> ID<Retailer>? {
        guard let code = OneTimeCode(typed) else { return nil }
        let retailer = ID<Retailer>(code.owner)
        return shelf.current.book(retailer) == nil ? nil : retailer
    }

    /// The code is used up; the answer's token is the device's from now on.
    public func enrolTill(_ typed: String) async throws -> Answer<(till: Ref<Till>, store: Ref<Store>, token: String)> {
        guard let code = OneTimeCode(typed) else { return .refused(.enrolmentCodeUnknown) }
        let retailer = ID<Retailer>(code.owner)
        let till: Till
        do {
            till = try await database.transaction { database in
                guard let version = try await database.raiseVersion(of: retailer),
                    let till = try await database.enrolTill(
                        hash: code.hash(.enrolment, secrets), of: retailer, at: now, version: version)
                else { throw UnknownCode() }
                return till
            }
        } catch is UnknownCode {
            return .refused(.enrolmentCodeUnknown)
        }
        try await refresh(retailer)
        let token = TillToken(till: Ref(retailer, till.id), store: till.store)
        return .done((Ref(retailer, till.id), Ref(retailer, till.store), secrets.text(token)))
    }

    /// Thrown, so that a guess also takes back the version that it raised.
    private struct UnknownCode: Error {}

    /// Its token is refused at once by this process, within a second by the others.
    public func revokeTill(_ till: Ref<Till>) async throws -> Answer<Void> {
        guard let version = try await database.raiseVersion(of: till.retailer),
            try await database.revoke(till.id, of: till.retailer, at: now, version: version)
        else { return .refused(.notFound) }
        return .done(())
    }

    public func tills(of retailer: ID<Retailer>, after: ID<Till>?, limit: Int) async throws -> [Till] {
        try await database.tills(of: retailer, after: after, limit: limit)
    }
}
