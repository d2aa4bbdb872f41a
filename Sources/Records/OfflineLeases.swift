import Postgres
public import Promotions

extension StoredLease {
    fileprivate init(_ row: Row) throws {
        var row = row
        self.init(
            id: try row.id(), till: try row.id(), store: try row.id(), campaign: try row.id(),
            coupons: Int(try row.read(Int32.self)), used: Int(try row.read(Int32.self)), exposure: try row.read(),
            exposureUsed: try row.read(), countedOn: LocalDate(try row.read(Postgres.Day.self)),
            openedAt: try row.instant(), endsAt: try row.instant(), closedAt: try row.optionalInstant())
    }
}

extension ReturnedCounts {
    /// What is unused of a lease.
    fileprivate mutating func add(_ lease: StoredLease, of campaign: Campaign) {
        for _ in lease.used..<lease.coupons {
            add(campaign, store: lease.store, channel: nil, countedOn: lease.countedOn, exposure: 0)
        }
        add(exposure: lease.exposure - lease.exposureUsed, to: campaign)
    }
}

extension Database {
    /// Gives a till's open leases of these campaigns more time.
    /// - Returns: all of them, as they are now.
    public func extendLeases(
        of till: ID<Till>, at retailer: ID<Retailer>, campaigns: [ID<Campaign>], until end: Instant
    ) async throws -> [StoredLease] {
        try await run(
            OfflineLeaseStatements.extend(
                retailer.rawValue, till.rawValue, campaigns.map(\.rawValue), end.timestamp)
        ).map(StoredLease.init)
    }

    /// Writes a lease whose coupons fit, with its counters, which this transaction has locked.
    /// - Parameter grant: what one coupon of it counts.
    /// - Throws: `BatchSetback.overdrawn` if a campaign has changed meanwhile, `.repeated` if the till has one already;
    ///   the transaction must be given up then.
    public func open(_ lease: StoredLease, each grant: Grant, of retailer: ID<Retailer>) async throws {
        let open = OfflineLeaseStatements.open(
            retailer.rawValue, lease.id.rawValue, lease.till.rawValue, lease.store.rawValue, lease.campaign.rawValue,
            Int32(lease.coupons), lease.exposure, lease.countedOn.postgres, lease.openedAt.timestamp,
            lease.endsAt.timestamp)
        do {
            _ = try await pipeline(
                [open] + CounterSums(repeatElement(grant, count: lease.coupons)).calls(retailer) + [
                    OfflineLeaseStatements.lend(retailer.rawValue, lease.campaign.rawValue, Int64(lease.coupons))
                ])
        } catch let error as PostgresError {
            switch (error.statement, error.sqlState) {
            case (OfflineLeaseStatements.open.name, "23505"): throw BatchSetback.repeated
            case (CounterStatements.add.name, "23514"), (CounterStatements.addTotals.name, "23502"),
                (CounterStatements.addTotals.name, "23514"):
                throw BatchSetback.overdrawn
            default: throw error
            }
        }
    }

    /// A till's open leases, kept as they are until this transaction ends. After coupons, before counters.
    public func lockLeases(of till: ID<Till>, at retailer: ID<Retailer>) async throws -> [StoredLease] {
        try await run(OfflineLeaseStatements.lockOfTill(retailer.rawValue, till.rawValue)).map(StoredLease.init)
    }

    public func lock(_ leases: [ID<OfflineLease>], of retailer: ID<Retailer>) async throws -> [StoredLease] {
        try await run(OfflineLeaseStatements.lock(retailer.rawValue, leases.map(\.rawValue))).map(StoredLease.init)
    }

    /// Open ones whose end is that long ago.
    public func leasesToReturn(
        of retailer: ID<Retailer>, endedBefore end: Instant, limit: Int
    ) async throws -> [ID<OfflineLease>] {
        try await run(OfflineLeaseStatements.overdue(retailer.rawValue, end.timestamp, Int64(limit))).map { row in
            var row = row
            return try row.id()
        }
    }

    /// Ends open leases that this transaction has locked, and gives back what is unused of them.
    /// - Parameter campaigns: with terms and stock as in memory.
    /// - Throws: `BatchSetback.overdrawn` if a campaign has changed meanwhile; the transaction must be given up then.
    public func close(
        _ leases: [StoredLease], of retailer: ID<Retailer>, campaigns: [ID<Campaign>: Campaign], at now: Instant
    ) async throws {
        var returned = ReturnedCounts()
        for lease in leases {
            guard let campaign = campaigns[lease.campaign] else { throw BatchSetback.overdrawn }
            returned.add(lease, of: campaign)
        }
        do {
            _ = try await pipeline(
                [OfflineLeaseStatements.close(retailer.rawValue, leases.map(\.id.rawValue), now.timestamp)]
                    + returned.calls(retailer))
        } catch let error as PostgresError
            where error.statement == ExpiryStatements.giveBackTotals.name && error.sqlState == "23502"
        {
            throw BatchSetback.overdrawn
        }
    }

    /// What tills hold of a campaign.
    public func leased(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, in stores: Set<ID<Store>>? = nil
    ) async throws -> LeasedTotals {
        let call = OfflineLeaseStatements.totals(retailer.rawValue, campaign.rawValue, stores?.numbers)
        guard var row = try await run(call).first else {
            throw Damage("an aggregate gave no row")
        }
        return LeasedTotals(coupons: try row.read(), exposure: try row.read(), counted: try row.read())
    }
}
