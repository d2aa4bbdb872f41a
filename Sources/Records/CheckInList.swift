import Postgres
public import Promotions

/// Check-ins as their retailer looks them up, newest first. A look goes over so many of them at most, whatever is asked
/// for, so that no filter reads a year: the key of the table carries it, and the hot path pays for no other index.
enum CheckInListStatements {
    static let list = Statement(
        "list check-ins", takes: [.int8, .int8, .int8, .int8, .int8, .text, .int8, .timestamptz, .timestamptz, .int8],
        gives: CheckInStatements.read.columns,
        """
        select c.check_in_id, c.shopper_id, c.session_id, c.store_id, c.verdict, c.reasons, c.source, c.checked_at,
            c.captured_at, c.latitude, c.longitude, c.accuracy_meters::float8, c.fixes, c.distance_meters::float8,
            c.containment::float8, c.held_until, c.candidates::text, c.offers::text, c.channel, c.evidence::text
        from (
            select *
            from check_ins
            where retailer_id = $1
            and check_in_id > $2
            and check_in_id < $3
            order by check_in_id desc
            limit $4
        ) c
        where ($5::bigint is null or c.store_id = $5)
        and ($6::text is null or c.verdict = $6)
        and (
            $7::bigint is null
            or c.offers @> jsonb_build_array(jsonb_build_object('c', $7))
            or c.evidence -> 'policy' @> jsonb_build_array(jsonb_build_array($7))
        )
        and ($8::timestamptz is null or c.checked_at >= $8)
        and ($9::timestamptz is null or c.checked_at < $9)
        order by c.check_in_id desc
        limit $10
        """)

    /// Where a look that found too little has come to.
    static let end = Statement(
        "find end of check-in look", takes: [.int8, .int8, .int8, .int8], gives: [.int8, .int8],
        """
        select coalesce(min(p.check_in_id), 0), count(*)
        from (
            select c.check_in_id
            from check_ins c
            where c.retailer_id = $1
            and c.check_in_id > $2
            and c.check_in_id < $3
            order by c.check_in_id desc
            limit $4
        ) p
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, list), (.tenant, end)]
}

extension Database {
    /// - Parameters:
    ///   - ids: between these two, both excluded.
    ///   - lookMax: how many are looked at.
    /// - Returns: what was found, and where to look on: nil when there is nothing more.
    public func checkIns(
        of retailer: ID<Retailer>, _ filter: CheckInFilter, between ids: (after: Int64, before: Int64), lookMax: Int,
        limit: Int
    ) async throws -> (found: [CheckInRecord], next: ID<CheckIn>?) {
        let (tenant, look) = (retailer.rawValue, Int64(lookMax))
        let list = CheckInListStatements.list(
            tenant, ids.after, ids.before, look, filter.store?.rawValue, filter.verdict?.rawValue,
            filter.campaign?.rawValue, filter.from?.timestamp, filter.to?.timestamp, Int64(limit) + 1)
        let found = try await run(list).map(Self.checkIn)
        if found.count > limit { return (Array(found.prefix(limit)), found[limit - 1].id) }
        guard var end = try await run(CheckInListStatements.end(tenant, ids.after, ids.before, look)).first else {
            return (found, nil)
        }
        let last: ID<CheckIn> = try end.id()
        return (found, try end.read(Int64.self) == look ? last : nil)
    }
}
