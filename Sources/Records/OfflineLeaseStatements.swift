import Postgres

/// Leases of tills. Their rows are locked after coupons and before counters.
enum OfflineLeaseStatements {
    static let columns = """
        lease_id, till_id, store_id, campaign_id, coupons, used, exposure, exposure_used, counted_on, opened_at, ends_at,
        closed_at
        """

    static let columnTypes: [PostgresType] = [
        .int8, .int8, .int8, .int8, .int4, .int4, .int8, .int8, .date, .timestamptz, .timestamptz, .timestamptz,
    ]

    /// What is open already gets more time, and nothing else.
    static let extend = Statement(
        "extend leases of a till", takes: [.int8, .int8, .int8Array, .timestamptz], gives: columnTypes,
        """
        update offline_leases
        set ends_at = greatest(ends_at, $4)
        where retailer_id = $1
        and till_id = $2
        and campaign_id = any($3)
        and closed_at is null
        returning \(columns)
        """)

    static let open = Statement(
        "open lease",
        takes: [.int8, .int8, .int8, .int8, .int8, .int4, .int8, .date, .timestamptz, .timestamptz],
        """
        insert into offline_leases
            (retailer_id, lease_id, till_id, store_id, campaign_id, coupons, exposure, counted_on, opened_at, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """)

    /// What a till is lent counts against limits, but nobody has taken part by it.
    static let lend = Statement(
        "leave a lease out of who took part", takes: [.int8, .int8, .int8],
        """
        update campaign_counters
        set returned = returned - $3
        where retailer_id = $1
        and campaign_id = $2
        """)

    /// Open ones of a till, for whoever charges them.
    static let lockOfTill = Statement(
        "lock open leases of a till", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from offline_leases
        where retailer_id = $1
        and till_id = $2
        and closed_at is null
        order by lease_id
        for no key update
        """)

    static let lock = Statement(
        "lock leases", takes: [.int8, .int8Array], gives: columnTypes,
        """
        select \(columns)
        from offline_leases
        where retailer_id = $1
        and lease_id = any($2)
        order by lease_id
        for no key update
        """)

    static let overdue = Statement(
        "read leases to return", takes: [.int8, .timestamptz, .int8], gives: [.int8],
        """
        select lease_id
        from offline_leases
        where retailer_id = $1
        and ends_at <= $2
        and closed_at is null
        order by ends_at
        limit $3
        """)

    static let close = Statement(
        "close leases", takes: [.int8, .int8Array, .timestamptz],
        """
        update offline_leases
        set closed_at = $3
        where retailer_id = $1
        and lease_id = any($2)
        and closed_at is null
        """)

    static let charge = Statement(
        "charge leases", takes: [.int8, .int8Array, .int4Array, .int8Array],
        """
        update offline_leases l
        set used = l.used + u.coupons, exposure_used = l.exposure_used + u.exposure
        from unnest($2::bigint[], $3::integer[], $4::bigint[]) as u (lease_id, coupons, exposure)
        where l.retailer_id = $1
        and l.lease_id = u.lease_id
        """)

    /// What leases hold and nobody has used; what they count altogether.
    static let totals = Statement(
        "read leases of a campaign", takes: [.int8, .int8, .int8Array], gives: [.int8, .int8, .int8],
        """
        select coalesce(sum(coupons - used) filter (where closed_at is null), 0)::bigint,
            coalesce(sum(exposure - exposure_used) filter (where closed_at is null), 0)::bigint,
            coalesce(sum(case when closed_at is null then exposure else exposure_used end), 0)::bigint
        from offline_leases
        where retailer_id = $1
        and campaign_id = $2
        \(StoreFilter.keeping("store_id", in: "$3"))
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, extend), (.tenant, open), (.tenant, lockOfTill), (.tenant, lock), (.tenant, overdue),
        (.tenant, lend), (.tenant, close), (.tenant, charge), (.tenant, totals),
    ]
}
