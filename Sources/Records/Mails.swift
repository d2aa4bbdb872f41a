import Postgres
public import Promotions

enum MailStatements {
    static let add = Statement(
        "add mail", takes: [.int8, .int8, .bytea, .timestamptz],
        """
        insert into mails (retailer_id, mail_id, state, letter, queued_at, next_try_at)
        values ($1, $2, 'waiting', $3, $4, $4)
        """)

    /// No row when the subject has had all of the day's.
    static let count = Statement(
        "count mail", takes: [.int8, .bytea, .date, .int4], gives: [.int4],
        """
        insert into mail_counts (retailer_id, subject_hash, counted_on, mails)
        values ($1, $2, $3, 1)
        on conflict (retailer_id, subject_hash, counted_on) do update
        set mails = mail_counts.mails + 1
        where mail_counts.mails < $4
        returning mails
        """)

    static let tenants = Statement(
        "read retailers with mail", takes: [.timestamptz], gives: [.int8],
        """
        select distinct retailer_id
        from mails
        where state = 'waiting'
        and next_try_at <= $1
        limit 1000
        """)

    static let due = Statement(
        "lock mails that are due", takes: [.int8, .timestamptz, .int8], gives: [.int8],
        """
        select mail_id
        from mails
        where retailer_id = $1
        and state = 'waiting'
        and next_try_at <= $2
        order by next_try_at, mail_id
        limit $3
        for update skip locked
        """)

    static let take = Statement(
        "take mails", takes: [.int8, .int8Array, .timestamptz], gives: [.int8, .bytea, .int4, .timestamptz],
        """
        update mails
        set tries = tries + 1, next_try_at = $3
        where retailer_id = $1
        and mail_id = any($2)
        returning mail_id, letter, tries, queued_at
        """)

    static let postpone = Statement(
        "postpone mail", takes: [.int8, .int8, .timestamptz],
        """
        update mails
        set next_try_at = $3
        where retailer_id = $1
        and mail_id = $2
        and state = 'waiting'
        """)

    /// - Parameter $4: null once it is sent.
    static let finish = Statement(
        "finish mail", takes: [.int8, .int8, .timestamptz, .text],
        """
        update mails
        set state = case when $4::text is null then 'sent' else 'failed' end, letter = null, next_try_at = null,
            finished_at = $3, failure = $4
        where retailer_id = $1
        and mail_id = $2
        and state = 'waiting'
        """)

    static let giveUp = Statement(
        "give up old mails", takes: [.int8, .timestamptz, .timestamptz, .text], gives: [.int8],
        """
        update mails
        set state = 'failed', letter = null, next_try_at = null, finished_at = $3, failure = $4
        where retailer_id = $1
        and state = 'waiting'
        and queued_at <= $2
        returning mail_id
        """)

    static let forget = Statement(
        "forget mails", takes: [.int8, .timestamptz, .int8], gives: [.int8],
        """
        delete from mails
        where retailer_id = $1
        and mail_id in (
            select mail_id
            from mails
            where retailer_id = $1
            and state <> 'waiting'
            and finished_at < $2
            order by finished_at
            limit $3
        )
        returning mail_id
        """)

    static let forgetCounts = Statement(
        "forget mail counts", takes: [.int8, .date],
        """
        delete from mail_counts
        where retailer_id = $1
        and counted_on < $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, count), (.system, tenants), (.tenant, due), (.tenant, take), (.tenant, postpone),
        (.tenant, finish), (.tenant, giveUp), (.tenant, forget), (.tenant, forgetCounts),
    ]
}

/// A letter that this process may send until its time is over.
public struct TakenMail: Sendable {
    public let id: ID<Mail>
    public let sealed: [UInt8]
    /// With this one.
    public let tries: Int
    public let queuedAt: Instant
}

extension Database {
    public func queue(_ mail: ID<Mail>, sealed: [UInt8], of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(MailStatements.add(retailer.rawValue, mail.rawValue, Bytea(sealed), now.timestamp))
    }

    /// - Returns: false when the subject has had `max` on that day.
    public func countMail(
        for subject: [UInt8], on day: LocalDate, max: Int, of retailer: ID<Retailer>
    ) async throws -> Bool {
        try await !run(MailStatements.count(retailer.rawValue, Bytea(subject), day.postgres, Int32(max))).isEmpty
    }

    public func retailersWithMail(at now: Instant) async throws -> [ID<Retailer>] {
        try await run(MailStatements.tenants(now.timestamp)).map { row in
            var row = row
            return try row.id()
        }
    }

    /// Oldest first. Two workers never take one; whoever says nothing until `end` has lost it to the next.
    public func takeMails(
        of retailer: ID<Retailer>, limit: Int, until end: Instant, at now: Instant
    ) async throws -> [TakenMail] {
        try await transaction { database in
            let ids = try await database.run(MailStatements.due(retailer.rawValue, now.timestamp, Int64(limit))).map {
                row in
                var row = row
                return try row.read(Int64.self)
            }
            if ids.isEmpty { return [] }
            return try await database.run(MailStatements.take(retailer.rawValue, ids, end.timestamp)).map { row in
                var row = row
                return TakenMail(
                    id: try row.id(), sealed: try row.bytes(), tries: Int(try row.read(Int32.self)),
                    queuedAt: try row.instant())
            }.sorted { $0.id < $1.id }
        }
    }

    public func postpone(_ mail: ID<Mail>, of retailer: ID<Retailer>, until instant: Instant) async throws {
        _ = try await run(MailStatements.postpone(retailer.rawValue, mail.rawValue, instant.timestamp))
    }

    /// With it go its address and its words.
    /// - Parameter failure: nil if it is sent.
    public func finish(_ mail: ID<Mail>, _ failure: String?, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(MailStatements.finish(retailer.rawValue, mail.rawValue, now.timestamp, failure))
    }

    /// - Returns: how many were queued at `start` or before and nobody has sent.
    public func giveUpMails(
        of retailer: ID<Retailer>, queuedUpTo start: Instant, _ failure: String, at now: Instant
    ) async throws -> Int {
        try await run(MailStatements.giveUp(retailer.rawValue, start.timestamp, now.timestamp, failure)).count
    }

    /// - Returns: how many were forgotten; fewer than `limit` when no older ones are left.
    public func forgetMails(of retailer: ID<Retailer>, finishedBefore end: Instant, limit: Int) async throws -> Int {
        try await run(MailStatements.forget(retailer.rawValue, end.timestamp, Int64(limit))).count
    }

    public func forgetMailCounts(of retailer: ID<Retailer>, before day: LocalDate) async throws {
        _ = try await run(MailStatements.forgetCounts(retailer.rawValue, day.postgres))
    }
}
