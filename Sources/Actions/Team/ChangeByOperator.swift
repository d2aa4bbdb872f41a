public import Promotions
import Records

extension Desk {
    /// What an operator's command changes of a retailer, in one transaction with the audit entry that says so. Inside
    /// `once` it is that one.
    /// - Parameters:
    ///   - command: its words, without what follows them.
    ///   - subject: the public id of what was made or changed.
    public func changeByOperator<Value: Sendable>(
        _ command: String, of retailer: ID<Retailer>, subject: @Sendable (Value) -> String?,
        _ change: @Sendable (Desk) async throws -> Answer<Value>
    ) async throws -> Answer<Value> {
        try await database.transaction { database in
            let desk = Desk(self, database: database)
            let answer = try await change(desk)
            if case .done(let value) = answer {
                try await desk.audit(command, by: .operator, of: retailer, subject: subject(value))
            }
            return answer
        }
    }
}
