import Postgres
public import Promotions

enum OfflineNumberStatements {
    static let stores = Statement(
        "read numbers of stores", takes: [.int8, .int8Array], gives: [.int8, .int4],
        """
        select store_id, number
        from store_numbers
        where retailer_id = $1
        and store_id = any($2)
        """)

    /// Of two processes that give the same number to two stores one gives none, and tries again.
    static let addStores = Statement(
        "number stores", takes: [.int8, .int8Array],
        """
        insert into store_numbers (retailer_id, number, store_id)
        select s.retailer_id, (l.number + row_number() over (order by s.store_id))::integer, s.store_id
        from stores s,
        lateral (
            select coalesce(max(n.number), 0) as number
            from store_numbers n
            where n.retailer_id = $1
        ) l
        where s.retailer_id = $1
        and s.store_id = any($2)
        on conflict do nothing
        """)

    static let revisions = Statement(
        "read numbers of revisions", takes: [.int8, .int8Array], gives: [.int8, .int4, .int4],
        """
        select campaign_id, revision, number
        from revision_numbers
        where retailer_id = $1
        and campaign_id = any($2)
        """)

    static let addRevision = Statement(
        "number a revision", takes: [.int8, .int8, .int4],
        """
        insert into revision_numbers (retailer_id, number, campaign_id, revision)
        select r.retailer_id, l.number + 1, r.campaign_id, r.revision
        from campaign_revisions r,
        lateral (
            select coalesce(max(n.number), 0) as number
            from revision_numbers n
            where n.retailer_id = $1
        ) l
        where r.retailer_id = $1
        and r.campaign_id = $2
        and r.revision = $3
        on conflict do nothing
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, stores), (.tenant, addStores), (.tenant, revisions), (.tenant, addRevision),
    ]
}

/// A revision by its campaign and count.
public struct RevisionKey: Hashable, Sendable {
    public let campaign: ID<Campaign>
    public let revision: Int

    public init(_ campaign: ID<Campaign>, _ revision: Int) {
        self.campaign = campaign
        self.revision = revision
    }
}

extension Database {
    /// Of those stores that have one.
    public func numbers(of stores: [ID<Store>], at retailer: ID<Retailer>) async throws -> [ID<Store>: UInt32] {
        var numbers: [ID<Store>: UInt32] = [:]
        for var row in try await run(OfflineNumberStatements.stores(retailer.rawValue, stores.map(\.rawValue))) {
            numbers[try row.id()] = UInt32(try row.read(Int32.self))
        }
        return numbers
    }

    /// Gives numbers to stores that have none. Where somebody else does too, it may give none.
    public func number(_ stores: [ID<Store>], of retailer: ID<Retailer>) async throws {
        _ = try await run(OfflineNumberStatements.addStores(retailer.rawValue, stores.map(\.rawValue)))
    }

    /// Of all revisions of these campaigns that have one.
    public func numbers(
        ofRevisionsOf campaigns: [ID<Campaign>], at retailer: ID<Retailer>
    ) async throws -> [RevisionKey: UInt32] {
        var numbers: [RevisionKey: UInt32] = [:]
        let rows = try await run(
            OfflineNumberStatements.revisions(retailer.rawValue, campaigns.map(\.rawValue)))
        for var row in rows {
            let key = RevisionKey(try row.id(), Int(try row.read(Int32.self)))
            numbers[key] = UInt32(try row.read(Int32.self))
        }
        return numbers
    }

    /// As for stores.
    public func number(_ key: RevisionKey, of retailer: ID<Retailer>) async throws {
        _ = try await run(
            OfflineNumberStatements.addRevision(retailer.rawValue, key.campaign.rawValue, Int32(key.revision)))
    }
}
