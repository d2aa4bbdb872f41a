import Postgres

/// Reads a database's catalog for what would keep its tables from being spread over many servers.
struct CatalogLint {
    enum Rule: String, Hashable, CaseIterable {
        case noClass = "a table names its class in its comment"
        case keyColumn = "the key column is there, not null, not generated; retailer_id is bigint"
        case noPrimaryKey = "a distributed table has a primary key"
        case primaryKeyOrder = "the primary key starts with the key column"
        case uniqueWithoutKey = "unique and exclusion indexes hold the key column"
        case indexOrder = "a tenant table's B-tree index starts with retailer_id"
        case foreignKeyPairs = "a foreign key pairs key with key at the same position"
        case foreignKeyInward = "a local or reference table has no foreign key to a distributed one"
        case foreignKeyToShoppers = "no foreign key leads to or from a table keyed otherwise"
        case action = "no foreign key sets null or a default"
        case trigger = "no triggers"
        case rule = "no rewrite rules"
        case nestedPartitions = "partitions have one level"
        case smallSerial = "identities and sequences are bigint"
        case clockDefault = "no default asks the clock"
        case naiveTime = "times are timestamptz"
    }

    struct Finding: Hashable, CustomStringConvertible {
        let rule: Rule
        let table: String

        var description: String { "\(table): \(rule.rawValue)" }
    }

    static func findings(_ pool: Pool) async throws -> Set<Finding> {
        var findings: Set<Finding> = []
        for rule in Rule.allCases {
            let statement = Statement(once: "lint: \(rule.rawValue)", "\(tables)\n\(query(rule))")
            for var row in try await pool.run(statement()) {
                findings.insert(Finding(rule: rule, table: try row.read()))
            }
        }
        return findings
    }

    /// The key column of every distributed table, partitions left out.
    static func distributed(_ pool: Pool) async throws -> [String: String] {
        let sql = "\(tables)\nselect name, key from t where key is not null and not is_partition"
        var keys: [String: String] = [:]
        for var row in try await pool.run(Statement(once: "distributed tables", sql)()) {
            keys[try row.read()] = try row.read(String.self)
        }
        return keys
    }

    private static let tables = """
        with t as (
            select c.oid, c.relname::text as name, c.relkind, c.relispartition as is_partition, d.class,
                case when d.class = 'tenant' then 'retailer_id' else substring(d.class from '^key=(.*)$') end as key
            from pg_class c
            cross join lateral (
                select substring(obj_description(c.oid, 'pg_class')
                    from '^citus:(tenant|key=[a-z_]+|reference|local)( |$)') as class
            ) d
            where c.relkind in ('r', 'p')
            and c.relnamespace = 'public'::regnamespace
        ), k as (
            select t.*, a.attnum, a.atttypid, a.attnotnull, a.attgenerated
            from t
            left join pg_attribute a on a.attrelid = t.oid and a.attname = t.key and not a.attisdropped
        )
        """

    private static func query(_ rule: Rule) -> String {
        switch rule {
        case .noClass: "select name from t where class is null"
        case .keyColumn:
            """
            select name from k where key is not null and (attnum is null or not attnotnull or attgenerated <> ''
            or key = 'retailer_id' and atttypid <> 'bigint'::regtype)
            """
        case .noPrimaryKey:
            """
            select name from t where key is not null
            and not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
            """
        case .primaryKeyOrder:
            "select name from k join pg_index i on i.indrelid = k.oid where i.indisprimary and i.indkey[0] <> k.attnum"
        case .uniqueWithoutKey:
            """
            select name from k join pg_index i on i.indrelid = k.oid
            where (i.indisunique or i.indisexclusion) and k.attnum <> all (i.indkey)
            """
        case .indexOrder:
            // A BRIN index has no order and only bounds a sweep.
            """
            select name from k join pg_index i on i.indrelid = k.oid join pg_class x on x.oid = i.indexrelid
            join pg_am m on m.oid = x.relam
            where k.class = 'tenant' and m.amname = 'btree' and i.indkey[0] <> k.attnum
            """
        case .foreignKeyPairs, .foreignKeyInward, .foreignKeyToShoppers, .action: foreignKeyQuery(rule)
        case .trigger: "select t.name from t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal"
        case .rule: "select t.name from t join pg_rewrite r on r.ev_class = t.oid"
        case .nestedPartitions: "select name from t where is_partition and relkind = 'p'"
        case .smallSerial:
            """
            select t.name from t join pg_attribute a on a.attrelid = t.oid
            left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
            where a.atttypid <> 'bigint'::regtype
            and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval(%')
            """
        case .clockDefault:
            """
            select t.name from t join pg_attrdef d on d.adrelid = t.oid
            where pg_get_expr(d.adbin, d.adrelid) ~* '(now|clock_timestamp|statement_timestamp)\\(|current_|localtime'
            """
        case .naiveTime:
            """
            select t.name from t join pg_attribute a on a.attrelid = t.oid
            where a.attnum > 0 and a.atttypid in ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype)
            """
        }
    }

    private static func foreignKeyQuery(_ rule: Rule) -> String {
        let keys = """
            select source.name from pg_constraint f
            join k source on source.oid = f.conrelid
            join k target on target.oid = f.confrelid
            where f.contype = 'f' and
            """
        return switch rule {
        case .foreignKeyPairs:
            """
            \(keys) source.class = 'tenant' and target.class = 'tenant' and not exists (
                select from unnest(f.conkey, f.confkey) as pair (one, other)
                where pair.one = source.attnum and pair.other = target.attnum)
            """
        case .foreignKeyInward: "\(keys) source.key is null and target.key is not null"
        case .foreignKeyToShoppers:
            "\(keys) source.key is not null and target.key is not null and source.key <> target.key"
        default: "\(keys) (f.confdeltype in ('n', 'd') or f.confupdtype in ('n', 'd'))"
        }
    }
}
