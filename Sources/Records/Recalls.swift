import Postgres
public import Promotions

/// Withdrawing coupons, and giving back what they held. In the one lock order: coupons, store counters, campaign
/// counters, each by id; never to a shopper's counters, or a recalled coupon could be earned again.
enum RecallStatements {
    static let begin = Statement(
        "begin recall", takes: [.int8, .int8, .timestamptz, .int8, .text, .int8],
        """
        update campaigns
        set recalled_at = $3, recalled_by = $4, recall_reason = $5, is_recalling = true, version = $6
        where retailer_id = $1
        and campaign_id = $2
        """)

    static let finish = Statement(
        "finish recall", takes: [.int8, .int8, .timestamptz, .int8],
        """
        update campaigns
        set is_recalling = false, version = $4
        where retailer_id = $1
        and campaign_id = $2
        and recalled_at = $3
        """)

    /// Those whose time has passed expire by themselves.
    static let lock = Statement(
        "lock coupons to recall", takes: [.int8, .int8, .int8, .timestamptz, .int8],
        gives: [.int8, .int8, .text, .date, .int8],
        """
        select coupon_id, store_id, channel, coalesce(counted_on, (issued_at at time zone 'UTC')::date), exposure
        from coupons
        where retailer_id = $1
        and campaign_id = $2
        and coupon_id > $3
        and state in ('issued', 'reserved')
        and expires_at > $4
        order by coupon_id
        limit $5
        for no key update
        """)

    static let lockBatch = Statement(
        "lock codes to withdraw", takes: [.int8, .int8, .int8, .timestamptz, .int8],
        gives: [.int8, .int8, .text, .date, .int8],
        """
        select coupon_id, store_id, channel, coalesce(counted_on, (issued_at at time zone 'UTC')::date), exposure
        from coupons
        where retailer_id = $1
        and batch_id = $2
        and coupon_id > $3
        and state in ('issued', 'reserved')
        and expires_at > $4
        order by coupon_id
        limit $5
        for no key update
        """)

    static let revoke = Statement(
        "revoke coupons", takes: [.int8, .int8Array, .timestamptz], gives: [.int8],
        """
        update coupons
        set state = 'revoked', revoked_at = $3, reservation_id = null, reserved_till_id = null,
            reserved_store_id = null, reserved_until = null
        where retailer_id = $1
        and coupon_id = any($2)
        and state in ('issued', 'reserved')
        returning coupon_id
        """)

    static let enterLedger = Statement(
        "enter recalls in the ledger", takes: [.int8, .int8Array, .int8Array, .timestamptz],
        """
        insert into coupon_ledger (retailer_id, coupon_id, entry_id, kind, amount, happened_at)
        select c.retailer_id, u.coupon_id, u.entry_id, 'revoke', c.exposure, $4
        from unnest($2::bigint[], $3::bigint[]) as u (coupon_id, entry_id)
        join coupons c on c.coupon_id = u.coupon_id
        where c.retailer_id = $1
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, begin), (.tenant, finish), (.tenant, lock), (.tenant, lockBatch), (.tenant, revoke),
        (.tenant, enterLedger),
    ]
}

extension Database {
    public func beginRecall(
        of campaign: ID<Campaign>, _ recall: Campaign.Recall, by key: ID<Actor>, of retailer: ID<Retailer>,
        version: Int64
    ) async throws {
        _ = try await run(
            RecallStatements.begin(
                retailer.rawValue, campaign.rawValue, recall.at.timestamp, key.rawValue, recall.reason, version))
    }

    /// Only of that recall: a later one may have begun.
    public func finishRecall(
        of campaign: ID<Campaign>, at: Instant, of retailer: ID<Retailer>, version: Int64
    ) async throws {
        _ = try await run(
            RecallStatements.finish(retailer.rawValue, campaign.rawValue, at.timestamp, version))
    }

    /// Withdraws the next coupons that are good at `now`, by id, and gives back what they held, in one transaction. Only
    /// while nothing is issued.
    /// - Parameters:
    ///   - campaign: with terms and stock as in memory.
    ///   - batch: only its codes; they are counted there.
    ///   - entryIDs: one for each of a whole page.
    ///   - returnIDs: as many, for the points that were paid.
    /// - Returns: how many, and the last; nil once none is left.
    /// - Throws: `BatchSetback.overdrawn` if the campaign has changed meanwhile; nothing is written then.
    public func withdraw(
        from campaign: Campaign, batch: ID<CodeBatch>? = nil, of retailer: ID<Retailer>, after: ID<Coupon>?,
        entryIDs: [Int64], returnIDs: [Int64], at now: Instant
    ) async throws -> (count: Int, last: ID<Coupon>)? {
        do {
            return try await transaction { database in
                let statement = batch == nil ? RecallStatements.lock : RecallStatements.lockBatch
                let rows = try await database.run(
                    statement(
                        retailer.rawValue, batch?.rawValue ?? campaign.id.rawValue, after?.rawValue ?? 0,
                        now.timestamp, Int64(entryIDs.count)))
                var returned = ReturnedCounts()
                var ids: [Int64] = []
                for var row in rows {
                    ids.append(try row.read())
                    let store: ID<Store>? = try row.optionalID()
                    let channel: String? = try row.read()
                    let date = LocalDate(try row.read(Postgres.Day.self))
                    returned.add(campaign, store: store, channel: channel, countedOn: date, exposure: try row.read())
                }
                guard let last = ids.last else { return nil }
                let paid = try await database.pointsPaid(
                    for: ids, from: campaign.id, of: retailer, entryIDs: returnIDs, at: now)
                let revoked = try await database.pipeline(
                    [
                        RecallStatements.revoke(retailer.rawValue, ids, now.timestamp),
                        RecallStatements.enterLedger(
                            retailer.rawValue, ids, Array(entryIDs.prefix(ids.count)), now.timestamp),
                    ] + (paid.isEmpty ? [] : [paid.call(retailer), paid.moves(retailer)])
                        + returned.calls(retailer))[0]
                guard revoked.count == ids.count else { throw Damage("a locked coupon changed its state") }
                if let batch {
                    _ = try await database.run(
                        CodeBatchStatements.noteWithdrawn(retailer.rawValue, batch.rawValue, Int64(ids.count)))
                }
                return (ids.count, ID(last))
            }
        } catch let error as PostgresError
            where error.statement == ExpiryStatements.giveBackTotals.name && error.sqlState == "23502"
        {
            throw BatchSetback.overdrawn
        }
    }
}
