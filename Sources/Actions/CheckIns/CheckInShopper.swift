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
        if let retry = attempt.retry {
            // Which retailer comes first may have changed since the first try; its answer stands.
            for other in place.others {
                if let known = try await repeatedReference(retry, of: other) {
                    return try await answer(known, of: other)
                }
            }
        }
        let id = ids.nextNumber()
        let isStaff = shelf.current.book(place.retailer)?.staff.contains(attempt.caller.shopper) ?? false
        // No consent, no position stored; nor that of staff, or one that nobody asked for.
        let fix = attempt.caller.consents.location && !isStaff && !place.isPositionIdle ? attempt.fix : nil
        var visit = CheckInRequest.Visit(
            whereabouts: place.whereabouts, reported: fix, code: place.code, isStaff: isStaff, word: attempt.word)
        visit.parties = try await parties(of: attempt.caller.shopper, at: place.whereabouts, of: place.retailer)
        let request = CheckInRequest(
            kind: .visit(visit), caller: attempt.caller, fix: fix?.fix, fixes: fix == nil ? 0 : 1,
            capturedAt: fix?.capturedAt, channel: attempt.channel,
            retry: attempt.retry.map { secrets.retryKey($0, reference: id) }, step: nil, id: id, at: now)
        return try await answer(submit(request, of: place.retailer), of: place.retailer)
    }

    /// Continues a held check-in with another fix, with the code on the store's screen, or with the store that the
    /// shopper chose among the candidates.
    /// - Returns: refused with `notHeld` if it was decided or its time has passed, `notFound` if it is another's.
    public func resume(
        _ ref: Ref<CheckIn>, by caller: ShopperToken, fix: ReportedFix?, store: Ref<Store>?, code: PresenceCode? = nil,
        retry: RetryRequest?
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
        let choices = held.candidates.map(\.store) + [held.store]
        if let store, !choices.contains(store.id) || store.retailer != ref.retailer {
            throw Invalid(field: "store_id", reason: "must be one of the candidates")
        }
        var stores = choices.compactMap(book.store)
        if let store { stores = stores.filter { $0.id == store.id } }
        let shown = shownStore(code, among: stores, of: ref.retailer, at: now)
        if shown == nil, let idle = idleReason(fix, code, after: held, by: caller, in: book, at: now) {
            // What says nothing decides nothing: the check-in goes on waiting.
            var waiting = held
            waiting.reasons = [idle]
            return try await answer(.done(.recorded(waiting, coupons: [])), of: ref.retailer)
        }
        let step: Continued
        if let shown {
            step = continued(held, in: shown.store, by: caller, fix: fix?.fix, book: book)
        } else {
            step = continued(held, by: caller, fix: fix?.fix, stores: stores, book: book)
        }
        var visit = CheckInRequest.Visit(
            whereabouts: step.whereabouts, resumed: held, reported: step.fix == nil ? nil : fix,
            code: shown.map { .right(stepsOff: $0.stepsOff) } ?? (code == nil ? held.evidence.code : .wrong))
        visit.parties = try await parties(of: caller.shopper, at: step.whereabouts, of: ref.retailer)
        let request = CheckInRequest(
            kind: .visit(visit), caller: caller, fix: step.fix, fixes: step.fixes,
            capturedAt: step.fix == nil ? nil : fix?.capturedAt ?? held.capturedAt, channel: held.channel,
            retry: retry.map { secrets.retryKey($0, reference: ref.id.rawValue) },
            step: secrets.stepKey(ref, after: held, attempt: ids.nextNumber()),
            id: ref.id.rawValue, at: now)
        return try await answer(submit(request, of: ref.retailer), of: ref.retailer)
    }

    /// A coupon without a visit: to print at home, good once it is used at an enrolled till.
    public func issue(
        _ campaign: Ref<Campaign>, to caller: ShopperToken, for store: Ref<Store>, channel: String? = nil,
        word: String? = nil, retry: RetryRequest?
    ) async throws -> Answer<IssueAnswer> {
        guard let book = shelf.current.book(campaign.retailer), let offer = book.campaigns[campaign.id],
            offer.state == .enabled, offer.terms.presence.when == .toUse,
            // A private sale is there for whoever knows the word.
            offer.opened(by: word) != nil
        else { return .refused(.notFound) }
        // Whoever typed another's identity could spend what they have earned.
        if offer.terms.price != nil, caller.isGuest { return .refused(.identityUnverified) }
        guard store.retailer == campaign.retailer, let place = book.store(store.id), offer.includes(place)
        else { return .refused(.notOffered, "This offer does not run in that store. Choose another one.") }
        if book.staff.contains(caller.shopper) {
            return .done(.refused(SaidReason(.staff, say: CheckInWords.say(.staff, isVisit: false))))
        }
        let id = ids.nextNumber()
        let request = CheckInRequest(
            kind: .issue(offer.id, place, word: word), caller: caller, fix: nil, fixes: 0, capturedAt: nil,
            channel: channel, retry: retry.map { secrets.retryKey($0, reference: id) }, step: nil, id: id, at: now)
        switch try await submit(request, of: campaign.retailer) {
        case .done(.issued(let coupon)): return .done(.issued(coupon))
        case .done(.notIssued(let reason)):
            return .done(.refused(SaidReason(reason, say: CheckInWords.say(reason, isVisit: false))))
        case .done(.short(let balance, let price)):
            return .refused(
                Refused(
                    .pointsShort, GiftWords.short(of: price.points, balance: balance),
                    members: [("balance", .int(balance)), ("price", price.json)]))
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

    func submit(_ request: CheckInRequest, of retailer: ID<Retailer>) async throws -> Answer<CheckInOutcome> {
        let queue = queues.checkIns(of: retailer) {
            BatchQueue(waitingMax: queues.queueMax) { await self.runBatch($0, of: retailer) }
        }
        do {
            return .done(try await queue.submit(request))
        } catch is BatchQueue<CheckInRequest, CheckInOutcome>.Full {
            return .refused(.busy)
        }
    }

    func repeatedReference(
        _ retry: RetryRequest, of retailer: ID<Retailer>
    ) async throws -> Answer<CheckInOutcome>? {
        let key = secrets.retryKey(retry, reference: 0)
        guard let known = try await database.retryKeys([key.hash], of: retailer)[key.hash] else { return nil }
        return .done(known.bodyHash == key.bodyHash ? .repeated(reference: known.reference) : .mismatch)
    }
}
