import Postgres
public import Promotions

enum PracticeStatements {
    static let practise = Statement(
        "note specimen", takes: [.int8, .int8, .text, .text, .timestamptz],
        """
        insert into cashier_practice (retailer_id, store_id, cashier, specimen, practised_at)
        values ($1, $2, $3, $4, $5)
        on conflict (retailer_id, store_id, cashier, specimen) do nothing
        """)

    static let practised = Statement(
        "read practice", takes: [.int8, .int8, .text], gives: [.text, .text, .timestamptz],
        """
        select cashier, specimen, practised_at
        from cashier_practice
        where retailer_id = $1
        and store_id = $2
        and ($3::text is null or cashier = $3)
        order by cashier
        """)

    static let rehearse = Statement(
        "note rehearsal", takes: [.int8, .int8, .int8, .timestamptz],
        """
        insert into rehearsals (retailer_id, campaign_id, till_id, rehearsed_at)
        values ($1, $2, $3, $4)
        on conflict (retailer_id, campaign_id, till_id) do nothing
        """)

    static let rehearsed = Statement(
        "read rehearsals", takes: [.int8, .int8], gives: [.int8],
        """
        select till_id
        from rehearsals
        where retailer_id = $1
        and campaign_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, practise), (.tenant, practised), (.tenant, rehearse), (.tenant, rehearsed),
    ]
}

extension Database {
    public func note(
        _ specimen: SpecimenCase, by cashier: String, at store: Ref<Store>, now: Instant
    ) async throws {
        _ = try await run(
            PracticeStatements.practise(
                store.retailer.rawValue, store.id.rawValue, cashier, specimen.rawValue, now.timestamp))
    }

    /// By name.
    /// - Parameter cashier: nil for all of the store.
    public func practice(of cashier: String?, at store: Ref<Store>) async throws -> [CashierPractice] {
        var names: [String] = []
        var practised: [String: [SpecimenCase: Instant]] = [:]
        let rows = try await run(
            PracticeStatements.practised(store.retailer.rawValue, store.id.rawValue, cashier))
        for var row in rows {
            let name: String = try row.read()
            if practised[name] == nil { names.append(name) }
            practised[name, default: [:]][try row.choice()] = try row.instant()
        }
        return names.map { CashierPractice(cashier: $0, practised: practised[$0] ?? [:]) }
    }

    public func note(rehearsalOf campaign: Ref<Campaign>, at till: ID<Till>, now: Instant) async throws {
        _ = try await run(
            PracticeStatements.rehearse(
                campaign.retailer.rawValue, campaign.id.rawValue, till.rawValue, now.timestamp))
    }

    public func rehearsed(_ campaign: Ref<Campaign>) async throws -> Set<ID<Till>> {
        let rows = try await run(PracticeStatements.rehearsed(campaign.retailer.rawValue, campaign.id.rawValue))
        return Set(
            try rows.map { row in
                var row = row
                return try row.id()
            })
    }
}
