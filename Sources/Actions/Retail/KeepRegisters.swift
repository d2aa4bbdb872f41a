public import Promotions
import Records

/// Registers of a retailer's own point-of-sale middleware: tills that need no enrolment, because the key speaks for all of
/// them. Each becomes one when it is first named.
extension Desk {
    /// - Returns: refused with `forbidden` for a register that was revoked, or a store that is archived.
    /// - Throws: `Invalid` for a store that the retailer does not have.
    public func register(
        _ name: String, atStore externalID: String, of retailer: ID<Retailer>
    ) async throws -> Answer<TillToken> {
        let place = Registers.Place(retailer: retailer, store: externalID, register: name)
        if let token = registers.token(place), let book = shelf.current.book(retailer),
            book.store(token.store) != nil, book.tills[token.till.id]?.revokedAt == nil
        {
            return .done(token)
        }
        guard let store = try await database.stores(of: retailer, externalIDs: [externalID]).first else {
            throw Invalid(field: "store_external_id", reason: "is none of your stores")
        }
        guard store.archivedAt == nil else { return .refused(.forbidden, "This store is archived.") }
        let till: Till
        if let known = try await database.register(name, at: store.id, of: retailer) {
            till = known
        } else {
            till = try await database.transaction { database in
                guard let version = try await database.raiseVersion(of: retailer) else { throw Refused(.notFound) }
                return try await database.register(
                    name, at: store.id, of: retailer, as: ids.next(), version: version, at: now)
            }
            try await refresh(retailer)
        }
        guard till.revokedAt == nil else { return .refused(.forbidden, "This register was revoked.") }
        let token = TillToken(till: Ref(retailer, till.id), store: store.id)
        registers.keep(token, as: place)
        return .done(token)
    }
}
