import Postgres
public import Promotions

enum ResultStatements {
    static let totals = Statement(
        "read campaign results", takes: [.int8, .int8, .timestamptz],
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
        """)

    static let discount = Statement(
        "read campaign discounts", takes: [.int8, .int8], gives: [.int8, .int8, .text],
        """
        select coalesce(sum(discount) filter (where state = 'redeemed'), 0)::bigint,
            count(*) filter (where state = 'voided'),
            case when min(currency) = max(currency) then min(currency) end
        from redemptions
        where retailer_id = $1
        and campaign_id = $2
        """)

    static let byStore = Statement(
        "read campaign results by store and day", takes: [.int8, .int8], gives: [.int8, .date, .int8, .int8],
        """
        select s.store_id, coalesce(c.counted_on, (c.issued_at at time zone s.time_zone)::date), count(*),
            count(*) filter (where c.state = 'redeemed')
        from coupons c
        join stores s on s.retailer_id = c.retailer_id
        and s.store_id = c.store_id
        where c.retailer_id = $1
        and c.campaign_id = $2
        group by 1, 2
        order by 2 desc, 1
        limit 10000
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, totals), (.tenant, discount), (.tenant, byStore),
    ]
}

extension Database {
    public func results(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> CampaignResults {
        let (tenant, id) = (retailer.rawValue, campaign.rawValue)
        guard var total = try await run(ResultStatements.totals(tenant, id, now.timestamp)).first,
            var discount = try await run(ResultStatements.discount(tenant, id)).first
        else { throw Damage("an aggregate gave no row") }
        let days = try await run(ResultStatements.byStore(tenant, id)).map { row in
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
}
