public import Promotions
import Records

/// The store's side of an appeal.
extension Desk {
    public func appeals(
        of retailer: ID<Retailer>, store: ID<Store>?, state: Appeal.State?, after: ID<CheckIn>?, limit: Int
    ) async throws -> [Appeal] {
        try await database.appeals(of: retailer, store: store, state: state, after: after, limit: limit)
    }

    /// What was in the way of check-ins that somebody appealed against.
    public func doubts(
        _ checkIns: [ID<CheckIn>], of retailer: ID<Retailer>
    ) async throws -> [ID<CheckIn>: CheckInRecord] {
        try await database.checkIns(checkIns, of: retailer)
    }

    /// What settling an appeal comes to.
    public enum Settlement: Sendable {
        case settled(AppealAnswer)
        /// A limit forbids it now; the appeal stays open and may be granted later.
        case nothing(SaidReason)
    }

    /// Believes the shopper: the check-in earns what it would have earned at its time, as far as the limits allow now.
    /// Granted again, it answers the same.
    /// - Parameter counter: of a till: only appeals of its store are there.
    /// - Returns: refused with `wrongState` if it was rejected.
    public func grantAppeal(
        _ ref: Ref<CheckIn>, by settler: Appeal.Settler, at counter: ID<Store>?, retry: RetryRequest?
    ) async throws -> Answer<Settlement> {
        guard let appeal = try await database.appeal(ref.id, of: ref.retailer),
            counter == nil || counter == appeal.store
        else { return .refused(.notFound) }
        guard try await keeping(retry, for: ref, { _ in true }) != nil else { return .refused(.idempotencyMismatch) }
        guard let store = shelf.current.book(ref.retailer)?.store(appeal.store) else { return .refused(.storeArchived) }
        switch try await grant(appeal, ref, by: settler, in: store, assurance: appeal.assurance, code: .none) {
        case .refused(let refused): return .refused(refused)
        case .done(.rejected): return .refused(.wrongState, Self.isSettled(.rejected))
        case .done(.nothing(let reason)):
            return .done(.nothing(SaidReason(reason, say: CheckInWords.say(reason, isVisit: false))))
        case .done(.granted):
            let settled = try await database.appeal(ref.id, of: ref.retailer) ?? appeal
            return .done(.settled(try await told(settled, ref)))
        }
    }

    /// Final. Rejected again, it answers the same.
    /// - Parameters:
    ///   - reason: for the shopper.
    ///   - person: of the retailer's, for its audit; tills have none.
    /// - Returns: refused with `wrongState` if it was granted.
    public func rejectAppeal(
        _ ref: Ref<CheckIn>, because reason: String?, by settler: Appeal.Settler, auditing person: AuditEntry.By?,
        at counter: ID<Store>?, retry: RetryRequest?
    ) async throws -> Answer<AppealAnswer> {
        guard let appeal = try await database.appeal(ref.id, of: ref.retailer),
            counter == nil || counter == appeal.store
        else { return .refused(.notFound) }
        let attempt = ids.nextNumber()
        let isKept = try await keeping(retry, for: ref) { database in
            let rejected = try await database.settle(
                ref.id, of: ref.retailer, as: .rejected, by: settler, because: reason, attempt: attempt, at: now)
            if let person, rejected != nil {
                try await Desk(self, database: database).audit(
                    "POST /v1/appeals/{id}/reject", by: person, of: ref.retailer, subject: ref.text)
            }
            return rejected != nil
        }
        guard isKept != nil else { return .refused(.idempotencyMismatch) }
        let settled = try await database.appeal(ref.id, of: ref.retailer) ?? appeal
        guard settled.state == .rejected else { return .refused(.wrongState, Self.isSettled(.granted)) }
        return .done(try await told(settled, ref))
    }

    private static func isSettled(_ state: Appeal.State) -> Sentence {
        "This appeal was \(state.rawValue) already."
    }

    enum Granting {
        case granted
        case rejected
        case nothing(CheckInReason)
    }

