import Postgres
public import Promotions

enum FailedScanStatements {
    static let add = Statement(
        "add failed scans",
        takes: [
            .int8, .int8Array, .int8Array, .int8Array, .textArray, .textArray, .int8Array, .byteaArray, .textArray,
            .timestamptzArray,
        ],
        """
        insert into failed_scans
            (retailer_id, scan_id, till_id, store_id, wish, reason, coupon_id, code_hash, cashier, scanned_at)
        select t.retailer_id, u.scan_id, u.till_id, u.store_id, u.wish, u.reason, u.coupon_id,
            u.code_hash, u.cashier, u.scanned_at
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::bytea[], $9::text[],
            $10::timestamptz[]
        ) as u (scan_id, till_id, store_id, wish, reason, coupon_id, code_hash, cashier, scanned_at)
        join tills t on t.till_id = u.till_id
        where t.retailer_id = $1
        """)

    static let list = Statement(
        "list failed scans", takes: [.int8, .int8, .int8, .int8],
        gives: [.int8, .int8, .int8, .text, .text, .int8, .bytea, .text, .timestamptz],
        """
        select scan_id, till_id, store_id, wish, reason, coupon_id, code_hash, cashier, scanned_at
        from failed_scans
        where retailer_id = $1
        and ($2::bigint is null or till_id = $2)
        and scan_id > $3
        order by scan_id
        limit $4
        """)

    static let forget = Statement(
        "forget failed scans", takes: [.int8, .timestamptz, .int8], gives: [.int8],
        """
        delete from failed_scans
        where retailer_id = $1
        and scan_id in (
            select scan_id
            from failed_scans
            where retailer_id = $1
            and scanned_at < $2
            order by scanned_at
            limit $3
        )
        returning scan_id
        """)

    static let misses = Statement(
        "read misses of tills", takes: [.int8, .int8Array], gives: [.int8, .int4, .timestamptz],
        """
        select t.till_id, t.misses, t.counted_since
        from unnest($2::bigint[]) as u (till_id),
        lateral (
            select m.till_id, m.misses, m.counted_since
            from till_misses m
            where m.retailer_id = $1
            and m.till_id = u.till_id
            limit 1
        ) t
        """)

    /// Waits for whoever counts for the same till, and begins anew once the time is over.
    static let count = Statement(
        "count misses of tills", takes: [.int8, .int8Array, .int4Array, .timestamptz, .timestamptz],
        gives: [.int8, .int4, .timestamptz],
        """
        insert into till_misses (retailer_id, till_id, misses, counted_since)
        select t.retailer_id, u.till_id, u.misses, $4
        from unnest($2::bigint[], $3::integer[]) as u (till_id, misses)
        join tills t on t.till_id = u.till_id
        where t.retailer_id = $1
        order by u.till_id
        on conflict (retailer_id, till_id) do update
        set misses = excluded.misses
                + case when till_misses.counted_since <= $5 then 0 else till_misses.misses end,
            counted_since = case
                when till_misses.counted_since <= $5 then excluded.counted_since
                else till_misses.counted_since
            end
        returning till_misses.till_id, till_misses.misses, till_misses.counted_since
        """)

    static let lift = Statement(
        "lift misses of a till", takes: [.int8, .int8],
        """
        delete from till_misses
        where retailer_id = $1
        and till_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, list), (.tenant, forget), (.tenant, misses), (.tenant, count), (.tenant, lift),
    ]
}

extension [FailedScan] {
    func call(_ retailer: ID<Retailer>) -> Call {
        FailedScanStatements.add(
            retailer.rawValue, map(\.id.rawValue), map(\.till.rawValue), map(\.store.rawValue),
            map { Optional($0.wish.rawValue) }, map { Optional($0.reason.rawValue) }, map { $0.coupon?.rawValue },
            map { $0.codeHash.map { Bytea($0) } }, map(\.cashier), map(\.scannedAt.timestamp))
    }
}

extension Database {
    public func add(_ scans: [FailedScan], of retailer: ID<Retailer>) async throws {
        guard !scans.isEmpty else { return }
        _ = try await run(scans.call(retailer))
    }

    /// In order of scanning.
    /// - Parameter till: nil for all of them.
    public func failedScans(
        of retailer: ID<Retailer>, at till: ID<Till>?, after: ID<FailedScan>?, limit: Int
    ) async throws -> [FailedScan] {
        try await run(
            FailedScanStatements.list(
                retailer.rawValue, till?.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map { row in
            var row = row
            return FailedScan(
                id: try row.id(), till: try row.id(), store: try row.id(), wish: try row.choice(),
                reason: try row.choice(), coupon: try row.optionalID(), codeHash: try row.read(Bytea?.self)?.bytes,
                cashier: try row.read(), scannedAt: try row.instant())
        }
    }

    /// - Returns: how many were forgotten; fewer than `limit` when no older ones are left.
    public func forgetFailedScans(
        of retailer: ID<Retailer>, before instant: Instant, limit: Int
    ) async throws -> Int {
        try await run(FailedScanStatements.forget(retailer.rawValue, instant.timestamp, Int64(limit))).count
    }

    /// A coupon by its code as `coupons(codeHashes:)`, and how often its till has guessed, in one round trip.
    public func look(
        codeHashes hashes: [[UInt8]], by till: ID<Till>, of retailer: ID<Retailer>
    ) async throws -> (coupon: StoredCoupon?, misses: TillMisses?) {
        let tables = try await read([
            CouponStatements.byCode(retailer.rawValue, hashes.map { Bytea($0) }),
            FailedScanStatements.misses(retailer.rawValue, [till.rawValue]),
        ])
        return (try tables[0].first.map(Self.coupon), try Self.misses(tables[1])[till])
    }

    /// Adds what each till has sent in vain. Of two transactions with one till the second waits for the first.
    /// - Returns: all that each of them has since its count began.
    public func count(
        _ misses: [ID<Till>: Int], of retailer: ID<Retailer>, at now: Instant
    ) async throws -> [ID<Till>: TillMisses] {
        guard !misses.isEmpty else { return [:] }
        let sorted = misses.sorted { $0.key < $1.key }
        return try Self.misses(
            await run(
                FailedScanStatements.count(
                    retailer.rawValue, sorted.map(\.key.rawValue), sorted.map { Int32($0.value) }, now.timestamp,
                    now.adding(seconds: -TillMisses.seconds).timestamp)))
    }

    public func liftMisses(of till: Ref<Till>) async throws {
        _ = try await run(FailedScanStatements.lift(till.retailer.rawValue, till.id.rawValue))
    }

    static func misses(_ rows: [Row]) throws -> [ID<Till>: TillMisses] {
        var misses: [ID<Till>: TillMisses] = [:]
        for var row in rows {
            misses[try row.id()] = TillMisses(count: Int(try row.read(Int32.self)), since: try row.instant())
        }
        return misses
    }
}
