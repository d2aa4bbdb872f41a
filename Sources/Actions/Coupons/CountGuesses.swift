import Logging
public import Promotions
import Records

/// Codes that do not exist: written down, counted for each till, and watched over all callers. A till that sends too many
/// takes no codes for a while, whether they exist or not, or until somebody with the store's PIN lifts it.
extension Desk {
    /// What a till scanned in vain is kept so long.
    static let failedScanDays = 90

    /// Takes the throttle off a till, by somebody who knows the PIN of its store. Belongs inside `once`.
    public func liftThrottle(of till: TillToken) async throws -> Answer<Void> {
        try await database.liftMisses(of: till.till)
        logger.notice("a till's throttle was lifted", metadata: ["till": "\(till.till.text)"])
        return .done(())
    }

    /// In order of scanning.
    /// - Parameter till: nil for all of them.
    public func failedScans(
        of retailer: ID<Retailer>, at till: ID<Till>?, after: ID<FailedScan>?, limit: Int
    ) async throws -> [FailedScan] {
        try await database.failedScans(of: retailer, at: till, after: after, limit: limit)
    }

    func throttled(_ till: TillToken, until: Instant) -> TillNo {
        let zone = shelf.current.book(till.till.retailer)?.store(till.store)?.zone ?? .utc
        return TillNo(
            refusal: .throttled, say: TillWords.throttled(until: until, now: now, zone: zone), usedAt: nil,
            usedStore: nil, usedStoreName: nil, throttledUntil: until)
    }

    /// Counts the code if it does not exist. Nil where the till may hear about it.
    func throttled(_ till: TillToken, exists: Bool, _ misses: TillMisses?) async throws -> TillNo? {
        if let end = misses?.throttledUntil(at: now) { return throttled(till, until: end) }
        if exists { return nil }
        let counted = try await database.count([till.till.id: 1], of: till.till.retailer, at: now)[till.till.id]
        guard let counted, counted.count > TillMisses.max, let end = counted.throttledUntil(at: now) else { return nil }
        return throttled(till, until: end)
    }

    /// Nil for what is worth no line: a till that only asked how much it must say.
    func failedScan(
        _ no: TillNo, _ wish: FailedScan.Wish, _ sale: TillSale, at till: TillToken, coupon: ID<Coupon>?,
        codeHash: [UInt8]?
    ) -> FailedScan? {
        guard no.refusal != .basketRequired else { return nil }
        return FailedScan(
            id: ids.next(), till: till.till.id, store: till.store, wish: wish, reason: no.refusal, coupon: coupon,
            codeHash: codeHash, cashier: sale.cashier, scannedAt: now)
    }

    /// One that no batch answered.
    func write(
        _ no: TillNo, _ wish: FailedScan.Wish, _ sale: TillSale, at till: TillToken, coupon: ID<Coupon>? = nil,
        codeHash: [UInt8]? = nil
    ) async throws {
        let scan = failedScan(no, wish, sale, at: till, coupon: coupon, codeHash: codeHash)
        try await database.add(scan.map { [$0] } ?? [], of: till.till.retailer)
    }

    /// Says so in the log, once a minute, when codes that do not exist come more often than people mistype.
    func watch(lookups: Int, misses: Int) {
        guard let alarm = missWatch.note(lookups: lookups, misses: misses, at: now) else { return }
        logger.warning(
            "many codes that do not exist",
            metadata: ["looked_up": "\(alarm.lookups)", "missed": "\(alarm.misses)"])
    }
}

/// The guesses of one batch: the database has counted them all, and each till hears of its codes in order until it has
/// used up its tries.
struct GuessBook {
    private var standing: [ID<Till>: TillMisses]
    private var counted: [ID<Till>: TillMisses] = [:]
    private var left: [ID<Till>: Int] = [:]

    /// - Parameter standing: as it was before this batch.
    init(standing: [ID<Till>: TillMisses]) {
        self.standing = standing
    }

    /// Which tills' guesses the database must count: those of a throttled till change nothing.
    func uncounted(_ requests: some Sequence<RedemptionRequest>) -> [ID<Till>: Int] {
        var misses: [ID<Till>: Int] = [:]
        for request in requests where standing[request.till.till.id]?.throttledUntil(at: request.at) == nil {
            misses[request.till.till.id, default: 0] += 1
        }
        return misses
    }

    /// - Parameters:
    ///   - misses: of this batch.
    ///   - counted: what each of these tills has with them.
    mutating func take(_ misses: [ID<Till>: Int], counted: [ID<Till>: TillMisses]) {
        self.counted = counted
        for (till, count) in counted {
            left[till] = max(0, TillMisses.max - (count.count - misses[till, default: 0]))
        }
    }

    /// Until when the till may not hear whether that code exists; nil if it may.
    mutating func throttledUntil(_ request: RedemptionRequest, exists: Bool) -> Instant? {
        let till = request.till.till.id
        if let end = standing[till]?.throttledUntil(at: request.at) { return end }
        guard !exists, let tries = left[till] else { return nil }
        guard tries > 0 else { return counted[till]?.throttledUntil(at: request.at) }
        left[till] = tries - 1
        if tries == 1 { standing[till] = counted[till] }
        return nil
    }
}
