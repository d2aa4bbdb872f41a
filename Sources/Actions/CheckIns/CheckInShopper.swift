import Geofence
public import Promotions
import Records

extension Desk {
    /// A check-in, recorded whatever comes of it. Answers after the commit.
    /// - Returns: refused with `noStoreNear` or `notFound` (nothing is recorded then), `idempotencyMismatch` or `busy`.
    public func checkIn(_ attempt: CheckInAttempt) async throws -> Answer<CheckInAnswer> {
        let now = now
        guard let place = place(attempt, in: shelf.current, at: now) else {
            return .refused(attempt.store == nil ? .noStoreNear : .notFound)
        }
        let id = ids.nextNumber()
        let keepsFix = attempt.caller.consents.location
        let request = CheckInRequest(
            kind: .visit(place.whereabouts, resumed: nil), caller: attempt.caller,
            fix: keepsFix ? attempt.fix?.fix : nil, fixes: keepsFix && attempt.fix != nil ? 1 : 0,
            capturedAt: keepsFix ? attempt.fix?.capturedAt : nil, channel: attempt.channel,
            retry: attempt.retry.map { secrets.retryKey($0, reference: id) }, step: nil, id: id, at: now)
        return try await answer(submit(request, of: place.retailer), of: place.retailer)
    }

    /// Continues a held check-in with another fix, or with the store that the shopper chose among the candidates.
    /// - Returns: refused with `notHeld` if it was decided or its time has passed, `notFound` if it is another's.
    public func resume(
        _ ref: Ref<CheckIn>, by caller: ShopperToken, fix: ReportedFix?, store: Ref<Store>?, retry: RetryRequest?
    ) async throws -> Answer<CheckInAnswer> {
        let now = now
        if let retry, let known = try await repeatedReference(retry, of: ref.retailer) {
            return try await answer(known, of: ref.retailer)
        }
        guard let held = try await database.checkIn(ref.id, of: ref.retailer), held.shopper == caller.shopper,
            !caller.isGuest || held.session == caller.session, let book = shelf.current.book(ref.retailer)
        else { return .refused(.notFound) }
        guard held.verdict == .held, let until = held.heldUntil, now < until,
            held.fixes < CheckIn.fixesMax || fix == nil
        else { return .refused(.notHeld) }
        if let fix, caller.consents.location, let flaw = PresenceRules.flaw(of: fix, at: now) {
            // A fix that says nothing decides nothing: the check-in goes on waiting.
            var waiting = held
            waiting.reasons = [flaw]
            return try await answer(.done(.recorded(waiting, coupons: [])), of: ref.retailer)
        }
        if let store,
            !(held.candidates.map(\.store) + [held.store]).contains(store.id) || store.retailer != ref.retailer
        {
            throw Invalid(field: "store_id", reason: "must be one of the candidates")
        }
        let step = continued(held, by: caller, fix: fix, store: store, in: book, retailer: ref.retailer, at: now)
        let request = CheckInRequest(
            kind: .visit(step.whereabouts, resumed: held), caller: caller, fix: step.fix, fixes: step.fixes,
            capturedAt: fix?.capturedAt ?? held.capturedAt, channel: held.channel,
            retry: retry.map { secrets.retryKey($0, reference: ref.id.rawValue) },
            step: secrets.stepKey(ref, after: held, attempt: ids.nextNumber()),
            id: ref.id.rawValue, at: now)
        return try await answer(submit(request, of: ref.retailer), of: ref.retailer)
    }

