import Postgres
public import Promotions

enum CodeBatchStatements {
    private static let columns = """
        batch_id, campaign_id, name, channel, source, asked, made, withdrawn, state, stopped_by, created_at,
            finished_at
        """
    private static let columnTypes: [PostgresType] = [
        .int8, .int8, .text, .text, .text, .int8, .int8, .int8, .text, .text, .timestamptz, .timestamptz,
    ]

    static let add = Statement(
        "add code batch", takes: [.int8, .int8, .int8, .text, .text, .int8, .timestamptz, .int8],
        """
        insert into code_batches
            (retailer_id, batch_id, campaign_id, name, channel, asked, state, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, 'making', $7, $8)
        """)

    static let read = Statement(
        "read code batch", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from code_batches
        where retailer_id = $1
        and batch_id = $2
        """)

    static let list = Statement(
        "list code batches", takes: [.int8, .int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from code_batches
        where retailer_id = $1
        and batch_id > $2
        and campaign_id = $3
        order by batch_id
        limit $4
        """)

    static let open = Statement(
        "read open code batches", takes: [.int8], gives: columnTypes,
        """
        select \(columns)
        from code_batches
        where retailer_id = $1
        and state in ('making', 'withdrawing')
        order by batch_id
        """)

    /// A null violates the column when another process has made this page first, or the batch was cancelled.
    static let advance = Statement(
        "advance code batch", takes: [.int8, .int8, .int8, .int8, .timestamptz],
        """
        update code_batches
        set made = case when state = 'making' and made = $3 then made + $4 end,
            state = case when made + $4 = asked then 'made' else state end,
            finished_at = case when made + $4 = asked then $5::timestamptz end
        where retailer_id = $1
        and batch_id = $2
        """)

    static let stop = Statement(
        "stop code batch", takes: [.int8, .int8, .text, .timestamptz],
        """
        update code_batches
        set state = 'stopped', stopped_by = $3, finished_at = $4
        where retailer_id = $1
        and batch_id = $2
        and state = 'making'
        """)

    static let cancel = Statement(
        "cancel code batch", takes: [.int8, .int8, .text, .timestamptz], gives: [.int8],
        """
        update code_batches
        set state = $3, finished_at = coalesce(finished_at, $4)
        where retailer_id = $1
        and batch_id = $2
        and (state = 'making' or $3 = 'withdrawing' and state in ('made', 'stopped', 'cancelled'))
        returning batch_id
        """)

    static let noteWithdrawn = Statement(
        "count withdrawn codes", takes: [.int8, .int8, .int8],
        """
        update code_batches
        set withdrawn = withdrawn + $3
        where retailer_id = $1
        and batch_id = $2
        """)

    static let finishWithdrawal = Statement(
        "finish withdrawing codes", takes: [.int8, .int8],
        """
        update code_batches
        set state = 'withdrawn'
        where retailer_id = $1
        and batch_id = $2
        and state = 'withdrawing'
        """)

    static let codes = Statement(
        "read codes of a batch", takes: [.int8, .int8, .int8, .int8],
        gives: [.int8, .text, .timestamptz, .bytea],
        """
        select coupon_id, state, expires_at, code_sealed
        from coupons
        where retailer_id = $1
        and batch_id = $2
        and coupon_id > $3
        order by coupon_id
        limit $4
        """)

