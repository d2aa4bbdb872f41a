import Geofence
import Postgres
public import Promotions

/// Reads that look at check-ins afterwards, off the hot path.
enum CheckInReviewStatements {
    static let page = Statement(
        "page check-ins", takes: [.int8, .int8, .int8, .int8], gives: CheckInStatements.read.columns,
        """
        select check_in_id, shopper_id, session_id, store_id, verdict, reasons, source, checked_at, captured_at,
            latitude, longitude, accuracy_meters::float8, fixes, distance_meters::float8, containment::float8,
            held_until, candidates::text, offers::text, channel, evidence::text
        from check_ins
        where retailer_id = $1
        and check_in_id > $2
        and check_in_id < $3
        order by check_in_id
        limit $4
        """)

    static let twin = Statement(
        "find the same fix",
        takes: [.int8, .int8, .int8, .int8, .float8, .float8, .float8, .timestamptz, .timestamptz],
        gives: [.int8],
        """
        select check_in_id
        from check_ins
        where retailer_id = $1
        and check_in_id > $2
        and check_in_id < $3
        and shopper_id <> $4
        and latitude = $5
        and longitude = $6
        and accuracy_meters::float8 = $7
        and captured_at >= $8
        and captured_at <= $9
        order by check_in_id
        limit 1
        """)

    static let visited = Statement(
        "ask for a visit", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        select check_in_id
        from check_ins
        where retailer_id = $1
        and shopper_id = $2
        and check_in_id >= $3
        and verdict in ('accepted', 'accepted_no_reward')
        limit 1
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, page), (.tenant, twin), (.tenant, visited),
    ]
}

extension Database {
    /// Whether the shopper made a visit there since an id.
    public func hasVisited(_ shopper: ID<Shopper>, since: Int64, at retailer: ID<Retailer>) async throws -> Bool {
        try await !run(CheckInReviewStatements.visited(retailer.rawValue, shopper.rawValue, since)).isEmpty
    }

    /// One page in order of creation, between two ids, both excluded.
    public func checkIns(
        of retailer: ID<Retailer>, between ids: (after: Int64, before: Int64), limit: Int
    ) async throws -> [CheckInRecord] {
        try await run(CheckInReviewStatements.page(retailer.rawValue, ids.after, ids.before, Int64(limit)))
            .map(Self.checkIn)
    }

    /// Two reports of one fix differ by at most this: a phone that says how old a fix is rounds.
    private static let twinSeconds = 1.5

    /// Another shopper's check-in with this very fix. Looks at ids of the time around it only: an older fix would have
    /// been refused as stale.
    public func twin(
        of record: CheckInRecord, at retailer: ID<Retailer>, withinSeconds seconds: Int64
    ) async throws -> ID<CheckIn>? {
        guard let fix = record.fix, let captured = record.capturedAt, record.fixes == 1 else { return nil }
        // An id counts milliseconds above its 22 lowest bits.
        let reach = seconds * 1_000 << 22
        let rows = try await run(
            CheckInReviewStatements.twin(
                retailer.rawValue, record.id.rawValue - reach, record.id.rawValue + reach, record.shopper.rawValue,
                fix.position.latitude, fix.position.longitude, fix.accuracyMeters,
                captured.adding(seconds: -Self.twinSeconds).timestamp,
                captured.adding(seconds: Self.twinSeconds).timestamp))
        guard var row = rows.first else { return nil }
        return try row.id()
    }
}
