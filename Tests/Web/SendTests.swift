import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Coupons sent to a mailbox, over HTTP")
struct SendTests {
    @Test("a server without a mail server says so and queues nothing; what is no address is refused first")
    func off() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let id = try #require(visit.json["coupons"]?[0]?["id"]?.stringValue)
            let no = try await world.post("/v1/coupons/\(id)/send", ["email": "kim@example.com"], token: shopper)
            #expect(no.status == 409 && no.code == "mail_off", "\(no.text)")
            for email in ["kim", "kim@localhost", "kim@example.com\r\nRCPT TO:<x@example.com>", "\"k\"@example.com"] {
                let odd = try await world.post("/v1/coupons/\(id)/send", ["email": .string(email)], token: shopper)
                #expect(odd.status == 400 && odd.json["errors"]?[0]?["field"] == "email", "\(email)")
            }
        }
    }

    @Test("queued once for a key, counted once, and refused with 429 that no key keeps")
    func queued() async throws {
        try await WebWorld.with(mailingBy: "smtp://127.0.0.1:9?from=shop@example.org&tls=none") { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let id = try #require(visit.json["coupons"]?[0]?["id"]?.stringValue)
            let send = { (key: String) in
                try await world.post("/v1/coupons/\(id)/send", ["email": "kim@example.com"], token: shopper, key: key)
            }
            for key in ["a", "a", "b", "c"] {
                let heard = try await send(key)
                #expect(heard.status == 202 && heard.json["state"] == "queued", "\(heard.text)")
            }
            let fourth = try await send("d")
            #expect(fourth.status == 429 && fourth.code == "too_many_attempts", "\(fourth.text)")
            #expect(try await world.count("select count(*) from mails") == 3)
            world.clock.advance(seconds: 3_600 * 8)
            #expect(try await send("d").code == "wrong_state")
            let stranger = try await world.shopper()
            let path = "/v1/coupons/\(id)/send"
            #expect(try await world.post(path, ["email": "kim@example.com"], token: stranger).code == "not_found")
        }
    }
}
