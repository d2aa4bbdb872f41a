import Promotions
import Testing

@testable import Web

@Suite("Wallet passes over HTTP")
struct WalletTests {
    @Test("a server without the operator's keys says so, to whoever may see the coupon, and links to no pass")
    func off() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let answer = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let coupon = try #require(answer.json["coupons"]?[0])
            let id = try #require(coupon["id"]?.stringValue)
            #expect(coupon["links"]?["pkpass"] == nil && coupon["links"]?["pdf"] != nil)
            for path in ["/v1/coupons/\(id).pkpass", "/v1/coupons/\(id)/google-wallet"] {
                let no = try await world.get(path, token: shopper)
                #expect(no.status == 409 && no.code == "wallet_off", "\(no.text)")
                #expect(try await world.get(path, token: try await world.shopper()).status == 404)
            }
            #expect(try await world.get("/v1/coupons/\(id)/google-wallet").status == 401)
        }
    }
}
