import Postgres
public import Promotions

/// What one transaction records: check-ins of one retailer with their coupons and counters.
public struct CheckInBatch: Sendable {
    public var retryKeys: [RetryKey] = []
    public var checkIns: [CheckInRecord] = []
    /// Held check-ins that got another fix or a choice.
    public var resumed: [CheckInRecord] = []
    /// What visits have come to that were waiting for one of these.
    public var earned: [(checkIn: ID<CheckIn>, outcome: OfferOutcome)] = []
    public var coupons: [NewCoupon] = []
    public var donations: [NewDonation] = []
    /// Earned without a coupon, and spent on coupons.
    public var points: [PointEntry] = []
    /// Of the points that were earned.
    public var credits: [Grant] = []
    /// What unlocks have become, over what was read of them.
    public var unlocks: [(key: UnlockKey, entry: UnlockBook.Entry)] = []
    /// Those whose turn came without a check-in.
    public var settled: [SettledParticipant] = []
    public var messages: [Message] = []
    /// By which channel's word a coupon was earned.
    public var variants: [(coupon: ID<Coupon>, channel: String)] = []
    /// The job that these coupons belong to, as it was before them.
    public var codes: CodeBatch?

    public init() {}
}

extension CheckInBatch {
    fileprivate var hasGrants: Bool { !(coupons.isEmpty && donations.isEmpty && credits.isEmpty) }

    /// Nearly every batch has coupons alone.
    fileprivate var sums: CounterSums {
        if donations.isEmpty && credits.isEmpty { return CounterSums(coupons.lazy.map(\.grant)) }
        return CounterSums(coupons.map(\.grant) + donations.map(\.grant) + credits)
    }
}

/// Why a batch was not written. Nothing of it remains then.
public enum BatchSetback: Error, Sendable {
    /// Somebody wrote one of the retry keys first: read them and answer from what was recorded.
    case repeated
    /// A counter would overdraw, or a campaign has changed: decide again on locked counters.
    case overdrawn
}

/// What a batch may need to know.
public struct FactsWanted: Sendable {
    public var retryKeys: [RetryKey]
    /// With the limit of each.
    public var counters: [CounterKey: Int]
    public var campaigns: Set<ID<Campaign>>
    /// Whose earlier visits.
    public var shoppers: Set<ID<Shopper>>
    /// The lowest id that they may have.
    public var visitsSince: Int64
    public var unlocks = UnlocksWanted()
    /// Who may belong to which group.
    public var belonging: [(audience: ID<Audience>, shopper: ID<Shopper>)] = []
    /// Who may want to spend points.
    public var spenders: Set<ID<Shopper>> = []

    public init(
        retryKeys: [RetryKey] = [], counters: [CounterKey: Int] = [:], campaigns: Set<ID<Campaign>> = [],
        shoppers: Set<ID<Shopper>> = [], visitsSince: Int64 = 0
    ) {
        self.retryKeys = retryKeys
        self.counters = counters
        self.campaigns = campaigns
        self.shoppers = shoppers
        self.visitsSince = visitsSince
    }
}

/// What the rules need to decide a batch.
public struct Facts: Sendable {
    public var known: [[UInt8]: RetryKey] = [:]
    public var tally = Tally(used: [:], totals: [:])
    public var trails: [ID<Shopper>: Trail] = [:]
    public var belonging: [ID<Shopper>: Set<ID<Audience>>] = [:]
    var balances: [ID<Shopper>: Int64] = [:]
}

extension Database {
    /// All of it in one round trip.
    /// - Parameters:
    ///   - stores: those in memory.
    ///   - isLocking: makes and locks every counter in the one lock order; only inside a transaction.
    public func facts(
        of retailer: ID<Retailer>, _ wanted: FactsWanted, stores: @escaping @Sendable (ID<Store>) -> Store?,
        isLocking: Bool
    ) async throws -> Facts {
        var wanted = wanted
        var unlocks = UnlockBook()
        if !wanted.unlocks.isEmpty {
            // Before the counters, also when locking: who waits there says which counters may move.
            unlocks = try await self.unlocks(of: retailer, wanted.unlocks, isLocking: isLocking)
            wanted.counters.merge(wanted.unlocks.counters(unlocks)) { $1 }
        }
        var calls: [Call] = []
        var readers: [(inout Facts, [Row]) throws -> Void] = []
        if !wanted.retryKeys.isEmpty {
            calls.append(RetryKeyStatements.read(retailer.rawValue, wanted.retryKeys.map { Bytea($0.hash) }))
            readers.append { $0.known = try Self.retryKeys($1) }
        }
        if !wanted.shoppers.isEmpty {
            calls.append(
                CheckInStatements.trails(
                    retailer.rawValue, wanted.shoppers.map(\.rawValue), wanted.visitsSince, Int64(Trail.visitsMax)))
            readers.append { $0.trails = try Self.trails($1, stores: stores) }
        }
        if !wanted.spenders.isEmpty {
            let balances = isLocking ? PointStatements.lock : PointStatements.read
            calls.append(balances(retailer.rawValue, wanted.spenders.map(\.rawValue)))
            readers.append { $0.balances = try Self.balances($1) }
        }
        if !wanted.counters.isEmpty {
            calls.append(Self.counters(wanted.counters, of: retailer, isLocking: isLocking))
            readers.append { $0.tally = try Tally(periods: $1, totals: []) }
        }
        if !wanted.campaigns.isEmpty {
            let totals = isLocking ? CounterStatements.lockTotals : CounterStatements.readTotals
            calls.append(totals(retailer.rawValue, wanted.campaigns.map(\.rawValue).sorted()))
            readers.append { $0.tally = Tally(used: $0.tally.used, totals: try Tally(periods: [], totals: $1).totals) }
        }
        if !wanted.belonging.isEmpty {
            calls.append(wanted.belonging.call(retailer))
            readers.append { $0.belonging = try Self.belonging($1) }
        }
        // Reading needs no transaction: the record checks everything again.
        let tables = try await isLocking ? pipeline(calls) : read(calls)
        var facts = Facts()
        for (reader, rows) in zip(readers, tables) { try reader(&facts, rows) }
        facts.tally.unlocks = unlocks
        facts.tally.points = facts.balances
        return facts
    }

