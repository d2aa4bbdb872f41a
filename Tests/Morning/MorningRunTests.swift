import Foundation
import Promotions
import Support
import Testing

/// The program itself, on a database of its own.
@Suite("A small simulated morning")
struct MorningRunTests {
    @Test("300 shoppers at 20 stores of two processes: everything holds, and the report says what happened")
    func small() async throws {
        let seed = SeededRandom().seed % 1_000_000_000
        let database = try await TestDatabase.migrated()
        let folder = FileManager.default.temporaryDirectory.appending(path: "footfall-morning-\(seed)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "stores.csv")
        try Self.stores(20).write(to: file, atomically: true, encoding: .utf8)

        let (status, text, log) = try await Self.run(
            "simulate --stores '\(file.path())' --shoppers 300 --store-day-max 8 --connections 16 --seed \(seed) --json",
            database.conninfo, folder)
        let report = try JSON(parsing: text)
        #expect(status == 0, "seed \(seed): \(report["verdict"]?.text() ?? text) \(log)")
        #expect(report["holds"] == true, "seed \(seed)")
        #expect(report["phases"]?.elements?.count == 6)
        let rush = report["phases"]?[1]
        #expect((rush?["coupons"]?["pastry"]?.integerValue ?? 0) > 30, "seed \(seed)")
        #expect((report["checks"]?.elements?.count ?? 0) > 50)
        #expect(report["crossing_milliseconds"]?.numberValue != nil, "seed \(seed)")
        try await database.drop()
    }

    private static func stores(_ count: Int) -> String {
        let rows = (0..<count).map { number in
            "\(number),Store \(number),\(34 + Double(number) * 0.2),-120,America/Los_Angeles"
        }
        return (["external_id,name,latitude,longitude,time_zone"] + rows).joined(separator: "\n") + "\n"
    }

    /// - Parameters:
    ///   - command: what stands after the program's name.
    ///   - before: lines of the shell; `eval "$footfall" ...` is the program.
    static func run(
        _ command: String, _ database: String, _ folder: URL, before: String = "", after: String = ""
    ) async throws -> (status: Int32, text: String, log: String) {
        let ours = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let program = ours.appending(path: "footfall").path()
        let log = folder.appending(path: "log").path()
        let script = """
            footfall="env -i PATH=/usr/bin:/bin DATABASE_URL='\(database)' FOOTFALL_DATA='\(folder.path())' \
            FOOTFALL_SQL='\(TestDatabase.migrations)' '\(program)'"
            \(before)
            eval "$footfall" \(command) </dev/null 2>'\(log)'
            status=$?
            \(after)
            exit $status
            """
        // A thread of its own, so that it takes none from the tasks of other tests.
        let (status, text) = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Self.shell(script)) }
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return (status, text, String(said.suffix(2_000)))
    }

    private static func shell(_ script: String) -> (status: Int32, text: String) {
        guard let pipe = popen(script, "re") else { return (-1, "no shell") }
        var bytes: [UInt8] = []
        var byte = fgetc(pipe)
        while byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
            byte = fgetc(pipe)
        }
        return (pclose(pipe), String(decoding: bytes, as: UTF8.self))
    }
}
