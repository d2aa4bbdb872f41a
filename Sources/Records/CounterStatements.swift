import Postgres

/// The counters behind every limit. Rows are taken in the one lock order, sorted by id within a statement, and check
/// constraints refuse what would overdraw: then the whole batch rolls back and is decided again.
enum CounterStatements {
    private static let wanted = """
        unnest($2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::date[])
            as u (campaign_id, scope, subject_id, period, period_start)
        """
    private static let match = """
        c.retailer_id = $1
        and c.campaign_id = u.campaign_id
        and c.scope = u.scope
        and c.subject_id = u.subject_id
        and c.period = u.period
        and c.period_start = u.period_start
        """
    private static let keyTypes: [PostgresType] = [
        .int8, .int8Array, .int2Array, .int8Array, .int2Array, .dateArray,
    ]
    private static let rowTypes: [PostgresType] = [.int8, .int2, .int8, .int2, .date, .int4]

    /// One look-up for each: the limit keeps the planner from reading a tenant's counters and picking from them.
    static let read = Statement(
        "read period counters", takes: keyTypes, gives: rowTypes,
        """
        select u.campaign_id, u.scope, u.subject_id, u.period, u.period_start, t.used
        from \(wanted),
        lateral (
            select c.used
            from period_counters c
            where \(match)
            limit 1
        ) t
        """)

    /// Makes the rows that are missing, so that everything a batch may move is there to be locked, in order.
    static let lock = Statement(
        "lock period counters", takes: keyTypes + [.int4Array], gives: rowTypes,
        """
        insert into period_counters
            (retailer_id, campaign_id, scope, subject_id, period, period_start, used, used_max)
        select k.retailer_id, u.campaign_id, u.scope, u.subject_id, u.period, u.period_start, 0, u.used_max
        from unnest($2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::date[], $7::integer[])
            as u (campaign_id, scope, subject_id, period, period_start, used_max)
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.scope, u.campaign_id, u.subject_id, u.period, u.period_start
        on conflict (retailer_id, campaign_id, scope, subject_id, period, period_start) do update
        set used = period_counters.used
        returning campaign_id, scope, subject_id, period, period_start, used
        """)

    static let readTotals = Statement(
        "read campaign counters", takes: [.int8, .int8Array], gives: [.int8, .text, .int4, .int4, .int8, .int8, .int8],
        """
        select campaign_id, state, revision, edition, coupons, exposure, returned
        from campaign_counters
        where retailer_id = $1
        and campaign_id = any($2)
        """)

    static let lockTotals = Statement(
        "lock campaign counters", takes: [.int8, .int8Array], gives: [.int8, .text, .int4, .int4, .int8, .int8, .int8],
        """
        select campaign_id, state, revision, edition, coupons, exposure, returned
        from campaign_counters
        where retailer_id = $1
        and campaign_id = any($2)
        order by campaign_id
        for no key update
        """)

    static let add = Statement(
        "add to period counters", takes: keyTypes + [.int4Array, .int4Array],
        """
        insert into period_counters
            (retailer_id, campaign_id, scope, subject_id, period, period_start, used, used_max)
        select k.retailer_id, u.campaign_id, u.scope, u.subject_id, u.period, u.period_start, u.used, u.used_max
        from unnest(
            $2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::date[], $7::integer[], $8::integer[]
        ) as u (campaign_id, scope, subject_id, period, period_start, used, used_max)
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.scope, u.campaign_id, u.subject_id, u.period, u.period_start
        on conflict (retailer_id, campaign_id, scope, subject_id, period, period_start) do update
        set used = period_counters.used + excluded.used, used_max = excluded.used_max
        """)

    /// A null violates the column when the campaign is no longer in the state, revision and edition that were decided on.
    static let addTotals = Statement(
        "add to campaign counters", takes: [.int8, .int8Array, .int4Array, .int4Array, .int8Array, .int8Array],
        """
        update campaign_counters c
        set coupons = case
                when c.state = 'enabled' and c.revision = u.revision and c.edition = u.edition
                then c.coupons + u.coupons
            end,
            exposure = c.exposure + u.exposure
        from unnest($2::bigint[], $3::integer[], $4::integer[], $5::bigint[], $6::bigint[])
            as u (campaign_id, revision, edition, coupons, exposure)
        where c.retailer_id = $1
        and c.campaign_id = u.campaign_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, read), (.tenant, lock), (.tenant, readTotals), (.tenant, lockTotals), (.tenant, add),
        (.tenant, addTotals),
    ]
}
