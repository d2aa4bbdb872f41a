import Postgres
import Promotions

enum LedgerStatements {
    static let enter = Statement(
        "enter transitions in the ledger",
        takes: [
            .int8, .int8Array, .int8Array, .textArray, .int8Array, .int8Array, .int8Array, .int8Array,
            .timestamptzArray, .textArray,
        ],
        """
        insert into coupon_ledger
            (retailer_id, coupon_id, entry_id, kind, reservation_id, redemption_id, till_id, amount, happened_at,
            detail)
        select c.retailer_id, u.coupon_id, u.entry_id, u.kind, u.reservation_id, u.redemption_id, u.till_id, u.amount,
            u.happened_at, u.detail::jsonb
        from unnest(
            $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
            $9::timestamptz[], $10::text[]
        ) as u (coupon_id, entry_id, kind, reservation_id, redemption_id, till_id, amount, happened_at, detail)
        join coupons c on c.coupon_id = u.coupon_id
        where c.retailer_id = $1
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, enter)]
}

/// One transition of a coupon. Entries are only ever added.
struct LedgerEntry {
    enum Kind: String {
        case reserve, release, redeem, void, `return`, expire, revoke, settle
    }

    let kind: Kind
    let coupon: Int64
    var reservation: Int64?
    var redemption: Int64?
    var till: Int64?
    var amount: Int64?
    let at: Instant
    var detail: JSON?

    /// - Parameter ids: at least one for each entry.
    static func call(_ entries: [LedgerEntry], ids: [Int64], _ retailer: ID<Retailer>) -> Call {
        LedgerStatements.enter(
            retailer.rawValue, entries.map(\.coupon), Array(ids.prefix(entries.count)), entries.map(\.kind.rawValue),
            entries.map(\.reservation), entries.map(\.redemption), entries.map(\.till), entries.map(\.amount),
            entries.map(\.at.timestamp), entries.map { $0.detail?.text() })
    }
}

extension TillBatch {
    var entries: [LedgerEntry] {
        var entries = ended.filter(\.isLapsed).map { ended in
            LedgerEntry(
                kind: .release, coupon: ended.coupon.rawValue, reservation: ended.reservation.id.rawValue,
                till: ended.reservation.till.rawValue, at: ended.at)
        }
        entries += reservations.map { record in
            LedgerEntry(
                kind: .reserve, coupon: record.coupon.rawValue, reservation: record.reservation.id.rawValue,
                till: record.reservation.till.rawValue, at: record.reservedAt)
        }
        entries += redemptions.map { record in
            LedgerEntry(
                kind: .redeem, coupon: record.coupon.rawValue, redemption: record.id.rawValue,
                till: record.till.rawValue, amount: record.discount?.amount, at: record.bookedAt)
        }
        return entries
    }
}
