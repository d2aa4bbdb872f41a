import Records

/// What the SQL text of a statement must and must not say, so that it means the same on one server and on many.
enum StatementRules {
    enum Finding: String, Hashable {
        case capitals = "SQL is lower case"
        case noTenant = "carries retailer_id = $n"
        case untiedTable = "ties every tenant table to the tenant"
        case keyFromParameter = "an insert takes the tenant from $1 or from a tenant table"
        case noShopper = "carries shopper_id = $n or subject_hash = $n"
        case merge = "no merge"
        case clock = "the time is a parameter"
        case volatileFunction = "no volatile function"
        case writingCTE = "no CTE writes"
        case subqueryInValues = "no subquery in values"
        case unknownColumns = "a statement that gives rows declares them"
    }

    /// May look over all tenants or at the installation. The list is short on purpose.
    static let system: Set<String> = [
        "read retailer versions", "read generations changed since", "read retailers with outbox entries",
        "take process number", "read key fingerprints", "record key fingerprint",
        "ask whether the database answers", "ask whether a relation exists", "fill wallets", "deliver messages",
        "open point accounts", "read open erasures", "read retailers with mail", "prune sign-in failures",
    ]

    /// - Parameter volatile: names of functions that the server calls volatile.
    static func findings(
        _ kind: StatementClass, _ sql: String, givesColumns: Bool, volatile: Set<String>
    ) -> Set<Finding> {
        let written = withoutLiterals(sql)
        let text = written.lowercased()
        var findings = generalFindings(text, volatile)
        if written != text { findings.insert(.capitals) }
        if text.contains(#/^\s*select|\breturning\b/#.wordBoundaryKind(.simple)) != givesColumns {
            findings.insert(.unknownColumns)
        }
        switch kind {
        case .tenant: findings.formUnion(tenantFindings(text))
        case .shopper:
            let insert = #/^\s*insert into \w+\s*\((shopper_id|subject_hash),[^)]*\)\s*(values \(|select )\$1,/#
            let filter = #/\b(shopper_id|subject_hash) = \$\d/#.wordBoundaryKind(.simple)
            if !text.contains(insert) && !text.contains(filter) { findings.insert(.noShopper) }
        case .system: break
        }
        return findings
    }

    private static func generalFindings(_ text: String, _ volatile: Set<String>) -> Set<Finding> {
        var findings: Set<Finding> = []
        if text.contains(#/\bmerge\b/#.wordBoundaryKind(.simple)) { findings.insert(.merge) }
        let clock =
            #/\b(current_(date|time|timestamp)|localtime(stamp)?|(now|timeofday|(clock|statement|transaction)_timestamp)\s*\()/#
            .wordBoundaryKind(.simple)
        if text.contains(clock) { findings.insert(.clock) }
        if text.matches(of: #/([a-z_0-9]+)\s*\(/#).contains(where: { volatile.contains(String($0.output.1)) }) {
            findings.insert(.volatileFunction)
        }
        if text.contains(
            #/\bas (not materialized |materialized )?\(\s*(insert|update|delete)\b/#.wordBoundaryKind(.simple))
        {
            findings.insert(.writingCTE)
        }
        if text.contains(#/\bvalues\s*\([^;]*\(\s*select\b/#.wordBoundaryKind(.simple)) {
            findings.insert(.subqueryInValues)
        }
        return findings
    }

    private static func tenantFindings(_ text: String) -> Set<Finding> {
        var findings: Set<Finding> = []
        let isInsert = text.contains(#/^\s*insert into\b/#.wordBoundaryKind(.simple))
        if isInsert {
            let values = #/^\s*insert into \w+\s*\(retailer_id,[^)]*\)\s*values \(\$1,/#
            let select = #/^\s*insert into \w+\s*\(retailer_id,[^)]*\)\s*select (\w+)\.retailer_id,/#
            let tied = text.firstMatch(of: select).map { text.contains("\($0.output.1).retailer_id = $1") } ?? false
            if !text.contains(values) && !tied { findings.insert(.keyFromParameter) }
            return findings
        }
        if !text.contains(#/\bretailer_id = \$\d/#.wordBoundaryKind(.simple)) { findings.insert(.noTenant) }
        let tables = text.matches(
            of: #/\b(from|join|update)\s+(?!unnest|jsonb_array_elements|set\b|of\b)[a-z_]+/#.wordBoundaryKind(.simple)
        )
        .count { !$0.output.0.hasSuffix("skip") && !$0.output.0.hasPrefix("update skip") }
        if text.matches(of: #/\bretailer_id = /#.wordBoundaryKind(.simple)).count < tables {
            findings.insert(.untiedTable)
        }
        return findings
    }

    /// What stands between quotes is data.
    private static func withoutLiterals(_ sql: String) -> String {
        sql.replacing(#/'[^']*'/#, with: "''")
    }
}
