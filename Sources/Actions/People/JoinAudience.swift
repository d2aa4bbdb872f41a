public import Promotions
import Records

/// A shopper's side of an audience.
extension Desk {
    /// With the group's code. Again, it answers the same.
    /// - Returns: refused with `joinCodeWrong` also where there is no such group: a refusal must not tell.
    public func joinAudience(
        _ ref: Ref<Audience>, _ token: ShopperToken, with typed: String, retry: RetryRequest?
    ) async throws -> Answer<(retailer: Retailer, audience: Audience, member: AudienceMember)> {
        // Whoever merely typed another's identity must not speak for that person.
        if token.isGuest { return .refused(.identityUnverified) }
        guard let book = shelf.current.book(ref.retailer),
            let audience = try await database.audience(ref.id, of: ref.retailer), audience.joinsByCode,
            CouponCode(typed: typed) == secrets.joinCode(of: ref, number: audience.codeNumber)
        else { return .refused(.joinCodeWrong) }
        let isKept = try await keeping(retry, reference: ref.id.rawValue, of: ref.retailer) { database in
            _ = try await database.addMembers([token.shopper], to: ref.id, of: ref.retailer, by: .code, at: now)
        }
        guard isKept else { return .refused(.idempotencyMismatch) }
        guard let member = try await database.member(token.shopper, of: ref.id, of: ref.retailer) else {
            return .refused(.joinCodeWrong)
        }
        return .done((book.retailer, audience, member))
    }

    /// Whoever put them in. Again, it answers the same, and so it does where they never were.
    public func leaveAudience(
        _ ref: Ref<Audience>, _ token: ShopperToken, retry: RetryRequest?
    ) async throws -> Answer<Void> {
        if token.isGuest { return .refused(.identityUnverified) }
        let isKept = try await keeping(retry, reference: ref.id.rawValue, of: ref.retailer) { database in
            _ = try await database.removeMember(token.shopper, of: ref.id, of: ref.retailer)
        }
        return isKept ? .done(()) : .refused(.idempotencyMismatch)
    }

    /// Writes the retry key together with what `body` writes, which does no harm twice: what is answered is told from
    /// what stands there, so that a known key with the same body goes on like a new one.
    /// - Returns: false if the key came with another body before.
    func keeping(
        _ retry: RetryRequest?, reference: Int64, of retailer: ID<Retailer>,
        _ body: @Sendable (Database) async throws -> Void
    ) async throws -> Bool {
        let key = retry.map { secrets.retryKey($0, reference: reference) }
        return try await database.transaction { database -> Bool in
            if let key, try await database.claim([key], of: retailer, at: now).isEmpty {
                let known = try await database.retryKeys([key.hash], of: retailer)[key.hash]
                guard known?.bodyHash == key.bodyHash else { return false }
            }
            try await body(database)
            return true
        }
    }
}
