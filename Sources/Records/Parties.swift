import Postgres
public import Promotions

enum PartyStatements {
    static let add = Statement(
        "add party", takes: [.int8, .int8, .int8, .text, .timestamptz], gives: [.int8],
        """
        insert into parties (retailer_id, party_id, campaign_id, code, members, created_at)
        values ($1, $2, $3, $4, 0, $5)
        returning party_id
        """)

    /// Whoever is in a party of that campaign stays there.
    static let join = Statement(
        "join party", takes: [.int8, .int8, .int8, .int8, .timestamptz], gives: [.int8],
        """
        insert into party_members (retailer_id, campaign_id, shopper_id, party_id, joined_at)
        values ($1, $2, $3, $4, $5)
        on conflict (retailer_id, campaign_id, shopper_id) do nothing
        returning party_id
        """)

    static let count = Statement(
        "count party", takes: [.int8, .int8, .int4], gives: [.int4],
        """
        update parties
        set members = members + 1
        where retailer_id = $1
        and party_id = $2
        and members < $3
        returning members
        """)

    static let leave = Statement(
        "leave party", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        delete from party_members
        where retailer_id = $1
        and campaign_id = $2
        and shopper_id = $3
        returning party_id
        """)

    static let uncount = Statement(
        "uncount party", takes: [.int8, .int8],
        """
        update parties
        set members = members - 1
        where retailer_id = $1
        and party_id = $2
        """)

    static let byCode = Statement(
        "read party by code", takes: [.int8, .int8, .text], gives: [.int8, .text, .int4],
        """
        select party_id, code, members
        from parties
        where retailer_id = $1
        and campaign_id = $2
        and code = $3
        """)

    static let read = Statement(
        "read party", takes: [.int8, .int8], gives: [.int8, .text, .int4],
        """
        select party_id, code, members
        from parties
        where retailer_id = $1
        and party_id = $2
        """)

    /// One look-up for each campaign.
    static let own = Statement(
        "read parties of shopper", takes: [.int8, .int8, .int8Array], gives: [.int8, .int8],
        """
        select t.campaign_id, t.party_id
        from unnest($3::bigint[]) as u (campaign_id),
        lateral (
            select m.campaign_id, m.party_id
            from party_members m
            where m.retailer_id = $1
            and m.campaign_id = u.campaign_id
            and m.shopper_id = $2
            limit 1
        ) t
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, join), (.tenant, count), (.tenant, leave), (.tenant, uncount), (.tenant, byCode),
        (.tenant, read), (.tenant, own),
    ]
}

extension Database {
    public func add(
        _ party: Party, for campaign: ID<Campaign>, of retailer: ID<Retailer>, at now: Instant
    ) async throws {
        _ = try await run(
            PartyStatements.add(
                retailer.rawValue, party.id.rawValue, campaign.rawValue, party.code, now.timestamp))
    }

    /// - Returns: false if the shopper is in a party of that campaign already.
    public func join(
        _ party: ID<Party>, _ shopper: ID<Shopper>, for campaign: ID<Campaign>, of retailer: ID<Retailer>,
        at now: Instant
    ) async throws -> Bool {
        try await !run(
            PartyStatements.join(
                retailer.rawValue, campaign.rawValue, shopper.rawValue, party.rawValue, now.timestamp)
        ).isEmpty
    }

    /// - Returns: false if it is full: then nothing must be committed.
    public func countMember(of party: ID<Party>, of retailer: ID<Retailer>) async throws -> Bool {
        try await !run(PartyStatements.count(retailer.rawValue, party.rawValue, Int32(Party.membersMax))).isEmpty
    }

    /// Only inside a transaction.
    /// - Returns: false if the shopper is in no party of that campaign.
    public func leaveParty(
        _ shopper: ID<Shopper>, of campaign: ID<Campaign>, of retailer: ID<Retailer>
    ) async throws -> Bool {
        let rows = try await run(
            PartyStatements.leave(retailer.rawValue, campaign.rawValue, shopper.rawValue))
        guard var row = rows.first else { return false }
        let party: Int64 = try row.read()
        _ = try await run(PartyStatements.uncount(retailer.rawValue, party))
        return true
    }

    public func party(
        _ code: String, for campaign: ID<Campaign>, of retailer: ID<Retailer>
    ) async throws -> Party? {
        try await run(PartyStatements.byCode(retailer.rawValue, campaign.rawValue, code)).first.map(Self.party)
    }

    public func party(_ id: ID<Party>, of retailer: ID<Retailer>) async throws -> Party? {
        try await run(PartyStatements.read(retailer.rawValue, id.rawValue)).first.map(Self.party)
    }

    public func parties(
        of shopper: ID<Shopper>, for campaigns: [ID<Campaign>], of retailer: ID<Retailer>
    ) async throws -> [ID<Campaign>: ID<Party>] {
        var parties: [ID<Campaign>: ID<Party>] = [:]
        for var row in try await run(
            PartyStatements.own(retailer.rawValue, shopper.rawValue, campaigns.map(\.rawValue)))
        {
            let campaign: ID<Campaign> = try row.id()
            parties[campaign] = try row.id()
        }
        return parties
    }

    private static func party(_ row: Row) throws -> Party {
        var row = row
        return Party(id: try row.id(), code: try row.read(), memberCount: Int(try row.read(Int32.self)))
    }
}
