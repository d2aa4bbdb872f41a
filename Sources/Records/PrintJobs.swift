import Postgres
public import Promotions

enum PrintJobStatements {
    static let columns = """
        job_id, shopper_id, session_id, coupon_id, store_id, till_id, paper, language, state, queued_at, ends_at,
        taken_by, taken_until, failure
        """
    static let columnTypes: [PostgresType] = [
        .int8, .int8, .int8, .int8, .int8, .int8, .text, .text, .text, .timestamptz, .timestamptz, .int8, .timestamptz,
        .text,
    ]

    /// No row when another job has that place.
    static let add = Statement(
        "add print job",
        takes: [
            .int8, .int8, .int8, .int8, .int8, .int8, .int8, .text, .text, .int2, .timestamptz, .timestamptz,
        ], gives: [.int8],
        """
        insert into print_jobs
            (retailer_id, job_id, shopper_id, session_id, coupon_id, store_id, till_id, paper, language, state, place,
            queued_at, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12)
        on conflict (retailer_id, shopper_id, place) where place is not null do nothing
        returning job_id
        """)

    /// Those whose time has passed, and those of coupons that are of no use any more.
    static let expire = Statement(
        "expire print jobs of shopper", takes: [.int8, .int8, .timestamptz],
        """
        update print_jobs j
        set state = 'expired', place = null, taken_by = null, taken_until = null, finished_at = $3
        where j.retailer_id = $1
        and j.shopper_id = $2
        and j.place is not null
        and (
            j.ends_at <= $3
            or not exists (
                select
                from coupons c
                where c.retailer_id = $1
                and c.coupon_id = j.coupon_id
                and c.state in ('issued', 'reserved')
            )
        )
        """)

    /// What no other till is taking at this moment.
    static let waiting = Statement(
        "lock waiting print jobs", takes: [.int8, .int8, .int8, .timestamptz, .int8], gives: [.int8],
        """
        select j.job_id
        from print_jobs j
        join coupons c on c.retailer_id = j.retailer_id
        and c.coupon_id = j.coupon_id
        where j.retailer_id = $1
        and j.store_id = $2
        and (j.till_id is null or j.till_id = $3)
        and j.place is not null
        and j.ends_at > $4
        and (j.taken_until is null or j.taken_until <= $4)
        and c.state in ('issued', 'reserved')
        order by j.job_id
        limit $5
        for update of j skip locked
        """)

    static let take = Statement(
        "take print jobs", takes: [.int8, .int8Array, .int8, .timestamptz], gives: columnTypes,
        """
        update print_jobs
        set state = 'printing', taken_by = $3, taken_until = $4
        where retailer_id = $1
        and job_id = any($2)
        returning \(columns)
        """)

    static let finish = Statement(
        "finish print job", takes: [.int8, .int8, .int8, .text, .text, .timestamptz], gives: columnTypes,
        """
        update print_jobs
        set state = $4, failure = $5, finished_at = $6, place = null
        where retailer_id = $1
        and job_id = $2
        and taken_by = $3
        and state = 'printing'
        returning \(columns)
        """)

    static let read = Statement(
        "read print job", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from print_jobs
        where retailer_id = $1
        and job_id = $2
        """)

    static let forget = Statement(
        "forget print jobs", takes: [.int8, .timestamptz, .int8], gives: [.int8],
        """
        delete from print_jobs
        where retailer_id = $1
        and job_id in (
            select job_id
            from print_jobs
            where retailer_id = $1
            and ends_at < $2
            order by ends_at
            limit $3
        )
        returning job_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, expire), (.tenant, waiting), (.tenant, take), (.tenant, finish), (.tenant, read),
        (.tenant, forget),
    ]
}

extension Database {
    /// - Returns: false when the shopper has as many waiting as may be. Two that are queued at once take different places.
    public func queue(_ job: PrintJob, of retailer: ID<Retailer>) async throws -> Bool {
        _ = try await run(
            PrintJobStatements.expire(retailer.rawValue, job.shopper.rawValue, job.queuedAt.timestamp))
        for place in 1...Int16(PrintJob.waitingMax) {
            let added = try await run(
                PrintJobStatements.add(
                    retailer.rawValue, job.id.rawValue, job.shopper.rawValue, job.session.rawValue, job.coupon.rawValue,
                    job.store.rawValue, job.till?.rawValue, job.paper, job.language, place, job.queuedAt.timestamp,
                    job.endsAt.timestamp))
            if !added.isEmpty { return true }
        }
        return false
    }

    /// For that till until then, oldest first. Two tills that ask at once get different ones.
    public func takePrintJobs(
        for till: ID<Till>, in store: ID<Store>, of retailer: ID<Retailer>, limit: Int, until end: Instant,
        at now: Instant
    ) async throws -> [PrintJob] {
        try await transaction { database in
            let ids = try await database.run(
                PrintJobStatements.waiting(
                    retailer.rawValue, store.rawValue, till.rawValue, now.timestamp, Int64(limit))
            ).map { row in
                var row = row
                return try row.read(Int64.self)
            }
            if ids.isEmpty { return [] }
            return try await database.run(
                PrintJobStatements.take(retailer.rawValue, ids, till.rawValue, end.timestamp)
            ).map(Self.printJob).sorted { $0.id < $1.id }
        }
    }

    /// - Parameter failure: nil if it is printed.
    /// - Returns: nil unless that till has it in hand.
    public func finish(
        _ job: ID<PrintJob>, by till: ID<Till>, _ failure: PrintJob.Failure?, of retailer: ID<Retailer>, at now: Instant
    ) async throws -> PrintJob? {
        let state: PrintJob.State = failure == nil ? .printed : .failed
        return try await run(
            PrintJobStatements.finish(
                retailer.rawValue, job.rawValue, till.rawValue, state.rawValue, failure?.rawValue, now.timestamp)
        ).first.map(Self.printJob)
    }

    public func printJob(_ job: ID<PrintJob>, of retailer: ID<Retailer>) async throws -> PrintJob? {
        try await run(PrintJobStatements.read(retailer.rawValue, job.rawValue)).first.map(Self.printJob)
    }

    /// - Returns: how many were forgotten; fewer than `limit` when no older ones are left.
    public func forgetPrintJobs(of retailer: ID<Retailer>, endedBefore end: Instant, limit: Int) async throws -> Int {
        try await run(PrintJobStatements.forget(retailer.rawValue, end.timestamp, Int64(limit))).count
    }

    private static func printJob(_ row: Row) throws -> PrintJob {
        var row = row
        return PrintJob(
            id: try row.id(), shopper: try row.id(), session: try row.id(), coupon: try row.id(), store: try row.id(),
            till: try row.optionalID(), paper: try row.read(), language: try row.read(), storedState: try row.choice(),
            queuedAt: try row.instant(), endsAt: try row.instant(), takenBy: try row.optionalID(),
            takenUntil: try row.optionalInstant(),
            failure: try row.read(String?.self).flatMap(PrintJob.Failure.init(rawValue:)))
    }
}
