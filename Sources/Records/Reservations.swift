import Postgres
public import Promotions

enum ReservationStatements {
    static let hold = Statement(
        "reserve coupons",
        takes: [.int8, .int8Array, .int8Array, .int8Array, .int8Array, .timestamptzArray, .timestamptzArray],
        gives: [.int8],
        """
        update coupons c
        set state = 'reserved', reservation_id = u.reservation_id, reserved_till_id = u.till_id,
            reserved_store_id = u.store_id, reserved_until = u.reserved_until
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::timestamptz[]
        ) as u (coupon_id, reservation_id, till_id, store_id, reserved_until, reserved_at)
        where c.retailer_id = $1
        and c.coupon_id = u.coupon_id
        and c.state in ('issued', 'reserved')
        and c.expires_at > u.reserved_at
        returning c.coupon_id
        """)

    static let add = Statement(
        "add reservations",
        takes: [
            .int8, .int8Array, .int8Array, .int8Array, .textArray, .textArray, .textArray, .timestamptzArray,
        ],
        """
        insert into reservations
            (retailer_id, reservation_id, coupon_id, till_id, cashier, receipt_number, sale_id, reserved_until)
        select c.retailer_id, u.reservation_id, u.coupon_id, u.till_id, u.cashier, u.receipt_number, u.sale_id,
            u.reserved_until
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]
        ) as u (reservation_id, coupon_id, till_id, cashier, receipt_number, sale_id, reserved_until)
        join coupons c on c.coupon_id = u.coupon_id
        where c.retailer_id = $1
        """)

    static let remove = Statement(
        "remove reservations", takes: [.int8, .int8Array],
        """
        delete from reservations
        where retailer_id = $1
        and reservation_id = any($2)
        """)

    static let read = Statement(
        "read reservation", takes: [.int8, .int8],
        gives: [.int8, .int8, .text, .text, .text, .timestamptz, .bytea],
        """
        select r.coupon_id, r.till_id, r.cashier, r.receipt_number, r.sale_id, r.reserved_until, t.code_hash
        from reservations r,
        lateral (
            select c.code_hash
            from coupons c
            where c.retailer_id = $1
            and c.coupon_id = r.coupon_id
            limit 1
        ) t
        where r.retailer_id = $1
        and r.reservation_id = $2
        """)

    static let page = Statement(
        "read reservations past their time", takes: [.int8, .timestamptz, .int8], gives: [.int8],
        """
        select coupon_id
        from reservations
        where retailer_id = $1
        and reserved_until <= $2
        order by reserved_until
        limit $3
        """)

    /// What a till or another server has locked is left for the next time.
    static let lockLapsed = Statement(
        "lock coupons of lapsed reservations", takes: [.int8, .int8Array, .timestamptz],
        gives: CouponStatements.columnTypes,
        """
        select \(CouponStatements.columns)
        from coupons
        where retailer_id = $1
        and coupon_id = any($2)
        and state = 'reserved'
        and reserved_until <= $3
        order by coupon_id
        for no key update skip locked
        """)

    /// Those that hold nothing any more: a recall may have taken their coupon, or the same batch.
    static let forget = Statement(
        "forget reservations past their time", takes: [.int8, .timestamptz, .int8],
        """
        delete from reservations
        where retailer_id = $1
        and reservation_id in (
            select r.reservation_id
            from reservations r,
            lateral (
                select c.reservation_id
                from coupons c
                where c.retailer_id = $1
                and c.coupon_id = r.coupon_id
                limit 1
            ) t
            where r.retailer_id = $1
            and r.reserved_until <= $2
            and (t.reservation_id is null or t.reservation_id <> r.reservation_id)
            order by r.reserved_until
            limit $3
            for update of r skip locked
        )
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, hold), (.tenant, add), (.tenant, remove), (.tenant, read), (.tenant, page), (.tenant, lockLapsed),
        (.tenant, forget),
    ]
}

/// A reservation as a till looks it up. Whether it still holds the coupon, the coupon says.
public struct StoredReservation: Sendable {
    public let coupon: ID<Coupon>
    public let till: ID<Till>
    public let cashier: String?
    public let receiptNumber: String?
    public let saleID: String?
    public let until: Instant
    public let codeHash: [UInt8]
}

extension Database {
    /// Nil once it has ended, or a moment later.
    public func reservation(_ id: ID<Reservation>, of retailer: ID<Retailer>) async throws -> StoredReservation? {
        guard var row = try await run(ReservationStatements.read(retailer.rawValue, id.rawValue)).first else {
            return nil
        }
        return StoredReservation(
            coupon: try row.id(), till: try row.id(), cashier: try row.read(), receiptNumber: try row.read(),
            saleID: try row.read(), until: try row.instant(), codeHash: try row.bytes())
    }

    /// Coupons of reservations whose time is over.
    public func couponsOfLapsedReservations(
        of retailer: ID<Retailer>, upTo end: Instant, limit: Int
    ) async throws -> [ID<Coupon>] {
        try await run(ReservationStatements.page(retailer.rawValue, end.timestamp, Int64(limit))).map { row in
            var row = row
            return try row.id()
        }
    }

    /// Those that are still held by a lapsed reservation, and by nobody else's transaction.
    public func lockLapsed(
        _ coupons: [ID<Coupon>], of retailer: ID<Retailer>, upTo end: Instant
    ) async throws -> [Coupon] {
        try await run(
            ReservationStatements.lockLapsed(retailer.rawValue, coupons.map(\.rawValue), end.timestamp)
        ).map { try Self.coupon($0).coupon }
    }

    public func forgetReservations(of retailer: ID<Retailer>, upTo end: Instant, limit: Int) async throws {
        _ = try await run(ReservationStatements.forget(retailer.rawValue, end.timestamp, Int64(limit)))
    }
}

extension [ReservationRecord] {
    /// The coupons first; then the rows by which tills find them.
    func calls(_ retailer: ID<Retailer>) -> [Call] {
        let (tenant, coupons, ids) = (
            retailer.rawValue, map(\.coupon.rawValue), map(\.reservation.id.rawValue)
        )
        let (tills, ends) = (map(\.reservation.till.rawValue), map(\.reservation.until.timestamp))
        return [
            ReservationStatements.hold(
                tenant, coupons, ids, tills, map(\.reservation.store.rawValue), ends, map(\.reservedAt.timestamp)),
            ReservationStatements.add(
                tenant, ids, coupons, tills, map(\.cashier), map(\.receiptNumber), map(\.saleID), ends),
        ]
    }
}
