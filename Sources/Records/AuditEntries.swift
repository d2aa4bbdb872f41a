import Postgres
public import Promotions

enum AuditStatements {
    static let add = Statement(
        "add audit entry", takes: [.int8, .int8, .text, .int8, .text, .text, .timestamptz],
        """
        insert into audit_entries (retailer_id, entry_id, actor_kind, actor_id, action, subject, done_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        """)

    static let list = Statement(
        "list audit entries", takes: [.int8, .int8, .int8], gives: [.int8, .text, .int8, .text, .text, .timestamptz],
        """
        select entry_id, actor_kind, actor_id, action, subject, done_at
        from audit_entries
        where retailer_id = $1
        and entry_id < $2
        order by entry_id desc
        limit $3
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, add), (.tenant, list)]
}

extension Database {
    private enum ActorKind: String { case key, user, `operator` }

    public func add(_ entry: AuditEntry, to retailer: ID<Retailer>) async throws {
        let (kind, actor): (ActorKind, Int64?) =
            switch entry.by {
            case .key(let id): (.key, id.rawValue)
            case .user(let id): (.user, id.rawValue)
            case .operator: (.operator, nil)
            }
        _ = try await run(
            AuditStatements.add(
                retailer.rawValue, entry.id.rawValue, kind.rawValue, actor, entry.action, entry.subject,
                entry.doneAt.timestamp))
    }

    /// The last ones first.
    public func auditEntries(
        of retailer: ID<Retailer>, before: ID<AuditEntry>?, limit: Int
    ) async throws -> [AuditEntry] {
        try await run(AuditStatements.list(retailer.rawValue, before?.rawValue ?? .max, Int64(limit))).map { row in
            var row = row
            let id: ID<AuditEntry> = try row.id()
            let (kind, actor): (ActorKind, Int64?) = (try row.choice(), try row.read())
            let by: AuditEntry.By =
                switch (kind, actor) {
                case (.key, let actor?): .key(ID(actor))
                case (.user, let actor?): .user(ID(actor))
                case (.operator, nil): .operator
                case (.key, nil), (.user, nil), (.operator, _): throw Damage("an audit entry's actor does not fit")
                }
            return AuditEntry(
                id: id, by: by, action: try row.read(), subject: try row.read(), doneAt: try row.instant())
        }
    }
}
