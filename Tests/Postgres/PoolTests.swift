import Postgres
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct PoolTests {
    @Test("an error carries its SQLSTATE and the name of the statement, and harms nobody else")
    func errors() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            let divide = Statement("divide", takes: [.int4], gives: [.int4], "select 1 / $1")
            let error = await fails(with: "22012") { _ = try await pool.run(divide(Int32(0))) }
            #expect(error?.statement == "divide")
            #expect(error?.sqlState == "22012")
            #expect(error?.isTransient == false)
            let missing = await fails(with: "42P01") {
                _ = try await pool.run(Statement("absent", "select * from absent")())
            }
            #expect(missing?.statement == "absent")
            var row = try #require(try await pool.run(divide(Int32(1))).first)
            #expect(try row.read(Int32.self) == 1)
        }
    }

    @Test("a statement that could not be prepared is prepared anew once it can be")
    func preparedAnew() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask { await fails(with: "42P01") { _ = try await pool.run(Numbers.all()) } }
                }
            }
            _ = try await pool.run(Numbers.create())
            #expect(try await Numbers.read(on: pool) == [])
            // A plan whose columns changed fails once and is then forgotten.
            let star = Statement("star", "select * from numbers")
            _ = try await pool.run(star())
            _ = try await pool.run(Statement(once: "widen", "alter table numbers add column m text")())
            await fails(with: "0A000") { _ = try await pool.run(star()) }
            _ = try await pool.run(star())
        }
    }

    @Test("wrong parameters, wrong declarations and two statements of one name are refused by name")
    func misuse() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            let one = Statement("one", takes: [.int8], gives: [.int8], "select $1")
            let named1 = await fails(as: .badValue) { _ = try await pool.run(one("x")) }
            #expect(named1?.statement == "one")
            await fails(as: .badValue) { _ = try await pool.run(one()) }
            await fails(as: .badValue) { _ = try await pool.run(one(Int64(1), Int64(2))) }
            _ = try await pool.run(one(Int64(1)))
            await fails(as: .badStatement) { _ = try await pool.run(Statement("one", "select 2")()) }
            let lie = Statement("lie", gives: [.text], "select 1::int8")
            let named2 = await fails(as: .badStatement) { _ = try await pool.run(lie()) }
            #expect(named2?.statement == "lie")
            for sql in ["begin", "Commit", " -- a\n/* b */ rollback", "savepoint a", "start transaction"] {
                await fails(as: .badStatement) { _ = try await pool.run(Statement(once: "control", sql)()) }
            }
        }
    }

    @Test("a column is read as what it is, or not at all")
    func columns() async throws {
        try await withPool { pool in
            let sql = "select 1::int8, null::text, 'v'::varchar, 'n'::name, 'c'::char(1)"
            let row = try #require(try await pool.run(Statement(once: "columns", sql)()).first)
            var reader = row
            #expect(throws: PostgresError.self) { try reader.read(Int32.self) }
            #expect(try reader.read(Int64.self) == 1)
            #expect(throws: PostgresError.self) { try reader.read(String.self) }
            reader = row
            _ = try reader.read(Int64?.self)
            #expect(try reader.read(String?.self) == nil)
            for text in ["v", "n", "c"] { #expect(try reader.read() == text) }
            #expect(throws: PostgresError.self) { try reader.read(String?.self) }
        }
    }

    @Test("a pipeline gives the rows of each call, and a failed one leaves nothing")
    func pipelines() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            _ = try await pool.run(Numbers.create())
            let rows = try await pool.pipeline([Numbers.insert(Int64(1)), Numbers.insert(Int64(2)), Numbers.all()])
            #expect(rows.map(\.count) == [1, 1, 2])
            let error = await fails(with: "23514") {
                let calls = [Numbers.insert(Int64(3)), Numbers.insert(Int64(100)), Numbers.insert(Int64(4))]
                _ = try await pool.pipeline(calls)
            }
            #expect(error?.statement == "insert number")
            let unprepared = Statement("unprepared", "select no_such_function()")
            await fails(with: "42883") { _ = try await pool.pipeline([Numbers.insert(Int64(5)), unprepared()]) }
            await fails(with: "23505") {
                _ = try await pool.pipeline([Numbers.insert(Int64(6)), Numbers.insert(Int64(1))])
            }
            #expect(try await Numbers.read(on: pool) == [1, 2])
            #expect(try await pool.pipeline([]).isEmpty)
        }
    }

    @Test("a constraint that is checked late fails at the commit, and nothing remains")
    func deferred() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            let sql = "create table late (n int8, constraint once unique (n) deferrable initially deferred)"
            _ = try await pool.run(Statement(once: "create late", sql)())
            let insert = Statement("insert late", takes: [.int8Array], "insert into late select unnest($1)")
            let twice = insert([1, 1] as [Int64])
            let named3 = await fails(with: "23505") { _ = try await pool.run(twice) }
            #expect(named3?.statement == "insert late")
            let named4 = await fails(with: "23505") { _ = try await pool.pipeline([twice]) }
            #expect(named4?.statement == "commit")
            let inScope = await fails(with: "23505") { try await pool.transaction { _ = try await $0.run(twice) } }
            #expect(inScope?.statement == "commit")
            let left = try await pool.run(Statement("count late", gives: [.int8], "select count(*) from late")())
            var row = try #require(left.first)
            #expect(try row.read(Int64.self) == 0)
        }
    }
}
