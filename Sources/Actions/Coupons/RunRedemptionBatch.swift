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
        } catch is SaleTaken {
            return await oneByOne(requests, of: retailer)
        } catch {
            logger.error("redemption batch failed", metadata: ["size": "\(requests.count)", "cause": "\(error)"])
            return requests.map { _ in .failure(error) }
        }
    }

    /// Another process took one of the sales meanwhile: alone, each request shows whether it is the one.
    private func oneByOne(
        _ requests: [RedemptionRequest], of retailer: ID<Retailer>
    ) async -> [Result<RedemptionOutcome, any Error>] {
        var results: [Result<RedemptionOutcome, any Error>] = []
        for request in requests {
            do {
                results.append(.success(try await redeemed([request], of: retailer)[0]))
            } catch is SaleTaken {
                results.append(.success(.answered(.refused(no(.notStackable)))))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
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
        let hashes = requests.map { secrets.codeHashes($0.code, of: retailer) }
        let facts = try await database.claim(
            Array(keys.values), codeHashes: hashes.flatMap { $0 }, sales: Set(requests.compactMap(\.taking)),
            of: retailer, at: now)
        let ours = facts.ours
        let known = try await database.retryKeys(keys.keys.filter { !ours.contains($0) }, of: retailer)
        let written = mayBeWritten ? try await database.redemptions(requests.map(\.id), of: retailer) : [:]
        let byHash = Dictionary(facts.coupons.map { ($0.codeHash, $0.coupon) }, uniquingKeysWith: { first, _ in first })
        var draft = RedemptionDraft(takenSales: facts.takenSales)
        for (request, hashes) in zip(requests, hashes) {
            if written[request.id] != nil {
                draft.outcomes.append(.repeated(request.id))
            } else if let outcome = draft.repeated(request, known: known, open: { self.refusal($0, of: retailer) }) {
                draft.outcomes.append(outcome)
            } else {
                let coupon = hashes.lazy.compactMap { byHash[$0] }.first
                var answer = try await judge(
                    draft.taken(coupon), sale: request.sale, till: request.till, at: request.at)
                if case .usable = answer, draft.isTaken(request.taking) { answer = .refused(no(.notStackable)) }
                draft.take(answer, request, coupon: coupon, visitID: ids.next())
            }
        }
        for (request, outcome) in zip(requests, draft.outcomes) {
            guard let key = request.retry, ours.contains(key.hash), case .answered(.refused(let no)) = outcome else {
                continue
            }
            try await database.keep(answer: try seal(no, under: key, of: retailer), under: key.hash, of: retailer)
        }
        try await database.record(
            draft.redemptions, visits: draft.visits, entryIDs: draft.redemptions.map { _ in ids.nextNumber() },
            of: retailer)
        return draft.outcomes
    }
}

/// A batch of redemptions while it is decided.
private struct RedemptionDraft {
    var outcomes: [RedemptionOutcome] = []
    var redemptions: [RedemptionRecord] = []
    var visits: [CheckInRecord] = []
    private var takenNow: [ID<Coupon>: Coupon] = [:]
    private var takenSales: Set<Sale>
    /// The keys of this batch, each with the place of its outcome.
    private var keys: [[UInt8]: (key: RetryKey, place: Int)] = [:]

    init(takenSales: Set<Sale>) {
        self.takenSales = takenSales
    }

    /// The coupon as this batch leaves it.
    func taken(_ coupon: Coupon?) -> Coupon? {
        coupon.flatMap { takenNow[$0.id] ?? $0 }
    }

    mutating func repeated(
        _ request: RedemptionRequest, known: [[UInt8]: RetryKey], open: (RetryKey) -> TillNo?
    ) -> RedemptionOutcome? {
        guard let key = request.retry else { return nil }
        if let earlier = known[key.hash] {
            guard earlier.bodyHash == key.bodyHash else { return .mismatch }
            return open(earlier).map { .answered(.refused($0)) } ?? .repeated(ID(earlier.reference))
        }
        if let (earlier, place) = keys[key.hash] {
            return earlier.bodyHash == key.bodyHash ? outcomes[place] : .mismatch
        }
        keys[key.hash] = (key, outcomes.count)
        return nil
    }

    /// Whether another coupon went with this sale; if not, this one does.
    mutating func isTaken(_ sale: Sale?) -> Bool {
        sale.map { !takenSales.insert($0).inserted } ?? false
    }

    mutating func take(_ answer: TillAnswer, _ request: RedemptionRequest, coupon: Coupon?, visitID: ID<CheckIn>) {
        guard case .usable(let outcome, _, let terms, let say) = answer, let coupon else {
            outcomes.append(.answered(answer))
            return
        }
        var discount: Money?
        var lines: [LineDiscount] = []
        if case .amount(let money, let allocated) = outcome { (discount, lines) = (money, allocated) }
        redemptions.append(
            RedemptionRecord(
                id: request.id, coupon: coupon.id, campaign: coupon.campaign, till: request.till.till.id,
                store: request.till.store, cashier: request.sale.cashier, receiptNumber: request.sale.receiptNumber,
                saleID: request.sale.saleID, basketTotal: request.sale.basket?.total, discount: discount, lines: lines,
                redeemedAt: request.at))
        takenNow[coupon.id] = coupon.redeemed(at: request.at, in: request.till.store)
        if terms.presence.when == .toUse, let shopper = coupon.shopper, let session = coupon.session {
            visits.append(
                CheckInRecord(
                    id: visitID, shopper: shopper, session: session, store: request.till.store, verdict: .accepted,
                    reasons: [], source: .till, checkedAt: request.at))
        }
        let kept = KeptRedemption(
            id: request.id, coupon: coupon.id, store: request.till.store, discount: discount, lines: lines,
            redeemedAt: request.at)
        outcomes.append(.answered(.redeemed(kept, say: say)))
    }
}

extension Coupon {
    fileprivate func redeemed(at instant: Instant, in store: ID<Store>) -> Coupon {
        Coupon(
            id: id, campaign: campaign, revision: revision, shopper: shopper, session: session, store: self.store,
            alsoValidAt: alsoValidAt, storedState: .redeemed, issuedAt: issuedAt, expiresAt: expiresAt,
            redeemedAt: instant, redeemedStore: store)
    }
}
