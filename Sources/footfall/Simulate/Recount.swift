import Postgres
import Promotions

/// Counts again in plain SQL what the database holds of one retailer, past all code of the product but its connection:
/// these statements read whole tables and have no place among those of the server.
struct Recount {
    let retailer: ID<Retailer>
    let pool: Pool

    struct CheckInRow: Hashable, Sendable {
        let shopper: Int64
        let store: Int64
        let verdict: String
    }

    struct CouponRow: Hashable, Sendable {
        let campaign: Int64
        let shopper: Int64?
        let checkIn: Int64?
        let state: String
    }

    /// What was told is held against these, row by row.
    struct Rows: Sendable {
        var checkIns: [Int64: CheckInRow] = [:]
        var coupons: [Int64: CouponRow] = [:]
        /// Coupon by redemption.
        var redemptions: [Int64: Int64] = [:]
    }

    func rows() async throws -> Rows {
        var rows = Rows()
        for var row in try await run("check-ins", "check_in_id, shopper_id, store_id, verdict from check_ins") {
            rows.checkIns[try row.read()] = CheckInRow(
                shopper: try row.read(), store: try row.read(), verdict: try row.read())
        }
        for var row in try await run(
            "coupons", "coupon_id, campaign_id, shopper_id, check_in_id, state from coupons")
        {
            rows.coupons[try row.read()] = CouponRow(
                campaign: try row.read(), shopper: try row.read(), checkIn: try row.read(), state: try row.read())
        }
        for var row in try await run("redemptions", "redemption_id, coupon_id from redemptions") {
            rows.redemptions[try row.read()] = try row.read()
        }
        return rows
    }

    private func run(_ name: String, _ columns: String) async throws -> [Row] {
        let statement = Statement(once: name, takes: [.int8], "select \(columns) where retailer_id = $1")
        return try await pool.run(statement(retailer.rawValue))
    }

    func count(_ sql: String) async throws -> Int64 {
        let statement = Statement(once: "recount", takes: [.int8], "with \(Self.facts) select (\(sql))::bigint")
        guard var row = try await pool.run(statement(retailer.rawValue)).first else { return -1 }
        return try row.read(Int64?.self) ?? 0
    }

    /// All questions that SQL alone can answer.
    func checks() async throws -> [MorningCheck] {
        var checks: [MorningCheck] = []
        for (question, expected, found) in Self.questions {
            checks.append(
                MorningCheck(question, expected: try await count(expected), found: try await count(found)))
        }
        return checks
    }

    /// `$1` is the retailer. A coupon counts on the date of its store when it was issued.
    private static let facts = """
        mine as (
            select u.*, coalesce((u.issued_at at time zone s.time_zone)::date, u.counted_on) as day,
                u.state in ('issued', 'reserved', 'redeemed') as is_out
            from coupons u
            left join stores s on s.retailer_id = u.retailer_id and s.store_id = u.store_id
            where u.retailer_id = $1
        ),
        limits as (
            select k.campaign_id, l ->> 'per' as per, l ->> 'period' as period, (l ->> 'max')::bigint as max
            from campaigns k
            join campaign_revisions r using (retailer_id, campaign_id, revision)
            cross join jsonb_array_elements(r.terms -> 'limits') as l
            where k.retailer_id = $1
        ),
        used as (
            select u.campaign_id, l.per, l.period, l.max,
                case l.per when 'shopper' then u.shopper_id when 'store' then u.store_id else u.campaign_id end as subject,
                case l.period
                    when 'day' then u.day
                    when 'week' then date_trunc('week', u.day::timestamp)::date
                    when 'month' then date_trunc('month', u.day::timestamp)::date
                    else '1970-01-01'::date
                end as start,
                count(*) as ever, count(*) filter (where u.is_out or l.per = 'shopper') as counted
            from mine u
            join limits l using (campaign_id)
            where l.per in ('shopper', 'store', 'campaign')
            group by 1, 2, 3, 4, 5, 6
        ),
        counters as (
            select campaign_id, (array['shopper', 'store', 'campaign'])[scope] as per,
                (array['campaign', 'day', 'week', 'month'])[period] as period, subject_id as subject,
                period_start as start, used as counted
            from period_counters
            where retailer_id = $1 and scope in (1, 2, 3)
        ),
        given as (
            select campaign_id, count(*) filter (where is_out) as coupons,
                coalesce(sum(exposure - coalesce(exposure_returned, 0)) filter (where is_out), 0) as exposure,
                sum(exposure) as ever
            from mine
            group by campaign_id
        )
        """

