import Postgres
public import Promotions

enum MessageStatements {
    static let deliver = Statement(
        "deliver messages",
        takes: [
            .int8, .int8Array, .int8Array, .int8Array, .int8Array, .int8Array, .textArray, .textArray,
            .timestamptzArray,
        ],
        """
        insert into messages
            (shopper_id, message_id, retailer_id, campaign_id, coupon_id, session_id, kind, body, created_at)
        select u.shopper_id, u.message_id, $1, u.campaign_id, u.coupon_id, u.session_id, u.kind, u.body, u.created_at
        from unnest(
            $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
            $9::timestamptz[]
        ) as u (shopper_id, message_id, campaign_id, coupon_id, session_id, kind, body, created_at)
        on conflict (shopper_id, message_id) do nothing
        """)

    /// - Parameter $4: a guest's session; null for the owner, who sees all.
    static let list = Statement(
        "list messages", takes: [.int8, .int8, .int8, .int8],
        gives: [.int8, .int8, .int8, .int8, .int8, .text, .text, .timestamptz],
        """
        select message_id, retailer_id, campaign_id, coupon_id, session_id, kind, body, created_at
        from messages
        where shopper_id = $1
        and message_id > $2
        and ($4::bigint is null or session_id = $4)
        order by message_id
        limit $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.system, deliver), (.shopper, list)]
}

extension Database {
    /// Puts messages where their shoppers find them; twice does no harm.
    public func deliver(_ messages: [Message], of retailer: ID<Retailer>) async throws {
        guard !messages.isEmpty else { return }
        _ = try await run(
            MessageStatements.deliver(
                retailer.rawValue, messages.map(\.shopper.rawValue), messages.map(\.id.rawValue),
                messages.map(\.campaign.rawValue), messages.map { $0.coupon?.rawValue },
                messages.map(\.session.rawValue), messages.map(\.kind.rawValue), messages.map(\.text),
                messages.map(\.createdAt.timestamp)))
    }

    /// One page over all retailers, oldest first.
    /// - Parameter guest: the session of somebody who is not known to own the account.
    public func messages(
        to shopper: ID<Shopper>, guest: ID<Session>?, after: ID<Message>?, limit: Int
    ) async throws -> [Message] {
        let rows = try await run(
            MessageStatements.list(shopper.rawValue, after?.rawValue ?? 0, Int64(limit), guest?.rawValue))
        return try rows.map { row in
            var row = row
            let id: ID<Message> = try row.id()
            let retailer: ID<Retailer> = try row.id()
            let campaign: ID<Campaign> = try row.id()
            let coupon: ID<Coupon>? = try row.optionalID()
            let session: ID<Session> = try row.id()
            let kind: Message.Kind = try row.choice()
            return Message(
                id: id, retailer: retailer, shopper: shopper, session: session, kind: kind, campaign: campaign,
                coupon: coupon, text: try row.read(), createdAt: try row.instant())
        }
    }
}

extension [Message] {
    /// One outbox row for all.
    func announcement(_ retailer: ID<Retailer>, id: Int64, at now: Instant) -> Call {
        OutboxStatements.add(
            retailer.rawValue, id, "messages", Jsonb(JSON.array(map(\.stored)).text()), now.timestamp)
    }
}