    /// First the appeal is taken, so that nobody rejects it meanwhile, then the check-in earns; a limit in the way gives
    /// the appeal back. If the process dies in between, granting it again goes on from there.
    func grant(
        _ appeal: Appeal, _ ref: Ref<CheckIn>, by settler: Appeal.Settler, in store: Store,
        assurance: Shopper.Assurance, code: CodeProof
    ) async throws -> Answer<Granting> {
        let attempt = ids.nextNumber()
        _ = try await database.settle(ref.id, of: ref.retailer, as: .granted, by: settler, attempt: attempt, at: now)
        guard try await database.appeal(ref.id, of: ref.retailer)?.state != .rejected else { return .done(.rejected) }
        guard let record = try await database.checkIn(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        switch try await vouch(
            for: record, of: ref.retailer, in: store, assurance: assurance, code: code, attempt: attempt)
        {
        case .refused(let refused):
            _ = try await database.reopen(ref.id, of: ref.retailer, attempt: attempt)
            return .refused(refused)
        case .done(.nothing(let reason)):
            _ = try await database.reopen(ref.id, of: ref.retailer, attempt: attempt)
            return .done(.nothing(reason))
        case .done(.earned):
            _ = try await database.confirmGranted(ref.id, of: ref.retailer, by: settler, attempt: attempt, at: now)
            return .done(.granted)
        case .done(.earnedBefore): return .done(.granted)
        }
    }

    /// What believing a shopper comes to.
    enum Vouched {
        case earned([IssuedCoupon])
        /// By another attempt, or in another way.
        case earnedBefore
        case nothing(CheckInReason)
    }

    /// Decides a check-in again as that of somebody who was there, in its retailer's queue like every other one. Of
    /// any number of attempts at once one is recorded.
    /// - Parameter record: as it was just read.
    func vouch(
        for record: CheckInRecord, of retailer: ID<Retailer>, in store: Store, assurance: Shopper.Assurance,
        code: CodeProof, attempt: Int64, onlyCampaign: ID<Campaign>? = nil
    ) async throws -> Answer<Vouched> {
        if record.verdict == .accepted { return .done(.earnedBefore) }
        if shelf.current.book(retailer)?.staff.contains(record.shopper) == true { return .done(.nothing(.staff)) }
        let other = record.candidates.first { $0.store == store.id }
        let nearby = Nearby(
            store: store, distanceMeters: other?.distanceMeters ?? record.distanceMeters ?? 0,
            containment: other?.containment ?? record.containment ?? 0)
        var visit = CheckInRequest.Visit(
            whereabouts: .inside(nearby, also: []), resumed: record, code: code, vouchedSince: record.checkedAt,
            onlyCampaign: onlyCampaign)
        visit.parties = try await parties(of: record.shopper, at: visit.whereabouts, of: retailer)
        // Whose it is comes from the record: whoever settles it earns nothing.
        let owner = ShopperToken(
            shopper: record.shopper, session: record.session, generation: 1, expiresAt: now, assurance: assurance,
            consents: Shopper.Consents(location: record.fix != nil, marketing: false), isGuest: false)
        let request = CheckInRequest(
            kind: .visit(visit), caller: owner, fix: record.fix, fixes: record.fixes, capturedAt: record.capturedAt,
            channel: record.channel, retry: nil, step: secrets.vouchKey(Ref(retailer, record.id), attempt: attempt),
            id: record.id.rawValue, at: now)
        switch try await submit(request, of: retailer) {
        case .refused(let refused): return .refused(refused)
        case .done(.recorded(_, let coupons)): return .done(.earned(coupons))
        // Believing it would count that day, which counts already.
        case .done(.notIssued(.countedToday)): return .done(.earnedBefore)
        case .done(.short): return .refused(.notFound)
        case .done(.notIssued(let reason)): return .done(.nothing(reason))
        case .done(.overtaken), .done(.repeated), .done(.issued), .done(.mismatch): return .done(.earnedBefore)
        }
    }
}