    private static let questions: [(question: String, expected: String, found: String)] = [
        (
            "accepted check-ins, and those of them with a coupon",
            "select count(*) from check_ins where retailer_id = $1 and verdict = 'accepted'",
            """
            select count(*) from check_ins c where retailer_id = $1 and verdict = 'accepted' and exists (
                select from mine u where u.check_in_id = c.check_in_id)
            """
        ),
        (
            "coupons of check-ins, and those that an accepted check-in of the same shopper and store earned",
            "select count(*) from mine where check_in_id is not null",
            """
            select count(*) from mine u join check_ins c on c.retailer_id = $1 and c.check_in_id = u.check_in_id
            where c.verdict = 'accepted' and c.shopper_id = u.shopper_id and c.store_id = u.store_id
            """
        ),
        (
            "coupons without a check-in, and those of people who joined the crowd",
            "select count(*) from mine where check_in_id is null",
            """
            select count(*) from participants p join mine u using (campaign_id, coupon_id, shopper_id)
            where p.retailer_id = $1
            """
        ),
        ("shoppers over a limit", "0", "select count(*) from used where per = 'shopper' and ever > max"),
        ("stores over a limit", "0", "select count(*) from used where per = 'store' and ever > max"),
        ("campaigns over a limit", "0", "select count(*) from used where per = 'campaign' and ever > max"),
        (
            "campaigns over their budget", "0",
            """
            select count(*) from given g join campaign_counters k using (campaign_id)
            where k.retailer_id = $1 and g.ever > k.exposure_max
            """
        ),
        (
            "counters of shoppers, stores and days that differ from the coupons", "0",
            """
            select count(*) from (select * from used where per <> 'campaign' or period <> 'campaign') u
            full join counters c using (campaign_id, per, period, subject, start)
            where coalesce(u.counted, 0) <> coalesce(c.counted, 0)
            """
        ),
        (
            "campaigns whose counters differ from their coupons", "0",
            """
            select count(*) from campaign_counters k left join given g using (campaign_id)
            where k.retailer_id = $1
            and (k.coupons <> coalesce(g.coupons, 0) or k.exposure <> coalesce(g.exposure, 0))
            """
        ),
        (
            "coupons redeemed, and redemptions, each of another coupon",
            "select count(*) from mine where state = 'redeemed'",
            "select count(distinct coupon_id) from redemptions where retailer_id = $1 and state = 'redeemed'"
        ),
        (
            "redemptions, and their entries in the ledger",
            "select count(*) from redemptions where retailer_id = $1",
            "select count(distinct redemption_id) from coupon_ledger where retailer_id = $1 and kind = 'redeem'"
        ),
        (
            "expired coupons, and their entries in the ledger",
            "select count(*) from mine where state = 'expired'",
            "select count(distinct coupon_id) from coupon_ledger where retailer_id = $1 and kind = 'expire'"
        ),
        (
            "coupons, and those in the wallet of their own shopper", "select count(*) from mine",
            "select count(*) from wallets w join mine u using (coupon_id, shopper_id) where w.retailer_id = $1"
        ),
        ("entries left in the outbox", "0", "select count(*) from outbox where retailer_id = $1"),
        (
            "coupons of the crowd that went to somebody further back than the limit", "0",
            """
            select count(*) from participants p join limits l using (campaign_id)
            where p.retailer_id = $1 and l.per = 'campaign' and p.coupon_id is not null and p.place > l.max
            """
        ),
    ]
}

/// One thing that must hold.
struct MorningCheck: Hashable, Sendable {
    let question: String
    let expected: Int64
    let found: Int64

    init(_ question: String, expected: Int64, found: Int64) {
        self.question = question
        self.expected = expected
        self.found = found
    }

    /// Something that must never be there.
    init(never question: String, _ found: Int) {
        self.init(question, expected: 0, found: Int64(found))
    }

    var holds: Bool { expected == found }
}
