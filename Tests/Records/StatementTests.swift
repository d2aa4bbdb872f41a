import Foundation
import Records
import Support
import Testing

@testable import Postgres

@Suite("every statement, against the real schema")
struct StatementTests {
    private let all = StatementRegistry.all

    @Test("names are unique")
    func uniqueNames() {
        let names = all.map(\.statement.name)
        #expect(Set(names).count == names.count, "\(names.sorted())")
        #expect(names.count > 50)
    }

    @Test("every statement in the sources is in the registry")
    func registryIsWhole() throws {
        let folder = URL(filePath: TestDatabase.migrations).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Records")
        var named: Set<String> = []
        var madeAtRunTime: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            let made = Self.statements(in: text)
            named.formUnion(made.named)
            if made.madeAtRunTime > 0 { madeAtRunTime.insert(file.lastPathComponent) }
            #expect(made.unnamed == 0, "\(file.lastPathComponent) makes a statement whose name is not a literal")
        }
        #expect(named == Set(all.map(\.statement.name)))
        #expect(madeAtRunTime == ["Partitions.swift"], "only partitions are made by text")
    }

    private static func statements(in text: String) -> (named: Set<String>, madeAtRunTime: Int, unnamed: Int) {
        let all = text.matches(of: #/\bStatement\(/#.wordBoundaryKind(.simple)).count
        let literal = text.matches(of: #/\bStatement\(\s*"([^"\\]*)",/#.wordBoundaryKind(.simple))
        let once = text.matches(of: #/\bStatement\(\s*once: /#.wordBoundaryKind(.simple)).count
        return (Set(literal.map { String($0.output.1) }), once, all - literal.count - once)
    }

    @Test("the look through the sources sees every way to make a statement")
    func sourceScan() {
        let text = """
            static let a = Statement("one", gives: [.int4], "select 1")
            static let b = Statement(
                "two",
                "select 2")
            let c = Statement(once: "three", "select 3")
            let d = Statement("fo" + "ur", "select 4")
            let e = Statement(name, "select 5")
            """
        let seen = Self.statements(in: text)
        #expect(seen.named == ["one", "two"])
        #expect((seen.madeAtRunTime, seen.unnamed) == (1, 2))
    }

    @Test("columns have the declared types")
    func columnTypes() async throws {
        try await World.with { world in
            for (_, statement) in all {
                // The server compares columns when a statement is prepared; nulls keep it from doing anything.
                let nulls = statement.parameters.map(Self.null)
                do {
                    _ = try await world.pool.run(Call(statement, nulls))
                } catch let error as PostgresError {
                    #expect(error.sqlState == "23502", "\(error)")
                }
            }
        }
    }

    @Test("a wrong column type does not pass")
    func wrongColumnType() async throws {
        try await World.with { world in
            let wrong = Statement(
                "wrong", takes: [.int8], gives: [.int4], "select retailer_id from retailers where retailer_id = $1")
            let error = await #expect(throws: PostgresError.self) {
                try await world.pool.run(Call(wrong, [Int64?.none]))
            }
            #expect(error?.kind == .badStatement)
        }
    }

    /// The server works the types out by itself when none are given.
    @Test("parameters have the types that the server expects")
    func parameterTypes() async throws {
        try await World.with { world in
            let inferred = try await world.pool.transaction { transaction in
                for (place, entry) in all.enumerated() {
                    let prepare = "execute $text$prepare probe_\(place) as \(entry.statement.sql)$text$"
                    _ = try await transaction.run(
                        Statement(once: entry.statement.name, "do $do$ begin \(prepare); end $do$")())
                }
                var types: [String: [Int64]] = [:]
                let read =
                    "select name, parameter_types::oid[]::bigint[] from pg_prepared_statements where from_sql"
                for var row in try await transaction.run(Statement(once: "types", read)()) {
                    types[try row.read()] = try row.read()
                }
                return types
            }
            for (place, entry) in all.enumerated() {
                let declared = entry.statement.parameters.map { Int64($0.oid) }
                #expect(inferred["probe_\(place)"] == declared, "\(entry.statement.name)")
            }
        }
    }

    @Test("the text keeps the rules that make many servers possible")
    func text() async throws {
        try await World.with { world in
            let volatile = try await Self.volatileFunctions(world.pool)
            #expect(volatile.isSuperset(of: ["random", "nextval", "clock_timestamp"]))
            for (kind, statement) in all {
                let findings = StatementRules.findings(
                    kind, statement.sql, givesColumns: !statement.columns.isEmpty, volatile: volatile)
                #expect(findings.isEmpty, "\(statement.name): \(findings.map(\.rawValue))")
            }
        }
    }

    @Test("what looks over all tenants is on a short list")
    func systemStatements() {
        #expect(Set(all.filter { $0.class == .system }.map(\.statement.name)) == StatementRules.system)
    }

    private static let bad: [(StatementRules.Finding, StatementClass, String)] = [
        (.capitals, .tenant, "SELECT name from stores where retailer_id = $1"),
        (.noTenant, .tenant, "select name from stores where retailer_id = (select 7)"),
        (
            .untiedTable, .tenant,
            "select 1 from stores s join tills t on t.store_id = s.store_id where s.retailer_id = $1"
        ),
        (.keyFromParameter, .tenant, "insert into outbox (retailer_id, kind) select 7, u.k from unnest($1) as u (k)"),
        (.keyFromParameter, .tenant, "insert into outbox (kind, retailer_id) values ($1, $2)"),
        (
            .keyFromParameter, .tenant,
            "insert into outbox (retailer_id, kind) select r.retailer_id, $2 from retailers r"
        ),
        (.noShopper, .shopper, "select locale from shoppers where locale = $1"),
        (.noShopper, .shopper, "insert into wallets (coupon_id, shopper_id) values ($1, $2)"),
        (.merge, .tenant, "merge into stores s using tills t on s.retailer_id = $1"),
        (.clock, .tenant, "update stores set updated_at = now() where retailer_id = $1"),
        (.clock, .tenant, "select current_date from stores where retailer_id = $1"),
        (.volatileFunction, .tenant, "update stores set latitude = random() where retailer_id = $1"),
        (.writingCTE, .tenant, "with d as (delete from outbox where retailer_id = $1) select 1"),
        (.subqueryInValues, .tenant, "insert into outbox (retailer_id, kind) values ($1, (select name from stores))"),
        (.unknownColumns, .tenant, "delete from outbox where retailer_id = $1 returning entry_id"),
    ]

    @Test("each rule finds a statement that breaks it", arguments: bad)
    func rulesCanFail(_ finding: StatementRules.Finding, _ kind: StatementClass, _ sql: String) {
        let isSelect = sql.lowercased().hasPrefix("select")
        let findings = StatementRules.findings(
            kind, sql, givesColumns: isSelect, volatile: ["random", "nextval", "clock_timestamp"])
        #expect(findings.contains(finding), "\(findings.map(\.rawValue))")
    }

    private static func volatileFunctions(_ pool: Pool) async throws -> Set<String> {
        let sql = "select distinct proname::text from pg_proc where provolatile = 'v'"
        return Set(
            try await pool.run(Statement(once: "volatile functions", sql)()).map { row in
                var row = row
                return try row.read(String.self)
            })
    }

    private static func null(_ type: PostgresType) -> any PostgresValue {
        nulls.first { Swift.type(of: $0).postgresType == type } ?? Int64?.none
    }

    private static let nulls: [any PostgresValue] = [
        Bool?.none, Bytea?.none, Int64?.none, Int16?.none, Int32?.none, String?.none, Double?.none, Day?.none,
        Timestamp?.none, Jsonb?.none, [Bool]?.none, [Bytea]?.none, [Int16]?.none, [Int32]?.none, [String]?.none,
        [Int64]?.none, [Double]?.none, [Day]?.none, [Timestamp]?.none, [Jsonb]?.none,
    ]
}
