import Promotions
import Records

extension World {
    /// An accepted check-in of `shopper` and the coupon it earns.
    func visit(
        _ campaign: Campaign, by shopper: ID<Shopper> = World.id(), key: [UInt8] = World.hash(),
        at now: Instant = World.nine
    ) -> CheckInBatch {
        let checkIn: ID<CheckIn> = World.id()
        let session: ID<Session> = World.id()
        let coupon: ID<Coupon> = World.id()
        let counters = Tally.keys(campaign, shopper: shopper, store: store.id, on: store.zone.localDate(at: now))
        var batch = CheckInBatch()
        batch.retryKeys = [RetryKey(hash: key, bodyHash: World.hash(), reference: checkIn.rawValue)]
        batch.checkIns = [
            CheckInRecord(
                id: checkIn, shopper: shopper, session: session, store: store.id, verdict: .accepted, reasons: [],
                source: .position, checkedAt: now, capturedAt: now,
                offers: [
                    OfferOutcome(
                        campaign: campaign.id, revision: campaign.revision, state: .issued, coupon: coupon)
                ])
        ]
        batch.coupons = [
            NewCoupon(
                grant: Grant(
                    coupon: coupon, campaign: campaign, expiresAt: now.adding(seconds: 3_600), counters: counters),
                shopper: shopper, session: session, store: store.id, alsoValidAt: [], checkIn: checkIn,
                codeHash: World.hash(), codeSealed: [1, 2, 3], issuedAt: now)
        ]
        return batch
    }

    func record(_ batch: CheckInBatch, at now: Instant = World.nine) async throws {
        try await database.record(batch, of: retailer, outboxID: World.number(), at: now)
    }

    /// What a database says of `batch`.
    enum Answer: Hashable {
        case recorded, repeated, overdrawn
    }

    func answer(to batch: CheckInBatch) async throws -> Answer {
        do {
            try await record(batch)
            return .recorded
        } catch BatchSetback.repeated {
            return .repeated
        } catch BatchSetback.overdrawn {
            return .overdrawn
        }
    }

    /// Rows of everything that a batch writes, by table.
    func rows() async throws -> [String: Int64] {
        var rows: [String: Int64] = [:]
        for table in ["retry_keys", "check_ins", "coupons", "period_counters", "outbox"] {
            rows[table] = try await count(table)
        }
        return rows
    }

    func counter(of campaign: Campaign) async throws -> Tally.Total? {
        let facts = try await database.facts(
            of: retailer, FactsWanted(campaigns: [campaign.id]), stores: { _ in nil }, isLocking: false)
        return facts.tally.totals[campaign.id]
    }

    /// Counters that do not say what the rows say: campaign totals, money, and every limit's own row.
    func miscounted() async throws -> Int64 {
        let tenant = retailer.rawValue
        return try await number(
            """
            select (
                select count(*) from campaign_counters k
                cross join lateral (
                    select count(*) as coupons, coalesce(sum(c.exposure), 0) as exposure from coupons c
                    where c.retailer_id = \(tenant) and c.campaign_id = k.campaign_id
                ) as rows
                where k.retailer_id = \(tenant) and (k.coupons <> rows.coupons or k.exposure <> rows.exposure)
            ) + (
                select count(*) from period_counters k
                where k.retailer_id = \(tenant) and k.used <> (
                    select count(*) from coupons c
                    where c.retailer_id = \(tenant) and c.campaign_id = k.campaign_id
                    and k.subject_id = case k.scope
                        when 1 then c.shopper_id when 2 then c.store_id else c.campaign_id end)
            )
            """)
    }
}

extension CheckInBatch {
    static func + (left: CheckInBatch, right: CheckInBatch) -> CheckInBatch {
        var sum = left
        sum.retryKeys += right.retryKeys
        sum.checkIns += right.checkIns
        sum.resumed += right.resumed
        sum.coupons += right.coupons
        return sum
    }
}
