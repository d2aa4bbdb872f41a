import Postgres
public import Promotions

enum OutboxStatements {
    static let add = Statement(
        "add to outbox", takes: [.int8, .int8, .text, .jsonb, .timestamptz],
        """
        insert into outbox (retailer_id, entry_id, kind, payload, created_at)
        values ($1, $2, $3, $4, $5)
        """)

    static let tenants = Statement(
        "read retailers with outbox entries", gives: [.int8],
        """
        select distinct retailer_id
        from outbox
        limit 1000
        """)

    static let take = Statement(
        "take outbox entries", takes: [.int8, .int8], gives: [.int8, .text, .text],
        """
        select entry_id, kind, payload::text
        from outbox
        where retailer_id = $1
        order by entry_id
        limit $2
        for update skip locked
        """)

    static let remove = Statement(
        "remove outbox entries", takes: [.int8, .int8Array],
        """
        delete from outbox
        where retailer_id = $1
        and entry_id = any($2)
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.system, tenants), (.tenant, take), (.tenant, remove),
    ]
}

extension Database {
    public func retailersWithOutbox() async throws -> [ID<Retailer>] {
        try await run(OutboxStatements.tenants()).map { row in
            var row = row
            return try row.id()
        }
    }

    /// Puts issued coupons into wallets, messages beside them, and opens accounts for points. They live with the shopper and so in another
    /// transaction: first they are written, where twice does no harm, then the entries go. Two workers never take one entry.
    /// - Parameter wallets: outside any transaction.
    /// - Returns: how many entries were done.
    public func deliverOutbox(of retailer: ID<Retailer>, limit: Int, wallets: Database) async throws -> Int {
        try await transaction { database in
            var done: [Int64] = []
            var held: [(shopper: ID<Shopper>, coupon: ID<Coupon>)] = []
            var messages: [Message] = []
            var earners: [ID<Shopper>] = []
            for var row in try await database.run(OutboxStatements.take(retailer.rawValue, Int64(limit))) {
                done.append(try row.read())
                let kind: String = try row.read()
                let entries = try JSON(parsing: row.read(String.self)).elements ?? []
                switch kind {
                case "messages": messages += entries.compactMap { Message(stored: $0, of: retailer) }
                case "points_earned": earners += entries.compactMap { $0.integerValue.map { ID($0) } }
                default:
                    for pair in entries {
                        guard let shopper = pair[0]?.integerValue, let coupon = pair[1]?.integerValue else { continue }
                        held.append((ID(shopper), ID(coupon)))
                    }
                }
            }
            try await wallets.fillWallets(held, of: retailer)
            try await wallets.deliver(messages, of: retailer)
            try await wallets.openPointAccounts(earners, at: retailer)
            if !done.isEmpty { _ = try await database.run(OutboxStatements.remove(retailer.rawValue, done)) }
            return done.count
        }
    }
}
