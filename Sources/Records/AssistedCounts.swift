import Postgres
public import Promotions

enum AssistedStatements {
    /// No row when the till has had all of the day's.
    static let take = Statement(
        "take assisted check-in", takes: [.int8, .int8, .int8, .date, .int4], gives: [.int4],
        """
        insert into assisted_counts (retailer_id, campaign_id, till_id, assisted_on, used)
        values ($1, $2, $3, $4, 1)
        on conflict (retailer_id, campaign_id, till_id, assisted_on) do update
        set used = assisted_counts.used + 1
        where assisted_counts.used < $5
        returning used
        """)

    static let giveBack = Statement(
        "give back assisted check-in", takes: [.int8, .int8, .int8, .date],
        """
        update assisted_counts
        set used = used - 1
        where retailer_id = $1
        and campaign_id = $2
        and till_id = $3
        and assisted_on = $4
        """)

    static let read = Statement(
        "read assisted check-ins", takes: [.int8, .int8, .date], gives: [.int8, .int4],
        """
        select campaign_id, used
        from assisted_counts
        where retailer_id = $1
        and till_id = $2
        and assisted_on = $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, take), (.tenant, giveBack), (.tenant, read),
    ]
}

extension Database {
    /// - Returns: false when the till has had `max` on that day.
    public func takeAssisted(
        _ campaign: Ref<Campaign>, at till: ID<Till>, on day: LocalDate, max: Int
    ) async throws -> Bool {
        try await !run(
            AssistedStatements.take(
                campaign.retailer.rawValue, campaign.id.rawValue, till.rawValue, day.postgres, Int32(max))
        ).isEmpty
    }

    /// What a till has used of a day, by campaign.
    public func assistedCounts(
        of till: ID<Till>, at retailer: ID<Retailer>, on day: LocalDate
    ) async throws -> [ID<Campaign>: Int] {
        var used: [ID<Campaign>: Int] = [:]
        for var row in try await run(AssistedStatements.read(retailer.rawValue, till.rawValue, day.postgres)) {
            used[try row.id()] = Int(try row.read(Int32.self))
        }
        return used
    }

    public func giveBackAssisted(_ campaign: Ref<Campaign>, at till: ID<Till>, on day: LocalDate) async throws {
        _ = try await run(
            AssistedStatements.giveBack(
                campaign.retailer.rawValue, campaign.id.rawValue, till.rawValue, day.postgres))
    }
}
