import Postgres
public import Promotions

enum ParticipantStatements {
    static let addGrant = Statement(
        "add campaign grant", takes: [.int8, .int8, .int8, .text, .timestamptz, .int8], gives: [.int8],
        """
        insert into campaign_grants (retailer_id, grant_id, campaign_id, message, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6)
        returning grant_id
        """)

    /// Whoever takes part already is left alone.
    static let name = Statement(
        "name participants", takes: [.int8, .int8, .int8Array, .int8, .timestamptz], gives: [.int8],
        """
        insert into participants
            (retailer_id, campaign_id, shopper_id, session_id, assurance, place, grant_id, joined_at)
        select k.retailer_id, k.campaign_id, u.shopper_id, 0, 2, $4, $4, $5
        from campaigns k, unnest($3::bigint[]) as u (shopper_id)
        where k.retailer_id = $1
        and k.campaign_id = $2
        order by u.shopper_id
        on conflict (retailer_id, campaign_id, shopper_id) do nothing
        returning shopper_id
        """)

    /// The first who wait, in order.
    static let waiting = Statement(
        "read waiting participants", takes: [.int8, .int8, .int8],
        gives: [.int8, .int8, .int2, .int8, .int8, .text],
        """
        select p.shopper_id, p.session_id, p.assurance, p.place, p.store_id,
            (select g.message from campaign_grants g where g.retailer_id = $1 and g.grant_id = p.grant_id)
        from participants p
        where p.retailer_id = $1
        and p.campaign_id = $2
        and p.settled_at is null
        order by p.place, p.shopper_id
        limit $3
        """)

    /// A null violates the column when somebody has settled one of them before.
    static let settle = Statement(
        "settle participants", takes: [.int8, .int8Array, .int8Array, .int8Array, .textArray, .timestamptz],
        """
        update participants p
        set place = case when p.settled_at is null then p.place end,
            coupon_id = u.coupon_id, refused = u.refused, settled_at = $6
        from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
            as u (campaign_id, shopper_id, coupon_id, refused)
        where p.retailer_id = $1
        and p.campaign_id = u.campaign_id
        and p.shopper_id = u.shopper_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, addGrant), (.tenant, name), (.tenant, waiting), (.tenant, settle),
    ]
}

extension Database {
    /// What a retailer says to those whom it names.
    public func addGrant(
        _ id: Int64, of campaign: ID<Campaign>, of retailer: ID<Retailer>, saying message: String, by key: ID<Actor>,
        at now: Instant
    ) async throws {
        _ = try await run(
            ParticipantStatements.addGrant(
                retailer.rawValue, id, campaign.rawValue, message, now.timestamp, key.rawValue))
    }

    /// - Returns: how many did not take part before.
    public func name(
        _ shoppers: Set<ID<Shopper>>, for campaign: ID<Campaign>, of retailer: ID<Retailer>, grant: Int64,
        at now: Instant
    ) async throws -> Int {
        guard !shoppers.isEmpty else { return 0 }
        return try await run(
            ParticipantStatements.name(
                retailer.rawValue, campaign.rawValue, shoppers.map(\.rawValue), grant, now.timestamp)
        ).count
    }

    /// The first of those without a coupon, in the order in which they joined.
    public func waitingParticipants(
        in campaign: ID<Campaign>, of retailer: ID<Retailer>, limit: Int
    ) async throws -> [Participant] {
        try await run(ParticipantStatements.waiting(retailer.rawValue, campaign.rawValue, Int64(limit))).map { row in
            var row = row
            let shopper: ID<Shopper> = try row.id()
            let session: ID<Session> = try row.id()
            let assurance = UInt8(clamping: try row.read(Int16.self))
            let place: Int64 = try row.read()
            let store: ID<Store>? = try row.optionalID()
            return Participant(
                campaign: campaign, shopper: shopper, session: session,
                assurance: Shopper.Assurance(rawValue: assurance) ?? .anonymous, place: place, store: store,
                message: try row.read())
        }
    }
}

extension [SettledParticipant] {
    func call(_ retailer: ID<Retailer>, at now: Instant) -> Call {
        let rows = sorted { ($0.campaign, $0.shopper) < ($1.campaign, $1.shopper) }
        return ParticipantStatements.settle(
            retailer.rawValue, rows.map(\.campaign.rawValue), rows.map(\.shopper.rawValue),
            rows.map { $0.coupon?.rawValue }, rows.map { $0.refused?.rawValue }, now.timestamp)
    }
}
