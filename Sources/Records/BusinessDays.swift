import Postgres
public import Promotions

/// Closing days: what happened is copied into lines that stand for good, with the owner as of then. What a late commit
/// or another time zone adds to a closed day becomes a line of the next.
enum BusinessDayStatements {
    static let last = Statement(
        "read last business day", takes: [.int8], gives: [.date, .timestamptz],
        """
        select (
                select max(d.business_day)
                from business_days d
                where d.retailer_id = $1
            ), r.created_at
        from retailers r
        where r.retailer_id = $1
        """)

    /// A second process waits here until the first is done, and then has nothing to do.
    static let close = Statement(
        "close business day", takes: [.int8, .date, .timestamptz], gives: [.date],
        """
        insert into business_days (retailer_id, business_day, closed_at)
        values ($1, $2, $3)
        on conflict (retailer_id, business_day) do nothing
        returning business_day
        """)

    static let pageEnd = Statement(
        "find end of a page of coupons", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        select max(t.coupon_id)
        from (
            select coupon_id
            from coupons
            where retailer_id = $1
            and coupon_id > $2
            order by coupon_id
            limit $3
        ) t
        """)

    private static let columns = """
        retailer_id, business_day, line_id, kind, coupon_id, campaign_id, revision, store_id, owner, issuing_store_id,
            issuing_owner, redemption_id, currency, basket_total, discount, liability, happened_at
        """

    static let postIssues = Statement(
        "post issues", takes: [.int8, .date, .int8, .int8],
        """
        insert into statement_lines
            (\(columns))
        select c.retailer_id, $2::date, c.coupon_id, 'issue', c.coupon_id, c.campaign_id, c.revision, c.store_id,
            coalesce(s.owner, 'company'), c.store_id, coalesce(s.owner, 'company'), null, null, null, null, c.exposure,
            c.issued_at
        from coupons c
        left join stores s on s.retailer_id = c.retailer_id
        and s.store_id = c.store_id
        where c.retailer_id = $1
        and c.coupon_id > $3
        and c.coupon_id <= $4
        and (c.issued_at at time zone coalesce(s.time_zone, 'UTC'))::date between $2::date - 6 and $2::date
        on conflict (retailer_id, line_id) do nothing
        """)

    static let postEntries = Statement(
        "post ledger entries", takes: [.int8, .date, .int8, .int8],
        """
        insert into statement_lines
            (\(columns))
        select l.retailer_id, $2::date, l.entry_id, l.kind, c.coupon_id, c.campaign_id, c.revision,
            coalesce(r.store_id, c.store_id), coalesce(s.owner, 'company'), c.store_id, coalesce(i.owner, 'company'),
            l.redemption_id, r.currency,
            case l.kind when 'redeem' then r.basket_total when 'void' then -r.basket_total
                when 'return' then -(l.detail ->> 'goods')::bigint end,
            case l.kind when 'redeem' then r.discount when 'void' then -r.discount when 'return' then -l.amount end,
            case l.kind when 'void' then c.exposure when 'return' then 0 else -c.exposure end, l.happened_at
        from coupon_ledger l
        join coupons c on c.retailer_id = l.retailer_id
        and c.coupon_id = l.coupon_id
        left join redemptions r on r.retailer_id = l.retailer_id
        and r.redemption_id = l.redemption_id
        left join stores s on s.retailer_id = l.retailer_id
        and s.store_id = coalesce(r.store_id, c.store_id)
        left join stores i on i.retailer_id = l.retailer_id
        and i.store_id = c.store_id
        where l.retailer_id = $1
        and l.coupon_id > $3
        and l.coupon_id <= $4
        and l.kind in ('redeem', 'void', 'return', 'expire', 'revoke')
        and (l.happened_at at time zone coalesce(s.time_zone, 'UTC'))::date between $2::date - 6 and $2::date
        on conflict (retailer_id, line_id) do nothing
        """)

    /// By when they were heard of, whenever they happened. Few: of what tills took without asking, what was not good.
    static let postAcceptances = Statement(
        "post acceptances", takes: [.int8, .date],
        """
        insert into statement_lines
            (\(columns))
        select a.retailer_id, $2::date, a.acceptance_id, case a.outcome when 'charged' then 'charge' else 'loss' end,
            a.coupon_id, a.campaign_id, a.revision, a.store_id, coalesce(s.owner, 'company'), c.store_id,
            coalesce(i.owner, 'company'), null, a.currency, a.basket_total, a.discount, a.exposure, a.accepted_at
        from offline_acceptances a
        join coupons c on c.retailer_id = a.retailer_id
        and c.coupon_id = a.coupon_id
        left join stores s on s.retailer_id = a.retailer_id
        and s.store_id = a.store_id
        left join stores i on i.retailer_id = a.retailer_id
        and i.store_id = c.store_id
        where a.retailer_id = $1
        and a.outcome in ('charged', 'lost')
        and a.uploaded_at >= ($2::date - 8) at time zone 'UTC'
        and (a.uploaded_at at time zone coalesce(s.time_zone, 'UTC'))::date between $2::date - 6 and $2::date
        on conflict (retailer_id, line_id) do nothing
        """)

    static let sales = Statement(
        "read posted sales", takes: [.int8, .date, .date, .date, .int8, .int8, .int8Array],
        gives: [
            .int8, .date, .text, .int8, .int8, .int4, .int8, .text, .int8, .text, .int8, .int8, .timestamptz,
        ],
        """
        select line_id, business_day, kind, coupon_id, campaign_id, revision, store_id, owner, redemption_id, currency,
            basket_total, discount, happened_at
        from statement_lines
        where retailer_id = $1
        and business_day >= $2
        and business_day < $3
        and (business_day, line_id) > ($4, $5)
        and kind in ('redeem', 'void', 'return', 'charge', 'loss')
        \(StoreFilter.keeping("store_id", in: "$7"))
        order by business_day, line_id
        limit $6
        """)

    static let liability = Statement(
        "sum posted liability", takes: [.int8, .date, .date, .int8Array],
        gives: [.int8, .int4, .int8, .text, .int8, .int8, .int8, .int8, .int8, .int8, .int8, .int8],
        """
        select campaign_id, revision, issuing_store_id, issuing_owner, count(*) filter (where kind = 'issue'),
            coalesce(sum(liability) filter (where kind = 'issue'), 0)::bigint,
            count(*) filter (where kind in ('redeem', 'expire', 'revoke')) - count(*) filter (where kind = 'void'),
            coalesce(-sum(liability) filter (where kind not in ('issue', 'charge', 'loss')), 0)::bigint,
            count(*) filter (where kind = 'charge'),
            coalesce(sum(liability) filter (where kind = 'charge'), 0)::bigint,
            count(*) filter (where kind = 'loss'),
            coalesce(sum(liability) filter (where kind = 'loss'), 0)::bigint
        from statement_lines
        where retailer_id = $1
        and business_day >= $2
        and business_day < $3
        \(StoreFilter.keeping("issuing_store_id", in: "$4"))
        group by campaign_id, revision, issuing_store_id, issuing_owner
        order by campaign_id, revision, issuing_store_id, issuing_owner
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, last), (.tenant, close), (.tenant, pageEnd), (.tenant, postIssues), (.tenant, postEntries),
        (.tenant, postAcceptances),
        (.tenant, sales), (.tenant, liability),
    ]
}

