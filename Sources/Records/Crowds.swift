import Postgres
public import Promotions

enum CrowdStatements {
    /// Its place is given once it is counted.
    static let join = Statement(
        "join crowd", takes: [.int8, .int8, .int8, .int8, .int2, .int8, .timestamptz], gives: [.int8],
        """
        insert into participants
            (retailer_id, campaign_id, shopper_id, session_id, assurance, place, store_id, joined_at)
        values ($1, $2, $3, $4, $5, 0, $6, $7)
        on conflict (retailer_id, campaign_id, shopper_id) do nothing
        returning shopper_id
        """)

    /// Counts one more, unless it is too late. The row is locked until the commit, so that places are given in the order
    /// in which they can be seen, and of all who count at once one crosses the threshold.
    static let count = Statement(
        "count crowd", takes: [.int8, .int8, .int8, .timestamptz], gives: [.int8, .timestamptz, .timestamptz],
        """
        insert into crowds (retailer_id, campaign_id, joined)
        select k.retailer_id, k.campaign_id, 1
        from campaigns k
        where k.retailer_id = $1
        and k.campaign_id = $2
        on conflict (retailer_id, campaign_id) do update
        set joined = crowds.joined + 1,
            crossed_at = coalesce(crowds.crossed_at, case when crowds.joined + 1 >= $3 then $4::timestamptz end)
        where crowds.failed_at is null
        returning joined, crossed_at, failed_at
        """)

    static let place = Statement(
        "place participant", takes: [.int8, .int8, .int8, .int8],
        """
        update participants
        set place = $4
        where retailer_id = $1
        and campaign_id = $2
        and shopper_id = $3
        """)

    static let read = Statement(
        "read crowd", takes: [.int8, .int8], gives: [.int8, .timestamptz, .timestamptz],
        """
        select joined, crossed_at, failed_at
        from crowds
        where retailer_id = $1
        and campaign_id = $2
        """)

    /// Of a deadline and the call that crosses the threshold at the same time one comes first.
    static let fail = Statement(
        "fail crowd", takes: [.int8, .int8, .timestamptz], gives: [.int8, .timestamptz, .timestamptz],
        """
        update crowds
        set failed_at = $3
        where retailer_id = $1
        and campaign_id = $2
        and crossed_at is null
        and failed_at is null
        returning joined, crossed_at, failed_at
        """)

    static let cross = Statement(
        "cross crowd", takes: [.int8, .int8, .int8, .timestamptz], gives: [.int8, .timestamptz, .timestamptz],
        """
        update crowds
        set crossed_at = coalesce(crossed_at, $4)
        where retailer_id = $1
        and campaign_id = $2
        and joined >= $3
        and failed_at is null
        returning joined, crossed_at, failed_at
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, join), (.tenant, count), (.tenant, place), (.tenant, read), (.tenant, fail), (.tenant, cross),
    ]
}

extension Database {
    /// Counts somebody once; called in a transaction. Its place is its number in the crowd, whatever `participant` says.
    /// - Returns: nil if the crowd has failed, and then nothing must be committed.
    public func join(
        _ participant: Participant, of retailer: ID<Retailer>, target: Int64, at now: Instant
    ) async throws -> Crowd.Standing? {
        let (tenant, campaign, shopper) = (
            retailer.rawValue, participant.campaign.rawValue, participant.shopper.rawValue
        )
        let joined = try await run(
            CrowdStatements.join(
                tenant, campaign, shopper, participant.session.rawValue, Int16(participant.assurance.rawValue),
                participant.store?.rawValue, now.timestamp))
        if joined.isEmpty { return try await crowd(participant.campaign, of: retailer) }
        guard let row = try await run(CrowdStatements.count(tenant, campaign, target, now.timestamp)).first else {
            return nil
        }
        let standing = try Self.standing(row)
        _ = try await run(CrowdStatements.place(tenant, campaign, shopper, standing.joined))
        return standing
    }

    public func crowd(_ campaign: ID<Campaign>, of retailer: ID<Retailer>) async throws -> Crowd.Standing {
        try await run(CrowdStatements.read(retailer.rawValue, campaign.rawValue)).first.map(Self.standing) ?? .nobody
    }

    /// A crowd that has become large enough because less is asked of it.
    /// - Returns: whether it has come together, now or before.
    public func cross(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, target: Int64, at now: Instant
    ) async throws -> Bool {
        try await !run(CrowdStatements.cross(retailer.rawValue, campaign.rawValue, target, now.timestamp)).isEmpty
    }

    /// - Returns: whether it has failed, now or before.
    public func fail(_ campaign: ID<Campaign>, of retailer: ID<Retailer>, at now: Instant) async throws -> Bool {
        let failed = try await run(CrowdStatements.fail(retailer.rawValue, campaign.rawValue, now.timestamp))
        if !failed.isEmpty { return true }
        return try await crowd(campaign, of: retailer).failedAt != nil
    }

    /// Ends their waiting and tells them, in one transaction.
    /// - Returns: false if somebody else has told one of them first; nothing is written then.
    public func dismiss(
        _ settled: [SettledParticipant], telling messages: [Message], of retailer: ID<Retailer>, at now: Instant
    ) async throws -> Bool {
        guard let first = messages.first else { return true }
        do {
            _ = try await pipeline([
                settled.call(retailer, at: now), messages.announcement(retailer, id: first.id.rawValue, at: now),
            ])
            return true
        } catch let error as PostgresError
            where error.statement == ParticipantStatements.settle.name && error.sqlState == "23502"
        {
            return false
        }
    }

    private static func standing(_ row: Row) throws -> Crowd.Standing {
        var row = row
        return Crowd.Standing(
            joined: try row.read(), crossedAt: try row.optionalInstant(), failedAt: try row.optionalInstant())
    }
}
