import Foundation
import Support
import Testing

@Suite("sql/schema.sql is where the migrations end")
struct SchemaTests {
    private static let file = URL(filePath: TestDatabase.migrations).deletingLastPathComponent()
        .appending(path: "schema.sql")

    /// With `FOOTFALL_WRITE_SCHEMA=1` the file is written instead of compared.
    @Test("the dump of a migrated database is the file")
    func dump() async throws {
        try await World.with { world in
            let dump = try Self.schema(of: world.test.conninfo)
            try #require(dump.contains("CREATE TABLE public.retailers"))
            if ProcessInfo.processInfo.environment["FOOTFALL_WRITE_SCHEMA"] == "1" {
                try dump.write(to: Self.file, atomically: true, encoding: .utf8)
            }
            let kept = try String(contentsOf: Self.file, encoding: .utf8)
            // Told as a difference: both texts in full would hide it.
            let isSame = kept == dump
            #expect(isSame, "\(Self.difference(kept, dump))\nFOOTFALL_WRITE_SCHEMA=1 writes the file anew")
        }
    }

    @Test("headers, settings and random tokens of a dump do not count")
    func normalised() {
        let dump = """
            --
            -- PostgreSQL database dump
            -- Dumped by pg_dump version 15.20

            \\restrict abc
            SET client_encoding = 'UTF8';
            SELECT pg_catalog.set_config('search_path', '', false);


            CREATE TABLE public.a (
                b text DEFAULT '-- kept'::text
            );
            \\unrestrict abc

            """
        #expect(Self.normalise(dump) == "CREATE TABLE public.a (\n    b text DEFAULT '-- kept'::text\n);\n")
    }

    private static func schema(of conninfo: String) throws -> String {
        let command = """
            "$(pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin)"/pg_dump --schema-only --no-owner \
            --no-privileges --no-tablespaces --dbname "$1"
            """
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command, "sh", conninfo]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return normalise(String(decoding: bytes, as: UTF8.self))
    }

    private static func normalise(_ dump: String) -> String {
        let noise = ["--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict"]
        let lines = dump.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { line in !noise.contains { line.hasPrefix($0) } }
        var kept: [Substring] = []
        for line in lines where !(line.isEmpty && kept.last?.isEmpty ?? true) {
            kept.append(line)
        }
        while kept.last?.isEmpty == true { kept.removeLast() }
        return kept.joined(separator: "\n") + "\n"
    }

    private static func difference(_ kept: String, _ dump: String) -> String {
        let (old, new) = (kept.split(separator: "\n"), dump.split(separator: "\n"))
        return new.difference(from: old).map { change in
            switch change {
            case .remove(_, let line, _): "- \(line)"
            case .insert(_, let line, _): "+ \(line)"
            }
        }.joined(separator: "\n")
    }
}
