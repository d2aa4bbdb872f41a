import Postgres
public import Promotions

enum ShiftStatements {
    private static let span: [PostgresType] = [.int8, .int8, .timestamptz, .timestamptz]

    static let taken = Statement(
        "sum redemptions of a till", takes: span, gives: [.text, .text, .int8, .int8, .int8],
        """
        select cashier, currency, count(*), coalesce(sum(discount), 0)::bigint, coalesce(sum(basket_total), 0)::bigint
        from redemptions
        where retailer_id = $1
        and till_id = $2
        and redeemed_at >= $3
        and redeemed_at < $4
        group by cashier, currency
        order by cashier, currency
        """)

    static let voided = Statement(
        "sum voids of a till", takes: span, gives: [.text, .int8, .int8, .int8],
        """
        select currency, count(*), coalesce(sum(discount), 0)::bigint, 0::bigint
        from redemptions
        where retailer_id = $1
        and voided_till_id = $2
        and state = 'voided'
        and voided_at >= $3
        and voided_at < $4
        group by currency
        order by currency
        """)

    static let returned = Statement(
        "sum returns of a till", takes: span, gives: [.text, .int8, .int8, .int8],
        """
        select t.currency, count(*), coalesce(sum(l.amount), 0)::bigint,
            coalesce(sum((l.detail ->> 'refund')::bigint), 0)::bigint
        from coupon_ledger l,
        lateral (
            select r.currency
            from redemptions r
            where r.retailer_id = $1
            and r.redemption_id = l.redemption_id
            limit 1
        ) t
        where l.retailer_id = $1
        and l.till_id = $2
        and l.kind = 'return'
        and l.happened_at >= $3
        and l.happened_at < $4
        group by t.currency
        order by t.currency
        """)

    static let failed = Statement(
        "count failed scans of a till", takes: span, gives: [.text, .int8],
        """
        select reason, count(*)
        from failed_scans
        where retailer_id = $1
        and till_id = $2
        and scanned_at >= $3
        and scanned_at < $4
        group by reason
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, taken), (.tenant, voided), (.tenant, returned), (.tenant, failed),
    ]
}

extension Database {
    /// What a till did from one moment on and before another.
    public func shift(of till: Ref<Till>, from: Instant, to: Instant) async throws -> ShiftReport {
        let (retailer, id) = (till.retailer.rawValue, till.id.rawValue)
        let tables = try await read(
            [ShiftStatements.taken, ShiftStatements.voided, ShiftStatements.returned, ShiftStatements.failed].map {
                $0(retailer, id, from.timestamp, to.timestamp)
            })
        let taken = try tables[0].map { row in
            var row = row
            return ShiftReport.Taken(
                cashier: try row.read(), currency: try row.read(String?.self).flatMap(Currency.init),
                count: try row.read(), discount: try row.read(), basket: try row.read())
        }
        var failed: [TillRefusal: Int64] = [:]
        for var row in tables[3] { failed[try row.choice()] = try row.read() }
        return ShiftReport(
            taken: taken, voided: try Self.undone(tables[1]), returned: try Self.undone(tables[2]), failedScans: failed)
    }

    private static func undone(_ rows: [Row]) throws -> [ShiftReport.Undone] {
        try rows.map { row in
            var row = row
            return ShiftReport.Undone(
                currency: try row.read(String?.self).flatMap(Currency.init), count: try row.read(),
                discount: try row.read(), refund: try row.read())
        }
    }
}
