import Logging
import Postgres
import Promotions
import Records

/// The hot path: read the facts for all, decide each purely, record all in one transaction.
extension Desk {
    /// How often a batch is tried before its callers hear of a fault.
    private static let triesMax = 12

    func runBatch(_ requests: [CheckInRequest], of retailer: ID<Retailer>) async -> [Result<CheckInOutcome, any Error>]
    {
        do {
            return try await recorded(requests, of: retailer).map { .success($0) }
        } catch {
            logger.error("check-in batch failed", metadata: ["size": "\(requests.count)", "cause": "\(error)"])
            return requests.map { _ in .failure(error) }
        }
    }

    private func recorded(_ requests: [CheckInRequest], of retailer: ID<Retailer>) async throws -> [CheckInOutcome] {
        var isLocking = false
        for attempt in 1... {
            do {
                // The lost transaction of an unknown commit may still be running. Its ids are written again, which
                // waits for it; what is found to be there then was ours.
                let written = attempt == 1 ? [] : try await self.written(requests, of: retailer)
                if isLocking {
                    return try await database.transaction { database in
                        try await Desk(self, database: database)
                            .tryBatch(requests, written: written, of: retailer, isLocking: true, looksUpKeys: true)
                    }
                }
                return try await tryBatch(
                    requests, written: written, of: retailer, isLocking: false,
                    looksUpKeys: attempt > 1 || repeats.isLikely(at: now))
            } catch BatchSetback.overdrawn where attempt < Self.triesMax {
                // Once more with its counters locked first, and with the campaigns as they are now.
                try await refresh(retailer)
                isLocking = true
            } catch BatchSetback.repeated where attempt < Self.triesMax {
                repeats.note(at: now)
                isLocking = false
            } catch let error as PostgresError where attempt < Self.triesMax && Self.isWorthRepeating(error) {
                isLocking = false
                try await Task.sleep(for: .milliseconds(20 << min(attempt, 6)))
            }
        }
        preconditionFailure("the last try returns or throws")
    }

    /// A clash of coupon codes is cured by new ones.
    static func isWorthRepeating(_ error: PostgresError) -> Bool {
        error.isTransient || error.kind == .outcomeUnknown
            || (error.sqlState == "23505" && error.statement == "add coupons")
    }

    /// Those of the ids that an earlier try of the same batch has written after all.
    private func written(_ requests: [CheckInRequest], of retailer: ID<Retailer>) async throws -> Set<Int64> {
        async let checkIns = database.checkIns(requests.filter(\.isNewVisit).map { ID($0.id) }, of: retailer)
        async let coupons = database.coupons(requests.filter(\.isIssue).map { ID($0.id) }, of: retailer)
        return Set(try await checkIns.keys.map(\.rawValue)).union(try await coupons.map(\.coupon.id.rawValue))
    }

    private func tryBatch(
        _ requests: [CheckInRequest], written: Set<Int64>, of retailer: ID<Retailer>, isLocking: Bool,
        looksUpKeys: Bool
    ) async throws -> [CheckInOutcome] {
        let book = shelf.current.book(retailer)
        // Ids carry real time, whatever a rehearsal's clock shows. A process whose clock is ahead is seen as well.
        let since = ids.span(ofLastSeconds: Trail.seconds).lowerBound
        let wanted = FactsWanted(requests, book: book, visitsSince: since, keys: looksUpKeys)
        let facts = try await database.facts(
            of: retailer, wanted, stores: { book?.stores[$0] }, isLocking: isLocking)
        for (campaign, total) in facts.tally.totals
        where total.state == .enabled && !total.matches(book?.campaigns[campaign]) {
            // This memory is a moment behind; deciding on old terms would refuse what the new ones give.
            throw BatchSetback.overdrawn
        }
        var draft = BatchDraft(facts, written: written)
        for request in requests {
            try draft.decide(request, book: book, desk: self, retailer: retailer)
        }
        // Writing a key tells whether somebody had it. What writes none has to be looked up before it is refused.
        if !looksUpKeys, !draft.keepsAllKeys(of: requests) { throw BatchSetback.repeated }
        if draft.hasWork {
            try await database.record(draft.recordable, of: retailer, outboxID: self.ids.nextNumber(), at: now)
        }
        return draft.outcomes
    }
}
