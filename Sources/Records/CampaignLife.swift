import Postgres
public import Promotions

enum LifeStatements {
    static let revisions = Statement(
        "list campaign revisions", takes: [.int8, .int8, .int4, .int8],
        gives: [.int4, .timestamptz, .int8, .int8, .timestamptz, .text],
        """
        select r.revision, r.created_at, r.created_by, a.approved_by, a.approved_at, r.terms::text
        from campaign_revisions r
        left join campaign_approvals a on a.retailer_id = r.retailer_id
        and a.campaign_id = r.campaign_id
        and a.revision = r.revision
        where r.retailer_id = $1
        and r.campaign_id = $2
        and r.revision > $3
        order by r.revision
        limit $4
        """)

    /// The first approval stands.
    static let approve = Statement(
        "approve campaign revision", takes: [.int8, .int8, .int4, .int8, .timestamptz],
        """
        insert into campaign_approvals (retailer_id, campaign_id, revision, approved_by, approved_at)
        values ($1, $2, $3, $4, $5)
        on conflict (retailer_id, campaign_id, revision) do nothing
        """)

    /// The first acceptance of a store stands.
    static let accept = Statement(
        "accept campaign", takes: [.int8, .int8, .int8Array, .text, .timestamptz, .int8],
        """
        insert into campaign_acceptances
            (retailer_id, campaign_id, store_id, accepted_by, accepted_at, recorded_by)
        select s.retailer_id, $2, s.store_id, $4, $5, $6
        from stores s
        where s.retailer_id = $1
        and s.store_id = any($3)
        order by s.store_id
        on conflict (retailer_id, campaign_id, store_id) do nothing
        """)

    static let withdraw = Statement(
        "withdraw acceptance", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        delete from campaign_acceptances
        where retailer_id = $1
        and campaign_id = $2
        and store_id = $3
        returning store_id
        """)

    static let acceptances = Statement(
        "list campaign acceptances", takes: [.int8, .int8, .int8, .int8], gives: [.int8, .text, .timestamptz],
        """
        select store_id, accepted_by, accepted_at
        from campaign_acceptances
        where retailer_id = $1
        and campaign_id = $2
        and store_id > $3
        order by store_id
        limit $4
        """)

    /// So that servers read it again.
    static let raise = Statement(
        "raise campaign version", takes: [.int8, .int8, .int8],
        """
        update campaigns
        set version = $3
        where retailer_id = $1
        and campaign_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, revisions), (.tenant, approve), (.tenant, accept), (.tenant, withdraw), (.tenant, acceptances),
        (.tenant, raise),
    ]
}

extension Database {
    /// In order; `after` is a revision.
    public func revisions(
        of campaign: ID<Campaign>, of retailer: ID<Retailer>, after: Int, limit: Int
    ) async throws -> [CampaignRevision] {
        try await run(
            LifeStatements.revisions(retailer.rawValue, campaign.rawValue, Int32(after), Int64(limit))
        ).map { row in
            var row = row
            let revision = Int(try row.read(Int32.self))
            let createdAt = try row.instant()
            let author: ID<Actor>? = try row.optionalID()
            let approver: ID<Actor>? = try row.optionalID()
            let approvedAt = try row.optionalInstant()
            let terms = try Terms(reading: JSON(parsing: row.read(String.self)), retailer: retailer)
            return CampaignRevision(
                revision: revision, createdAt: createdAt, author: author, approver: approver, approvedAt: approvedAt,
                terms: terms)
        }
    }

    public func approve(
        _ campaign: Campaign, of retailer: ID<Retailer>, by key: ID<Actor>, at now: Instant
    ) async throws {
        _ = try await run(
            LifeStatements.approve(
                retailer.rawValue, campaign.id.rawValue, Int32(campaign.revision), key.rawValue, now.timestamp))
    }

    /// Writes that these stores take part, and lets servers know.
    public func accept(
        _ campaign: ID<Campaign>, in stores: [ID<Store>], named name: String, by key: ID<Actor>,
        of retailer: ID<Retailer>, version: Int64, at now: Instant
    ) async throws {
        _ = try await run(
            LifeStatements.accept(
                retailer.rawValue, campaign.rawValue, stores.map(\.rawValue), name, now.timestamp, key.rawValue))
        _ = try await run(LifeStatements.raise(retailer.rawValue, campaign.rawValue, version))
    }

    /// - Returns: false if that store had not accepted.
    public func withdrawAcceptance(
        of campaign: ID<Campaign>, in store: ID<Store>, of retailer: ID<Retailer>
    ) async throws -> Bool {
        try await !run(LifeStatements.withdraw(retailer.rawValue, campaign.rawValue, store.rawValue)).isEmpty
    }

    /// By store.
    public func acceptances(
        of campaign: ID<Campaign>, of retailer: ID<Retailer>, after: ID<Store>?, limit: Int
    ) async throws -> [CampaignAcceptance] {
        try await run(
            LifeStatements.acceptances(
                retailer.rawValue, campaign.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map { row in
            var row = row
            return CampaignAcceptance(store: try row.id(), name: try row.read(), at: try row.instant())
        }
    }

    static func standing(_ row: inout Row) throws -> Campaign.Standing {
        let at = try row.optionalInstant()
        let reason = try row.read(String?.self)
        let isUnderWay: Bool = try row.read()
        let accepted = try row.read([Int64].self)
        let recall: Campaign.Recall? =
            if let at, let reason { Campaign.Recall(at: at, reason: reason, isUnderWay: isUnderWay) } else { nil }
        return Campaign.Standing(accepted: Set(accepted.map { ID($0) }), recall: recall)
    }
}
