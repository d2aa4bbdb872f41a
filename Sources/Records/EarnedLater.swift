import Postgres
import Promotions

/// Check-ins whose reward came with a later one: the last of a swarm, or of a party.
enum EarnedLaterStatements {
    static let lock = Statement(
        "lock check-ins", takes: [.int8, .int8Array], gives: [.int8],
        """
        select check_in_id
        from check_ins
        where retailer_id = $1
        and check_in_id = any($2)
        order by check_in_id
        for no key update
        """)

    /// One that is held for another campaign's code stays held.
    static let write = Statement(
        "earn check-ins", takes: [.int8, .int8Array, .textArray],
        """
        update check_ins c
        set verdict = case when c.verdict = 'accepted_no_reward' then 'accepted' else c.verdict end,
            reasons = case when c.verdict = 'accepted_no_reward' then '{}' else c.reasons end,
            offers = (
                select jsonb_agg(coalesce(n.offer, o.offer) order by o.place)
                from jsonb_array_elements(c.offers) with ordinality as o (offer, place)
                left join jsonb_array_elements(u.earned::jsonb) as n (offer) on n.offer -> 'c' = o.offer -> 'c'
            )
        from unnest($2::bigint[], $3::text[]) as u (check_in_id, earned)
        where c.retailer_id = $1
        and c.check_in_id = u.check_in_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, lock), (.tenant, write)]
}

extension [(checkIn: ID<CheckIn>, outcome: OfferOutcome)] {
    /// An update that joins may lock in any order; locked beforehand, it cannot.
    func calls(_ retailer: ID<Retailer>) -> [Call] {
        let earned = Dictionary(grouping: self, by: \.checkIn).sorted { $0.key < $1.key }
        let ids = earned.map(\.key.rawValue)
        return [
            EarnedLaterStatements.lock(retailer.rawValue, ids),
            EarnedLaterStatements.write(
                retailer.rawValue, ids, earned.map { Optional(JSON.array($0.value.map(\.outcome.stored)).text()) }),
        ]
    }
}
