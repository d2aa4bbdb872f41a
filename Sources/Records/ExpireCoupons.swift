import Postgres
public import Promotions

/// Turning coupons whose time has passed into `expired`, and giving back what they held.
enum ExpiryStatements {
    static let page = Statement(
        "read coupons past their time", takes: [.int8, .timestamptz, .timestamptz, .int8], gives: [.int8],
        """
        select coupon_id
        from coupons
        where retailer_id = $1
        and expires_at > $2
        and expires_at <= $3
        and state = 'issued'
        order by expires_at
        limit $4
        """)

    /// What a till or another server holds is left alone: it is redeemed meanwhile, or found the next time.
    static let lock = Statement(
        "lock coupons past their time", takes: [.int8, .int8Array, .timestamptz],
        gives: [.int8, .int8, .int8, .text, .date, .int8],
        """
        select coupon_id, campaign_id, store_id, channel,
            coalesce(counted_on, (issued_at at time zone 'UTC')::date), exposure
        from coupons
        where retailer_id = $1
        and coupon_id = any($2)
        and state = 'issued'
        and expires_at <= $3
        order by coupon_id
        for no key update skip locked
        """)

    static let expire = Statement(
        "expire coupons", takes: [.int8, .int8Array],
        """
        update coupons
        set state = 'expired'
        where retailer_id = $1
        and coupon_id = any($2)
        """)

    static let enterLedger = Statement(
        "enter expiries in the ledger", takes: [.int8, .int8Array, .int8Array, .int8Array, .timestamptz],
        """
        insert into coupon_ledger (retailer_id, coupon_id, entry_id, kind, amount, happened_at)
        select c.retailer_id, u.coupon_id, u.entry_id, 'expire', u.amount, $5
        from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as u (coupon_id, entry_id, amount)
        join coupons c on c.coupon_id = u.coupon_id
        where c.retailer_id = $1
        """)

    /// An insert, because it takes its rows in order; they are all there. What is given back travels as `used_max`.
    static let giveBack = Statement(
        "give back to period counters",
        takes: [.int8, .int8Array, .int2Array, .int8Array, .int2Array, .dateArray, .int4Array],
        """
        insert into period_counters
            (retailer_id, campaign_id, scope, subject_id, period, period_start, used, used_max)
        select k.retailer_id, u.campaign_id, u.scope, u.subject_id, u.period, u.period_start, 0, u.returned
        from unnest($2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::date[], $7::integer[])
            as u (campaign_id, scope, subject_id, period, period_start, returned)
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.scope, u.campaign_id, u.subject_id, u.period, u.period_start
        on conflict (retailer_id, campaign_id, scope, subject_id, period, period_start) do update
        set used = greatest(0, period_counters.used - excluded.used_max)
        """)