    private static func counters(
        _ counters: [CounterKey: Int], of retailer: ID<Retailer>, isLocking: Bool
    ) -> Call {
        let arrays = CounterArrays(counters.keys)
        if isLocking {
            return CounterStatements.lock(
                retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts,
                arrays.keys.map { Int32(counters[$0] ?? 0) })
        }
        return CounterStatements.read(
            retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts)
    }

    /// Records a batch: retry keys, check-ins, coupons, unlocks, points, shopper counters, store counters, campaign
    /// counters last, all in one pipeline and one transaction.
    /// - Throws: `BatchSetback` if somebody else was first; `PostgresError.outcomeUnknown` if the connection was lost
    ///   during the commit: record the same batch again, its ids tell whether it is there.
    public func record(_ batch: CheckInBatch, of retailer: ID<Retailer>, outboxID: Int64, at now: Instant) async throws
    {
        var calls: [Call] = []
        if let codes = batch.codes { calls.append(codes.advance(by: batch.coupons.count, of: retailer, at: now)) }
        if !batch.retryKeys.isEmpty {
            calls.append(batch.retryKeys.call(RetryKeyStatements.add, retailer, at: now))
        }
        if !batch.checkIns.isEmpty { calls.append(batch.checkIns.call(CheckInStatements.add, retailer)) }
        if !batch.resumed.isEmpty { calls.append(batch.resumed.call(CheckInStatements.resume, retailer)) }
        if !batch.earned.isEmpty { calls += batch.earned.calls(retailer) }
        if !batch.coupons.isEmpty { calls.append(batch.coupons.call(retailer, batch: batch.codes?.id)) }
        if !batch.donations.isEmpty { calls.append(batch.donations.call(retailer)) }
        if !batch.points.isEmpty { calls.append(batch.points.call(retailer)) }
        if !batch.unlocks.isEmpty { calls.append(batch.unlocks.call(retailer)) }
        if !batch.settled.isEmpty { calls.append(batch.settled.call(retailer, at: now)) }
        if !batch.points.isEmpty { calls.append(batch.points.moves(retailer)) }
        if batch.hasGrants { calls += batch.sums.calls(retailer) }
        if !batch.coupons.isEmpty, batch.codes == nil {
            calls.append(batch.coupons.announcement(retailer, id: outboxID, at: now))
        }
        if let credit = batch.credits.first {
            let earned = batch.points.filter { $0.kind == .earn }
            calls.append(earned.announcement(retailer, id: credit.coupon.rawValue, at: now))
        }
        if !batch.variants.isEmpty { calls.append(batch.variants.call(retailer)) }
        if let first = batch.messages.first {
            calls.append(batch.messages.announcement(retailer, id: first.id.rawValue, at: now))
        }
        do {
            _ = try await pipeline(calls)
        } catch let error as PostgresError {
            throw Self.setback(error) ?? error
        }
    }

    /// Told apart by SQLSTATE and by which statement failed, never by a constraint's name: a sharded table renames it.
    static func setback(_ error: PostgresError) -> BatchSetback? {
        let uniqueViolation = "23505"
        let overdraw: Set<String?> = ["23502", "23514"]
        switch error.statement {
        case RetryKeyStatements.add.name, CheckInStatements.add.name:
            return error.sqlState == uniqueViolation ? .repeated : nil
        case ParticipantStatements.settle.name, CodeBatchStatements.advance.name:
            return error.sqlState == "23502" ? .repeated : nil
        case CounterStatements.add.name, CounterStatements.addTotals.name, UnlockStatements.write.name,
            PointStatements.move.name:
            return overdraw.contains(error.sqlState) ? .overdrawn : nil
        default: return nil
        }
    }
}
