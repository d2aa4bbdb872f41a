import Crypto
import Foundation
import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("A shopper")
struct ShopperTests {
    private func signUp(_ identity: SignUp.Identity?) -> SignUp {
        SignUp(
            consents: Shopper.Consents(location: true, marketing: false), locale: "en", identity: identity,
            textVersion: "1")
    }

    private func jwt(_ claims: JSON, key: Curve25519.Signing.PrivateKey, algorithm: String = "EdDSA") throws -> String {
        func part(_ data: Data) -> String {
            data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let header: JSON = ["alg": .string(algorithm), "typ": "JWT"]
        let signed = "\(part(Data(header.text().utf8))).\(part(Data(claims.text().utf8)))"
        return "\(signed).\(part(try key.signature(for: Data(signed.utf8))))"
    }

    @Test("the same signed identity is always the same shopper")
    func signedIdentity() async throws {
        try await World.with { world in
            let key = Curve25519.Signing.PrivateKey()
            let identity = IdentityKey(algorithm: .edDSA, publicKey: [UInt8](key.publicKey.rawRepresentation))
            _ = try await world.desk.setIdentityKey(identity, of: world.retailer).value
            let expires = JSON.int(world.clock.now.seconds + 3_600)
            let token = try jwt(["sub": "customer-1", "exp": expires, "aud": .string(world.retailer.text)], key: key)
            let first = try await world.desk.signUp(signUp(.jwt(token)), through: world.retailer, isVouchedFor: false)
                .value
            let again = try await world.desk.signUp(signUp(.jwt(token)), through: world.retailer, isVouchedFor: false)
                .value
            #expect(first.shopper.id == again.shopper.id)
            #expect(try world.token(again.token).assurance == .verified)
            #expect(try world.token(again.token).isGuest == false)
            #expect(first.recoveryCode == nil)
        }
    }

    @Test(
        "a token that is forged, old, unsigned or for somebody else is refused",
        arguments: ["forged", "old", "none", "audience", "nobody", "endless"])
    func badIdentity(flaw: String) async throws {
        try await World.with { world in
            let key = Curve25519.Signing.PrivateKey()
            _ = try await world.desk.setIdentityKey(
                IdentityKey(algorithm: .edDSA, publicKey: [UInt8](key.publicKey.rawRepresentation)), of: world.retailer
            ).value
            var claims: JSONObject = ["sub": "customer-1", "exp": .int(world.clock.now.seconds + 3_600)]
            if flaw == "old" { claims["exp"] = .int(world.clock.now.seconds) }
            if flaw == "endless" { claims["exp"] = .int(world.clock.now.seconds + 90_000) }
            if flaw == "audience" { claims["aud"] = "somebody-else" }
            if flaw == "nobody" { claims["sub"] = "" }
            let signer = flaw == "forged" ? Curve25519.Signing.PrivateKey() : key
            let token = try jwt(.object(claims), key: signer, algorithm: flaw == "none" ? "none" : "EdDSA")
            let answer = try await world.desk.signUp(signUp(.jwt(token)), through: world.retailer, isVouchedFor: false)
            #expect(answer.refusal == .identityInvalid)
        }
    }

    @Test("whoever types another's loyalty number shares the limits but sees none of the coupons")
    func guest() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let first = try await world.desk.signUp(
                signUp(.loyaltyNumber("4711")), through: world.retailer, isVouchedFor: false
            ).value
            let owner = try world.token(first.token)
            let earned = try await world.desk.checkIn(world.attempt(owner, at: store)).value
            let coupon = Ref<Coupon>(world.retailer, try #require(earned.coupons.first).coupon.id)
            let second = try await world.desk.signUp(
                signUp(.loyaltyNumber("4711")), through: world.retailer, isVouchedFor: false
            ).value
            let guest = try world.token(second.token)
            #expect(guest.shopper == owner.shopper)
            #expect(guest.isGuest)
            #expect(try await world.desk.coupon(coupon, for: guest).refusal == .notFound)
            #expect(try await world.desk.coupon(coupon, for: owner).refusal == nil)
            let again = try await world.desk.checkIn(world.attempt(guest, at: store)).value
            #expect(again.reasons.map(\.reason) == [.limitShopper])
            let change = try await world.desk.changeShopper(
                guest, locale: nil, location: false, marketing: nil, textVersion: "1")
            #expect(change.refusal == .identityUnverified)
        }
    }

    @Test("a change of consent makes older tokens useless here at once and in other processes when they follow")
    func consent() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            let text = try await world.desk.signUp(signUp(nil), through: nil, isVouchedFor: false).value.token
            let token = try world.token(text)
            #expect(world.desk.caller(bearing: text).refusal == nil)
            let changed = try await world.desk.changeShopper(
                token, locale: nil, location: false, marketing: nil, textVersion: "2"
            ).value
            #expect(world.desk.caller(bearing: text).refusal == .tokenOutdated)
            #expect(world.desk.caller(bearing: changed.token).refusal == nil)
            #expect(try world.token(changed.token).consents.location == false)
            try await other.followGenerations(since: world.clock.now.adding(seconds: -1))
            #expect(other.caller(bearing: text).refusal == .tokenOutdated)
            #expect(try await world.count("select count(*) from shopper_consents where not granted") == 2)
            await pool.close()
        }
    }

    @Test("a recovery code works once, locks the old phone out and brings the next code")
    func recovery() async throws {
        try await World.with { world in
            let first = try await world.desk.signUp(signUp(nil), through: nil, isVouchedFor: false).value
            let code = try #require(first.recoveryCode)
            let back = try await world.desk.recoverShopper(code.lowercased()).value
            #expect(back.shopper.id == first.shopper.id)
            #expect(world.desk.caller(bearing: first.token).refusal == .tokenOutdated)
            #expect(world.desk.caller(bearing: back.token).refusal == nil)
            #expect(try await world.desk.recoverShopper(code).refusal == .recoveryCodeWrong)
            #expect(try await world.desk.recoverShopper(try #require(back.recoveryCode)).refusal == nil)
        }
    }

    @Test("a token is good for thirty days, and renewing brings thirty more")
    func renewal() async throws {
        try await World.with { world in
            let text = try await world.desk.signUp(signUp(nil), through: nil, isVouchedFor: false).value.token
            world.clock.advance(seconds: 29 * 86_400)
            let renewed = try await world.desk.renewToken(try world.token(text)).value
            world.clock.advance(seconds: 2 * 86_400)
            #expect(world.desk.caller(bearing: text).refusal == .tokenOutdated)
            #expect(world.desk.caller(bearing: renewed.token).refusal == nil)
        }
    }

    @Test("coupons reach the wallet through the outbox, each once")
    func wallet() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let coupon = try await world.desk.checkIn(world.attempt(shopper, at: store)).value.coupons.first
            async let first = world.desk.deliverOutbox()
            async let second = world.desk.deliverOutbox()
            #expect(try await first + second == 1)
            let page = try await world.desk.coupons(for: shopper, after: nil, limit: 50)
            #expect(page.items.map(\.issued.coupon.id) == [coupon?.coupon.id])
            #expect(page.next == nil)
        }
    }
}
