import Postgres

/// Points: entries for good, and the balance that they come to, which a check constraint keeps from going below zero.
enum PointStatements {
    static let read = Statement(
        "read point balances", takes: [.int8, .int8Array], gives: [.int8, .int8],
        """
        select u.shopper_id, t.balance
        from unnest($2::bigint[]) as u (shopper_id),
        lateral (
            select b.balance
            from point_balances b
            where b.retailer_id = $1
            and b.shopper_id = u.shopper_id
            limit 1
        ) t
        """)

    static let lock = Statement(
        "lock point balances", takes: [.int8, .int8Array], gives: [.int8, .int8],
        """
        select shopper_id, balance
        from point_balances
        where retailer_id = $1
        and shopper_id = any($2)
        order by shopper_id
        for no key update
        """)

    /// One insert, because it takes its rows in order. Its own values are checked before a row that is there is found, so
    /// that what is spent of such a row must not make them look like less than nothing.
    static let move = Statement(
        "move point balances", takes: [.int8, .int8Array, .int8Array, .int8Array],
        """
        insert into point_balances (retailer_id, shopper_id, balance, earned, spent)
        select r.retailer_id, u.shopper_id, case when t.balance is null then u.earned - u.spent else 0 end, u.earned,
            u.spent
        from retailers r, unnest($2::bigint[], $3::bigint[], $4::bigint[]) as u (shopper_id, earned, spent)
        left join lateral (
            select b.balance
            from point_balances b
            where b.retailer_id = $1
            and b.shopper_id = u.shopper_id
            limit 1
        ) t on true
        where r.retailer_id = $1
        order by u.shopper_id
        on conflict (retailer_id, shopper_id) do update
        set balance = point_balances.balance + excluded.earned - excluded.spent,
            earned = point_balances.earned + excluded.earned, spent = point_balances.spent + excluded.spent
        """)

    static let enter = Statement(
        "enter points",
        takes: [
            .int8, .int8Array, .int8Array, .int8Array, .textArray, .int8Array, .int8Array, .int8Array, .int8Array,
            .int8Array, .textArray, .dateArray, .timestamptzArray,
        ],
        """
        insert into point_entries
            (retailer_id, shopper_id, entry_id, session_id, kind, points, campaign_id, coupon_id, check_in_id, store_id,
            channel, counted_on, happened_at)
        select k.retailer_id, u.shopper_id, u.entry_id, u.session_id, u.kind, u.points, u.campaign_id, u.coupon_id,
            u.check_in_id, u.store_id, u.channel, u.counted_on, u.happened_at
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[],
            $9::bigint[], $10::bigint[], $11::text[], $12::date[], $13::timestamptz[]
        ) as u (
            shopper_id, entry_id, session_id, kind, points, campaign_id, coupon_id, check_in_id, store_id,
            channel, counted_on, happened_at
        )
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.shopper_id, u.entry_id
        """)

    /// What was paid for these coupons.
    static let paid = Statement(
        "read points paid for coupons", takes: [.int8, .int8Array], gives: [.int8, .int8, .int8, .int8],
        """
        select t.coupon_id, t.shopper_id, t.session_id, t.points
        from unnest($2::bigint[]) as u (coupon_id),
        lateral (
            select e.coupon_id, e.shopper_id, e.session_id, e.points
            from point_entries e
            where e.retailer_id = $1
            and e.coupon_id = u.coupon_id
            and e.kind = 'spend'
            limit 1
        ) t
        """)

    static let history = Statement(
        "read points of a shopper", takes: [.int8, .int8, .int8, .int8],
        gives: [.int8, .int8, .text, .int8, .int8, .int8, .int8, .int8, .timestamptz],
        """
        select entry_id, session_id, kind, points, campaign_id, coupon_id, check_in_id, store_id, happened_at
        from point_entries
        where retailer_id = $1
        and shopper_id = $2
        and entry_id < $3
        order by entry_id desc
        limit $4
        """)

    static let totals = Statement(
        "sum points of a campaign", takes: [.int8, .int8], gives: [.int8, .int8, .int8],
        """
        select coalesce(sum(points) filter (where kind = 'earn'), 0)::bigint,
            coalesce(sum(points) filter (where kind = 'spend'), 0)::bigint,
            coalesce(sum(points) filter (where kind = 'return'), 0)::bigint
        from point_entries
        where retailer_id = $1
        and campaign_id = $2
        """)

    static let out = Statement(
        "sum point balances", takes: [.int8], gives: [.int8],
        """
        select coalesce(sum(balance), 0)::bigint
        from point_balances
        where retailer_id = $1
        """)

    /// Many shoppers at once, each row for itself: twice does no harm.
    static let openAccounts = Statement(
        "open point accounts", takes: [.int8, .int8Array],
        """
        insert into point_accounts (shopper_id, retailer_id)
        select u.shopper_id, $1
        from unnest($2::bigint[]) as u (shopper_id)
        order by u.shopper_id
        on conflict (shopper_id, retailer_id) do nothing
        """)

    static let accounts = Statement(
        "read point accounts", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        select retailer_id
        from point_accounts
        where shopper_id = $1
        and retailer_id > $2
        order by retailer_id
        limit $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, read), (.tenant, lock), (.tenant, move), (.tenant, enter), (.tenant, paid), (.tenant, history),
        (.tenant, totals), (.tenant, out), (.system, openAccounts), (.shopper, accounts),
    ]
}
