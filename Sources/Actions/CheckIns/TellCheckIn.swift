import Promotions
import Records

/// How a recorded check-in is told to its shopper, the first time and on every retry.
extension Desk {
    func answer(_ outcome: Answer<CheckInOutcome>, of retailer: ID<Retailer>) async throws -> Answer<CheckInAnswer> {
        switch outcome {
        case .refused(let refused): return .refused(refused)
        case .done(.recorded(let record, let coupons)):
            return try await tell(joinCrowds(record, of: retailer), coupons: coupons, of: retailer)
        case .done(.repeated(let reference)):
            guard let record = try await database.checkIn(ID(reference), of: retailer) else {
                return .refused(.idempotencyMismatch)
            }
            let coupons = try await issuedCoupons(record.offers.compactMap(\.coupon), of: retailer)
            return try await tell(joinCrowds(record, of: retailer), coupons: coupons, of: retailer)
        case .done(.mismatch): return .refused(.idempotencyMismatch)
        case .done(.overtaken): return .refused(.notHeld)
        case .done(.issued), .done(.notIssued), .done(.short): return .refused(.notFound)
        }
    }

    func tell(
        _ record: CheckInRecord, coupons: [IssuedCoupon], of retailer: ID<Retailer>
    ) async throws -> Answer<CheckInAnswer> {
        guard let book = shelf.current.book(retailer), let store = book.stores[record.store] else {
            return .refused(.notFound)
        }
        var offers: [(outcome: OfferOutcome, terms: Terms)] = []
        for outcome in record.offers {
            if let terms = try await terms(outcome.campaign, revision: outcome.revision, of: retailer) {
                offers.append((outcome, terms))
            }
        }
        let candidates = record.candidates.compactMap { candidate in
            book.stores[candidate.store].map { (store: $0, distanceMeters: candidate.distanceMeters) }
        }
        var balance: Int64?
        if record.offers.contains(where: { $0.state == .credited }) {
            balance = try await database.balance(of: record.shopper, at: retailer)
        }
        return .done(
            CheckInAnswer(
                retailer: retailer, record: record, store: store,
                reasons: said(record, offers: offers, at: store, of: retailer),
                candidates: candidates, offers: offers, coupons: coupons, balance: balance))
    }

    private func said(
        _ record: CheckInRecord, offers: [(outcome: OfferOutcome, terms: Terms)], at store: Store,
        of retailer: ID<Retailer>
    ) -> [SaidReason] {
        record.reasons.map { reason in
            let terms = offers.first { $0.outcome.reason == reason }?.terms
            let next =
                stop(of: record, behind: reason, of: retailer)?.until
                ?? terms?.schedule.nextWindows(1, after: record.checkedAt, zone: store.zone).first?.start
            let opensAt = next.map { LocalWords.moment($0, now: record.checkedAt, zone: store.zone) }
            if reason == .uncertain, record.verdict == .refused {
                return SaidReason(reason, say: CheckInWords.undecided)
            }
            return SaidReason(
                reason, say: CheckInWords.say(reason, distanceMeters: record.distanceMeters, opensAt: opensAt))
        }
    }

    /// Terms of any revision; the current one is in memory.
    func terms(_ campaign: ID<Campaign>, revision: Int, of retailer: ID<Retailer>) async throws -> Terms? {
        if let current = shelf.current.book(retailer)?.campaigns[campaign], current.revision == revision {
            return current.terms
        }
        return try await database.terms(campaign, revision: revision, of: retailer)
    }

    func issuedCoupons(_ ids: [ID<Coupon>], of retailer: ID<Retailer>) async throws -> [IssuedCoupon] {
        var issued: [IssuedCoupon] = []
        for stored in try await database.coupons(ids, of: retailer).sorted(by: { $0.coupon.id < $1.coupon.id }) {
            let coupon = stored.coupon
            guard let code = secrets.openCode(stored.codeSealed, for: Ref(retailer, coupon.id)),
                let terms = try await terms(of: coupon, retailer)
            else { continue }
            issued.append(
                IssuedCoupon(
                    coupon: coupon, code: code, terms: terms,
                    store: coupon.store.flatMap { shelf.current.book(retailer)?.stores[$0] },
                    keyGeneration: Int(stored.codeSealed.first ?? 0)))
        }
        return issued
    }
}
