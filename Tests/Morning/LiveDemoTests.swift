import Foundation
import Promotions
import Support
import Testing

@testable import footfall

/// What a stranger sees first, in some seconds instead of three minutes.
@Suite("The live demo")
struct LiveDemoTests {
    @Test(
        "60 days of history, a pin that is mended, a line that is cut, a crowd and a cheat; nothing over the limit by recount"
    )
    func live() async throws {
        let database = try await TestDatabase.migrated()
        let folder = FileManager.default.temporaryDirectory.appending(path: "footfall-live-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = Int.random(in: 20_000..<30_000)
        let url = "http://127.0.0.1:\(port)"
        let (status, text, log) = try await MorningRunTests.run(
            "demo --live --seconds 8 --url \(url) --json", database.conninfo, folder,
            before: """
                # exec: what is killed below must be the server, not a shell in front of it.
                eval "exec $footfall" serve --port \(port) >'\(folder.path())/serve' 2>&1 </dev/null & server=$!
                for i in $(seq 100); do grep -q listens '\(folder.path())/serve' && break; sleep 0.2; done
                """, after: "kill $server; wait $server 2>/dev/null")
        let page = try JSON(parsing: text)
        #expect(status == 0, "\(text) \(log)")
        #expect(page["issued"]?.integerValue == Int64(LiveCampaigns.pastries), "\(log)")
        #expect(page["over_the_limit"] == 0)
        #expect(page["broken"] == [])
        #expect(page["crowd"]?.integerValue == Int64(LiveCampaigns.crowdTarget))
        #expect((page["offline"]?.integerValue ?? 0) > 0)
        #expect((page["repaired"]?.integerValue ?? 0) > 0)
        let spent = page["spent"]?["amount"]?.integerValue ?? 0
        #expect(spent == 650 * (page["used"]?.integerValue ?? 0))
        for said in ["12 of 12 tills ready", "pin was 140 m off", "refused (jumped)", "coffee for 2.50"] {
            #expect(log.contains(said), "\(said)")
        }
        #expect((try? HTTPLine(port: port)) == nil, "the server lives on")
        try await database.drop()
    }

    @Test("without a server it says so, and how to start one")
    func alone() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "footfall-alone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (status, _, log) = try await MorningRunTests.run(
            "demo --live --url http://127.0.0.1:9", "postgresql://127.0.0.1:1/none", folder)
        #expect(status >> 8 == 69)
        #expect(log.contains("scripts/run"))
    }
}
