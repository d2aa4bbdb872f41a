public import Promotions
import Records

/// An entry with the name of whoever did it, as they are called now; nil if they are gone.
public struct AuditLine: Sendable {
    public let entry: AuditEntry
    public let name: String?
}

extension Desk {
    /// Called inside the transaction of what was done.
    public func audit(
        _ action: String, by: AuditEntry.By, of retailer: ID<Retailer>, subject: String?
    ) async throws {
        try await database.add(
            AuditEntry(id: ids.next(), by: by, action: action, subject: subject, doneAt: now), to: retailer)
    }

    /// The last ones first.
    public func auditLines(
        of retailer: ID<Retailer>, before: ID<AuditEntry>?, limit: Int
    ) async throws -> [AuditLine] {
        let entries = try await database.auditEntries(of: retailer, before: before, limit: limit)
        let keys = shelf.current.book(retailer)?.apiKeys ?? [:]
        var names: [ID<User>: String] = [:]
        for case .user(let id) in Set(entries.map(\.by)) {
            names[id] = try await database.user(id, of: retailer)?.name
        }
        return entries.map { entry in
            switch entry.by {
            case .key(let id): AuditLine(entry: entry, name: keys[id]?.name)
            case .user(let id): AuditLine(entry: entry, name: names[id])
            case .operator: AuditLine(entry: entry, name: nil)
            }
        }
    }

    /// The public id of whoever wrote, approved or gave something.
    public func text(of actor: ID<Actor>, of retailer: ID<Retailer>) -> String {
        let key = ID<APIKey>(actor.rawValue)
        let isKey = shelf.current.book(retailer)?.apiKeys[key] != nil
        return isKey ? Ref(retailer, key).text : Ref(retailer, ID<User>(actor.rawValue)).text
    }
}
