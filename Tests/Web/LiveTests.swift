import Actions
import Foundation
import HummingbirdTesting
import Promotions
import Support
import Synchronization
import Testing

@testable import Web

@Suite("A campaign as it runs, over HTTP", .serialized)
struct LiveTests {
    private static let limits: JSON = [
        ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 3],
        ["per": "campaign", "period": "campaign", "max": 5],
    ]

    @Test("one snapshot counts what came, says how stores stand, and equals a recount")
    func snapshot() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let east = try await world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id")
            let id = try await world.launch(changing: [
                "limits": Self.limits, "reward": CampaignLifeTests.off(500), "presence": ["too_soon_minutes": 0],
            ])
            let till = try await world.till(at: store)
            var codes: [JSON] = []
            for _ in 0..<4 {
                let heard = try await world.visited()
                codes += heard.json["coupons"]?.elements?.compactMap { $0["code"] } ?? []
            }
            _ = try await world.visited(latitude: 37.7433)
            #expect(codes.count == 3)
            #expect(try await world.take(codes[0], at: till, total: 900).status == 201)
            let live = try await world.get("/v1/campaigns/\(id)/live", token: world.auditor())
            #expect(live.status == 200, "\(live.text)")
            let json = live.json
            #expect(json["check_ins"] == 4 && json["refused"] == 1 && json["issued"] == 3 && json["redeemed"] == 1)
            #expect(json["discount"] == ["amount": 500, "currency": "USD"])
            #expect(json["coupons"] == ["counted": 3, "max": 5])
            #expect(json["forecast"]?["left"] == 2 && json["forecast"]?["per_hour"]?.numberValue == 90)
            #expect(json["forecast"]?["closes_at"] == "2026-07-21T17:30:00Z")
            // Nine in Los Angeles is noon in New York: that window is over.
            #expect(json["stores"]?["sold_out"] == 1 && json["stores"]?["over"] == 1, "\(live.text)")
            let places = json["places"]?.elements ?? []
            #expect(places.contains { $0["store_id"] == .string(store) && $0["check_ins"] == 4 && $0["coupons"] == 3 })
            #expect(!places.contains { $0["store_id"] == .string(east) && $0["check_ins"] != 0 })
            let refusals = json["refusals"]?.elements ?? []
            #expect(refusals.contains(["code": "limit_store", "count": 1]))
            #expect(refusals.contains(["code": "outside_fence", "count": 1]))
            #expect(json["open_appeals"] == 0 && !live.text.contains("latitude"))

            let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner)
            #expect(stats.json["issued"] == json["issued"] && stats.json["redeemed"] == json["redeemed"])
            #expect(stats.json["funnel"]?["checked_in"] == json["check_ins"])
            #expect(stats.json["refusals"] == json["refusals"])
            let other = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.get("/v1/campaigns/\(id)/live", token: other).status == 404)
        }
    }

    @Test("an open appeal is counted, and no more once it is settled")
    func appeals() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch()
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
            let check = try visit.string("id")
            let appeal = try await world.post("/v1/check-ins/\(check)/appeal", [:], token: shopper)
            #expect(appeal.status == 201, "\(appeal.text)")
            let path = "/v1/campaigns/\(id)/live"
            #expect(try await world.get(path, token: world.owner).json["open_appeals"] == 1)
            #expect(try await world.post("/v1/appeals/\(check)/reject", token: world.owner).status == 200)
            try await Task.sleep(for: .seconds(1.5))
            #expect(try await world.get(path, token: world.owner).json["open_appeals"] == 0)
        }
    }

    @Test("a stream tells what changes within seconds, and ends in order when the server stops")
    func stream() async throws {
        let screen = Screen()
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            let id = try await world.launch()
            screen.watch(id, as: world.owner, port: try #require(world.client.port))
            let head = try await screen.heard { $0.contains("}\n\n") }
            #expect(head.contains("200 OK") && head.lowercased().contains("content-type: text/event-stream"))
            #expect(head.contains("data: {") && head.contains("\"check_ins\":0"), "\(head)")
            #expect(try await world.visited().json["verdict"] == "accepted")
            let told = try await screen.heard { $0.contains("\"check_ins\":1") }
            #expect(told.contains("\"issued\":1"), "\(told)")
            screen.serverStops()
        }
        // The last chunk of a whole answer.
        #expect(try await screen.heard { $0.hasSuffix("\r\n0\r\n\r\n") }.hasSuffix("\r\n0\r\n\r\n"))
        #expect(screen.sinceStop < .seconds(20))
    }

    /// Listens on a thread of its own until the server hangs up.
    private final class Screen: Sendable {
        private let text = Mutex("")
        private let stopped = Mutex<ContinuousClock.Instant?>(nil)

        func serverStops() { stopped.withLock { $0 = .now } }

        var sinceStop: Duration { stopped.withLock { $0 }.map { ContinuousClock.now - $0 } ?? .zero }

        func watch(_ campaign: String, as token: String, port: Int) {
            let request = """
                GET /v1/campaigns/\(campaign)/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\
                Authorization: Bearer \(token)\r\n\r\n
                """
            Thread.detachNewThread { [self] in
                guard let line = try? HTTPLine(port: port), (try? line.send(Array(request.utf8))) != nil else { return }
                while let bytes = line.receiveMore(patience: 30) {
                    text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                }
            }
        }

        func heard(_ isEnough: (String) -> Bool) async throws -> String {
            for _ in 0..<200 {
                let text = text.withLock { $0 }
                if isEnough(text) { return text }
                try await Task.sleep(for: .milliseconds(50))
            }
            return text.withLock { $0 }
        }
    }
}
