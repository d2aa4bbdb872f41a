import Testing

@Suite("each rule of the house can fail")
struct HouseSelfTests {
    private func source(_ text: String, at path: String = "Sources/Records/Sample.swift") -> HouseFile {
        HouseFile(path: path, text: text)
    }

    private func lines(_ count: Int) -> String {
        String(repeating: "let x = 1\n", count: count)
    }

    @Test("file length")
    func fileLength() {
        #expect(SizeRules.fileLength(source(lines(400))).isEmpty)
        #expect(SizeRules.fileLength(source(lines(401))).count == 1)
        #expect(SizeRules.fileLength(source(lines(500), at: "Tests/Records/Sample.swift")).isEmpty)
        #expect(SizeRules.fileLength(source(lines(501), at: "Tests/Records/Sample.swift")).count == 1)
    }

    @Test(
        "function length",
        arguments: ["func long() {", "public init(a: Int) {", "private static func a<B>(", "    mutating func c() {"])
    func functionLength(_ declaration: String) {
        let indent = String(declaration.prefix { $0 == " " })
        let body = String(repeating: "\(indent)    work()\n", count: 68)
        #expect(SizeRules.functionLengths(source("\(declaration)\n\(body)\(indent)}\n")).isEmpty)
        let long = SizeRules.functionLengths(source("\n\(declaration)\n\(body)\(indent)    work()\n\(indent)}\n"))
        #expect(long.map(\.line) == [2])
    }

    @Test("a function inside does not hide the length of the one around it")
    func innerFunction() {
        let body = String(repeating: "    work()\n", count: 70)
        let text = "func long() {\n    func inner() {\n        work()\n    }\n\(body)}\n"
        #expect(SizeRules.functionLengths(source(text)).map(\.line) == [1])
    }

    @Test("a protocol's requirements are not taken for a long function")
    func requirements() {
        let requirements = String(repeating: "    func a()\n", count: 80)
        #expect(SizeRules.functionLengths(source("protocol P {\n\(requirements)}\n")).isEmpty)
    }

    @Test(
        "import arrows",
        arguments: [
            ("Sources/Web/A.swift", "import Records"), ("Sources/Promotions/A.swift", "import Foundation"),
            ("Sources/Records/A.swift", "@testable import Actions"),
            ("Sources/Geofence/A.swift", "public import Promotions"),
            ("Sources/Records/A.swift", "import struct Foundation.Date"),
            ("Sources/Attic/A.swift", "import Promotions"),
            ("Sources/Records/A.swift", "#if canImport(CPQ)\n    import CPQ\n#endif"),
        ])
    func arrows(_ path: String, _ text: String) {
        #expect(ArrowRules.imports(source(text, at: path)).count == 1)
    }

    @Test("imports that are allowed pass")
    func allowedImports() {
        #expect(ArrowRules.imports(source("import Foundation", at: "Sources/Promotions/Values/Zone.swift")).isEmpty)
        #expect(ArrowRules.imports(source("public import Promotions")).isEmpty)
        #expect(ArrowRules.imports(source("/// important import rules")).isEmpty)
    }

    @Test("a permission that nobody uses")
    func unusedPermission() {
        let complaints = ArrowRules.unused([source("import Glibc", at: "Sources/Geofence/A.swift")])
        #expect(!complaints.contains { $0.path == "Sources/Geofence" })
        #expect(complaints.contains { $0.path == "Sources/Postgres" && $0.what.contains("Dispatch") })
    }

    @Test("a type that is named like its module")
    func moduleNames() {
        #expect(ArrowRules.modulesNamedLikeTypes(source("public enum Records {}")).count == 1)
        #expect(ArrowRules.modulesNamedLikeTypes(source("public enum RecordsKept {}")).isEmpty)
    }

    @Test(
        "unfinished work",
        arguments: [
            "// TO" + "DO: later", "// FIX" + "ME", "let a = 1  // XX" + "X", "//HA" + "CK",
            "throw \"not imple" + "mented\"",
            "// enough for n" + "ow.",
        ])
    func unfinished(_ line: String) {
        #expect(WordRules.unfinishedWork(source(line)).count == 1)
        #expect(WordRules.unfinishedWork(source("// the format nowhere says so; mktemp -d a-XX" + "XXXX")).isEmpty)
    }

    @Test("names that say nothing")
    func names() {
        #expect(WordRules.names(source("", at: "Sources/Web/Uti" + "ls/A.swift")).count == 1)
        #expect(WordRules.names(source("", at: "Sources/Web/StringHel" + "pers.swift")).count == 1)
        #expect(WordRules.names(source("actor PoolMana" + "ger {")).count == 1)
        #expect(WordRules.names(source("struct CommonGround {\n    // class Mana" + "ger\n}")).isEmpty)
    }

    @Test(
        "escapes",
        arguments: [
            "tr" + "y! go()", "fatal" + "Error()", "struct A: @unchecked Send" + "able {",
            "nonisolated(un" + "safe) var a", "@precon" + "currency import B",
        ])
    func escapes(_ line: String) {
        #expect(WordRules.escapeHatches(source(line)).count == 1)
        #expect(WordRules.escapeHatches(source("// why\n\(line)")).count == 1)
        #expect(WordRules.escapeHatches(source(line, at: "Sources/Postgres/A.swift")).count == 1)
        #expect(WordRules.escapeHatches(source("// why\n\(line)", at: "Sources/Postgres/A.swift")).isEmpty)
    }

    @Test(
        "paths of one machine",
        arguments: ["let a = \"/ho" + "me/kim/data\"", "cd /wo" + "rk/main", "path=/Us" + "ers/kim"])
    func machinePaths(_ line: String) {
        #expect(WordRules.machinePaths(source(line)).count == 1)
        #expect(WordRules.machinePaths(source("GET /v1/coupons; /usr/lib/postgresql/15/bin; a/wo" + "rk/b")).isEmpty)
    }

    @Test("a gap in the migrations, and one number twice")
    func numbering() {
        #expect(SQLAndScriptRules.numbering(["0001_a.sql", "0002_b.sql"]).isEmpty)
        #expect(SQLAndScriptRules.numbering(["0001_a.sql", "0003_b.sql"]).count == 1)
        #expect(SQLAndScriptRules.numbering(["0001_a.sql", "0001_b.sql"]).count == 1)
    }

    @Test(
        "constraints without a name",
        arguments: [
            "a bigint primary key,", "    unique (a, b)", "a int check (a > 0)", "    foreign key (a) references b (a)",
        ])
    func constraintNames(_ line: String) {
        #expect(SQLAndScriptRules.constraintNames(source(line, at: "sql/migrations/1.sql")).count == 1)
        #expect(
            SQLAndScriptRules.constraintNames(source("    constraint a_b \(line)", at: "sql/migrations/1.sql")).isEmpty)
    }

    @Test("a script without its run bit")
    func runBits() {
        #expect(SQLAndScriptRules.runBits(HouseFile(path: "scripts/run", text: "#!/bin/bash\n")).count == 1)
        #expect(
            SQLAndScriptRules.runBits(HouseFile(path: "scripts/run", text: "#!/bin/bash\n", isExecutable: true)).isEmpty
        )
    }
}
