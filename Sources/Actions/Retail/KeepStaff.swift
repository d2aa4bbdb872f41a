public import Promotions
import Records

/// Who works for the retailer. Staff check in like anybody and earn nothing, so that nobody is paid for being at work.
extension Desk {
    /// A member of the staff scans the code on a till, once. Whoever is staff already stays as is.
    public func joinStaff(
        _ token: ShopperToken, with typed: String
    ) async throws -> Answer<(retailer: Retailer, member: StaffMember)> {
        // Whoever merely typed another's identity must not take that person's rewards away.
        if token.isGuest { return .refused(.identityUnverified) }
        guard let code = PresenceCode(typed: typed), let store = code.store,
            let book = shelf.current.book(store.retailer), book.store(store.id) != nil,
            secrets.staffStep(code, of: store, at: now) != nil
        else { return .refused(.staffCodeWrong) }
        let member: StaffMember
        if let known = try await database.staffMember(token.shopper, of: store.retailer) {
            member = known
        } else {
            member = try await database.transaction { database in
                guard let version = try await database.raiseVersion(of: store.retailer) else {
                    throw Refused(.staffCodeWrong)
                }
                _ = try await database.addStaff(
                    [token.shopper], of: store.retailer, at: store.id, since: now, version: version)
                let known = try await database.staffMember(token.shopper, of: store.retailer)
                return known ?? StaffMember(shopper: token.shopper, source: .till, store: store.id, since: now)
            }
            try await refresh(store.retailer)
        }
        return .done((book.retailer, member))
    }

    public func staff(of retailer: ID<Retailer>, after: ID<Shopper>?, limit: Int) async throws -> [StaffMember] {
        try await database.staff(of: retailer, after: after, limit: limit)
    }

    /// Called inside `once`. The shopper earns again, until the next scan of a staff code, or until an identity is
    /// taken off the list and put on it again.
    public func removeStaff(_ shopper: ID<Shopper>, of retailer: ID<Retailer>) async throws -> Answer<Void> {
        guard let version = try await database.raiseVersion(of: retailer),
            try await database.removeStaff(shopper, of: retailer, at: now, version: version)
        else { return .refused(.notFound) }
        return .done(())
    }
}
