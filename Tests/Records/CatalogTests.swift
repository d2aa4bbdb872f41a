import Foundation
import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("the migrated schema can be spread over many servers")
struct CatalogTests {
    @Test("no table breaks a rule")
    func lint() async throws {
        try await World.with { world in
            let findings = try await CatalogLint.findings(world.pool)
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test("partitions made by a server break no rule either")
    func partitions() async throws {
        try await World.with { world in
            try await world.database.makePartitions(at: World.nine, utc: .utc) { ($0.microseconds / 1_000) << 22 }
            let findings = try await CatalogLint.findings(world.pool)
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test("what is distributed is exactly what the distribution file names, by the same column")
    func distribution() async throws {
        try await World.with { world in
            let named = try Self.distributionFile()
            let tables = try await CatalogLint.distributed(world.pool)
            #expect(Dictionary(uniqueKeysWithValues: named.map { ($0.table, $0.column) }) == tables)
        }
    }

    @Test("a table is distributed after those that its foreign keys lead to")
    func distributionOrder() async throws {
        try await World.with { world in
            let order = try Self.distributionFile().map(\.table)
            let keys = """
                select f.conrelid::regclass::text, f.confrelid::regclass::text
                from pg_constraint f
                where f.contype = 'f' and f.conparentid = 0
                """
            for var row in try await world.pool.run(Statement(once: "foreign keys", keys)()) {
                let source: String = try row.read()
                let target: String = try row.read()
                let places = (try #require(order.firstIndex(of: source)), try #require(order.firstIndex(of: target)))
                #expect(places.1 < places.0, "\(target) comes after \(source)")
            }
        }
    }

    private static func distributionFile() throws -> [(table: String, column: String)] {
        let text = try String(
            contentsOfFile: TestDatabase.migrations + "/../citus/900_distribute.sql", encoding: .utf8)
        return text.matches(of: #/create_distributed_table\('(\w+)', '(\w+)'/#)
            .map { (String($0.output.1), String($0.output.2)) }
    }

    /// Each bad table breaks the rule beside it. The good ones that they lean on come first.
    private static let bad: [(rule: CatalogLint.Rule, table: String, ddl: [String])] = [
        (.noClass, "nameless", ["create table nameless (retailer_id bigint primary key)"]),
        (.noClass, "misspelt", tenant("misspelt", "retailer_id bigint primary key", class: "tennant")),
        (.keyColumn, "keyless", tenant("keyless", "id bigint primary key")),
        (.keyColumn, "narrow", tenant("narrow", "retailer_id integer primary key")),
        (.keyColumn, "open", tenant("open", "retailer_id bigint, id bigint")),
        (
            .keyColumn, "made",
            tenant("made", "id bigint, retailer_id bigint not null generated always as (id) stored")
        ),
        (.noPrimaryKey, "heap", tenant("heap", "retailer_id bigint not null")),
        (.primaryKeyOrder, "turned", tenant("turned", "retailer_id bigint, id bigint, primary key (id, retailer_id)")),
        (.uniqueWithoutKey, "global", tenant("global", "retailer_id bigint primary key, code text unique")),
        (
            .indexOrder, "loose",
            tenant("loose", "retailer_id bigint primary key, code text") + ["create index on loose (code)"]
        ),
        (
            .foreignKeyPairs, "crossed",
            tenant(
                "crossed",
                "retailer_id bigint, id bigint, primary key (retailer_id, id), "
                    + "foreign key (id, retailer_id) references stores (retailer_id, store_id)")
        ),
        (
            .foreignKeyInward, "inward",
            tenant("inward", "id bigint primary key references retailers", class: "local")
        ),
        (
            .foreignKeyToShoppers, "personal",
            tenant("personal", "retailer_id bigint primary key, shopper_id bigint references shoppers")
        ),
        (
            .action, "forgetful",
            tenant(
                "forgetful",
                "retailer_id bigint, store_id bigint, primary key (retailer_id, store_id), "
                    + "foreign key (retailer_id, store_id) references stores on delete set null")
        ),
        (
            .trigger, "alarmed",
            tenant("alarmed", "retailer_id bigint primary key") + [
                """
                create trigger alarm before update on alarmed
                for each row execute function suppress_redundant_updates_trigger()
                """
            ]
        ),
        (
            .rule, "ruled",
            tenant("ruled", "retailer_id bigint primary key") + [
                "create rule nothing as on delete to ruled do instead nothing"
            ]
        ),
        (
            .nestedPartitions, "inner_part",
            [
                "create table outer_part (retailer_id bigint, id bigint) partition by range (id)",
                "create table inner_part partition of outer_part default partition by range (retailer_id)",
            ]
        ),
        (.smallSerial, "counted", tenant("counted", "retailer_id bigint primary key, n serial")),
        (
            .smallSerial, "identified",
            tenant("identified", "retailer_id bigint primary key, n integer generated always as identity")
        ),
        (.clockDefault, "dated", tenant("dated", "retailer_id bigint primary key, at timestamptz default now()")),
        (.naiveTime, "naive", tenant("naive", "retailer_id bigint primary key, at timestamp")),
    ]

    private static func tenant(_ name: String, _ columns: String, class: String = "tenant") -> [String] {
        ["create table \(name) (\(columns))", "comment on table \(name) is 'citus:\(`class`) Bad.'"]
    }

    @Test("each rule finds its bad table")
    func rulesCanFail() async throws {
        try await World.with { world in
            for (_, table, ddl) in Self.bad {
                for sql in ddl {
                    _ = try await world.pool.run(Statement(once: "bad table \(table)", sql)())
                }
            }
            let findings = try await CatalogLint.findings(world.pool)
            for (rule, table, _) in Self.bad {
                #expect(findings.contains(CatalogLint.Finding(rule: rule, table: table)), "\(table): \(rule.rawValue)")
            }
            #expect(Set(Self.bad.map(\.rule)) == Set(CatalogLint.Rule.allCases), "every rule has its bad table")
        }
    }
}
