import Postgres
public import Promotions

enum PartitionStatements {
    static let exists = Statement(
        "ask whether a relation exists", takes: [.text], gives: [.bool],
        "select to_regclass($1) is not null")

    static let all: [(class: StatementClass, statement: Statement)] = [(.system, exists)]
}

/// Monthly partitions of check-ins, cut by id: the leading bits of an id are the real time.
extension Database {
    /// Makes the partitions of this month and the next three unless they are there. Two servers may do so at once.
    /// - Parameter firstID: the lowest id of that instant.
    public func makePartitions(at now: Instant, utc: Zone, firstID: @Sendable (Instant) -> Int64) async throws {
        var month = utc.localDate(at: now).startOfMonth
        for _ in 0...3 {
            let next = month.adding(days: 31).startOfMonth
            let low = firstID(utc.instant(of: month, time: .midnight))
            let high = firstID(utc.instant(of: next, time: .midnight))
            try await makePartition("check_ins_\(month.text.prefix(7).replacing("-", with: "_"))", from: low, to: high)
            month = next
        }
    }

    private func makePartition(_ name: String, from low: Int64, to high: Int64) async throws {
        // Asked first: even a comment takes a lock that stops autovacuum, and this is called every minute.
        guard var row = try await run(PartitionStatements.exists(name)).first, try row.read() == false else { return }
        let create = Statement(
            once: "make partition \(name)",
            """
            create table if not exists \(name)
            partition of check_ins
            for values from (\(low)) to (\(high))
            """)
        let comment = Statement(
            once: "describe partition \(name)",
            "comment on table \(name) is 'citus:tenant One month of check-ins, by id.'")
        do {
            _ = try await pipeline([create(), comment()])
        } catch let error as PostgresError where ["42P07", "23505", "XX000", "42P17"].contains(error.sqlState) {
            // Another server was first; its partition serves us as well.
        } catch let error as PostgresError where error.sqlState == "23514" {
            // Rows of that month came before its partition and lie in the default one: they may as well stay there.
        }
    }
}
