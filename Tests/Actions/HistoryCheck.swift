import Postgres
import Promotions
import Records
import Synchronization
import Testing

@testable import Actions

/// Counts everything of a campaign anew, from its rows alone, and compares.
struct HistoryCheck {
    private struct Row {
        let revision: Int64
        let shopper: Int64
        let store: Int64
        let channel: String?
        let state: String
        /// What it holds of the budget: a settled one only what it cost.
        let exposure: Int64
        let day: LocalDate
        let isLive: Bool

        var isOpen: Bool { state == "issued" || state == "reserved" }
        var isOut: Bool { ["issued", "reserved", "redeemed"].contains(state) }
    }

    private let history: History
    private let now: Instant

    init(_ history: History) {
        self.history = history
        now = history.world.clock.now
    }

    func expect(_ place: String) async throws {
        let id = history.campaign.id
        guard let campaign = try await history.world.desk.database.campaign(id, of: history.world.retailer) else {
            throw Unexpected("no campaign")
        }
        let rows = try await coupons()
        try await expectTotals(campaign, rows, place)
        for limit in campaign.terms.limits where !limit.isCampaignTotal {
            try await expectCounters(limit, campaign, rows, place)
        }
        try await expectEvidence(rows, place)
        try await expectStats(rows, place)
    }

    private func expectTotals(_ campaign: Campaign, _ rows: [Row], _ place: String) async throws {
        let out = rows.filter(\.isOut)
        let money = out.reduce(0) { $0 + $1.exposure }
        let counted = try await numbers("coupons, exposure, coupons_max, exposure_max, revision", "campaign_counters")
        #expect(counted[0] == Int64(out.count) && counted[1] == money, "\(place): totals \(counted)")
        // The bound is the limit, or what was out when the limit went below that.
        #expect(counted[2] == max(campaign.terms.couponsMax, Int64(out.count)), "\(place): bound \(counted)")
        #expect(counted[3] == max(campaign.terms.exposureMax, money), "\(place): bound in money \(counted)")
        // Whatever has issued under the terms of today has kept within them.
        if rows.contains(where: { $0.revision == counted[4] }) {
            #expect(Int64(out.count) <= campaign.terms.couponsMax, "\(place): over the limit")
            #expect(money <= campaign.terms.exposureMax, "\(place): over the budget")
        }
    }

    private func expectCounters(_ limit: Limit, _ campaign: Campaign, _ rows: [Row], _ place: String) async throws {
        struct Key: Hashable {
            let subject: Int64
            let start: LocalDate
        }
        var used: [Key: Int64] = [:]
        var isCurrent: Set<Key> = []
        for row in rows where row.isOut || limit.per == .shopper {
            let subject: Int64 =
                switch limit.per {
                case .shopper: row.shopper
                case .store: row.store
                case .campaign: campaign.id.rawValue
                case .channel: limit.number(of: row.channel)
                }
            let key = Key(subject: subject, start: limit.period.start(of: row.day))
            used[key, default: 0] += 1
            if row.revision == campaign.revision { isCurrent.insert(key) }
        }
        // What a store has of its own is looked at by itself.
        let stocked = limit.per == .store ? history.held.withLock { $0.stocked } : []
        for key in isCurrent where !stocked.contains(ID(key.subject)) {
            #expect(used[key, default: 0] <= limit.max, "\(place): \(limit) is broken")
        }
        let sql = """
            select subject_id, period_start, used::bigint from period_counters
            where campaign_id = \(campaign.id.rawValue) and scope = \(limit.per.number)
            and period = \(limit.period.number) and used > 0
            """
        var kept: [Key: Int64] = [:]
        for var row in try await history.world.pool.run(Statement(once: "kept counters", sql)()) {
            let subject: Int64 = try row.read()
            let day = try row.read(Postgres.Day.self)
            kept[Key(subject: subject, start: LocalDate(daysSince1970: Int(day.daysSince1970)))] = try row.read()
        }
        #expect(kept == used, "\(place): counters of \(limit)")
    }

    /// What stores may give by allotments, or by what they said was left, in the periods of today.
    /// - Parameters:
    ///   - given: what each counter was at the step before.
    ///   - isSteady: neither stock nor terms were changed since.
    /// - Returns: what they are now.
    func expectStock(
        after given: [CounterKey: Int64], isSteady: Bool, _ place: String
    ) async throws -> [CounterKey: Int64] {
        let (world, id) = (history.world, history.campaign.id)
        try await world.desk.refresh(world.retailer)
        guard let campaign = world.desk.shelf.current.book(world.retailer)?.campaigns[id] else {
            throw Unexpected("no campaign")
        }
        let rows = try await coupons().filter(\.isOut)
        var used: [CounterKey: Int64] = [:]
        for store in history.stores {
            for (key, max) in campaign.storeKeys(of: store.id, on: store.zone.localDate(at: now)) {
                let count = Int64(
                    rows.count { $0.store == store.id.rawValue && key.period.start(of: $0.day) == key.start })
                used[key] = count
                let sql = """
                    select coalesce(max(used), 0)::bigint from period_counters
                    where campaign_id = \(id.rawValue) and scope = 2 and subject_id = \(store.id.rawValue)
                    and period = \(key.period.number) and period_start = '\(key.start.text)'
                    """
                #expect(try await self.count(sql) == count, "\(place): counter of \(key)")
                guard isSteady, count > given[key, default: 0] else { continue }
                #expect(count <= Int64(max), "\(place): \(key) gave \(count) of \(max)")
            }
        }
        return used
    }

