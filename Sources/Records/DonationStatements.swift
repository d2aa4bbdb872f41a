import Postgres

enum DonationStatements {
    /// Selects from campaigns, so that nothing is given by an unknown one.
    static let add = Statement(
        "add donations",
        takes: [
            .int8, .int8Array, .int8Array, .int4Array, .int8Array, .int8Array, .int8Array, .int8Array, .textArray,
            .textArray, .int8Array, .textArray, .dateArray, .timestamptzArray,
        ],
        """
        insert into donations
            (retailer_id, donation_id, campaign_id, revision, shopper_id, session_id, store_id, check_in_id, channel,
            charity, amount, currency, counted_on, given_at)
        select k.retailer_id, u.donation_id, u.campaign_id, u.revision, u.shopper_id, u.session_id, u.store_id,
            u.check_in_id, u.channel, u.charity, u.amount, u.currency, u.counted_on, u.given_at
        from unnest(
            $2::bigint[], $3::bigint[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
            $9::text[], $10::text[], $11::bigint[], $12::text[], $13::date[], $14::timestamptz[]
        ) as u (
            donation_id, campaign_id, revision, shopper_id, session_id, store_id, check_in_id, channel,
            charity, amount, currency, counted_on, given_at
        )
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.donation_id
        """)

    static let total = Statement(
        "sum donations of a campaign", takes: [.int8, .int8], gives: [.int8, .int8],
        """
        select count(*), coalesce(sum(amount), 0)::bigint
        from donations
        where retailer_id = $1
        and campaign_id = $2
        """)

    /// The last of the next so many, by day and number.
    static let pageEnd = Statement(
        "find end of a page of donations", takes: [.int8, .date, .date, .int8, .int8], gives: [.date, .int8],
        """
        select t.counted_on, t.donation_id
        from (
            select counted_on, donation_id
            from donations
            where retailer_id = $1
            and counted_on <= $2
            and (counted_on, donation_id) > ($3, $4)
            order by counted_on, donation_id
            limit $5
        ) t
        order by t.counted_on desc, t.donation_id desc
        limit 1
        """)

    static let post = Statement(
        "post donations", takes: [.int8, .date, .date, .int8, .date, .int8],
        """
        insert into donation_lines
            (retailer_id, campaign_id, business_day, donation_id, revision, store_id, owner, charity, amount, currency)
        select d.retailer_id, d.campaign_id, $2::date, d.donation_id, d.revision, d.store_id,
            coalesce(s.owner, 'company'), d.charity, d.amount, d.currency
        from donations d
        left join stores s on s.retailer_id = d.retailer_id
        and s.store_id = d.store_id
        where d.retailer_id = $1
        and (d.counted_on, d.donation_id) > ($3, $4)
        and (d.counted_on, d.donation_id) <= ($5, $6)
        on conflict (retailer_id, donation_id) do nothing
        """)

    static let days = Statement(
        "sum posted donations by day", takes: [.int8, .int8, .date, .date], gives: [.date, .int8, .int8],
        """
        select business_day, count(*), sum(amount)::bigint
        from donation_lines
        where retailer_id = $1
        and campaign_id = $2
        and business_day >= $3
        and business_day < $4
        group by business_day
        order by business_day
        """)

    static let lines = Statement(
        "sum posted donations by store", takes: [.int8, .int8, .date, .date],
        gives: [.date, .int4, .int8, .text, .text, .text, .int8, .int8],
        """
        select business_day, revision, store_id, owner, charity, currency, count(*), sum(amount)::bigint
        from donation_lines
        where retailer_id = $1
        and campaign_id = $2
        and business_day >= $3
        and business_day < $4
        group by business_day, revision, store_id, owner, charity, currency
        order by business_day, revision, store_id, owner
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, total), (.tenant, pageEnd), (.tenant, post), (.tenant, days), (.tenant, lines),
    ]
}
