import Logging
import Postgres
import Promotions
import Records

/// Redemptions go in batches like check-ins. Here the coupons' rows are locked before anything is decided, in the order
/// of their ids, so that what the rules saw is what is written.
extension Desk {
    private static let redemptionTriesMax = 5

    func runRedemptions(
        _ requests: [RedemptionRequest], of retailer: ID<Retailer>
    ) async -> [Result<RedemptionOutcome, any Error>] {
        do {
            return try await redeemed(requests, of: retailer).map { .success($0) }
        } catch {
            logger.error("redemption batch failed", metadata: ["size": "\(requests.count)", "cause": "\(error)"])
            return requests.map { _ in .failure(error) }
        }
    }

    private func redeemed(_ requests: [RedemptionRequest], of retailer: ID<Retailer>) async throws
        -> [RedemptionOutcome]
    {
        for attempt in 1... {
            do {
                return try await database.transaction { database in
                    try await Desk(self, database: database)
                        .decideAndRecord(requests, of: retailer, mayBeWritten: attempt > 1)
                }
            } catch let error as PostgresError
                where attempt < Self.redemptionTriesMax && (error.isTransient || error.kind == .outcomeUnknown)
            {
                // After an unknown commit the same ids are written again: a redemption that is there already has the
                // same id, and its request is told so.
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        preconditionFailure("the last try returns or throws")
    }

    /// - Parameter mayBeWritten: an earlier try of the same requests may have been committed after all.
    private func decideAndRecord(
        _ requests: [RedemptionRequest], of retailer: ID<Retailer>, mayBeWritten: Bool
    ) async throws -> [RedemptionOutcome] {
        var keys: [[UInt8]: RetryKey] = [:]
        for key in requests.compactMap(\.retry) where keys[key.hash] == nil { keys[key.hash] = key }
        let facts = try await database.claim(
            Array(keys.values), codeHashes: requests.flatMap(\.hashes), sales: Set(requests.compactMap(\.named)),
            tills: Set(requests.map(\.till.till.id)), of: retailer, at: now)
        let ours = facts.ours
        let known = try await database.retryKeys(keys.keys.filter { !ours.contains($0) }, of: retailer)
        // What was taken under a reservation has its number: whoever commits twice hears the same.
        let written = try await database.redemptions(
            requests.filter { mayBeWritten || $0.committing != nil }.map(\.id), of: retailer)
        let byHash = Dictionary(facts.coupons.map { ($0.codeHash, $0.coupon) }, uniquingKeysWith: { first, _ in first })
        var guesses = try await countGuesses(requests, facts, existing: Set(byHash.keys), of: retailer)
        var draft = RedemptionDraft(sales: facts.sales)
        for request in requests {
            if let outcome = draft.repeated(request, known: known, open: { self.keptAnswer($0, of: retailer) }) {
                draft.outcomes.append(outcome)
            } else if let kept = written[request.id], kept.voidedAt == nil, kept.store == request.till.store {
                draft.outcomes.append(.repeated(request.id))
            } else if draft.hasCommitted(request) {
                draft.outcomes.append(.repeated(request.id))
            } else {
                let coupon = draft.current(request.hashes.lazy.compactMap { byHash[$0] }.first)
                if request.isGuess, let end = guesses.throttledUntil(request, exists: coupon != nil) {
                    draft.outcomes.append(.answered(.refused(throttled(request.till, until: end))))
                    continue
                }
                let answer = try await judge(
                    coupon, for: draft.sale(of: request), basket: request.sale.basket, till: request.till,
                    committing: request.committing, at: request.at)
                draft.take(answer, request, coupon: coupon, visitID: ids.next())
            }
        }
        try await keep(draft.outcomes, of: requests, ours: ours, retailer)
        try await database.add(
            zip(requests, draft.outcomes).compactMap { request, outcome in
                guard case .answered(.refused(let no)) = outcome, request.committing == nil else { return nil }
                return failedScan(
                    no, request.wish.scanned, request.sale, at: request.till,
                    coupon: request.hashes.lazy.compactMap { byHash[$0]?.id }.first, codeHash: request.hashes.last)
            }, of: retailer)
        let batch = draft.batch
        try await database.record(batch, entryIDs: (0..<batch.entryCount).map { _ in ids.nextNumber() }, of: retailer)
        return draft.outcomes
    }

    /// Counts codes that do not exist, in the transaction that answers them.
    private func countGuesses(
        _ requests: [RedemptionRequest], _ facts: RedemptionFacts, existing: Set<[UInt8]>, of retailer: ID<Retailer>
    ) async throws -> GuessBook {
        let guesses = requests.filter { $0.isGuess && ($0.retry.map { facts.ours.contains($0.hash) } ?? true) }
        let missed = guesses.filter { existing.isDisjoint(with: $0.hashes) }
        watch(lookups: guesses.count, misses: missed.count)
        var book = GuessBook(standing: facts.misses)
        let misses = book.uncounted(missed)
        book.take(misses, counted: try await database.count(misses, of: retailer, at: now))
        return book
    }

    /// Keeps for retries what no row tells.
    private func keep(
        _ outcomes: [RedemptionOutcome], of requests: [RedemptionRequest], ours: Set<[UInt8]>, _ retailer: ID<Retailer>
    ) async throws {
        var unkept: [[UInt8]] = []
        for (request, outcome) in zip(requests, outcomes) {
            guard let key = request.retry, ours.contains(key.hash), case .answered(let answer) = outcome else {
                continue
            }
            if let sealed = try seal(answer, under: key, of: retailer) {
                try await database.keep(answer: sealed, under: key.hash, of: retailer)
            } else if case .refused = answer {
                unkept.append(key.hash)
            }
        }
        try await database.giveUp(unkept, of: retailer)
    }
}

/// A batch of redemptions and reservations while it is decided.
private struct RedemptionDraft {
    var outcomes: [RedemptionOutcome] = []
    var batch = TillBatch()
    private var changed: [ID<Coupon>: Coupon] = [:]
    private var sales: [Sale: SaleSoFar]
    /// The keys of this batch, each with the place of its outcome.
    private var keys: [[UInt8]: (key: RetryKey, place: Int)] = [:]

    init(sales: [Sale: SaleSoFar]) {
        self.sales = sales
    }

    /// The coupon as this batch leaves it.
    func current(_ coupon: Coupon?) -> Coupon? {
        coupon.flatMap { changed[$0.id] ?? $0 }
    }

    mutating func repeated(
        _ request: RedemptionRequest, known: [[UInt8]: RetryKey], open: (RetryKey) -> TillAnswer?
    ) -> RedemptionOutcome? {
        guard let key = request.retry else { return nil }
        if let earlier = known[key.hash] {
            guard earlier.bodyHash == key.bodyHash else { return .mismatch }
            return open(earlier).map { .answered($0) } ?? .repeated(ID(earlier.reference))
        }
        if let (earlier, place) = keys[key.hash] {
            return earlier.bodyHash == key.bodyHash ? outcomes[place] : .mismatch
        }
        keys[key.hash] = (key, outcomes.count)
        return nil
    }

    /// Whether this batch takes the coupon of the same reservation already.
    func hasCommitted(_ request: RedemptionRequest) -> Bool {
        request.committing != nil && batch.redemptions.contains { $0.id == request.id }
    }

    /// As this batch leaves it.
    func sale(of request: RedemptionRequest) -> SaleSoFar {
        request.named.flatMap { sales[$0] } ?? SaleSoFar()
    }

    mutating func take(_ answer: TillAnswer, _ request: RedemptionRequest, coupon: Coupon?, visitID: ID<CheckIn>) {
        guard case .usable(let outcome, _, let terms, let say) = answer, let coupon else {
            outcomes.append(.answered(answer))
            return
        }
        var discount: Money?
        var lines: [LineDiscount] = []
        if case .amount(let money, let allocated) = outcome { (discount, lines) = (money, allocated) }
        switch request.wish {
        case .reserve:
            let held = reserve(coupon, request, for: terms.coupon.reserveSeconds)
            let kept = KeptReservation(
                id: held.id, coupon: coupon.id, until: held.until, discount: discount, lines: lines)
            outcomes.append(.answered(.reserved(kept, say: say)))
        case .take:
            if let sale = request.named {
                sales[sale, default: SaleSoFar()].taken.append(TakenCoupon(coupon, outcome, request.sale.basket))
            }
            let kept = redeem(coupon, request, terms: terms, discount: discount, lines: lines, visitID: visitID)
            outcomes.append(.answered(.redeemed(kept, say: say)))
        }
    }

    /// A till that reserves again what it holds hears of the reservation that it has.
    private mutating func reserve(_ coupon: Coupon, _ request: RedemptionRequest, for seconds: Int) -> Reservation {
        if let held = coupon.reservation(at: request.at) { return held }
        end(coupon, at: request.at)
        let reservation = Reservation(
            id: ID(request.number), till: request.till.till.id, store: request.till.store,
            until: request.at.adding(seconds: seconds))
        batch.reservations.append(
            ReservationRecord(
                reservation: reservation, coupon: coupon.id, cashier: request.sale.cashier,
                receiptNumber: request.sale.receiptNumber, saleID: request.sale.saleID, reservedAt: request.at))
        changed[coupon.id] = coupon.reserved(reservation)
        return reservation
    }

    private mutating func end(_ coupon: Coupon, at instant: Instant) {
        guard let reservation = coupon.reservation else { return }
        batch.ended.append(
            TillBatch.Ended(reservation, of: coupon.id, isLapsed: coupon.hasLapsed(at: instant), at: instant))
    }

    private mutating func redeem(
        _ coupon: Coupon, _ request: RedemptionRequest, terms: Terms, discount: Money?, lines: [LineDiscount],
        visitID: ID<CheckIn>
    ) -> KeptRedemption {
        end(coupon, at: request.at)
        let end = request.at.adding(seconds: terms.coupon.voidSeconds)
        batch.redemptions.append(
            RedemptionRecord(
                id: request.id, coupon: coupon.id, campaign: coupon.campaign, till: request.till.till.id,
                store: request.till.store, cashier: request.sale.cashier, receiptNumber: request.sale.receiptNumber,
                saleID: request.sale.saleID, basketTotal: request.sale.basket?.total,
                basketLines: request.sale.basket?.lines, discount: discount, lines: lines,
                redeemedAt: request.at, voidableUntil: end))
        changed[coupon.id] = coupon.redeemed(at: request.at, in: request.till.store)
        if terms.presence.when == .toUse, let shopper = coupon.shopper, let session = coupon.session {
            batch.visits.append(
                CheckInRecord(
                    id: visitID, shopper: shopper, session: session, store: request.till.store, verdict: .accepted,
                    reasons: [], source: .till, checkedAt: request.at))
        }
        return KeptRedemption(
            id: request.id, coupon: coupon.id, store: request.till.store, discount: discount, lines: lines,
            redeemedAt: request.at, voidableUntil: end)
    }
}
