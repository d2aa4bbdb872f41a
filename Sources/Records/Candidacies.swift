import Postgres
public import Promotions

enum CandidacyStatements {
    static let read = Statement(
        "read candidates", takes: [.int8, .int8Array, .int8Array], gives: [.int8, .int8, .text],
        """
        select u.campaign_id, u.shopper_id, t.nickname
        from unnest($2::bigint[], $3::bigint[]) as u (campaign_id, shopper_id),
        lateral (
            select c.nickname
            from candidacies c
            where c.retailer_id = $1
            and c.campaign_id = u.campaign_id
            and c.shopper_id = u.shopper_id
            limit 1
        ) t
        """)

    static let add = Statement(
        "add candidate", takes: [.int8, .int8, .int8, .text, .timestamptz],
        """
        insert into candidacies (retailer_id, campaign_id, shopper_id, nickname, since)
        select k.retailer_id, k.campaign_id, $3, $4, $5
        from campaigns k
        where k.retailer_id = $1
        and k.campaign_id = $2
        on conflict (retailer_id, campaign_id, shopper_id) do update
        set nickname = excluded.nickname
        """)

    static let remove = Statement(
        "remove candidate", takes: [.int8, .int8, .int8],
        """
        delete from candidacies
        where retailer_id = $1
        and campaign_id = $2
        and shopper_id = $3
        """)

    static let lockOffices = Statement(
        "lock offices", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        select store_id
        from unlock_states
        where retailer_id = $1
        and campaign_id = $2
        and shopper_id = 0
        and holder_id = $3
        order by store_id
        for no key update
        """)

    static let leaveOffices = Statement(
        "leave offices", takes: [.int8, .int8, .int8],
        """
        update unlock_states
        set holder_id = null, days = '{}', version = version + 1
        where retailer_id = $1
        and campaign_id = $2
        and shopper_id = 0
        and holder_id = $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, read), (.tenant, add), (.tenant, remove), (.tenant, lockOffices), (.tenant, leaveOffices),
    ]
}

extension [UnlockBook.Candidate] {
    func call(_ retailer: ID<Retailer>) -> Call {
        CandidacyStatements.read(retailer.rawValue, map(\.campaign.rawValue), map(\.shopper.rawValue))
    }
}

extension Database {
    /// Under which names these want to be mayor; who does not is not there.
    public func nicknames(
        of candidates: [UnlockBook.Candidate], at retailer: ID<Retailer>
    ) async throws -> [UnlockBook.Candidate: String] {
        guard !candidates.isEmpty else { return [:] }
        let rows = try await run(candidates.call(retailer)).map(Self.nickname)
        return Dictionary(rows.map { ($0.of, $0.nickname) }, uniquingKeysWith: { $1 })
    }

    static func nickname(_ row: Row) throws -> (of: UnlockBook.Candidate, nickname: String) {
        var row = row
        let campaign: ID<Campaign> = try row.id()
        return (UnlockBook.Candidate(try row.id(), for: campaign), try row.read())
    }

    /// Once more, it changes the nickname.
    public func add(
        _ candidate: UnlockBook.Candidate, named nickname: String, at retailer: ID<Retailer>, at now: Instant
    ) async throws {
        _ = try await run(
            CandidacyStatements.add(
                retailer.rawValue, candidate.campaign.rawValue, candidate.shopper.rawValue, nickname, now.timestamp))
    }

    /// Wherever the shopper was mayor, nobody is. The days stay: they belong to the shopper's own progress.
    public func remove(_ candidate: UnlockBook.Candidate, at retailer: ID<Retailer>) async throws {
        let (tenant, campaign, shopper) = (
            retailer.rawValue, candidate.campaign.rawValue, candidate.shopper.rawValue
        )
        _ = try await pipeline([
            CandidacyStatements.remove(tenant, campaign, shopper),
            CandidacyStatements.lockOffices(tenant, campaign, shopper),
            CandidacyStatements.leaveOffices(tenant, campaign, shopper),
        ])
    }
}
