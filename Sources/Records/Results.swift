import Postgres
public import Promotions

enum ResultStatements {
    static let totals = Statement(
        "read campaign results", takes: [.int8, .int8, .timestamptz, .int8Array],
        gives: [.int8, .int8, .int8, .int8, .int8, .int8],
        """
        select count(*), count(*) filter (where state = 'redeemed'),
            count(*) filter (
                where state = 'expired' or state in ('issued', 'reserved') and greatest(expires_at, reserved_until) <= $3
            ),
            count(*) filter (where state in ('issued', 'reserved') and greatest(expires_at, reserved_until) > $3),
            coalesce(sum(exposure) filter (
                where state in ('issued', 'reserved') and greatest(expires_at, reserved_until) > $3
            ), 0)::bigint,
            coalesce(sum(exposure - coalesce(exposure_returned, 0)) filter (
                where state in ('issued', 'reserved', 'redeemed')
            ), 0)::bigint
        from coupons
        where retailer_id = $1
        and campaign_id = $2
        \(StoreFilter.keeping("store_id", in: "$4"))
        """)

    static let discount = Statement(
        "read campaign discounts", takes: [.int8, .int8, .int8Array], gives: [.int8, .int8, .text],
        """
        select coalesce(sum(r.discount) filter (where r.state = 'redeemed'), 0)::bigint,
            count(*) filter (where r.state = 'voided'),
            case when min(r.currency) = max(r.currency) then min(r.currency) end
        from redemptions r
        where r.retailer_id = $1
        and r.campaign_id = $2
        \(StoreFilter.keepingCoupons(of: "r", in: "$3"))
        """)

    static let byStore = Statement(
        "read campaign results by store and day", takes: [.int8, .int8, .int8Array],
        gives: [.int8, .date, .int8, .int8],
        """
        select s.store_id, coalesce(c.counted_on, (c.issued_at at time zone s.time_zone)::date), count(*),
            count(*) filter (where c.state = 'redeemed')
        from coupons c
        join stores s on s.retailer_id = c.retailer_id
        and s.store_id = c.store_id
        where c.retailer_id = $1
        and c.campaign_id = $2
        \(StoreFilter.keeping("c.store_id", in: "$3"))
        group by 1, 2
        order by 2 desc, 1
        limit 10000
        """)

    /// What campaigns gave in some stores, whatever became of it.
    static let given = Statement(
        "count what campaigns gave in stores", takes: [.int8, .int8Array, .int8Array], gives: [.int8, .int8],
        """
        select t.campaign_id, count(*)
        from (
            select campaign_id
            from coupons
            where retailer_id = $1
            and campaign_id = any($2)
            and store_id = any($3)
            union all
            select campaign_id
            from donations
            where retailer_id = $1
            and campaign_id = any($2)
            and store_id = any($3)
            union all
            select campaign_id
            from point_entries
            where retailer_id = $1
            and campaign_id = any($2)
            and kind = 'earn'
            and store_id = any($3)
        ) t
        group by t.campaign_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, totals), (.tenant, discount), (.tenant, byStore), (.tenant, given),
    ]
}

extension Database {
    /// - Parameter stores: counts only what was issued there; nil for everything.
    public func results(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, in stores: Set<ID<Store>>? = nil, at now: Instant
    ) async throws -> CampaignResults {
        let (tenant, id) = (retailer.rawValue, campaign.rawValue)
        guard var total = try await run(ResultStatements.totals(tenant, id, now.timestamp, stores?.numbers)).first,
            var discount = try await run(ResultStatements.discount(tenant, id, stores?.numbers)).first
        else { throw Damage("an aggregate gave no row") }
        let days = try await run(ResultStatements.byStore(tenant, id, stores?.numbers)).map { row in
            var row = row
            return CampaignResults.StoreDay(
                store: try row.id(), date: LocalDate(try row.read(Postgres.Day.self)), issued: try row.read(),
                redeemed: try row.read())
        }
        let given: Int64 = try discount.read()
        let voided: Int64 = try discount.read()
        let currency = try discount.read(String?.self).flatMap(Currency.init)
        return CampaignResults(
            issued: try total.read(), redeemed: try total.read(), expired: try total.read(), voided: voided,
            outstanding: try total.read(), openExposure: try total.read(), exposure: try total.read(),
            discount: given, currency: currency, days: days)
    }

    /// How much each of these campaigns gave in these stores; none where nothing.
    public func given(
        by campaigns: [ID<Campaign>], of retailer: ID<Retailer>, in stores: Set<ID<Store>>
    ) async throws -> [ID<Campaign>: Int64] {
        let rows = try await run(
            ResultStatements.given(retailer.rawValue, campaigns.map(\.rawValue), stores.numbers))
        return try rows.reduce(into: [:]) { given, row in
            var row = row
            given[try row.id()] = try row.read(Int64.self)
        }
    }
}
