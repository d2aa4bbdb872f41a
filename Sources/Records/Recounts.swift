import Postgres
public import Promotions

/// Counting anew what is out, for a limit that a campaign did not have before.
enum RecountStatements {
    /// All subjects, or one.
    static let clear = Statement(
        "clear period counters", takes: [.int8, .int8, .int2, .int2, .int8],
        """
        delete from period_counters
        where retailer_id = $1
        and campaign_id = $2
        and scope = $3
        and period = $4
        and ($5::bigint is null or subject_id = $5)
        """)

    /// What shoppers have had counts for good; for all else only what is out.
    static let count = Statement(
        "count anew", takes: countTypes,
        countText(
            "coupons", date: "coalesce(c.counted_on, (c.issued_at at time zone 'UTC')::date)",
            "and (c.state in ('issued', 'reserved', 'redeemed') or $3::smallint = 1)"))

    /// What was given without a coupon counts for good.
    static let countDonations = Statement(
        "count donations anew", takes: countTypes, countText("donations", date: "c.counted_on"))

    static let countPoints = Statement(
        "count points anew", takes: countTypes,
        countText("point_entries", date: "c.counted_on", "and c.kind = 'earn'"))

    /// An open lease counts whole, a closed one what was used of it. No channel is its own.
    static let countLeases = Statement(
        "count leases anew", takes: [.int8, .int8, .int2, .int2, .int8, .int4],
        """
        insert into period_counters
            (retailer_id, campaign_id, scope, subject_id, period, period_start, used, used_max)
        select l.retailer_id, l.campaign_id, $3::smallint, k.subject_id, $4::smallint, k.period_start,
            sum(case when l.closed_at is null then l.coupons else l.used end)::integer,
            greatest(sum(case when l.closed_at is null then l.coupons else l.used end), $6::integer)::integer
        from offline_leases l,
        lateral (
            select case $3::smallint when 2 then l.store_id when 3 then l.campaign_id when 4 then 0 end as subject_id,
                case $4::smallint
                    when 1 then '1970-01-01'::date
                    when 2 then l.counted_on
                    when 3 then date_trunc('week', l.counted_on::timestamp)::date
                    else date_trunc('month', l.counted_on::timestamp)::date
                end as period_start
        ) k
        where l.retailer_id = $1
        and l.campaign_id = $2
        and k.subject_id is not null
        and ($5::bigint is null or k.subject_id = $5)
        group by l.retailer_id, l.campaign_id, k.subject_id, k.period_start
        on conflict (retailer_id, campaign_id, scope, subject_id, period, period_start) do update
        set used = period_counters.used + excluded.used,
            used_max = greatest(period_counters.used_max, period_counters.used + excluded.used)
        """)

    private static let countTypes: [PostgresType] = [
        .int8, .int8, .int2, .int2, .int8, .int4, .textArray, .int8Array,
    ]

    private static func countText(_ table: String, date: String, _ condition: String = "") -> String {
        """
        insert into period_counters
            (retailer_id, campaign_id, scope, subject_id, period, period_start, used, used_max)
        select c.retailer_id, c.campaign_id, $3::smallint, k.subject_id, $4::smallint, k.period_start, count(*)::integer,
            greatest(count(*), $6::integer)::integer
        from \(table) c,
        lateral (select \(date) as date) d,
        lateral (
            select case $3::smallint
                    when 1 then c.shopper_id
                    when 2 then c.store_id
                    when 3 then c.campaign_id
                    else coalesce(($8::bigint[])[array_position($7::text[], c.channel)], 0)
                end as subject_id,
                case $4::smallint
                    when 1 then '1970-01-01'::date
                    when 2 then d.date
                    when 3 then date_trunc('week', d.date::timestamp)::date
                    else date_trunc('month', d.date::timestamp)::date
                end as period_start
        ) k
        where c.retailer_id = $1
        and c.campaign_id = $2
        \(condition)
        and k.subject_id is not null
        and ($5::bigint is null or k.subject_id = $5)
        group by c.retailer_id, c.campaign_id, k.subject_id, k.period_start
        """
    }

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, clear), (.tenant, count), (.tenant, countDonations), (.tenant, countPoints),
        (.tenant, countLeases),
    ]
}

extension Database {
    /// Counts what is out for one limit of a campaign. Only after the campaign's counter has been changed in the same
    /// transaction: until that commits, nobody issues or gives back, and nobody else knows of this limit.
    /// - Parameters:
    ///   - form: of the campaign's reward.
    ///   - subject: for that one alone.
    public func recount(
        _ limit: Limit, of campaign: ID<Campaign>, giving form: Reward.Form, subject: Int64? = nil,
        at retailer: ID<Retailer>
    ) async throws {
        let (tenant, id, scope, period) = (
            retailer.rawValue, campaign.rawValue, limit.per.number, limit.period.number
        )
        let numbers = limit.channelNumbers
        let count =
            switch form {
            case .coupon: RecountStatements.count
            case .donation: RecountStatements.countDonations
            case .points: RecountStatements.countPoints
            }
        _ = try await pipeline([
            RecountStatements.clear(tenant, id, scope, period, subject),
            count(
                tenant, id, scope, period, subject, Int32(limit.max), numbers.map(\.name), numbers.map(\.number)),
            RecountStatements.countLeases(tenant, id, scope, period, subject, Int32(limit.max)),
        ])
    }
}

extension Database {
    /// What is counted under each; what nobody has counted is left out.
    public func used(_ keys: [CounterKey], of retailer: ID<Retailer>) async throws -> [CounterKey: Int] {
        guard !keys.isEmpty else { return [:] }
        let arrays = CounterArrays(keys)
        let rows = try await run(
            CounterStatements.read(
                retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts))
        return try Tally(periods: rows, totals: []).used
    }
}
