import Postgres
public import Promotions

/// What one transaction records: check-ins of one retailer with their coupons and counters.
public struct CheckInBatch: Sendable {
    public var retryKeys: [RetryKey] = []
    public var checkIns: [CheckInRecord] = []
    /// Held check-ins that got another fix or a choice.
    public var resumed: [CheckInRecord] = []
    public var coupons: [NewCoupon] = []

    public init() {}
}

/// Why a batch was not written. Nothing of it remains then.
public enum BatchSetback: Error, Sendable {
    /// Somebody wrote one of the retry keys first: read them and answer from what was recorded.
    case repeated
    /// A counter would overdraw, or a campaign has changed: decide again on locked counters.
    case overdrawn
}

extension Database {
    /// What the rules need to decide a batch, in one round trip.
    /// - Parameters:
    ///   - counters: with the limit of each.
    ///   - isLocking: makes and locks every counter in the one lock order; only inside a transaction.
    public func facts(
        of retailer: ID<Retailer>, retryKeys: [RetryKey], counters: [CounterKey: Int], campaigns: Set<ID<Campaign>>,
        isLocking: Bool
    ) async throws -> (known: [[UInt8]: RetryKey], tally: Tally) {
        let arrays = CounterArrays(counters.keys)
        let totals = campaigns.map(\.rawValue).sorted()
        let keys = RetryKeyStatements.read(retailer.rawValue, retryKeys.map { Bytea($0.hash) })
        let campaigns = (isLocking ? CounterStatements.lockTotals : CounterStatements.readTotals)(
            retailer.rawValue, totals)
        if isLocking {
            let periods = CounterStatements.lock(
                retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts,
                arrays.keys.map { Int32(counters[$0] ?? 0) })
            let rows = try await pipeline([keys, periods, campaigns])
            return (try Self.retryKeys(rows[0]), try Tally(periods: rows[1], totals: rows[2]))
        }
        let periods = CounterStatements.read(
            retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts)
        // Reading needs no transaction: the record checks everything again.
        async let keyRows = retryKeys.isEmpty ? [] : run(keys)
        async let periodRows = counters.isEmpty ? [] : run(periods)
        async let totalRows = totals.isEmpty ? [] : run(campaigns)
        return (
            try Self.retryKeys(try await keyRows),
            try Tally(periods: try await periodRows, totals: try await totalRows)
        )
    }

    /// Records a batch: retry keys, check-ins, coupons, shopper counters, store counters, campaign counters last, all
    /// in one pipeline and one transaction.
    /// - Throws: `BatchSetback` if somebody else was first; `PostgresError.outcomeUnknown` if the connection was lost
    ///   during the commit: record the same batch again, its ids tell whether it is there.
    public func record(_ batch: CheckInBatch, of retailer: ID<Retailer>, outboxID: Int64, at now: Instant) async throws
    {
        var calls: [Call] = []
        if !batch.retryKeys.isEmpty {
            calls.append(batch.retryKeys.call(RetryKeyStatements.add, retailer, at: now))
        }
        if !batch.checkIns.isEmpty { calls.append(batch.checkIns.call(CheckInStatements.add, retailer)) }
        if !batch.resumed.isEmpty { calls.append(batch.resumed.call(CheckInStatements.resume, retailer)) }
        if !batch.coupons.isEmpty {
            calls.append(batch.coupons.call(retailer))
            calls += CounterSums(batch.coupons.lazy.map(\.grant)).calls(retailer)
            calls.append(batch.coupons.announcement(retailer, id: outboxID, at: now))
        }
        do {
            _ = try await pipeline(calls)
        } catch let error as PostgresError {
            throw Self.setback(error) ?? error
        }
    }

    /// Told apart by SQLSTATE and by which statement failed, never by a constraint's name: a sharded table renames it.
    private static func setback(_ error: PostgresError) -> BatchSetback? {
        let uniqueViolation = "23505"
        let overdraw: Set<String?> = ["23502", "23514"]
        switch error.statement {
        case RetryKeyStatements.add.name, CheckInStatements.add.name:
            return error.sqlState == uniqueViolation ? .repeated : nil
        case CounterStatements.add.name, CounterStatements.addTotals.name:
            return overdraw.contains(error.sqlState) ? .overdrawn : nil
        default: return nil
        }
    }
}
