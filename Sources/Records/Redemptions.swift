import Postgres
public import Promotions

/// Another coupon was used for the same sale first. The whole transaction is rolled back.
public struct SaleTaken: Error {}

/// What a batch of redemptions is decided on; the coupons stay as they are until its transaction ends.
public struct RedemptionFacts: Sendable {
    /// The retry keys that nobody had.
    public let ours: Set<[UInt8]>
    public let coupons: [StoredCoupon]
    public let takenSales: Set<Sale>
}

extension Database {
    /// Writes redemptions of coupons that this transaction has locked: visits they prove, coupons, redemptions, ledger.
    /// Only inside a transaction. Entries of the ledger take `entryIDs` in order.
    public func record(
        _ redemptions: [RedemptionRecord], visits: [CheckInRecord], entryIDs: [Int64], of retailer: ID<Retailer>
    ) async throws {
        guard !redemptions.isEmpty else { return }
        let ids = redemptions.map(\.coupon.rawValue)
        var calls: [Call] = []
        if !visits.isEmpty { calls.append(visits.call(CheckInStatements.add, retailer)) }
        calls.append(
            RedemptionStatements.take(
                retailer.rawValue, ids, redemptions.map(\.store.rawValue), redemptions.map(\.redeemedAt.timestamp)))
        calls.append(redemptions.call(retailer))
        calls.append(
            RedemptionStatements.enterLedger(
                retailer.rawValue, ids, entryIDs, redemptions.map(\.id.rawValue), redemptions.map(\.till.rawValue),
                redemptions.map { $0.discount?.amount }, redemptions.map(\.redeemedAt.timestamp)))
        let taken: [Row]
        do {
            taken = try await pipeline(calls)[visits.isEmpty ? 0 : 1]
        } catch let error as PostgresError where error.sqlState == "23505" {
            throw error.statement == RedemptionStatements.add.name ? SaleTaken() : error as any Error
        }
        guard taken.count == redemptions.count else { throw Damage("a locked coupon changed its state") }
    }

    /// Takes the retry keys, locks the coupons in the order of their ids and looks the sales up, in one round trip. Only
    /// inside a transaction: a second one with the same key or coupon waits until the first is done.
    /// - Parameter hashes: of each code under every generation of keys.
    public func claim(
        _ keys: [RetryKey], codeHashes hashes: [[UInt8]], sales: Set<Sale>, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> RedemptionFacts {
        let sales = Array(sales)
        let tables = try await pipeline([
            keys.call(RetryKeyStatements.claim, retailer, at: now),
            CouponStatements.lockByCode(retailer.rawValue, hashes.map { Bytea($0) }),
            RedemptionStatements.sales(retailer.rawValue, sales.map(\.store.rawValue), sales.map(\.id)),
        ])
        return RedemptionFacts(
            ours: try Self.hashes(tables[0]),
            coupons: try tables[1].map(Self.coupon),
            takenSales: Set(
                try tables[2].map { row in
                    var row = row
                    return Sale(store: try row.id(), id: try row.read())
                }))
    }

    public func redemptions(
        _ ids: [ID<Redemption>], of retailer: ID<Retailer>
    ) async throws -> [ID<Redemption>: KeptRedemption] {
        guard !ids.isEmpty else { return [:] }
        var kept: [ID<Redemption>: KeptRedemption] = [:]
        for var row in try await run(RedemptionStatements.read(retailer.rawValue, ids.map(\.rawValue))) {
            let id: ID<Redemption> = try row.id()
            let coupon: ID<Coupon> = try row.id()
            _ = try row.id(Till.self)
            let store: ID<Store> = try row.id()
            let currency = try row.read(String?.self).flatMap(Currency.init)
            let discount = try row.read(Int64?.self)
            let lines = try row.read(String?.self).map { try JSON(parsing: $0) }
            let money: Money? = if let currency, let discount { Money(discount, currency) } else { nil }
            kept[id] = KeptRedemption(
                id: id, coupon: coupon, store: store, discount: money,
                lines: money.map { Self.lines(lines, currency: $0.currency) } ?? [], redeemedAt: try row.instant())
        }
        return kept
    }

    private static func lines(_ json: JSON?, currency: Currency) -> [LineDiscount] {
        (json?.elements ?? []).compactMap { line in
            guard let id = line["id"]?.stringValue, let amount = line["amount"]?.integerValue else { return nil }
            return LineDiscount(id: id, amount: Money(amount, currency))
        }
    }
}

extension [RedemptionRecord] {
    fileprivate func call(_ retailer: ID<Retailer>) -> Call {
        RedemptionStatements.add(
            retailer.rawValue, map(\.id.rawValue), map(\.coupon.rawValue), map(\.campaign.rawValue),
            map(\.till.rawValue), map(\.store.rawValue), map(\.cashier), map(\.receiptNumber), map(\.saleID),
            map { $0.discount?.currency.code }, map(\.basketTotal), map { $0.discount?.amount },
            map { redemption -> String? in
                redemption.lines.isEmpty
                    ? nil
                    : JSON.array(
                        redemption.lines.map { ["id": .string($0.id), "amount": .int($0.amount.amount)] }
                    ).text()
            }, map(\.redeemedAt.timestamp))
    }
}
