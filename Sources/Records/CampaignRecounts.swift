import Postgres
public import Promotions

/// Counting a campaign again while it runs. Each statement sees one moment: what is issued between two of them is no
/// difference.
enum CampaignRecountStatements {
    /// The counter beside coupons, gifts, leases, redemptions and ledger.
    static let sums = Statement(
        "count a campaign again", takes: [.int8, .int8], gives: Array(repeating: .int8, count: 18) + [.text],
        """
        select k.coupons, k.coupons_max, k.returned, k.exposure, k.exposure_max, issued.ever, issued.open, issued.used,
            issued.exposure, donated.ever, donated.exposure, earned.ever, lent.counted, lent.exposure,
            sold.used, sold.spent, entered.used, entered.spent, sold.currency
        from campaign_counters k,
        (
            select count(*) as ever, count(*) filter (where state in ('issued', 'reserved')) as open,
                count(*) filter (where state = 'redeemed') as used,
                coalesce(sum(exposure - coalesce(exposure_returned, 0)) filter (
                    where state in ('issued', 'reserved', 'redeemed')
                ), 0)::bigint as exposure
            from coupons
            where retailer_id = $1
            and campaign_id = $2
        ) issued,
        (
            select count(*) as ever, coalesce(sum(amount), 0)::bigint as exposure
            from donations
            where retailer_id = $1
            and campaign_id = $2
        ) donated,
        (
            select count(*) as ever
            from point_entries
            where retailer_id = $1
            and campaign_id = $2
            and kind = 'earn'
        ) earned,
        (
            select coalesce(sum(case when closed_at is null then coupons else used end), 0)::bigint as counted,
                coalesce(sum(case when closed_at is null then exposure else exposure_used end), 0)::bigint as exposure
            from offline_leases
            where retailer_id = $1
            and campaign_id = $2
        ) lent,
        (
            select count(*) filter (where state = 'redeemed') as used,
                (
                    coalesce(sum(discount) filter (where state = 'redeemed'), 0) - coalesce(sum(returned_discount), 0)
                )::bigint as spent,
                case when min(currency) = max(currency) then min(currency) end as currency
            from redemptions
            where retailer_id = $1
            and campaign_id = $2
        ) sold,
        (
            select count(*) filter (where l.kind = 'redeem') - count(*) filter (where l.kind = 'void') as used,
                coalesce(sum(case l.kind when 'redeem' then l.amount else -l.amount end), 0)::bigint as spent
            from coupons c
            join coupon_ledger l on l.retailer_id = c.retailer_id
            and l.coupon_id = c.coupon_id
            where c.retailer_id = $1
            and c.campaign_id = $2
            and l.kind in ('redeem', 'void', 'return')
        ) entered
        where k.retailer_id = $1
        and k.campaign_id = $2
        """)

