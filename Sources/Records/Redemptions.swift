import Postgres
public import Promotions

/// What a batch of redemptions is decided on; the coupons stay as they are until its transaction ends.
public struct RedemptionFacts: Sendable {
    /// The retry keys that nobody had.
    public let ours: Set<[UInt8]>
    public let coupons: [StoredCoupon]
    /// Those that were named, as they stay until the transaction ends.
    public let sales: [Sale: SaleSoFar]
    /// Of tills that have sent codes that do not exist.
    public let misses: [ID<Till>: TillMisses]
}

/// What tills do with coupons in one transaction, each coupon in this order: a reservation that lapsed ends, the coupon is
/// reserved, it is taken.
public struct TillBatch: Sendable {
    /// Reservations that end with this, and of which coupons: lapsed ones, and those under which a coupon is taken.
    public struct Ended: Sendable {
        public let reservation: Reservation
        public let coupon: ID<Coupon>
        public let isLapsed: Bool
        public let at: Instant

        public init(_ reservation: Reservation, of coupon: ID<Coupon>, isLapsed: Bool, at instant: Instant) {
            self.reservation = reservation
            self.coupon = coupon
            self.isLapsed = isLapsed
            at = instant
        }
    }

    public var visits: [CheckInRecord]
    public var ended: [Ended]
    public var reservations: [ReservationRecord]
    public var redemptions: [RedemptionRecord]

    public init(
        visits: [CheckInRecord] = [], ended: [Ended] = [], reservations: [ReservationRecord] = [],
        redemptions: [RedemptionRecord] = []
    ) {
        self.visits = visits
        self.ended = ended
        self.reservations = reservations
        self.redemptions = redemptions
    }

    /// How many entries the ledger gets.
    public var entryCount: Int { ended.count(where: \.isLapsed) + reservations.count + redemptions.count }
}

extension Database {
    /// Writes what tills did with coupons that this transaction has locked: visits they prove, coupons, reservations,
    /// redemptions, ledger. Only inside a transaction. Entries of the ledger take `entryIDs` in order.
    public func record(_ batch: TillBatch, entryIDs: [Int64], of retailer: ID<Retailer>) async throws {
        guard batch.entryCount > 0 else { return }
        var calls: [Call] = []
        if !batch.visits.isEmpty { calls.append(batch.visits.call(CheckInStatements.add, retailer)) }
        if !batch.reservations.isEmpty { calls += batch.reservations.calls(retailer) }
        let redemptions = batch.redemptions
        let place = calls.count
        if !redemptions.isEmpty {
            calls.append(
                RedemptionStatements.take(
                    retailer.rawValue, redemptions.map(\.coupon.rawValue), redemptions.map(\.store.rawValue),
                    redemptions.map(\.redeemedAt.timestamp)))
            calls.append(redemptions.call(retailer))
        }
        if !batch.ended.isEmpty {
            calls.append(
                ReservationStatements.remove(retailer.rawValue, batch.ended.map(\.reservation.id.rawValue)))
        }
        calls.append(LedgerEntry.call(batch.entries, ids: entryIDs, retailer))
        let tables = try await pipeline(calls)
        guard redemptions.isEmpty || tables[place].count == redemptions.count,
            batch.reservations.isEmpty || tables[place - 2].count == batch.reservations.count
        else { throw Damage("a locked coupon changed its state") }
    }

    /// Takes the retry keys, locks the sales and then the coupons, each in order, in one round trip. Only
    /// inside a transaction: a second one with the same key or coupon waits until the first is done.
    /// - Parameter hashes: of each code under every generation of keys.
    public func claim(
        _ keys: [RetryKey], codeHashes hashes: [[UInt8]], sales: Set<Sale>, tills: Set<ID<Till>>,
        of retailer: ID<Retailer>,
        at now: Instant
    ) async throws -> RedemptionFacts {
        let sales = Array(sales)
        let (stores, numbers) = (sales.map(\.store.rawValue), sales.map(\.id))
        let tables = try await pipeline([
            keys.call(RetryKeyStatements.claim, retailer, at: now),
            RedemptionStatements.openSales(retailer.rawValue, stores, numbers, now.timestamp),
            CouponStatements.lockByCode(retailer.rawValue, hashes.map { Bytea($0) }),
            Self.takenCall(sales, retailer),
            FailedScanStatements.misses(retailer.rawValue, tills.map(\.rawValue)),
        ])
        return RedemptionFacts(
            ours: try Self.hashes(tables[0]),
            coupons: try tables[2].map(Self.coupon),
            sales: try Self.soFar(tables[1], tables[3]), misses: try Self.misses(tables[4]))
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
                lines: money.map { Self.lines(lines, currency: $0.currency) } ?? [], redeemedAt: try row.instant(),
                voidableUntil: try row.optionalInstant(), voidedAt: try row.optionalInstant(),
                hasReturns: try row.read())
        }
        return kept
    }

    static func lines(_ json: JSON?, currency: Currency) -> [LineDiscount] {
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
            }, map(\.redeemedAt.timestamp), map(\.voidableUntil.timestamp),
            map { $0.basketLines.map { JSON.array($0.map(\.json)).text() } })
    }
}