    /// A null violates the column when the campaign has other terms or stock than were reckoned with. Where a limit was
    /// lowered below what was out, its bound comes down with what is out.
    static let giveBackTotals = Statement(
        "give back to campaign counters",
        takes: [
            .int8, .int8Array, .int4Array, .int4Array, .int8Array, .int8Array, .int8Array, .int8Array,
        ],
        """
        update campaign_counters c
        set coupons = case when c.revision = u.revision and c.edition = u.edition then c.coupons - u.coupons end,
            returned = c.returned + u.coupons,
            coupons_max = greatest(u.coupons_max, c.coupons - u.coupons),
            exposure = c.exposure - u.exposure,
            exposure_max = greatest(u.exposure_max, c.exposure - u.exposure)
        from unnest(
            $2::bigint[], $3::integer[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]
        ) as u (campaign_id, revision, edition, coupons, coupons_max, exposure, exposure_max)
        where c.retailer_id = $1
        and c.campaign_id = u.campaign_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, page), (.tenant, lock), (.tenant, expire), (.tenant, enterLedger), (.tenant, giveBack),
        (.tenant, giveBackTotals),
    ]
}

/// Coupons that count no longer, and what each counter gets back for them. `per: shopper` gets nothing.
struct ReturnedCounts {
    struct Total {
        let campaign: Campaign
        var coupons: Int64 = 0
        var exposure: Int64 = 0
    }

    private(set) var periods: [CounterKey: Int32] = [:]
    private(set) var totals: [ID<Campaign>: Total] = [:]

    mutating func add(
        _ campaign: Campaign, store: ID<Store>?, channel: String?, countedOn date: LocalDate, exposure: Int64
    ) {
        for (key, _) in Tally.keys(campaign, shopper: nil, store: store, channel: channel, on: date) {
            periods[key, default: 0] += 1
        }
        totals[campaign.id, default: Total(campaign: campaign)].coupons += 1
        totals[campaign.id]?.exposure += exposure
    }

    /// Of a coupon that stays redeemed.
    mutating func add(exposure: Int64, to campaign: Campaign) {
        totals[campaign.id, default: Total(campaign: campaign)].exposure += exposure
    }

    /// In the one lock order: store counters, then those of campaigns and channels, campaign totals last.
    func calls(_ retailer: ID<Retailer>) -> [Call] {
        var calls: [Call] = []
        if !periods.isEmpty {
            let arrays = CounterArrays(periods.keys)
            calls.append(
                ExpiryStatements.giveBack(
                    retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts,
                    arrays.keys.map { periods[$0] ?? 0 }))
        }
        let sorted = totals.values.sorted { $0.campaign.id < $1.campaign.id }
        let ids = sorted.map(\.campaign.id.rawValue)
        if sorted.count > 1 {
            // An update that joins may lock in any order; locked beforehand, it cannot.
            calls.append(CounterStatements.lockTotals(retailer.rawValue, ids))
        }
        calls.append(
            ExpiryStatements.giveBackTotals(
                retailer.rawValue, ids, sorted.map { Int32($0.campaign.revision) },
                sorted.map { Int32($0.campaign.stock.edition) }, sorted.map(\.coupons),
                sorted.map(\.campaign.terms.couponsMax), sorted.map(\.exposure),
                sorted.map(\.campaign.terms.exposureMax)))
        return calls
    }
}

extension Database {
    /// Coupons that are still called issued, though their time passed between the two moments: the first excluded.
    public func couponsPastTime(
        of retailer: ID<Retailer>, after: Instant, upTo end: Instant, limit: Int
    ) async throws -> [ID<Coupon>] {
        let rows = try await run(
            ExpiryStatements.page(retailer.rawValue, after.timestamp, end.timestamp, Int64(limit)))
        return try rows.map { row in
            var row = row
            return try row.id()
        }
    }

    /// Expires those of the coupons that nobody holds, and gives back what they held, in one transaction.
    /// - Parameters:
    ///   - campaigns: with terms and stock as in memory; coupons of others are left.
    ///   - entryIDs: one for each of the coupons.
    /// - Returns: how many there were.
    /// - Throws: `BatchSetback.overdrawn` if a campaign has changed meanwhile; nothing is written then.
    public func expire(
        _ coupons: [ID<Coupon>], of retailer: ID<Retailer>, campaigns: [ID<Campaign>: Campaign], entryIDs: [Int64],
        upTo end: Instant, at now: Instant
    ) async throws -> Int {
        do {
            return try await transaction { database in
                let rows = try await database.run(
                    ExpiryStatements.lock(retailer.rawValue, coupons.map(\.rawValue), end.timestamp))
                var returned = ReturnedCounts()
                var ids: [Int64] = []
                var amounts: [Int64] = []
                for var row in rows {
                    let id: Int64 = try row.read()
                    guard let campaign = campaigns[try row.id()] else { continue }
                    let store: ID<Store>? = try row.optionalID()
                    let channel: String? = try row.read()
                    let date = LocalDate(try row.read(Postgres.Day.self))
                    let exposure: Int64 = try row.read()
                    returned.add(campaign, store: store, channel: channel, countedOn: date, exposure: exposure)
                    ids.append(id)
                    amounts.append(exposure)
                }
                guard !ids.isEmpty else { return 0 }
                _ = try await database.pipeline(
                    [
                        ExpiryStatements.expire(retailer.rawValue, ids),
                        ExpiryStatements.enterLedger(
                            retailer.rawValue, ids, Array(entryIDs.prefix(ids.count)), amounts, now.timestamp),
                    ] + returned.calls(retailer))
                return ids.count
            }
        } catch let error as PostgresError
            where error.statement == ExpiryStatements.giveBackTotals.name && error.sqlState == "23502"
        {
            throw BatchSetback.overdrawn
        }
    }
}
