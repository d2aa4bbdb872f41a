import Postgres
public import Promotions

/// Giving back to budgets what redeemed coupons had reserved and did not cost, once they cannot be voided any more.
enum SettlementStatements {
    static let page = Statement(
        "read redemptions to settle", takes: [.int8, .timestamptz, .int8], gives: [.int8, .int8],
        """
        select redemption_id, coupon_id
        from redemptions
        where retailer_id = $1
        and gap is not null
        and voidable_until <= $2
        order by voidable_until
        limit $3
        """)

    static let lock = Statement(
        "lock coupons to settle", takes: [.int8, .int8Array], gives: [.int8, .int8],
        """
        select coupon_id, campaign_id
        from coupons
        where retailer_id = $1
        and coupon_id = any($2)
        and state = 'redeemed'
        order by coupon_id
        for no key update skip locked
        """)

    /// Read after the coupons are locked: whoever settles or voids holds them too. Without asking for a gap, here and
    /// below: the index of open gaps must not look good for finding a redemption.
    static let gaps = Statement(
        "read gaps", takes: [.int8, .int8Array], gives: [.int8, .int8, .int8],
        """
        select t.redemption_id, t.coupon_id, t.gap
        from unnest($2::bigint[]) as u (redemption_id),
        lateral (
            select r.redemption_id, r.coupon_id, r.gap
            from redemptions r
            where r.retailer_id = $1
            and r.redemption_id = u.redemption_id
            limit 1
        ) t
        """)

    static let close = Statement(
        "close gaps", takes: [.int8, .int8Array], gives: [.int8],
        """
        update redemptions
        set gap = null, voidable_until = null
        where retailer_id = $1
        and redemption_id = any($2)
        returning redemption_id
        """)

    static let settle = Statement(
        "settle coupons", takes: [.int8, .int8Array, .int8Array],
        """
        update coupons c
        set exposure_returned = u.gap
        from unnest($2::bigint[], $3::bigint[]) as u (coupon_id, gap)
        where c.retailer_id = $1
        and c.coupon_id = u.coupon_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, page), (.tenant, lock), (.tenant, gaps), (.tenant, close), (.tenant, settle),
    ]
}

extension Database {
    /// Redemptions that can no longer be voided and reserve more than they cost, with their coupons.
    public func redemptionsToSettle(
        of retailer: ID<Retailer>, upTo end: Instant, limit: Int
    ) async throws -> [ID<Redemption>: ID<Coupon>] {
        let rows = try await run(SettlementStatements.page(retailer.rawValue, end.timestamp, Int64(limit)))
        return Dictionary(
            try rows.map { row in
                var row = row
                return (try row.id(), try row.id())
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Gives each gap back to its campaign's budget, once, in one transaction.
    /// - Parameters:
    ///   - campaigns: with terms and stock as in memory; redemptions of others are left.
    ///   - entryIDs: one for each redemption.
    /// - Returns: how many there were.
    /// - Throws: `BatchSetback.overdrawn` if a campaign has changed meanwhile; nothing is written then.
    public func settle(
        _ redemptions: [ID<Redemption>: ID<Coupon>], of retailer: ID<Retailer>, campaigns: [ID<Campaign>: Campaign],
        entryIDs: [Int64], at now: Instant
    ) async throws -> Int {
        let tenant = retailer.rawValue
        do {
            return try await transaction { database in
                var campaignOf: [Int64: Campaign] = [:]
                let wanted = redemptions.values.map(\.rawValue)
                for var row in try await database.run(SettlementStatements.lock(tenant, wanted)) {
                    let id: Int64 = try row.read()
                    campaignOf[id] = campaigns[try row.id()]
                }
                let locked = redemptions.filter { campaignOf[$0.value.rawValue] != nil }.map(\.key.rawValue)
                if locked.isEmpty { return 0 }
                var returned = ReturnedCounts()
                var entries: [LedgerEntry] = []
                for var row in try await database.run(SettlementStatements.gaps(tenant, locked)) {
                    let (id, coupon): (Int64, Int64) = (try row.read(), try row.read())
                    guard let gap = try row.read(Int64?.self), let campaign = campaignOf[coupon] else { continue }
                    returned.add(exposure: gap, to: campaign)
                    entries.append(
                        LedgerEntry(kind: .settle, coupon: coupon, redemption: id, amount: gap, at: now))
                }
                if entries.isEmpty { return 0 }
                let closed = try await database.pipeline(
                    [
                        SettlementStatements.settle(tenant, entries.map(\.coupon), entries.map { $0.amount ?? 0 }),
                        SettlementStatements.close(tenant, entries.compactMap(\.redemption)),
                        LedgerEntry.call(entries, ids: entryIDs, retailer),
                    ] + returned.calls(retailer))[1]
                guard closed.count == entries.count else { throw Damage("a locked redemption changed its state") }
                return entries.count
            }
        } catch let error as PostgresError
            where error.statement == ExpiryStatements.giveBackTotals.name && error.sqlState == "23502"
        {
            throw BatchSetback.overdrawn
        }
    }
}