    private func expectEvidence(_ rows: [Row], _ place: String) async throws {
        let redeemed = rows.count { $0.state == "redeemed" }
        let kinds = ["expire", "redeem", "void", "settle"].map { "count(*) filter (where kind = '\($0)')" }
        let ledger = try await numbers(
            kinds.joined(separator: ", ") + ", coalesce(sum(amount) filter (where kind = 'settle'), 0)",
            "coupon_ledger join coupons using (retailer_id, coupon_id)")
        #expect(ledger[0] == rows.count { $0.state == "expired" }, "\(place): expiries in the ledger")
        #expect(Int(ledger[1] - ledger[2]) == redeemed, "\(place): redemptions in the ledger")
        let taken = try await numbers(
            "count(*) filter (where state = 'redeemed'), count(*) filter (where state = 'voided')", "redemptions")
        #expect(taken[0] == redeemed && taken[1] == ledger[2], "\(place): redemptions")
        let settled = try await numbers("count(exposure_returned), coalesce(sum(exposure_returned), 0)", "coupons")
        #expect(settled[0] == ledger[3] && settled[1] == ledger[4], "\(place): settled")
        #expect(try await wrongLedgers() == 0, "\(place): the ledger of a coupon does not lead to its state")
        #expect(try await count(Self.unfindable) == 0, "\(place): a coupon is held and nobody finds by what")
    }

    /// Coupons whose entries do not add up. Which of two that are of the same millisecond came first is not known.
    private func wrongLedgers() async throws -> Int64 {
        try await count(
            """
            select count(*) from coupons c, lateral (
                select count(*) filter (where kind = 'reserve') - count(*) filter (where kind = 'release') as held,
                    count(*) filter (where kind = 'redeem') as redeemed,
                    count(*) filter (where kind = 'redeem') - count(*) filter (where kind = 'void') as used,
                    count(*) filter (where kind = 'expire') as expired,
                    count(*) filter (where kind = 'redeem' and redemption_id in (
                        select reservation_id from coupon_ledger r
                        where r.coupon_id = c.coupon_id and r.kind = 'reserve'
                    )) as committed
                from coupon_ledger l
                where l.retailer_id = c.retailer_id and l.coupon_id = c.coupon_id
            ) l
            where campaign_id = \(history.campaign.id.rawValue) and not (
                l.held - (state = 'reserved')::int between l.committed and l.redeemed
                and l.used = (state = 'redeemed')::int and l.expired = (state = 'expired')::int
            )
            """)
    }

    private static let unfindable = """
        select count(*) from coupons c
        where state = 'reserved' and not exists (
            select 1 from reservations r
            where r.retailer_id = c.retailer_id and r.reservation_id = c.reservation_id and r.coupon_id = c.coupon_id
            and r.till_id = c.reserved_till_id and r.reserved_until = c.reserved_until
        )
        """

    private func count(_ sql: String) async throws -> Int64 {
        guard var row = try await history.world.pool.run(Statement(once: "count", sql)()).first else { return -1 }
        return try row.read()
    }

    private func expectStats(_ rows: [Row], _ place: String) async throws {
        let stats = try await history.world.desk.results(history.campaign).value
        let out = rows.filter(\.isOut)
        #expect(stats.issued == rows.count, "\(place): issued")
        #expect(stats.redeemed == rows.count { $0.state == "redeemed" }, "\(place): redeemed")
        #expect(stats.expired == rows.count { $0.state == "expired" || $0.isOpen && !$0.isLive }, "\(place)")
        #expect(stats.outstanding == rows.count { $0.isOpen && $0.isLive }, "\(place): outstanding")
        #expect(stats.exposure == out.reduce(0) { $0 + $1.exposure }, "\(place): exposure")
        let money = try await numbers(
            "coalesce(sum(discount) filter (where state = 'redeemed'), 0), count(*) filter (where state = 'voided')",
            "redemptions")
        #expect(stats.discount == money[0] && stats.voided == money[1], "\(place): discount and voided")
        #expect(stats.openExposure == rows.filter { $0.isOpen && $0.isLive }.reduce(0) { $0 + $1.exposure }, "\(place)")
        #expect(stats.days.reduce(0) { $0 + $1.issued } == stats.issued, "\(place): by store and day")
    }

    private func coupons() async throws -> [Row] {
        let sql = """
            select revision::bigint, shopper_id, store_id, channel, state,
                exposure - coalesce(exposure_returned, 0) as exposure, issued_at,
                greatest(expires_at, reserved_until) > to_timestamp(\(now.seconds)) as live
            from coupons where campaign_id = \(history.campaign.id.rawValue)
            """
        return try await history.world.pool.run(Statement(once: "all coupons", sql)()).map { row in
            var row = row
            let (revision, shopper, store): (Int64, Int64, Int64) = (try row.read(), try row.read(), try row.read())
            let channel: String? = try row.read()
            let state: String = try row.read()
            let exposure: Int64 = try row.read()
            let issued = try row.read(Timestamp.self)
            guard let zone = history.stores.first(where: { $0.id.rawValue == store })?.zone else {
                throw Unexpected("a coupon of another store")
            }
            return Row(
                revision: revision, shopper: shopper, store: store, channel: channel, state: state, exposure: exposure,
                day: zone.localDate(at: Instant(microseconds: issued.microsecondsSince1970)),
                isLive: try row.read())
        }
    }

    /// One row of numbers about this campaign.
    private func numbers(_ columns: String, _ table: String) async throws -> [Int64] {
        let sql = """
            select array[\(columns)]::bigint[] from \(table) where campaign_id = \(history.campaign.id.rawValue)
            """
        guard var row = try await history.world.pool.run(Statement(once: "numbers", sql)()).first else {
            throw Unexpected("no row in \(table)")
        }
        return try row.read()
    }
}
