import Testing

@testable import Postgres

@Suite struct SplitterTests {
    @Test(
        "a file falls into its statements, wherever semicolons hide",
        arguments: [
            ("", []),
            (" ;; \n-- only words\n/* ; */", []),
            ("select 1", ["select 1"]),
            ("select 1; select 2 ;\n", ["select 1", "select 2"]),
            ("-- first; then\nselect 1; /* a /* nested; */ b; */ select 2", ["select 1", "select 2"]),
            ("select ';' || 'it''s;'; x", ["select ';' || 'it''s;'", "x"]),
            (#"select E'\';' ; select e'a\\'; y"#, [#"select E'\';'"#, #"select e'a\\'"#, "y"]),
            (#"select 'a\'; z"#, [#"select 'a\'"#, "z"]),
            (#"select ";"";" from t; u"#, [#"select ";"";" from t"#, "u"]),
            ("do $$ begin; $x$ ; end; $$; v", ["do $$ begin; $x$ ; end; $$", "v"]),
            ("do $x$ ; $$ ; $y$ ; $x$; v", ["do $x$ ; $$ ; $y$ ; $x$", "v"]),
            ("select a$b$; select c$b$; w", ["select a$b$", "select c$b$", "w"]),
            ("prepare p as select $1; execute p(1)", ["prepare p as select $1", "execute p(1)"]),
            ("select 1 -- a; b\n, 2; s", ["select 1 -- a; b\n, 2", "s"]),
            ("select 'öffne; ☕️'; t", ["select 'öffne; ☕️'", "t"]),
            ("select 'never closed; ", ["select 'never closed;"]),
            ("do $$ never closed; ", ["do $$ never closed;"]),
            (#"select E'it''s \'; still' ; r"#, [#"select E'it''s \'; still'"#, "r"]),
        ] as [(String, [String])])
    func splits(sql: String, statements: [String]) {
        #expect(SQLScanner.split(sql).map(\.sql) == statements)
    }

    @Test("a statement knows its line")
    func lines() {
        let sql = "-- head\n\nselect 1;\nselect\n 2; select 3;\n"
        #expect(SQLScanner.split(sql).map(\.line) == [3, 4, 5])
    }
}
