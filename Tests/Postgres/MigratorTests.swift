import Glibc
import Postgres
import Support
import Testing

private let first = (name: "0001_first.sql", sql: "create table one (n int8); -- a\ncreate table two (n int8);")
private let second = (name: "0002_second.sql", sql: "insert into one values (1);\ninsert into one values (2);")

private func count(_ sql: String, on pool: Pool) async throws -> Int64 {
    var row = try #require(try await pool.run(Statement(once: "count", sql)()).first)
    return try row.read()
}

@Suite(.timeLimit(.minutes(5))) struct MigratorTests {
    @Test("what is missing is applied in order; a second time there is nothing to do")
    func twice() async throws {
        try await withPool { pool in
            let migrator = try Migrator(files: [second, first])
            #expect(try await migrator.pending(pool) == ["0001_first.sql", "0002_second.sql"])
            #expect(try await Migrator(files: [first]).migrate(pool) == ["0001_first.sql"])
            #expect(try await migrator.pending(pool) == ["0002_second.sql"])
            #expect(try await migrator.migrate(pool) == ["0002_second.sql"])
            #expect(try await migrator.migrate(pool.configuration.conninfo) == [])
            #expect(try await count("select count(*) from one", on: pool) == 2)
            #expect(try await count("select count(*) from schema_migrations", on: pool) == 2)
            let unnamed = """
                select count(*) from pg_description
                where objoid = 'schema_migrations'::regclass and description = 'citus:local'
                """
            #expect(try await count(unnamed, on: pool) == 1)
        }
    }

    @Test("an applied file that changed, a database that is newer and a file that comes too late are refused")
    func refusals() async throws {
        try await withPool { pool in
            try await Migrator(files: [first, second]).migrate(pool)
            let changed = try Migrator(files: [(first.name, first.sql + " "), second])
            await #expect(throws: MigrationError.changed(first.name)) { try await changed.migrate(pool) }
            let older = try Migrator(files: [first])
            await #expect(throws: MigrationError.newerDatabase(names: [second.name])) { try await older.migrate(pool) }
            await #expect(throws: MigrationError.newerDatabase(names: [second.name])) { try await older.pending(pool) }
        }
        try await withPool { pool in
            try await Migrator(files: [second].map { ($0.name, "select 1") }).migrate(pool)
            let late = try Migrator(files: [first, (second.name, "select 1")])
            await #expect(throws: MigrationError.outOfOrder(first.name, after: second.name)) {
                try await late.migrate(pool)
            }
        }
    }

    @Test("a failing migration leaves nothing of itself, and those before it stay")
    func failing() async throws {
        try await withPool { pool in
            let broken = (name: "0002_broken.sql", sql: "create table three (n int8);\n\nselect 1 / 0;")
            let migrator = try Migrator(files: [first, broken])
            let error = await #expect(throws: MigrationError.self) { try await migrator.migrate(pool) }
            guard case .failed(let file, let line, let cause) = error else { throw try #require(error) }
            #expect(file == broken.name && line == 3 && cause.sqlState == "22012")
            #expect(try await migrator.pending(pool) == [broken.name])
            #expect(try await count("select count(*) from pg_class where relname = 'three'", on: pool) == 0)
            #expect(try await Migrator(files: [first, second]).migrate(pool) == [second.name])
        }
    }

    @Test("many migrators at once apply each file once")
    func atOnce() async throws {
        try await withPool { pool in
            let slow = (name: "0003_slow.sql", sql: "select pg_sleep(0.2); insert into one values (3);")
            let migrator = try Migrator(files: [first, second, slow])
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 { group.addTask { try await migrator.migrate(pool) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == migrator.names)
            #expect(try await count("select count(*) from one", on: pool) == 3)
        }
    }

    @Test("a migration cannot end its own transaction")
    func control() async throws {
        try await withPool { pool in
            let sneaky = try Migrator(files: [("0001_sneaky.sql", "create table four (n int8); commit; select 1/0")])
            await #expect(throws: MigrationError.self) { try await sneaky.migrate(pool) }
            #expect(try await count("select count(*) from pg_class where relname = 'four'", on: pool) == 0)
        }
    }

    @Test(
        "files are named by four digits and some words",
        arguments: ["1_short.sql", "0001.sql", "0001_.sql", "0001-dash.sql", "x0001_a.sql", "0001_text.txt"])
    func badNames(name: String) {
        #expect(throws: MigrationError.badName(name)) { try Migrator(files: [(name, "select 1")]) }
    }

    @Test("a directory is read in the order of its numbers, and a number may not stand twice")
    func directory() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(place)/footfall-migrations-XXXXXX".utf8CString)
        let directory = String(cString: try #require(mkdtemp(&template)))
        func write(_ name: String) throws {
            let file = try #require(fopen("\(directory)/\(name)", "w"))
            fputs("select 1;", file)
            fclose(file)
        }
        let written = ["0002_b.sql", "0001_a.sql", "README.md", "0002_c.sql"]
        defer {
            for name in written { unlink("\(directory)/\(name)") }
            rmdir(directory)
        }
        for name in written.dropLast() { try write(name) }
        #expect(try Migrator(directory: directory).names == ["0001_a.sql", "0002_b.sql"])
        try write("0002_c.sql")
        #expect(throws: MigrationError.self) { try Migrator(directory: directory) }
        #expect(throws: MigrationError.self) { try Migrator(directory: directory + "/absent") }
    }
}
