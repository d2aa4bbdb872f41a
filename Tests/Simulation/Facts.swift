import Postgres
import Promotions

/// What the database holds of one retailer after a run.
struct Facts: Sendable {
    struct CheckInRow: Sendable {
        let id: Int64
        let shopper: Int64
        let store: Int64
        let verdict: String
    }

    struct CouponRow: Sendable {
        let id: Int64
        let campaign: Int64
        let shopper: Int64?
        let store: Int64?
        let checkIn: Int64?
        let state: String
        let exposure: Int64
    }

    struct RedemptionRow: Sendable {
        let id: Int64
        let coupon: Int64
        let saleID: String?
        let state: String
    }

    /// A row of `campaign_counters`.
    struct Total: Hashable, Sendable {
        let coupons: Int64
        let exposure: Int64
    }

    /// Names a row of `period_counters`. A run has one date, so its start is left out.
    struct Counter: Hashable, Sendable {
        let campaign: Int64
        let scope: Int16
        let subject: Int64
        let period: Int16
    }

    struct WalletRow: Hashable, Sendable {
        let shopper: Int64
        let coupon: Int64
    }

    var checkIns: [CheckInRow] = []
    var coupons: [CouponRow] = []
    var redemptions: [RedemptionRow] = []
    var totals: [Int64: Total] = [:]
    var counters: [Counter: Int] = [:]
    /// The redemption of each `redeem` entry of the ledger.
    var ledger: [Int64] = []
    var wallets: [WalletRow] = []
}

extension Facts {
    /// Reads everything by plain SQL, past all code of the product but its connection.
    static func read(_ retailer: ID<Retailer>, from pool: Pool) async throws -> Facts {
        func rows(_ name: String, _ sql: String) async throws -> [Row] {
            try await pool.run(
                Statement(once: name, takes: [.int8], "\(sql) where retailer_id = $1")(retailer.rawValue))
        }
        var facts = Facts()
        for var row in try await rows("check-ins", "select check_in_id, shopper_id, store_id, verdict from check_ins") {
            facts.checkIns.append(
                CheckInRow(id: try row.read(), shopper: try row.read(), store: try row.read(), verdict: try row.read()))
        }
        let coupons =
            "select coupon_id, campaign_id, shopper_id, store_id, check_in_id, state, exposure - coalesce(exposure_returned, 0) from coupons"
        for var row in try await rows("coupons", coupons) {
            facts.coupons.append(
                CouponRow(
                    id: try row.read(), campaign: try row.read(), shopper: try row.read(), store: try row.read(),
                    checkIn: try row.read(), state: try row.read(), exposure: try row.read()))
        }
        for var row in try await rows("redemptions", "select redemption_id, coupon_id, sale_id, state from redemptions")
        {
            facts.redemptions.append(
                RedemptionRow(id: try row.read(), coupon: try row.read(), saleID: try row.read(), state: try row.read())
            )
        }
        for var row in try await rows("totals", "select campaign_id, coupons, exposure from campaign_counters") {
            facts.totals[try row.read()] = Total(coupons: try row.read(), exposure: try row.read())
        }
        let counters = "select campaign_id, scope, subject_id, period, used::bigint from period_counters"
        for var row in try await rows("counters", counters) {
            let counter = Counter(
                campaign: try row.read(), scope: try row.read(), subject: try row.read(), period: try row.read())
            facts.counters[counter, default: 0] += Int(try row.read(Int64.self))
        }
        let ledger = "select redemption_id from (select * from coupon_ledger where kind = 'redeem') as entries"
        for var row in try await rows("ledger", ledger) { facts.ledger.append(try row.read()) }
        for var row in try await rows("wallets", "select shopper_id, coupon_id from wallets") {
            facts.wallets.append(WalletRow(shopper: try row.read(), coupon: try row.read()))
        }
        return facts
    }

    /// Entries that no worker has delivered yet.
    static func outbox(_ retailer: ID<Retailer>, in pool: Pool) async throws -> Int64 {
        let count = Statement(once: "outbox", takes: [.int8], "select count(*) from outbox where retailer_id = $1")
        guard var row = try await pool.run(count(retailer.rawValue)).first else { return 0 }
        return try row.read()
    }
}
