import Postgres

enum RedemptionStatements {
    static let take = Statement(
        "take coupons", takes: [.int8, .int8Array, .int8Array, .timestamptzArray], gives: [.int8],
        """
        update coupons c
        set state = 'redeemed', redeemed_at = u.redeemed_at, redeemed_store_id = u.store_id,
            reservation_id = null, reserved_till_id = null, reserved_store_id = null, reserved_until = null
        from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) as u (coupon_id, store_id, redeemed_at)
        where c.retailer_id = $1
        and c.coupon_id = u.coupon_id
        and c.state in ('issued', 'reserved')
        and greatest(c.expires_at, c.reserved_until) > u.redeemed_at
        returning c.coupon_id
        """)

    static let add = Statement(
        "add redemptions",
        takes: [
            .int8, .int8Array, .int8Array, .int8Array, .int8Array, .int8Array, .textArray, .textArray, .textArray,
            .textArray, .int8Array, .int8Array, .textArray, .timestamptzArray, .timestamptzArray, .textArray,
        ],
        """
        insert into redemptions
            (retailer_id, redemption_id, coupon_id, campaign_id, till_id, store_id, state, cashier, receipt_number,
            sale_id, currency, basket_total, discount, lines, redeemed_at, voidable_until, gap, basket)
        select c.retailer_id, u.redemption_id, u.coupon_id, u.campaign_id, u.till_id, u.store_id, 'redeemed', u.cashier,
            u.receipt_number, u.sale_id, u.currency, u.basket_total, u.discount, u.lines::jsonb, u.redeemed_at,
            u.voidable_until, case when u.discount < c.exposure then c.exposure - u.discount end, u.basket::jsonb
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::bigint[], $12::bigint[], $13::text[], $14::timestamptz[],
            $15::timestamptz[], $16::text[]
        ) as u (
            redemption_id, coupon_id, campaign_id, till_id, store_id, cashier, receipt_number,
            sale_id, currency, basket_total, discount, lines, redeemed_at, voidable_until, basket
        )
        join coupons c on c.coupon_id = u.coupon_id
        where c.retailer_id = $1
        order by u.redemption_id
        """)

    static let read = Statement(
        "read redemptions", takes: [.int8, .int8Array],
        gives: [.int8, .int8, .int8, .int8, .text, .int8, .text, .timestamptz, .timestamptz, .timestamptz, .bool],
        """
        select t.redemption_id, t.coupon_id, t.till_id, t.store_id, t.currency, t.discount, t.lines, t.redeemed_at,
            t.voidable_until, t.voided_at, t.returned_goods is not null
        from unnest($2::bigint[]) as u (redemption_id),
        lateral (
            select r.redemption_id, r.coupon_id, r.till_id, r.store_id, r.currency, r.discount, r.lines::text,
                r.redeemed_at, r.voidable_until, r.voided_at, r.returned_goods
            from redemptions r
            where r.retailer_id = $1
            and r.redemption_id = u.redemption_id
            limit 1
        ) t
        """)

    /// Locks them too: two codes of one basket come one after the other.
    static let openSales = Statement(
        "open sales", takes: [.int8, .int8Array, .textArray, .timestamptz], gives: [.int8, .text, .timestamptz],
        """
        insert into sales (retailer_id, store_id, sale_id, opened_at)
        select s.retailer_id, u.store_id, u.sale_id, $4
        from unnest($2::bigint[], $3::text[]) as u (store_id, sale_id)
        join stores s on s.store_id = u.store_id
        where s.retailer_id = $1
        order by u.store_id, u.sale_id
        on conflict (retailer_id, store_id, sale_id) do update
        set opened_at = sales.opened_at
        returning sales.store_id, sales.sale_id, sales.voided_at
        """)

    static let sales = Statement(
        "read sales", takes: [.int8, .int8Array, .textArray], gives: [.int8, .text, .timestamptz],
        """
        select t.store_id, t.sale_id, t.voided_at
        from unnest($2::bigint[], $3::text[]) as u (store_id, sale_id),
        lateral (
            select s.store_id, s.sale_id, s.voided_at
            from sales s
            where s.retailer_id = $1
            and s.store_id = u.store_id
            and s.sale_id = u.sale_id
            limit 1
        ) t
        """)

    /// One look-up for each: the limit keeps the planner from reading a tenant's redemptions and picking from them.
    static let taken = Statement(
        "read coupons of sales", takes: [.int8, .int8Array, .textArray, .int8],
        gives: [.int8, .text, .int8, .int8, .int4, .text, .int8, .text, .int8],
        """
        select t.store_id, t.sale_id, t.coupon_id, t.campaign_id, k.revision, t.currency, t.discount, t.lines,
            t.basket_total
        from unnest($2::bigint[], $3::text[]) as u (store_id, sale_id),
        lateral (
            select r.store_id, r.sale_id, r.coupon_id, r.campaign_id, r.currency, r.discount, r.lines::text,
                r.basket_total
            from redemptions r
            where r.retailer_id = $1
            and r.store_id = u.store_id
            and r.sale_id = u.sale_id
            and r.state = 'redeemed'
            limit $4
        ) t,
        lateral (
            select c.revision
            from coupons c
            where c.retailer_id = $1
            and c.coupon_id = t.coupon_id
            limit 1
        ) k
        """)

    static let voidSale = Statement(
        "mark sale as taken back", takes: [.int8, .int8, .text, .timestamptz],
        """
        update sales
        set voided_at = coalesce(voided_at, $4)
        where retailer_id = $1
        and store_id = $2
        and sale_id = $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, take), (.tenant, add), (.tenant, read), (.tenant, openSales), (.tenant, sales), (.tenant, taken),
        (.tenant, voidSale),
    ]
}
