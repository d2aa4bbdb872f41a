import Postgres

enum CouponStatements {
    /// Selects from campaigns, so that no coupon of an unknown campaign can be written.
    static let add = Statement(
        "add coupons",
        takes: [
            .int8, .int8Array, .int8Array, .int4Array, .int8Array, .int8Array, .int8Array, .textArray, .int8Array,
            .byteaArray, .byteaArray, .int8Array, .timestamptzArray, .timestamptzArray, .dateArray, .textArray,
            .int8,
        ],
        """
        insert into coupons
            (retailer_id, coupon_id, campaign_id, revision, shopper_id, session_id, store_id, also_valid_at,
            check_in_id, code_hash, code_sealed, state, exposure, issued_at, expires_at, counted_on, channel, batch_id)
        select k.retailer_id, u.coupon_id, u.campaign_id, u.revision, u.shopper_id, u.session_id, u.store_id,
            string_to_array(u.also_valid_at, ',')::bigint[], u.check_in_id, u.code_hash, u.code_sealed, 'issued',
            u.exposure, u.issued_at, u.expires_at, u.counted_on, u.channel, $17
        from unnest(
            $2::bigint[], $3::bigint[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],
            $9::bigint[], $10::bytea[], $11::bytea[], $12::bigint[], $13::timestamptz[], $14::timestamptz[], $15::date[],
            $16::text[]
        ) as u (
            coupon_id, campaign_id, revision, shopper_id, session_id, store_id, also_valid_at,
            check_in_id, code_hash, code_sealed, exposure, issued_at, expires_at, counted_on, channel
        )
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.coupon_id
        """)

    static let columns = """
        coupon_id, campaign_id, revision, shopper_id, session_id, store_id, also_valid_at, state, issued_at,
        expires_at, redeemed_at, redeemed_store_id, reservation_id, reserved_till_id, reserved_store_id,
        reserved_until, code_hash, code_sealed
        """

    static let columnTypes: [PostgresType] = [
        .int8, .int8, .int4, .int8, .int8, .int8, .int8Array, .text, .timestamptz, .timestamptz, .timestamptz, .int8,
        .int8, .int8, .int8, .timestamptz, .bytea, .bytea,
    ]

    static let read = Statement(
        "read coupons", takes: [.int8, .int8Array], gives: columnTypes,
        """
        select \(columns)
        from coupons
        where retailer_id = $1
        and coupon_id = any($2)
        """)

    static let byCode = Statement(
        "read coupons by code", takes: [.int8, .byteaArray], gives: columnTypes,
        """
        select \(columns)
        from coupons
        where retailer_id = $1
        and code_hash = any($2)
        """)

    static let lockByCode = Statement(
        "lock coupons by code", takes: [.int8, .byteaArray], gives: columnTypes,
        """
        select \(columns)
        from coupons
        where retailer_id = $1
        and code_hash = any($2)
        order by coupon_id
        for no key update
        """)

    static let lock = Statement(
        "lock coupons", takes: [.int8, .int8Array], gives: columnTypes,
        """
        select \(columns)
        from coupons
        where retailer_id = $1
        and coupon_id = any($2)
        order by coupon_id
        for no key update
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, read), (.tenant, byCode), (.tenant, lockByCode), (.tenant, lock),
    ]
}
