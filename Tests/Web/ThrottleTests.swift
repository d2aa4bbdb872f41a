import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Limits by address")
struct ThrottleTests {
    @Test("sign-ups are limited for each minute and address, and the limit is declared")
    func signUps() async throws {
        try await WebWorld.with(WebSettings(signUpsPerMinute: 2)) { world in
            let first = try await world.post("/v1/shoppers", ShopperTests.join)
            #expect(first.headers[.rateLimitLimit] == "2" && first.headers[.rateLimitRemaining] == "1")
            #expect(first.headers[.rateLimitReset] == "60")
            // What cannot be read counts too.
            let second = try await world.post("/v1/shoppers", [:])
            #expect(second.status == 400 && second.headers[.rateLimitRemaining] == "0")
            let third = try await world.post("/v1/shoppers", ShopperTests.join)
            #expect(third.status == 429 && third.code == "too_many_attempts")
            #expect(third.headers[.retryAfter] == "60" && third.headers[.rateLimitRemaining] == "0")
            world.clock.advance(seconds: 60)
            #expect(try await world.post("/v1/shoppers", ShopperTests.join).status == 201)
        }
    }

    @Test("in test mode nobody counts sign-ups; attempts at codes are counted all the same")
    func testMode() async throws {
        let settings = WebSettings(isTestMode: true, signUpsPerMinute: 1, codeAttemptsPerMinute: 2)
        try await WebWorld.with(settings) { world in
            for _ in 0..<3 { #expect(try await world.post("/v1/shoppers", ShopperTests.join).status == 201) }
            var statuses: [Int] = []
            for path in ["/v1/tills/enrol", "/v1/shoppers/me/recover", "/v1/tills/enrol"] {
                statuses.append(try await world.post(path, ["code": "x", "recovery_code": "x"]).status)
            }
            #expect(statuses == [422, 422, 429])
        }
    }

    @Test("a window ends with its minute, and memory stays bounded")
    func windows() {
        let throttle = Throttle(limit: 1, addressesMax: 2)
        let now = Instant(seconds: 90)
        #expect(throttle.count("a", at: now)?.isAllowed == true)
        #expect(throttle.count("a", at: now)?.isAllowed == false)
        #expect(throttle.count("b", at: now)?.resetSeconds == 30)
        // Beyond the bound, strangers share one count.
        #expect(throttle.count("c", at: now)?.isAllowed == true)
        #expect(throttle.count("d", at: now)?.isAllowed == false)
        #expect(throttle.count("a", at: Instant(seconds: 120))?.isAllowed == true)
        #expect(Throttle(limit: 0).count("a", at: now) == nil)
    }

    @Test(
        "X-Forwarded-For counts only from trusted proxies, read from its end",
        arguments: [
            ("10.0.0.1", nil, "10.0.0.1"), ("9.9.9.9", "1.2.3.4", "9.9.9.9"), ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
            ("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"), ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"),
            ("10.0.0.1", "nonsense", "10.0.0.1"), ("10.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            ("::ffff:1.2.3.4", nil, "1.2.3.4"),
        ] as [(String, String?, String)])
    func forwarded(peer: String, header: String?, expected: String) {
        let found = ClientAddress.find(peer: peer, forwarded: header, trusted: ["10.0.0.1", "10.0.0.2"])
        #expect(found == expected)
    }
}