extension Database {
    /// The last day that is closed, and since when there is anything to close.
    public func lastBusinessDay(of retailer: ID<Retailer>) async throws -> (day: LocalDate?, since: Instant)? {
        guard var row = try await run(BusinessDayStatements.last(retailer.rawValue)).first else { return nil }
        return (try row.read(Postgres.Day?.self).map { LocalDate($0) }, try row.instant())
    }

    /// Only inside a transaction: a day is closed with all of its lines or not at all.
    /// - Returns: false if it was closed before.
    public func close(_ day: LocalDate, of retailer: ID<Retailer>, at now: Instant, pageMax: Int) async throws -> Bool {
        let tenant = retailer.rawValue
        let closed = try await run(BusinessDayStatements.close(tenant, day.postgres, now.timestamp))
        if closed.isEmpty { return false }
        var last: Int64 = 0
        while var row = try await run(BusinessDayStatements.pageEnd(tenant, last, Int64(pageMax))).first,
            let end = try row.read(Int64?.self)
        {
            _ = try await pipeline([
                BusinessDayStatements.postIssues(tenant, day.postgres, last, end),
                BusinessDayStatements.postEntries(tenant, day.postgres, last, end),
            ])
            last = end
        }
        _ = try await run(BusinessDayStatements.postAcceptances(tenant, day.postgres))
        try await postDonations(on: day, of: retailer, pageMax: pageMax)
        return true
    }

    /// Redemptions, voids and returns of closed days, in the order of days.
    /// - Parameter stores: where they happened; nil for all.
    public func postedSales(
        of retailer: ID<Retailer>, from: LocalDate, to: LocalDate, after: (day: LocalDate, line: ID<StatementLine>)?,
        in stores: Set<ID<Store>>? = nil, limit: Int
    ) async throws -> [StatementLine] {
        let start = after?.day ?? from.adding(days: -1)
        return try await run(
            BusinessDayStatements.sales(
                retailer.rawValue, from.postgres, to.postgres, start.postgres, after?.line.rawValue ?? 0, Int64(limit),
                stores?.numbers)
        ).map { row in
            var row = row
            return StatementLine(
                id: try row.id(), businessDay: LocalDate(try row.read(Postgres.Day.self)), kind: try row.choice(),
                coupon: try row.id(), campaign: try row.id(), revision: Int(try row.read(Int32.self)),
                store: try row.optionalID(), owner: try row.choice(), redemption: try row.optionalID(),
                currency: try row.read(String?.self).flatMap(Currency.init), basketTotal: try row.read(),
                discount: try row.read(), happenedAt: try row.instant())
        }
    }

    /// What closed days changed, summed over them, by campaign, revision and store.
    /// - Parameter stores: where the coupons were issued; nil for all.
    public func postedLiability(
        of retailer: ID<Retailer>, from: LocalDate, to: LocalDate, in stores: Set<ID<Store>>? = nil
    ) async throws -> [LiabilityChange] {
        let call = BusinessDayStatements.liability(retailer.rawValue, from.postgres, to.postgres, stores?.numbers)
        return try await run(call).map { row in
            var row = row
            let group = LiabilityChange.Group(
                campaign: try row.id(), revision: Int(try row.read(Int32.self)), store: try row.optionalID(),
                owner: try row.choice())
            return LiabilityChange(
                group: group, issued: try row.read(), issuedAmount: try row.read(), released: try row.read(),
                releasedAmount: try row.read(), charged: try row.read(), chargedAmount: try row.read(),
                lost: try row.read(), lostAmount: try row.read())
        }
    }
}
