import Logging
import Postgres
import Promotions
import Records

/// The hot path: read the facts for all, decide each purely, record all in one transaction.
extension Desk {
    /// How often a batch is tried before its callers hear of a fault.
    private static let triesMax = 6

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
                if isLocking {
                    return try await database.transaction { database in
                        try await Desk(self, database: database).tryBatch(requests, of: retailer, isLocking: true)
                    }
                }
                return try await tryBatch(requests, of: retailer, isLocking: false)
            } catch BatchSetback.overdrawn where attempt < Self.triesMax {
                // Written once more with its counters locked first, so that it cannot fail again.
                try await refresh(retailer)
                isLocking = true
            } catch BatchSetback.repeated where attempt < Self.triesMax {
                isLocking = false
            } catch let error as PostgresError where attempt < Self.triesMax && Self.isWorthRepeating(error) {
                isLocking = false
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        preconditionFailure("the last try returns or throws")
    }

    /// A clash of coupon codes is cured by new ones.
    static func isWorthRepeating(_ error: PostgresError) -> Bool {
        error.isTransient || (error.sqlState == "23505" && error.statement == "add coupons")
    }

    private func tryBatch(
        _ requests: [CheckInRequest], of retailer: ID<Retailer>, isLocking: Bool
    ) async throws -> [CheckInOutcome] {
        let book = shelf.current.book(retailer)
        let wanted = CountersWanted(requests, book: book)
        let facts = try await database.facts(
            of: retailer, retryKeys: requests.flatMap(\.keys), counters: wanted.counters, campaigns: wanted.campaigns,
            isLocking: isLocking)
        var draft = BatchDraft(known: facts.known, tally: facts.tally)
        for request in requests {
            try draft.decide(request, book: book, desk: self, retailer: retailer)
        }
        try await record(draft, of: retailer, isLocking: isLocking)
        return draft.outcomes
    }

    private func record(_ draft: BatchDraft, of retailer: ID<Retailer>, isLocking: Bool) async throws {
        guard draft.hasWork else { return }
        let outboxID = ids.nextNumber()
        do {
            try await database.record(draft.batch, of: retailer, outboxID: outboxID, at: now)
        } catch let error as PostgresError where error.kind == .outcomeUnknown && !isLocking {
            try await settle(draft, of: retailer, outboxID: outboxID)
        }
    }

    /// The connection was lost while the commit was on its way. The same ids are written again, never just read: the
    /// lost transaction may still be running, and writing waits for it.
    private func settle(_ draft: BatchDraft, of retailer: ID<Retailer>, outboxID: Int64) async throws {
        for attempt in 1...Self.triesMax {
            try await Task.sleep(for: .milliseconds(20 << attempt))
            do {
                return try await database.record(draft.batch, of: retailer, outboxID: outboxID, at: now)
            } catch BatchSetback.repeated {
                if try await isRecorded(draft, of: retailer) { return }
                throw BatchSetback.repeated
            } catch let error as PostgresError where error.kind == .outcomeUnknown || error.isTransient {
                continue
            }
        }
        throw PostgresError(.outcomeUnknown, "the database did not come back in time")
    }

    private func isRecorded(_ draft: BatchDraft, of retailer: ID<Retailer>) async throws -> Bool {
        if let checkIn = draft.batch.checkIns.first {
            return try await database.checkIn(checkIn.id, of: retailer) != nil
        }
        if let coupon = draft.batch.coupons.first {
            return try await !database.coupons([coupon.id], of: retailer).isEmpty
        }
        guard let key = draft.batch.retryKeys.first else { return false }
        return try await database.retryKeys([key.hash], of: retailer)[key.hash]?.reference == key.reference
    }
}
