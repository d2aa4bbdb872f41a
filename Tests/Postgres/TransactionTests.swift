import Postgres
import Support
import Testing

private struct Doubt: Error {}

@Suite(.timeLimit(.minutes(5))) struct TransactionTests {
    @Test("a transaction commits with its scope, and rolls back when the scope throws")
    func scopes() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            _ = try await pool.run(Numbers.create())
            let count = try await pool.transaction { transaction in
                _ = try await transaction.run(Numbers.insert(Int64(1)))
                return try await transaction.pipeline([Numbers.insert(Int64(2)), Numbers.all()])[1].count
            }
            #expect(count == 2)
            await #expect(throws: Doubt.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.run(Numbers.insert(Int64(3)))
                    throw Doubt()
                }
            }
            let error = await fails(with: "23514") {
                try await pool.transaction { transaction in
                    _ = try await transaction.run(Numbers.insert(Int64(4)))
                    _ = try await transaction.run(Numbers.insert(Int64(100)))
                }
            }
            #expect(error?.statement == "insert number")
            #expect(try await Numbers.read(on: pool) == [1, 2])
        }
    }

    @Test("a scope that swallows a failure does not look committed")
    func swallowed() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            _ = try await pool.run(Numbers.create())
            await fails(as: .rolledBack) {
                try await pool.transaction { transaction in
                    _ = try await transaction.run(Numbers.insert(Int64(1)))
                    _ = try? await transaction.run(Numbers.insert(Int64(100)))
                    await fails(with: "25P02") { _ = try await transaction.run(Numbers.insert(Int64(2))) }
                }
            }
            #expect(try await Numbers.read(on: pool) == [])
        }
    }

    @Test("a transaction carried out of its scope is dead")
    func escaped() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            let transaction = try await pool.transaction { $0 }
            await fails(as: .badStatement) { _ = try await transaction.run(Numbers.all()) }
            await fails(as: .badStatement) {
                try await pool.transaction { _ = try await $0.run(Statement(once: "sneak", "commit")()) }
            }
        }
    }

    @Test("nobody's statement gets into somebody else's transaction")
    func apart() async throws {
        let identity = Statement("identity", gives: [.text], "select txid_current_if_assigned()::text")
        let assign = Statement("assign", gives: [.text], "select txid_current()::text")
        @Sendable func read(_ rows: [Row]) throws -> String? {
            var row = try #require(rows.first)
            return try row.read()
        }
        try await withPool({ $0.size = 3 }) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<200 {
                    group.addTask {
                        switch caller % 4 {
                        case 0:
                            try await pool.transaction { transaction in
                                let mine = try read(try await transaction.run(assign()))
                                await Task.yield()
                                #expect(try read(try await transaction.run(identity())) == mine)
                            }
                        case 1:
                            let rows = try await pool.pipeline([assign(), identity()])
                            #expect(try read(rows[0]) == read(rows[1]))
                        default:
                            for _ in 0..<5 { #expect(try read(try await pool.run(identity())) == nil) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
