import Postgres
public import Promotions

/// Codes that a retailer brought.
enum BroughtCodeStatements {
    static let add = Statement(
        "add brought codes", takes: [.int8, .int8, .int8, .text, .text, .int8, .timestamptz, .int8],
        """
        insert into code_batches
            (retailer_id, batch_id, campaign_id, name, channel, source, asked, made, state, created_at, created_by,
            finished_at)
        values ($1, $2, $3, $4, $5, 'brought', $6, $6, 'made', $7, $8, $7)
        """)

    static let any = Statement(
        "ask for brought codes", takes: [.int8], gives: [.int8],
        """
        select batch_id
        from code_batches
        where retailer_id = $1
        and source = 'brought'
        limit 1
        """)

    /// One look-up for each.
    static let known = Statement(
        "find codes that are known", takes: [.int8, .byteaArray], gives: [.bytea],
        """
        select t.code_hash
        from unnest($2::bytea[]) as u (code_hash),
        lateral (
            select c.code_hash
            from coupons c
            where c.retailer_id = $1
            and c.code_hash = u.code_hash
            limit 1
        ) t
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, any), (.tenant, known),
    ]
}

extension Database {
    private static let couponsPage = 5_000

    public func hasBroughtCodes(of retailer: ID<Retailer>) async throws -> Bool {
        try await !run(BroughtCodeStatements.any(retailer.rawValue)).isEmpty
    }

    /// Those of the hashes that some coupon of the retailer has.
    public func known(_ hashes: [[UInt8]], of retailer: ID<Retailer>) async throws -> Set<[UInt8]> {
        var known: Set<[UInt8]> = []
        for var row in try await run(BroughtCodeStatements.known(retailer.rawValue, hashes.map { Bytea($0) })) {
            known.insert(try row.bytes())
        }
        return known
    }

    /// All of a file in the caller's transaction. Counters come last, so that those who check in meanwhile hardly wait.
    /// - Throws: `BatchSetback.overdrawn` if the campaign or what it has left changed meanwhile.
    public func addBrought(
        _ batch: CodeBatch, _ coupons: [NewCoupon], by key: ID<Actor>?, of retailer: ID<Retailer>
    ) async throws {
        _ = try await run(
            BroughtCodeStatements.add(
                retailer.rawValue, batch.id.rawValue, batch.campaign.rawValue, batch.name, batch.channel, batch.made,
                batch.createdAt.timestamp, key?.rawValue))
        for start in stride(from: 0, to: coupons.count, by: Self.couponsPage) {
            let page = Array(coupons[start..<min(start + Self.couponsPage, coupons.count)])
            _ = try await run(page.call(retailer, batch: batch.id))
        }
        do {
            _ = try await pipeline(CounterSums(coupons.lazy.map(\.grant)).calls(retailer))
        } catch let error as PostgresError {
            throw Self.setback(error) ?? error
        }
    }
}
