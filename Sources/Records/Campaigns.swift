import Postgres
public import Promotions

extension Database {
    /// A draft with its first revision and its counter.
    public func add(
        _ campaign: Campaign, of retailer: ID<Retailer>, by key: ID<Actor>?, version: Int64
    ) async throws {
        let id = campaign.id.rawValue
        let now = campaign.createdAt.timestamp
        _ = try await run(CampaignStatements.add(retailer.rawValue, id, version, now))
        try await addRevision(campaign, of: retailer, by: key, at: campaign.createdAt)
        _ = try await run(
            CampaignStatements.addCounter(
                retailer.rawValue, id, campaign.terms.couponsMax, campaign.terms.exposureMax))
    }

    public func addRevision(
        _ campaign: Campaign, of retailer: ID<Retailer>, by key: ID<Actor>?, at now: Instant
    ) async throws {
        _ = try await run(
            CampaignStatements.addRevision(
                retailer.rawValue, campaign.id.rawValue, Int32(campaign.revision),
                Jsonb(campaign.terms.json(retailer: retailer).text()), now.timestamp, key?.rawValue))
    }

    /// Changes state or revision if the campaign is still as `old` says, and then the counter, so that no batch that
    /// decided on the old one can still issue.
    /// - Returns: false if somebody else changed it first; nothing is written then.
    public func change(
        _ old: Campaign, to new: Campaign, of retailer: ID<Retailer>, version: Int64, at now: Instant
    ) async throws -> Bool {
        let changed = try await run(
            CampaignStatements.change(
                retailer.rawValue, old.id.rawValue, old.state.rawValue, Int32(old.revision), new.state.rawValue,
                Int32(new.revision), version, now.timestamp, new.launchedAt?.timestamp,
                new.state == .archived ? now.timestamp : nil))
        guard !changed.isEmpty else { return false }
        _ = try await run(
            CampaignStatements.changeCounter(
                retailer.rawValue, new.id.rawValue, new.state.rawValue, Int32(new.revision), new.terms.couponsMax,
                new.terms.exposureMax))
        return true
    }

    public func campaign(_ id: ID<Campaign>, of retailer: ID<Retailer>) async throws -> Campaign? {
        try await run(CampaignStatements.read(retailer.rawValue, id.rawValue)).first
            .map { try Self.campaign($0, of: retailer) }
    }

    public func campaigns(of retailer: ID<Retailer>, after: ID<Campaign>?, limit: Int) async throws -> [Campaign] {
        try await run(CampaignStatements.list(retailer.rawValue, after?.rawValue ?? 0, Int64(limit)))
            .map { try Self.campaign($0, of: retailer) }
    }

    public func campaigns(of retailer: ID<Retailer>, changedSince version: Int64) async throws -> [Campaign] {
        try await run(CampaignStatements.changedSince(retailer.rawValue, version))
            .map { try Self.campaign($0, of: retailer) }
    }

    /// One revision's terms; they never change.
    public func terms(_ campaign: ID<Campaign>, revision: Int, of retailer: ID<Retailer>) async throws -> Terms? {
        let rows = try await run(CampaignStatements.terms(retailer.rawValue, campaign.rawValue, Int32(revision)))
        guard var row = rows.first else { return nil }
        return try Terms(reading: JSON(parsing: row.read(String.self)), retailer: retailer)
    }

    private static func campaign(_ row: Row, of retailer: ID<Retailer>) throws -> Campaign {
        var row = row
        let id: ID<Campaign> = try row.id()
        let state: Campaign.State = try row.choice()
        let revision: Int32 = try row.read()
        let edition: Int32 = try row.read()
        let createdAt = try row.instant()
        let launchedAt = try row.optionalInstant()
        let terms = try Terms(reading: JSON(parsing: row.read(String.self)), retailer: retailer)
        return Campaign(
            id: id, state: state, revision: Int(revision), terms: terms, createdAt: createdAt, launchedAt: launchedAt,
            stock: CampaignStock(edition: Int(edition)), standing: try standing(&row))
    }
}
