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

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, visits)]
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
}
