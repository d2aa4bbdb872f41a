import Foundation
import HummingbirdTesting
import Promotions
import Support
import Testing

@testable import Web

@Suite("Behind nginx")
struct ReverseProxyTests {
    @Test(
        "docker/nginx.conf serves the pages over TLS, keeps the log free of query strings, and tells the server who asks"
    )
    func proxy() async throws {
        var settings = WebSettings(trustedProxies: ["127.0.0.1"], codeAttemptsPerMinute: 1)
        settings.logsRequests = true
        try await WebWorld.with(settings, over: .live) { world in
            let port = try #require(world.client.port)
            try await ReverseProxy.with(upstream: port) { proxy in
                let curl = "curl -s -k --max-time 20 --resolve \(ReverseProxy.host):\(proxy.tls):127.0.0.1"
                let base = "https://\(ReverseProxy.host):\(proxy.tls)"
                let page = await Self.run("\(curl) -D - -o /dev/null '\(base)/?via=poster'")
                #expect(page.contains(" 200") && page.lowercased().contains("strict-transport-security"), "\(page)")
                _ = await Self.run("\(curl) -o /dev/null '\(base)/k/RETAILER.SECRETCODE'")
                let moved = await Self.run("curl -s --max-time 20 -D - 'http://127.0.0.1:\(proxy.plain)/K/X.Y?a=b'")
                #expect(moved.contains("308") && moved.contains("https://coupons.example.com/K/X.Y?a=b"), "\(moved)")
                // Each of two people behind the proxy has a wrong enrolment code of their own.
                for (address, status) in [("192.0.2.1", "422"), ("192.0.2.1", "429"), ("192.0.2.2", "422")] {
                    let told = await Self.run(
                        """
                        curl -s --max-time 20 -o /dev/null -w '%{http_code}' -H 'X-Forwarded-For: \(address)' \
                        -H 'Content-Type: application/json' -d '{"code": "ABCDEF"}' \
                        http://127.0.0.1:\(port)/v1/tills/enrol
                        """)
                    #expect(told == status, "\(address)")
                }
                let log = try String(contentsOfFile: "\(proxy.folder)/access.log", encoding: .utf8)
                #expect(log.contains("GET /") && !log.contains("via="), "\(log)")
                #expect(log.contains("GET /K/...\"") && !log.contains("SECRETCODE") && !log.contains("X.Y"), "\(log)")
            }
        }
    }

    /// On a thread of its own: the server that is asked lives in this process.
    private static func run(_ command: String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Shell.run(command).output) }
        }
    }
}
