import Postgres

enum StoreStatements {
    static let columns = """
        store_id, external_id, name, brand, owner, region, address, time_zone, latitude, longitude,
        fence::text, hours::text, tags, archived_at
        """

    static let columnTypes: [PostgresType] = [
        .int8, .text, .text, .text, .text, .text, .text, .text, .float8, .float8, .text, .text, .textArray,
        .timestamptz,
    ]

    /// Tags travel joined by an ASCII unit separator: arrays of arrays do not unnest.
    static let save = Statement(
        "save stores",
        takes: [
            .int8, .int8Array, .textArray, .textArray, .textArray, .textArray, .textArray, .textArray, .textArray,
            .float8Array, .float8Array, .textArray, .textArray, .textArray, .timestamptzArray, .int8, .timestamptz,
        ],
        gives: [.int8],
        """
        insert into stores
            (retailer_id, store_id, external_id, name, brand, owner, region, address, time_zone, latitude, longitude,
            fence, hours, tags, archived_at, version, created_at, updated_at)
        select r.retailer_id, u.store_id, u.external_id, u.name, u.brand, u.owner, u.region, u.address, u.time_zone,
            u.latitude, u.longitude, u.fence::jsonb, u.hours::jsonb, string_to_array(u.tags, e'\\x1f'), u.archived_at,
            $16, $17, $17
        from retailers r, unnest(
            $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::float8[], $11::float8[], $12::text[], $13::text[], $14::text[], $15::timestamptz[]
        ) as u (
            store_id, external_id, name, brand, owner, region, address, time_zone,
            latitude, longitude, fence, hours, tags, archived_at
        )
        where r.retailer_id = $1
        on conflict (retailer_id, store_id) do update
        set external_id = excluded.external_id, name = excluded.name, brand = excluded.brand, owner = excluded.owner,
            region = excluded.region, address = excluded.address, time_zone = excluded.time_zone,
            latitude = excluded.latitude, longitude = excluded.longitude, fence = excluded.fence,
            hours = excluded.hours, tags = excluded.tags, archived_at = excluded.archived_at,
            version = excluded.version, updated_at = excluded.updated_at
        returning store_id
        """)

    static let read = Statement(
        "read store", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from stores
        where retailer_id = $1
        and store_id = $2
        """)

    static let list = Statement(
        "list stores", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from stores
        where retailer_id = $1
        and store_id > $2
        and archived_at is null
        order by store_id
        limit $3
        """)

    static let byExternalIDs = Statement(
        "read stores by external id", takes: [.int8, .textArray], gives: columnTypes,
        """
        select \(columns)
        from stores
        where retailer_id = $1
        and external_id = any($2)
        """)

    static let listAll = Statement(
        "list stores and archived ones", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from stores
        where retailer_id = $1
        and store_id > $2
        order by store_id
        limit $3
        """)

    static let changedSince = Statement(
        "read stores changed since", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from stores
        where retailer_id = $1
        and version > $2
        limit $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, save), (.tenant, read), (.tenant, list), (.tenant, listAll), (.tenant, byExternalIDs),
        (.tenant, changedSince),
    ]
}
