import Postgres

/// What unlocks remember. Rows are taken in one order, before counters; a row that has changed since it was read fails
/// the whole batch, which is then decided again.
enum UnlockStatements {
    private static let keyTypes: [PostgresType] = [.int8, .int8Array, .int8Array, .int8Array, .int8Array]
    private static let wanted = """
        unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
            as u (campaign_id, shopper_id, store_id, round)
        """
    private static let columns = """
        campaign_id, shopper_id, store_id, round, version, days, crossed_on, crossings, places, holder_id
        """
    private static let columnTypes: [PostgresType] = [
        .int8, .int8, .int8, .int8, .int4, .dateArray, .date, .int8, .int4, .int8, .text,
    ]

    static let read = Statement(
        "read unlock states", takes: keyTypes, gives: columnTypes,
        """
        select u.campaign_id, u.shopper_id, u.store_id, u.round, t.version, t.days, t.crossed_on, t.crossings,
            t.places, t.holder_id, t.members
        from \(wanted),
        lateral (
            select s.version, s.days, s.crossed_on, s.crossings, s.places, s.holder_id, s.members::text as members
            from unlock_states s
            where s.retailer_id = $1
            and s.campaign_id = u.campaign_id
            and s.shopper_id = u.shopper_id
            and s.store_id = u.store_id
            and s.round = u.round
            limit 1
        ) t
        """)

    /// Makes the rows that are missing, so that everything a batch may change is there to be locked, in order.
    static let lock = Statement(
        "lock unlock states", takes: keyTypes, gives: columnTypes,
        """
        insert into unlock_states
            (retailer_id, campaign_id, shopper_id, store_id, round, version, days, crossings, places)
        select k.retailer_id, u.campaign_id, u.shopper_id, u.store_id, u.round, 0, '{}', 0, 0
        from \(wanted)
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.campaign_id, u.shopper_id, u.store_id, u.round
        on conflict (retailer_id, campaign_id, shopper_id, store_id, round) do update
        set version = unlock_states.version
        returning \(columns), members::text
        """)

    /// A null violates the column where somebody else has written since.
    static let write = Statement(
        "write unlock states",
        takes: keyTypes + [.int4Array, .textArray, .dateArray, .int8Array, .int4Array, .int8Array, .textArray],
        """
        insert into unlock_states
            (retailer_id, campaign_id, shopper_id, store_id, round, version, days, crossed_on, crossings, places,
            holder_id, members)
        select k.retailer_id, u.campaign_id, u.shopper_id, u.store_id, u.round, u.version + 1,
            string_to_array(u.days, ',')::date[], u.crossed_on, u.crossings, u.places, u.holder_id,
            u.members::jsonb
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::integer[], $7::text[], $8::date[],
            $9::bigint[], $10::integer[], $11::bigint[], $12::text[]
        ) as u (
            campaign_id, shopper_id, store_id, round, version, days, crossed_on, crossings, places, holder_id, members
        )
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.campaign_id, u.shopper_id, u.store_id, u.round
        on conflict (retailer_id, campaign_id, shopper_id, store_id, round) do update
        set version = case when unlock_states.version = excluded.version - 1 then excluded.version end,
            days = excluded.days, crossed_on = excluded.crossed_on, crossings = excluded.crossings,
            places = excluded.places, holder_id = excluded.holder_id, members = excluded.members
        """)

    /// Whether shoppers have been in a store, or anywhere at the retailer, before a moment.
    static let regulars = Statement(
        "read regulars", takes: [.int8, .int8Array, .int8Array, .timestamptzArray], gives: [.int8, .int8],
        """
        select u.shopper_id, u.store_id
        from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) as u (shopper_id, store_id, moment),
        lateral (
            select c.check_in_id
            from check_ins c
            where c.retailer_id = $1
            and c.shopper_id = u.shopper_id
            and c.checked_at < u.moment
            and (u.store_id = 0 or c.store_id = u.store_id)
            and c.verdict in ('accepted', 'accepted_no_reward')
            and c.reasons <> '{jumped}'
            limit 1
        ) t
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, read), (.tenant, lock), (.tenant, write), (.tenant, regulars),
    ]
}
