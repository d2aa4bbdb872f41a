import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Postgres
import Promotions
import Synchronization
import Testing

@testable import Web

@Suite("What the edge tells and what it keeps to itself")
struct EdgeTests {
    @Test("no log holds a token, a code, a position, a query string or a body")
    func logs() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let till = try await world.till(at: store)
            let shopper = try await world.shopper()
            let visit = try await world.post(
                "/v1/check-ins?latitude=12.3456", WebWorld.visit(), token: shopper, key: "secret-key")
            let code = try #require(visit.json["coupons"]?[0]?["code"]?.stringValue)
            let link = WebWorld.path(of: try #require(visit.json["coupons"]?[0]?["links"]?["pdf"]?.stringValue))
            _ = try await world.get(link)
            _ = try await world.get("/K/\(code)")
            _ = try await world.post("/v1/redemptions", ["code": .string(code), "cashier": "Kim"], token: till)
            _ = try await world.call(HTTPRequest.Method("SPY\(code.prefix(4))") ?? .get, "/v1/stores/\(code)")
            _ = try await world.get("/v1/\(code)")
            await world.pool.close()
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let lines = world.log.all.joined(separator: "\n")
            #expect(lines.contains("route=/v1/check-ins status=201"))
            #expect(lines.contains("route=/K/{link}") && lines.contains("route=unknown"))
            let secrets = [
                shopper, till, world.owner, code, code.replacing("-", with: ""), String(code.prefix(4)), "37.73",
                "122.46", "12.3456", "signature", "secret-key", "Kim",
            ]
            for secret in secrets { #expect(!lines.contains(secret), "\(secret) in the log") }
        }
    }

    @Test("over a real socket too: ready with its port, a body that is declared too long refused unread")
    func socket() async throws {
        let ready = Mutex<Int?>(nil)
        try await WebWorld.with { world in
            let application = WebServer.makeApplication(desk: world.desk, port: 0, logger: world.log.logger) { port in
                ready.withLock { $0 = port }
            }
            try await application.test(.live) { client in
                let health = try await client.execute(uri: "/healthz", method: .get)
                #expect(health.status == .ok && health.body == ByteBuffer(string: "{\"status\":\"ok\"}"))
                #expect(health.headers[.xContentTypeOptions] == "nosniff")
                let long = try await client.execute(
                    uri: "/v1/shoppers", method: .post, headers: [.contentType: "application/json"],
                    body: ByteBuffer(repeating: 0x20, count: Route.bodyMax + 1))
                #expect(long.status == .contentTooLarge)
                let after = try await client.execute(uri: "/healthz", method: .head)
                #expect(after.status == .ok && after.body.readableBytes == 0)
            }
        }
        #expect(ready.withLock { $0 } ?? 0 > 0)
    }

    @Test("the page of a code says only public words, loads nothing, and is not kept")
    func page() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            let coupon = try #require(visit.json["coupons"]?[0])
            let path = WebWorld.path(of: try #require(coupon["links"]?["page"]?.stringValue))
            let good = try await world.get(path)
            #expect(good.status == 200 && good.headers[.contentType] == "text/html; charset=utf-8")
            #expect(good.headers[.cacheControl] == "no-store" && good.headers[.robots] == "noindex")
            #expect(!good.text.contains("http") && !good.text.contains("src="))
            #expect(!good.text.contains("Free pastry") && !good.text.contains("Larkspur"))
            // A code that never was looks the same to the byte.
            let unknown = try await world.get(String(path.prefix { $0 != "." }) + ".00000000000" + "0")
            #expect(unknown.body == good.body)
            let sale: JSON = ["code": coupon["code"] ?? .null]
            #expect(try await world.post("/v1/redemptions", sale, token: world.till(at: store)).status == 201)
            #expect(try await world.get(path).body == good.body)
        }
    }

    @Test("the most specific path wins, whatever the order of the table")
    func paths() {
        guard case .found(let file, let parameters) = Routes.table.match(.get, "/v1/coupons/cpn_1.pdf") else {
            Issue.record("no route")
            return
        }
        #expect(file.path == "/v1/coupons/{id}.pdf" && parameters == ["cpn_1"])
        guard case .found(let coupon, _) = Routes.table.match(.get, "/v1/coupons/cpn_1") else {
            Issue.record("no route")
            return
        }
        #expect(coupon.path == "/v1/coupons/{id}")
        guard case .unknown = Routes.table.match(.get, "/v1//coupons") else {
            Issue.record("an empty segment is a route")
            return
        }
    }
}