    /// One limit, subject by subject. An allotment stands in for the limit of its store.
    static let limit = Statement(
        "count a limit again", takes: [.int8, .int8, .int2, .int2, .int8, .textArray, .int8Array],
        gives: [.int8, .int8, .int8, .int8, .int8],
        """
        select count(*) filter (where used > 0), coalesce(max(used), 0)::bigint, count(*) filter (where used > max),
            count(*) filter (where used > max and used <= used_max), count(*) filter (where used <> counted)
        from (
            select t.used, t.counted, t.used_max, coalesce(o.used_max, s.used_max, $5::bigint) as max
            from (
                select subject_id, period_start, coalesce(u.used, 0) as used, coalesce(c.used, 0) as counted, c.used_max
                from (
                    select k.subject_id, k.period_start, sum(g.count)::bigint as used
                    from (
                        select shopper_id, store_id, channel,
                            coalesce(counted_on, (issued_at at time zone 'UTC')::date) as date, 1 as count
                        from coupons
                        where retailer_id = $1
                        and campaign_id = $2
                        and (state in ('issued', 'reserved', 'redeemed') or $3::smallint = 1)
                        union all
                        select shopper_id, store_id, channel, counted_on, 1
                        from donations
                        where retailer_id = $1
                        and campaign_id = $2
                        union all
                        select shopper_id, store_id, channel, counted_on, 1
                        from point_entries
                        where retailer_id = $1
                        and campaign_id = $2
                        and kind = 'earn'
                        union all
                        select null::bigint, store_id, null::text, counted_on,
                            case when closed_at is null then coupons else used end
                        from offline_leases
                        where retailer_id = $1
                        and campaign_id = $2
                    ) g,
                    lateral (
                        select case $3::smallint
                                when 1 then g.shopper_id
                                when 2 then g.store_id
                                when 3 then $2::bigint
                                else coalesce(($7::bigint[])[array_position($6::text[], g.channel)], 0)
                            end as subject_id,
                            case $4::smallint
                                when 1 then '1970-01-01'::date
                                when 2 then g.date
                                when 3 then date_trunc('week', g.date::timestamp)::date
                                else date_trunc('month', g.date::timestamp)::date
                            end as period_start
                    ) k
                    where k.subject_id is not null
                    group by k.subject_id, k.period_start
                ) u
                full join (
                    select subject_id, period_start, used, used_max
                    from period_counters
                    where retailer_id = $1
                    and campaign_id = $2
                    and scope = $3
                    and period = $4
                ) c using (subject_id, period_start)
            ) t
            left join store_allotments o on o.retailer_id = $1
            and o.campaign_id = $2
            and $3::smallint = 2
            and o.store_id = t.subject_id
            and o.period = $4
            and o.period_start = t.period_start
            left join store_allotments s on s.retailer_id = $1
            and s.campaign_id = $2
            and $3::smallint = 2
            and s.store_id = t.subject_id
            and s.period = $4
            and s.period_start = '1970-01-01'
        ) b
        where max is not null
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, sums), (.tenant, limit)]
}

extension Database {
    /// - Parameter allotted: the periods in which some stores have allotments.
    /// - Returns: nil for a campaign that is not there.
    public func recount(
        _ campaign: Campaign, allotted: Set<Limit.Period>, of retailer: ID<Retailer>
    ) async throws -> CampaignRecount? {
        let (tenant, id, terms) = (retailer.rawValue, campaign.id.rawValue, campaign.terms)
        guard var row = try await run(CampaignRecountStatements.sums(tenant, id)).first else { return nil }
        let counter = CounterRow(
            coupons: try row.read(), couponsMax: try row.read(), returned: try row.read(), exposure: try row.read(),
            exposureMax: try row.read())
        let issued: (ever: Int64, open: Int64, used: Int64, exposure: Int64) = (
            try row.read(), try row.read(), try row.read(), try row.read()
        )
        let donated: (ever: Int64, exposure: Int64) = (try row.read(), try row.read())
        let earned: Int64 = try row.read()
        let lent: (counted: Int64, exposure: Int64) = (try row.read(), try row.read())
        let sold: (used: Int64, spent: Int64) = (try row.read(), try row.read())
        let entered: (used: Int64, spent: Int64) = (try row.read(), try row.read())
        let currency = try row.read(String?.self).flatMap(Currency.init)
        let gifts = donated.ever + earned
        let counted = issued.open + issued.used + gifts + lent.counted
        let reserved = issued.exposure + donated.exposure + lent.exposure
        let budget = terms.budget == nil ? nil : terms.exposureMax
        var limits: [CampaignRecount.LimitCount] = []
        for limit in terms.limits {
            limits.append(
                limit.isCampaignTotal
                    ? counter.limit(limit, counted) : try await recount(limit, Int64(limit.max), campaign, of: retailer)
            )
        }
        for period in Limit.Period.allCases
        where allotted.contains(period) && !terms.limits.contains(where: { $0.per == .store && $0.period == period }) {
            limits.append(
                try await recount(Limit(per: .store, period: period, max: 0), nil, campaign, of: retailer))
        }
        let over = budget.map { reserved > $0 && reserved > counter.exposureMax ? reserved - $0 : 0 } ?? 0
        return CampaignRecount(
            sums: [
                .issued: [.counter: counter.coupons + counter.returned, .rows: issued.ever + gifts],
                .counted: [.counter: counter.coupons, .rows: counted],
                .reserved: [.counter: counter.exposure, .rows: reserved],
                .used: [.rows: issued.used, .redemptions: sold.used, .ledger: entered.used],
                .spent: [.redemptions: sold.spent, .ledger: entered.spent],
                .out: [.counter: counter.coupons - gifts - lent.counted - sold.used, .rows: issued.open],
            ], limits: limits, overBudget: over, budget: budget, currency: currency)
    }

    private struct CounterRow {
        let coupons: Int64
        let couponsMax: Int64
        let returned: Int64
        let exposure: Int64
        let exposureMax: Int64

        /// The campaign's own total stands on its own row.
        func limit(_ limit: Limit, _ counted: Int64) -> CampaignRecount.LimitCount {
            let isOver = counted > Int64(limit.max)
            return CampaignRecount.LimitCount(
                per: limit.per, period: limit.period, max: Int64(limit.max), subjects: 1, highest: counted,
                over: isOver ? 1 : 0, overSinceLowered: isOver && counted <= couponsMax ? 1 : 0,
                differing: counted == coupons ? 0 : 1)
        }
    }

    /// - Parameter max: nil where only allotments bound it.
    private func recount(
        _ limit: Limit, _ max: Int64?, _ campaign: Campaign, of retailer: ID<Retailer>
    ) async throws -> CampaignRecount.LimitCount {
        let numbers = limit.channelNumbers
        let call = CampaignRecountStatements.limit(
            retailer.rawValue, campaign.id.rawValue, limit.per.number, limit.period.number, max,
            numbers.map { Optional($0.name) }, numbers.map(\.number))
        guard var row = try await run(call).first else { throw Damage("an aggregate gave no row") }
        return CampaignRecount.LimitCount(
            per: limit.per, period: limit.period, max: max, subjects: try row.read(), highest: try row.read(),
            over: try row.read(), overSinceLowered: try row.read(), differing: try row.read())
    }
}
