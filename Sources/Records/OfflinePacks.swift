import Postgres
public import Promotions

enum OfflinePackStatements {
    /// The newest redemptions; ids ascend with time.
    static let spent = Statement(
        "read spent codes", takes: [.int8, .int8Array, .timestamptz, .int8], gives: [.int8, .bytea],
        """
        select t.coupon_id, t.code_sealed
        from (
            select r.coupon_id
            from redemptions r
            where r.retailer_id = $1
            and r.campaign_id = any($2)
            and r.state = 'redeemed'
            order by r.redemption_id desc
            limit $4
        ) u,
        lateral (
            select c.coupon_id, c.code_sealed
            from coupons c
            where c.retailer_id = $1
            and c.coupon_id = u.coupon_id
            and c.expires_at > $3
            limit 1
        ) t
        """)

    /// Nothing but a recall, which withdraws whole campaigns, and the withdrawal of a batch revokes coupons.
    static let withdrawn = Statement(
        "read withdrawn codes", takes: [.int8, .int8Array, .timestamptz, .int8], gives: [.int8, .bytea],
        """
        select c.coupon_id, c.code_sealed
        from code_batches b
        join coupons c on c.retailer_id = b.retailer_id
        and c.batch_id = b.batch_id
        where b.retailer_id = $1
        and b.campaign_id = any($2)
        and b.state in ('withdrawing', 'withdrawn')
        and c.state = 'revoked'
        and c.expires_at > $3
        limit $4
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, spent), (.tenant, withdrawn)]
}

extension Database {
    public typealias SealedCode = (coupon: ID<Coupon>, sealed: [UInt8])

    /// Codes of redeemed coupons that have not expired, the newest first.
    public func spentCodes(
        of campaigns: [ID<Campaign>], at retailer: ID<Retailer>, now: Instant, limit: Int
    ) async throws -> [SealedCode] {
        try await codes(OfflinePackStatements.spent, campaigns, retailer, now, limit)
    }

    /// Codes that were withdrawn with their batch and have not expired.
    public func withdrawnCodes(
        of campaigns: [ID<Campaign>], at retailer: ID<Retailer>, now: Instant, limit: Int
    ) async throws -> [SealedCode] {
        try await codes(OfflinePackStatements.withdrawn, campaigns, retailer, now, limit)
    }

    private func codes(
        _ statement: Statement, _ campaigns: [ID<Campaign>], _ retailer: ID<Retailer>, _ now: Instant, _ limit: Int
    ) async throws -> [SealedCode] {
        try await run(
            statement(retailer.rawValue, campaigns.map(\.rawValue), now.timestamp, Int64(limit))
        ).map { row in
            var row = row
            return (try row.id(), try row.bytes())
        }
    }
}