    private func continued(
        _ held: CheckInRecord, by caller: ShopperToken, fix: ReportedFix?, store: Ref<Store>?, in book: RetailerBook,
        retailer: ID<Retailer>, at now: Instant
    ) -> (whereabouts: Whereabouts, fix: Fix?, fixes: Int) {
        var stores = (held.candidates.map(\.store) + [held.store]).compactMap(book.store)
        if let store {
            stores = stores.filter { store.retailer == retailer && $0.id == store.id }
        }
        guard caller.consents.location else {
            return (.refused(.noConsent, nearest: stores.first.map { Nearby(bare: $0) }), nil, 0)
        }
        var fused = held.fix
        var fixes = held.fixes
        if let fix {
            fused = Fix.fused([held.fix, fix.fix].compactMap { $0 })
            fixes += 1
        }
        guard let fused, let first = stores.first else {
            return (.refused(.outsideFence, nearest: nil), held.fix, fixes)
        }
        var seen: Set<ID<Store>> = []
        stores = stores.filter { seen.insert($0.id).inserted }
        var judged =
            stores.count == 1
            ? PresenceRules.judge(fused, at: first, policy: book.policy(at: first))
            : PresenceRules.judge(fused, among: stores, policy: book.policy(at:))
                ?? .refused(.outsideFence, nearest: Nearby(store: first, fix: fused))
        if case .inside(let nearby, _) = judged {
            // Where fences overlap, the coupon is good in each that holds the shopper as surely.
            let also = held.candidates.filter { candidate in
                guard candidate.store != nearby.store.id, let other = book.store(candidate.store) else { return false }
                return candidate.containment >= book.policy(at: other).inside
            }
            judged = .inside(nearby, also: also.map(\.store))
        } else if case .unclear(let reason, let candidates) = judged, fixes >= CheckIn.fixesMax, reason == .uncertain {
            judged = .refused(.uncertain, nearest: candidates.first)
        }
        return (judged, fused, fixes)
    }

    /// A coupon without a visit: to print at home, good once it is used at an enrolled till.
    public func issue(
        _ campaign: Ref<Campaign>, to caller: ShopperToken, for store: Ref<Store>, retry: RetryRequest?
    ) async throws -> Answer<IssueAnswer> {
        guard let book = shelf.current.book(campaign.retailer), let offer = book.campaigns[campaign.id],
            offer.state == .enabled, offer.terms.presence.when == .toUse
        else { return .refused(.notFound) }
        guard store.retailer == campaign.retailer, let place = book.store(store.id), offer.terms.stores.includes(place)
        else { return .refused(.notOffered, "This offer does not run in that store. Choose another one.") }
        let id = ids.nextNumber()
        let request = CheckInRequest(
            kind: .issue(offer.id, place), caller: caller, fix: nil, fixes: 0, capturedAt: nil, channel: nil,
            retry: retry.map { secrets.retryKey($0, reference: id) }, step: nil, id: id, at: now)
        switch try await submit(request, of: campaign.retailer) {
        case .done(.issued(let coupon)): return .done(.issued(coupon))
        case .done(.notIssued(let reason)):
            return .done(.refused(SaidReason(reason, say: CheckInWords.say(reason, isVisit: false))))
        case .done(.repeated(let reference)):
            let coupons = try await issuedCoupons([ID(reference)], of: campaign.retailer)
            return coupons.first.map { .done(.issued($0)) } ?? .refused(.idempotencyMismatch)
        case .done(.mismatch): return .refused(.idempotencyMismatch)
        case .done(.recorded), .done(.overtaken): return .refused(.notFound)
        case .refused(let refused): return .refused(refused)
        }
    }

    /// What asking for a coupon to print at home comes to.
    public enum IssueAnswer: Sendable {
        case issued(IssuedCoupon)
        case refused(SaidReason)
    }

    private func submit(_ request: CheckInRequest, of retailer: ID<Retailer>) async throws -> Answer<CheckInOutcome> {
        let queue = queues.checkIns(of: retailer) {
            BatchQueue(waitingMax: queues.queueMax) { await self.runBatch($0, of: retailer) }
        }
        do {
            return .done(try await queue.submit(request))
        } catch is BatchQueue<CheckInRequest, CheckInOutcome>.Full {
            return .refused(.busy)
        }
    }

    private func repeatedReference(
        _ retry: RetryRequest, of retailer: ID<Retailer>
    ) async throws -> Answer<CheckInOutcome>? {
        let key = secrets.retryKey(retry, reference: 0)
        guard let known = try await database.retryKeys([key.hash], of: retailer)[key.hash] else { return nil }
        return .done(known.bodyHash == key.bodyHash ? .repeated(reference: known.reference) : .mismatch)
    }
}
