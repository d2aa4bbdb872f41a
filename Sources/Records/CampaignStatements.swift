import Postgres

enum CampaignStatements {
    static let columns = """
        c.campaign_id, c.state, c.revision, c.edition, c.created_at, c.launched_at, r.terms::text, c.recalled_at, c.recall_reason,
            c.is_recalling, array(
                select a.store_id
                from campaign_acceptances a
                where a.retailer_id = c.retailer_id
                and a.campaign_id = c.campaign_id
            )
        """
    static let columnTypes: [PostgresType] = [
        .int8, .text, .int4, .int4, .timestamptz, .timestamptz, .text, .timestamptz, .text, .bool, .int8Array,
    ]
    static let source = """
        from campaigns c
        join campaign_revisions r on r.retailer_id = c.retailer_id
        and r.campaign_id = c.campaign_id
        and r.revision = c.revision
        """

    static let add = Statement(
        "add campaign", takes: [.int8, .int8, .int8, .timestamptz],
        """
        insert into campaigns (retailer_id, campaign_id, state, revision, version, created_at, updated_at)
        values ($1, $2, 'draft', 1, $3, $4, $4)
        """)

    static let addRevision = Statement(
        "add campaign revision", takes: [.int8, .int8, .int4, .jsonb, .timestamptz, .int8],
        """
        insert into campaign_revisions (retailer_id, campaign_id, revision, terms, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6)
        """)

    static let addCounter = Statement(
        "add campaign counter", takes: [.int8, .int8, .int8, .int8],
        """
        insert into campaign_counters
            (retailer_id, campaign_id, state, revision, coupons, coupons_max, exposure, exposure_max)
        values ($1, $2, 'draft', 1, 0, $3, 0, $4)
        """)

    /// The state and revision that the caller saw: somebody else's change in between gives no row.
    static let change = Statement(
        "change campaign",
        takes: [.int8, .int8, .text, .int4, .text, .int4, .int8, .timestamptz, .timestamptz, .timestamptz],
        gives: [.int8],
        """
        update campaigns
        set state = $5, revision = $6, version = $7, updated_at = $8, launched_at = $9, ended_at = $10
        where retailer_id = $1
        and campaign_id = $2
        and state = $3
        and revision = $4
        returning campaign_id
        """)

    /// Waits for batches that are issuing; those that come later find the new state and revision.
    static let changeCounter = Statement(
        "change campaign counter", takes: [.int8, .int8, .text, .int4, .int8, .int8],
        """
        update campaign_counters
        set state = $3, revision = $4, coupons_max = greatest($5, coupons), exposure_max = greatest($6, exposure)
        where retailer_id = $1
        and campaign_id = $2
        """)

    static let read = Statement(
        "read campaign", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        \(source)
        where c.retailer_id = $1
        and c.campaign_id = $2
        """)

    static let list = Statement(
        "list campaigns", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        \(source)
        where c.retailer_id = $1
        and c.campaign_id > $2
        order by c.campaign_id
        limit $3
        """)

    static let changedSince = Statement(
        "read campaigns changed since", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        \(source)
        where c.retailer_id = $1
        and c.version > $2
        """)

    static let terms = Statement(
        "read terms", takes: [.int8, .int8, .int4], gives: [.text],
        """
        select terms::text
        from campaign_revisions
        where retailer_id = $1
        and campaign_id = $2
        and revision = $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, addRevision), (.tenant, addCounter), (.tenant, change), (.tenant, changeCounter),
        (.tenant, read), (.tenant, list), (.tenant, changedSince), (.tenant, terms),
    ]
}
