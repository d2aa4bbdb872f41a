import Postgres

enum CheckInStatements {
    private static let arrayTypes: [PostgresType] = [
        .int8, .int8Array, .int8Array, .int8Array, .int8Array, .textArray, .textArray, .textArray, .timestamptzArray,
        .timestamptzArray, .float8Array, .float8Array, .float8Array, .int2Array, .float8Array, .float8Array,
        .timestamptzArray, .textArray, .textArray, .textArray, .textArray,
    ]
    private static let unnested = """
        unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[],
            $9::timestamptz[], $10::timestamptz[], $11::float8[], $12::float8[], $13::float8[], $14::smallint[],
            $15::float8[], $16::float8[], $17::timestamptz[], $18::text[], $19::text[], $20::text[],
            $21::text[]
        ) as u (
            check_in_id, shopper_id, session_id, store_id, verdict, reasons, source,
            checked_at, captured_at, latitude, longitude, accuracy_meters, fixes,
            distance_meters, containment, held_until, candidates, offers, channel, evidence
        )
        """

    /// Reasons travel joined by commas: arrays of arrays do not unnest.
    static let add = Statement(
        "add check-ins", takes: arrayTypes,
        """
        insert into check_ins
            (retailer_id, check_in_id, shopper_id, session_id, store_id, verdict, reasons, source, checked_at,
            captured_at, latitude, longitude, accuracy_meters, fixes, distance_meters, containment, held_until,
            candidates, offers, channel, evidence)
        select r.retailer_id, u.check_in_id, u.shopper_id, u.session_id, u.store_id, u.verdict,
            string_to_array(u.reasons, ','), u.source, u.checked_at, u.captured_at, u.latitude, u.longitude,
            u.accuracy_meters, u.fixes, u.distance_meters, u.containment, u.held_until, u.candidates::jsonb,
            u.offers::jsonb, u.channel, u.evidence::jsonb
        from retailers r, \(unnested)
        where r.retailer_id = $1
        """)

    /// One that has earned something is never decided again.
    static let resume = Statement(
        "resume check-ins", takes: arrayTypes,
        """
        update check_ins c
        set store_id = u.store_id, verdict = u.verdict, reasons = string_to_array(u.reasons, ','),
            captured_at = u.captured_at, latitude = u.latitude, longitude = u.longitude,
            accuracy_meters = u.accuracy_meters, fixes = u.fixes, distance_meters = u.distance_meters,
            containment = u.containment, held_until = u.held_until, candidates = u.candidates::jsonb,
            offers = u.offers::jsonb, source = u.source, evidence = u.evidence::jsonb
        from \(unnested)
        where c.retailer_id = $1
        and c.check_in_id = u.check_in_id
        and c.verdict <> 'accepted'
        """)

    static let read = Statement(
        "read check-ins", takes: [.int8, .int8Array],
        gives: [
            .int8, .int8, .int8, .int8, .text, .textArray, .text, .timestamptz, .timestamptz, .float8, .float8, .float8,
            .int2, .float8, .float8, .timestamptz, .text, .text, .text, .text,
        ],
        """
        select check_in_id, shopper_id, session_id, store_id, verdict, reasons, source, checked_at, captured_at,
            latitude, longitude, accuracy_meters::float8, fixes, distance_meters::float8, containment::float8,
            held_until, candidates::text, offers::text, channel, evidence::text
        from check_ins
        where retailer_id = $1
        and check_in_id = any($2)
        """)

    /// What these shoppers did since an id, latest first: ids carry the time of day.
    ///
    /// Written so that the shopper's index is cheapest even where no statistics are, as in a month's first minutes: no
    /// upper bound, because a range counts as 0.5 % of a table and makes the tenant's whole day look as cheap as one
    /// shopper's; ordered by a sum, so that no plan walks that day in the order of the key until it meets the shopper.
    static let trails = Statement(
        "read trails", takes: [.int8, .int8Array, .int8, .int8],
        gives: [
            .int8, .int8, .int8, .text, .textArray, .timestamptz, .timestamptz, .float8, .float8, .float8,
        ],
        """
        select t.shopper_id, t.check_in_id, t.store_id, t.verdict, t.reasons, t.checked_at, t.captured_at, t.latitude,
            t.longitude, t.accuracy_meters
        from unnest($2::bigint[]) as u (shopper_id),
        lateral (
            select c.shopper_id, c.check_in_id, c.store_id, c.verdict, c.reasons, c.checked_at, c.captured_at,
                c.latitude, c.longitude, c.accuracy_meters::float8
            from check_ins c
            where c.retailer_id = $1
            and c.shopper_id = u.shopper_id
            and c.check_in_id >= $3
            order by c.check_in_id + 0 desc
            limit $4
        ) t
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, resume), (.tenant, read), (.tenant, trails),
    ]
}