    /// A page somewhere in the middle.
    static let codesFrom = Statement(
        "read codes of a batch from a place", takes: [.int8, .int8, .int8, .int8],
        gives: [.int8, .text, .timestamptz, .bytea],
        """
        select coupon_id, state, expires_at, code_sealed
        from coupons
        where retailer_id = $1
        and batch_id = $2
        order by coupon_id
        limit $4
        offset $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, read), (.tenant, list), (.tenant, open), (.tenant, advance), (.tenant, stop),
        (.tenant, cancel), (.tenant, noteWithdrawn), (.tenant, finishWithdrawal), (.tenant, codes),
        (.tenant, codesFrom),
    ]
}

/// A code of a batch as it is kept.
public struct KeptCode: Sendable {
    public let coupon: ID<Coupon>
    public let state: Coupon.State
    public let expiresAt: Instant
    public let sealed: [UInt8]
}

extension Database {
    public func add(_ batch: CodeBatch, by key: ID<Actor>?, of retailer: ID<Retailer>) async throws {
        _ = try await run(
            CodeBatchStatements.add(
                retailer.rawValue, batch.id.rawValue, batch.campaign.rawValue, batch.name, batch.channel, batch.asked,
                batch.createdAt.timestamp, key?.rawValue))
    }

    public func codeBatch(_ id: ID<CodeBatch>, of retailer: ID<Retailer>) async throws -> CodeBatch? {
        try await run(CodeBatchStatements.read(retailer.rawValue, id.rawValue)).first.map(Self.codeBatch)
    }

    /// In order of creation.
    public func codeBatches(
        of campaign: ID<Campaign>, of retailer: ID<Retailer>, after: ID<CodeBatch>?, limit: Int
    ) async throws -> [CodeBatch] {
        try await run(
            CodeBatchStatements.list(
                retailer.rawValue, after?.rawValue ?? 0, campaign.rawValue, Int64(limit))
        ).map(Self.codeBatch)
    }

    /// Those that somebody has to go on with.
    public func openCodeBatches(of retailer: ID<Retailer>) async throws -> [CodeBatch] {
        try await run(CodeBatchStatements.open(retailer.rawValue)).map(Self.codeBatch)
    }

    public func stop(
        _ batch: ID<CodeBatch>, because reason: CheckInReason, of retailer: ID<Retailer>, at now: Instant
    ) async throws {
        _ = try await run(
            CodeBatchStatements.stop(retailer.rawValue, batch.rawValue, reason.rawValue, now.timestamp))
    }

    /// - Parameter isWithdrawing: also what was made; then a batch that is finished can be cancelled too.
    /// - Returns: false if it was finished, or cancelled, before.
    public func cancel(
        _ batch: ID<CodeBatch>, isWithdrawing: Bool, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> Bool {
        let state: CodeBatch.State = isWithdrawing ? .withdrawing : .cancelled
        return try await !run(
            CodeBatchStatements.cancel(retailer.rawValue, batch.rawValue, state.rawValue, now.timestamp)
        ).isEmpty
    }

    public func finishWithdrawal(of batch: ID<CodeBatch>, of retailer: ID<Retailer>) async throws {
        _ = try await run(CodeBatchStatements.finishWithdrawal(retailer.rawValue, batch.rawValue))
    }

    /// In the order of making.
    public func codes(
        of batch: ID<CodeBatch>, of retailer: ID<Retailer>, after: ID<Coupon>?, limit: Int
    ) async throws -> [KeptCode] {
        try await run(
            CodeBatchStatements.codes(retailer.rawValue, batch.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map(Self.keptCode)
    }

    public func codes(
        of batch: ID<CodeBatch>, of retailer: ID<Retailer>, skipping count: Int, limit: Int
    ) async throws -> [KeptCode] {
        try await run(
            CodeBatchStatements.codesFrom(retailer.rawValue, batch.rawValue, Int64(count), Int64(limit))
        ).map(Self.keptCode)
    }

    private static func keptCode(_ row: Row) throws -> KeptCode {
        var row = row
        return KeptCode(
            coupon: try row.id(), state: try row.choice(), expiresAt: try row.instant(), sealed: try row.bytes())
    }

    private static func codeBatch(_ row: Row) throws -> CodeBatch {
        var row = row
        return CodeBatch(
            id: try row.id(), campaign: try row.id(), name: try row.read(), channel: try row.read(),
            source: try row.choice(), asked: try row.read(), made: try row.read(), withdrawn: try row.read(),
            state: try row.choice(),
            stoppedBy: try row.read(String?.self).flatMap { CheckInReason(rawValue: $0) }, createdAt: try row.instant(),
            finishedAt: try row.optionalInstant())
    }
}

extension CodeBatch {
    /// Counts the coupons of the same transaction.
    func advance(by count: Int, of retailer: ID<Retailer>, at now: Instant) -> Call {
        CodeBatchStatements.advance(retailer.rawValue, id.rawValue, made, Int64(count), now.timestamp)
    }
}
