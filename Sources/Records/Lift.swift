import Postgres
public import Promotions

enum LiftStatements {
    static let visits = Statement(
        "count visits before and during", takes: [.int8, .int8, .timestamptz, .timestamptz, .timestamptz],
        gives: [.int8, .int8, .int8],
        """
        select store_id, count(*) filter (where checked_at < $4), count(*) filter (where checked_at >= $4)
        from check_ins
        where retailer_id = $1
        and check_in_id >= $2
        and checked_at >= $3
        and checked_at < $5
        and verdict in ('accepted', 'accepted_no_reward')
        group by store_id
        """)

    static let visitsByShopper = Statement(
        "count visits of shoppers",
        takes: [.int8, .int8, .int8, .timestamptz, .timestamptz, .int8Array, .int8], gives: [.int8, .int8],
        """
        select shopper_id, count(*)
        from check_ins
        where retailer_id = $1
        and shopper_id > $2
        and check_in_id >= $3
        and checked_at >= $4
        and checked_at < $5
        and store_id = any($6)
        and verdict in ('accepted', 'accepted_no_reward')
        group by shopper_id
        order by shopper_id
        limit $7
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, visits), (.tenant, visitsByShopper)]
}

extension Database {
    /// Believed visits by store: from `before` up to `start`, and from there up to `end`.
    /// - Parameter first: no check-in of that time has a lower id.
    public func visits(
        of retailer: ID<Retailer>, first: Int64, before: Instant, start: Instant, end: Instant
    ) async throws -> [ID<Store>: (before: Int64, during: Int64)] {
        var visits: [ID<Store>: (before: Int64, during: Int64)] = [:]
        let call = LiftStatements.visits(
            retailer.rawValue, first, before.timestamp, start.timestamp, end.timestamp)
        for var row in try await run(call) {
            let store: ID<Store> = try row.id()
            visits[store] = (try row.read(), try row.read())
        }
        return visits
    }

    /// Believed visits to those stores by shopper, in the order of their ids; who made none is not there.
    /// - Parameters:
    ///   - first: no check-in of that time has a lower id.
    ///   - after: the last shopper of the page before.
    public func visitsByShopper(
        of retailer: ID<Retailer>, in stores: [ID<Store>], first: Int64, during: Interval, after: ID<Shopper>?,
        limit: Int
    ) async throws -> [(shopper: ID<Shopper>, visits: Int64)] {
        let call = LiftStatements.visitsByShopper(
            retailer.rawValue, after?.rawValue ?? 0, first, during.start.timestamp, during.end.timestamp,
            stores.map(\.rawValue), Int64(limit))
        return try await run(call).map { row in
            var row = row
            return (try row.id(), try row.read())
        }
    }
}
