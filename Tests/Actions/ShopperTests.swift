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
        arguments: ["forged", "old", "none", "audience", "number", "numbers", "nobody", "endless"])
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
            if flaw == "number" { claims["aud"] = 7 }
            if flaw == "numbers" { claims["aud"] = [.string(world.retailer.text), 7] }
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
            let again = try await world.desk.checkIn(world.attempt(guest, at: store, meters: 21)).value
            #expect(again.reasons.map(\.reason) == [.limitShopper])
            let change = try await world.desk.changeShopper(
                guest, locale: nil, location: false, marketing: nil, textVersion: "1")
            #expect(change.refusal == .identityUnverified)
        }
    }

    @Test("whoever typed a loyalty number first is out once the retailer vouches for its owner")
    func takeover() async throws {
        try await World.with { world in
            let (pool, other) = try await world.anotherProcess()
            func join(isVouchedFor: Bool) async throws -> SignedUp {
                try await world.desk.signUp(
                    signUp(.loyaltyNumber("4711")), through: world.retailer, isVouchedFor: isVouchedFor
                ).value
            }
            let squatter = try await join(isVouchedFor: false)
            let code = try #require(squatter.recoveryCode)
            let owner = try await join(isVouchedFor: true)
            #expect(owner.shopper.id == squatter.shopper.id)
            #expect(try world.token(owner.token).assurance == .verified)
            #expect(world.desk.caller(bearing: squatter.token).refusal == .tokenOutdated)
            #expect(world.desk.caller(bearing: owner.token).refusal == nil)
            #expect(try await world.desk.recoverShopper(code).refusal == .recoveryCodeWrong)
            try await other.followGenerations()
            #expect(other.caller(bearing: squatter.token).refusal == .tokenOutdated)
            #expect(try await world.count("select count(*) from shopper_identities where is_verified") == 1)
            // Proven once: the owner's second phone leaves the first one alone.
            let second = try await join(isVouchedFor: true)
            #expect(second.shopper.generation == owner.shopper.generation)
            #expect(world.desk.caller(bearing: owner.token).refusal == nil)
            #expect(try world.token(try await join(isVouchedFor: false).token).isGuest)
            await pool.close()
        }
    }

    @Test("of twenty who type one loyalty number at once one gets the account and the others are guests")
    func typedAtOnce() async throws {
        try await World.with { world in
            let order = signUp(.loyaltyNumber("4711"))
            let tokens = try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await world.desk.signUp(order, through: world.retailer, isVouchedFor: false).value.token
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.map(world.token)
            }
            #expect(tokens.count == 20)
            #expect(Set(tokens.map(\.shopper)).count == 1)
            #expect(tokens.count { !$0.isGuest } == 1)
            #expect(try await world.count("select count(*) from shoppers") == 1)
            #expect(try await world.count("select count(*) from shopper_consents") == 2)
        }
    }

    @Test("an identity and its shopper are seen together or not at all")
    func identityWithItsShopper() async throws {
        try await World.with { world in
            let fault = """
                alter table shoppers add constraint nobody check (shopper_id is null) not valid
                """
            _ = try await world.pool.run(Statement(once: "refuse shoppers", fault)())
            await #expect(throws: PostgresError.self) {
                try await world.desk.signUp(
                    signUp(.loyaltyNumber("4711")), through: world.retailer, isVouchedFor: false)
            }
            #expect(try await world.count("select count(*) from shopper_identities") == 0)
        }
    }

    @Test("a withdrawal and another change at once are both kept, each with its own row")
    func consentsAtOnce() async throws {
        try await World.with { world in
            for _ in 0..<10 {
                let token = try await world.shopper()
                async let withdrawal = world.desk.changeShopper(
                    token, locale: nil, location: false, marketing: nil, textVersion: "2")
                async let permission = world.desk.changeShopper(
                    token, locale: "de", location: nil, marketing: true, textVersion: "2")
                _ = try await (withdrawal.value, permission.value)
                let shopper = try await world.desk.shopper(token).value
                #expect(shopper.consents == Shopper.Consents(location: false, marketing: true))
                #expect((shopper.locale, shopper.generation) == ("de", 3))
                let rows = "from shopper_consents where shopper_id = \(token.shopper.rawValue)"
                #expect(try await world.count("select count(*) \(rows)") == 4)
                let changed = "and (purpose, granted) in (('location', false), ('marketing', true))"
                #expect(try await world.count("select count(*) \(rows) \(changed)") == 2)
            }
        }
    }

    @Test("a consent is not changed without its row")
    func consentWithItsRow() async throws {
        try await World.with { world in
            let token = try await world.shopper()
            let fault = "alter table shopper_consents add constraint nobody check (granted is null) not valid"
            _ = try await world.pool.run(Statement(once: "refuse consents", fault)())
            await #expect(throws: PostgresError.self) {
                try await world.desk.changeShopper(
                    token, locale: nil, location: false, marketing: nil, textVersion: "2")
            }
            #expect(try await world.desk.shopper(token).value.consents.location)
        }
    }

    @Test("an Ed25519 key in PEM is read with the line ends of any system", arguments: ["\n", "\r\n"])
    func linesOfKeys(end: String) throws {
        let key = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation
        let der = Data([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]) + key
        let lines = ["-----BEGIN PUBLIC KEY-----", der.base64EncodedString(), "-----END PUBLIC KEY-----", ""]
        let read = try IdentityKey(pem: lines.joined(separator: end))
        #expect(read == IdentityKey(algorithm: .edDSA, publicKey: [UInt8](key)))
    }

    @Test("who comes back verified is asked again, and the last answer counts")
    func askedAgain() async throws {
        try await World.with { world in
            let yes = signUp(.loyaltyNumber("4711"))
            var no = yes
            no.consents.location = false
            let first = try await world.desk.signUp(yes, through: world.retailer, isVouchedFor: true).value
            let again = try await world.desk.signUp(no, through: world.retailer, isVouchedFor: true).value
            #expect(again.shopper.id == first.shopper.id)
            #expect(try world.token(again.token).consents.location == false)
            #expect(world.desk.caller(bearing: first.token).refusal == .tokenOutdated)
            #expect(world.desk.caller(bearing: again.token).refusal == nil)
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
            try await other.followGenerations()
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
