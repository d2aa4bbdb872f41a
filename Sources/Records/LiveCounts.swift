import Postgres
public import Promotions

/// Counts for those who watch a campaign. What is old was counted before: each statement goes over ids after the ones
/// that are settled, which the keys of the tables carry.
enum LiveStatements {
    static let visits = Statement(
        "count visits live", takes: [.int8, .int8, .int8, .int8, .int8, .int8, .int8Array],
        gives: [.int8, .text, .text, .text, .int8, .int8, .int8],
        """
        select t.store_id, t.verdict, t.offer ->> 's', coalesce(t.offer ->> 'why', t.first_reason), count(*),
            count(*) filter (where t.check_in_id >= $5), count(*) filter (where t.check_in_id >= $6)
        from (
            select c.check_in_id, c.store_id, c.verdict,
                case when c.verdict = 'refused' then c.reasons[1] end as first_reason,
                case
                    when c.verdict <> 'refused' then (
                        select e.offer
                        from jsonb_array_elements(c.offers) as e (offer)
                        where (e.offer ->> 'c')::bigint = $2
                        limit 1
                    )
                end as offer
            from check_ins c
            where c.retailer_id = $1
            and c.check_in_id > $3
            and c.check_in_id <= $4
            and (c.verdict <> 'refused' or c.evidence -> 'policy' @> jsonb_build_array(jsonb_build_array($2)))
            \(StoreFilter.keeping("c.store_id", in: "$7"))
        ) t
        where t.verdict = 'refused' or t.offer is not null
        group by 1, 2, 3, 4
        """)

    static let sales = Statement(
        "count sales live", takes: [.int8, .int8, .int8, .int8, .int8Array], gives: [.int8, .int8],
        """
        select count(*), coalesce(sum(r.discount), 0)::bigint
        from redemptions r
        where r.retailer_id = $1
        and r.campaign_id = $2
        and r.redemption_id > $3
        and r.redemption_id <= $4
        and r.state = 'redeemed'
        \(StoreFilter.keepingCoupons(of: "r", in: "$5"))
        """)

    /// What the campaign's counter says of all stores, for some of them.
    static let given = Statement(
        "count what was given live", takes: [.int8, .int8, .int8, .int8, .int8Array], gives: [.int8],
        """
        select count(*)
        from (
            select coupon_id
            from coupons
            where retailer_id = $1
            and campaign_id = $2
            and coupon_id > $3
            and coupon_id <= $4
            and store_id = any($5)
            union all
            select donation_id
            from donations
            where retailer_id = $1
            and campaign_id = $2
            and donation_id > $3
            and donation_id <= $4
            and store_id = any($5)
            union all
            select entry_id
            from point_entries
            where retailer_id = $1
            and campaign_id = $2
            and kind = 'earn'
            and entry_id > $3
            and entry_id <= $4
            and store_id = any($5)
        ) t
        """)

    static let openAppeals = Statement(
        "count open appeals", takes: [.int8, .int8, .int8Array], gives: [.int8],
        """
        select count(*)
        from appeals a
        join check_ins c on c.retailer_id = a.retailer_id
        and c.check_in_id = a.check_in_id
        where a.retailer_id = $1
        and a.state = 'open'
        and a.check_in_id > $2
        \(StoreFilter.keeping("a.store_id", in: "$3"))
        and (
            c.offers @> jsonb_build_array(jsonb_build_object('c', $2))
            or c.evidence -> 'policy' @> jsonb_build_array(jsonb_build_array($2))
        )
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, visits), (.tenant, sales), (.tenant, given), (.tenant, openAppeals),
    ]
}

/// What was counted between two ids.
public struct LiveCounts: Sendable {
    public var tally = LiveTally()
    /// Since the later of the two moments that were named.
    public var minute: [ID<Store>: LiveMinute] = [:]
    /// Coupons since the earlier of them.
    public var issuedLately: Int64 = 0
}

extension Database {
    /// - Parameters:
    ///   - after: the id up to which all was counted before.
    ///   - through: the last id to count.
    ///   - since: the first id of the last minute, and of the time that is long enough to tell a rate by.
    ///   - stores: counts only these, with what was given there; nil for all.
    public func liveCounts(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, after: Int64, through: Int64,
        since: (minute: Int64, rate: Int64), in stores: Set<ID<Store>>? = nil
    ) async throws -> LiveCounts {
        let (tenant, id) = (retailer.rawValue, campaign.rawValue)
        let theirs = stores?.numbers
        var calls = [
            LiveStatements.visits(tenant, id, after, through, since.minute, since.rate, theirs),
            LiveStatements.sales(tenant, id, after, through, theirs),
        ]
        if let theirs { calls.append(LiveStatements.given(tenant, id, after, through, theirs)) }
        let tables = try await read(calls)
        var counts = LiveCounts()
        for var row in tables[0] {
            let store: ID<Store> = try row.id()
            let verdict: Verdict = try row.choice()
            let outcome = try row.read(String?.self).flatMap(OfferOutcome.State.init(rawValue:))
            let reason = try row.read(String?.self).flatMap(CheckInReason.init(rawValue:))
            counts.tally.add(try row.read(), verdict, reason)
            let inMinute: Int64 = try row.read()
            let lately: Int64 = try row.read()
            if outcome == .issued { counts.issuedLately += lately }
            guard inMinute > 0, verdict != .refused else { continue }
            counts.minute[store, default: LiveMinute()].checkIns += inMinute
            if outcome == .issued { counts.minute[store]?.coupons += inMinute }
        }
        if var row = tables[1].first {
            counts.tally.redeemed = try row.read()
            counts.tally.discount = try row.read()
        }
        if var row = tables.dropFirst(2).first?.first { counts.tally.given = try row.read() }
        return counts
    }

    public func openAppeals(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, in stores: Set<ID<Store>>? = nil
    ) async throws -> Int64 {
        let call = LiveStatements.openAppeals(retailer.rawValue, campaign.rawValue, stores?.numbers)
        guard var row = try await run(call).first else { return 0 }
        return try row.read()
    }
}
