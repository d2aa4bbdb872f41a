import Promotions
import Records
import Testing

@testable import Actions

@Suite("An appeal", .serialized)
struct AppealTests {
    /// A check-in 2 km away, which the store may know better.
    private func refused(_ world: World, _ shopper: ShopperToken, at store: Store) async throws -> Ref<CheckIn> {
        let answer = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 2_000)).value
        #expect(answer.record.verdict == .refused)
        return Ref(world.retailer, answer.record.id)
    }

    private func shown(_ world: World, _ store: Store) throws -> PresenceCode {
        let digits = world.desk.secrets.presenceCode(of: Ref(world.retailer, store.id), at: world.clock.now)
        return try #require(PresenceCode(typed: digits))
    }

    private func appeal(
        _ world: World, _ ref: Ref<CheckIn>, _ shopper: ShopperToken, code: PresenceCode? = nil, key: String? = nil,
        body: String = "{}"
    ) async throws -> Answer<AppealAnswer> {
        let retry = key.map {
            RetryRequest(caller: shopper.shopper.text, route: "appeal \(ref.text)", key: $0, body: Array(body.utf8))
        }
        return try await world.desk.appeal(ref, by: shopper, code: code, message: "I was there.", retry: retry)
    }

    private func grant(_ world: World, _ ref: Ref<CheckIn>) async throws -> Answer<Desk.Settlement> {
        try await world.desk.grantAppeal(ref, by: .retailer(world.keys.owner.key.actor), at: nil, retry: nil)
    }

    @Test("with the code on the store's screen it is granted at once, with a coupon that lives from now")
    func byCode() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["coupon": Self.twelveHours])
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            world.clock.advance(seconds: 3_600)
            let answer = try await appeal(world, ref, shopper, code: shown(world, store)).value
            #expect(answer.appeal.state == .granted && answer.appeal.settledBy == .shopperCode)
            #expect(answer.coupons.map(\.coupon.expiresAt) == [world.clock.now.adding(seconds: 12 * 3_600)])
            let again = try await appeal(world, ref, shopper).value
            #expect(again.appeal == answer.appeal && again.coupons.map(\.code) == answer.coupons.map(\.code))
            let receipt = try await world.desk.receipt(ref, for: shopper).value
            #expect(receipt.told.record.verdict == .accepted && receipt.appeal?.state == .granted)
            #expect(receipt.told.record.evidence.isVouched)
            #expect((1_900...2_000).contains(receipt.told.record.distanceMeters ?? 0))
        }
    }

    private static let twelveHours: JSON = ["valid": ["for": "PT12H"], "headline": "Pastry", "terms": "One each."]

    @Test("a wrong code, and that of another store, leave nothing behind")
    func wrongCode() async throws {
        try await World.with { world in
            let store = try await world.store()
            let other = try await world.store("Other", latitude: 38)
            try await world.launch()
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            let guess = try #require(PresenceCode(typed: "00000000"))
            #expect(try await appeal(world, ref, shopper, code: guess).refusal == .codeWrong)
            #expect(try await appeal(world, ref, shopper, code: shown(world, other)).refusal == .codeWrong)
            #expect(try await world.count("select count(*) from appeals") == 0)
        }
    }

    @Test("without a code it waits on the store's list until the retailer grants it, once")
    func byRetailer() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            let first = try await appeal(world, ref, shopper).value
            #expect(first.appeal.state == .open && first.coupons.isEmpty)
            #expect(try await appeal(world, ref, shopper).value.appeal == first.appeal)
            let listed = try await world.desk.appeals(
                of: world.retailer, store: store.id, state: .open, after: nil, limit: 10)
            #expect(listed == [first.appeal] && listed.first?.message == "I was there.")
            for _ in 0..<2 {
                guard case .settled(let answer) = try await grant(world, ref).value else {
                    throw Unexpected("nothing granted")
                }
                #expect(answer.appeal.settledBy == .retailer(world.keys.owner.key.actor) && answer.coupons.count == 1)
            }
            let rejected = try await world.desk.rejectAppeal(
                ref, because: nil, by: .retailer(world.keys.owner.key.actor), auditing: nil, at: nil, retry: nil)
            #expect(rejected.refusal == .wrongState)
            #expect(try await world.count("select count(*) from coupons") == 1)
        }
    }

    @Test("a till settles the appeals of its own store, and sees no others")
    func byTill() async throws {
        try await World.with { world in
            let store = try await world.store()
            let other = try await world.store("Other", latitude: 38)
            try await world.launch()
            let till = try await world.till(at: store)
            let shopper = try await world.shopper()
            let (ref, far) = (
                try await refused(world, shopper, at: store), try await refused(world, shopper, at: other)
            )
            for ref in [ref, far] { _ = try await appeal(world, ref, shopper).value }
            #expect(
                try await world.desk.grantAppeal(far, by: .till(till.till.id), at: till.store, retry: nil).refusal
                    == .notFound)
            let rejected = try await world.desk.rejectAppeal(
                ref, because: nil, by: .till(till.till.id), auditing: nil, at: till.store, retry: nil)
            #expect(try rejected.value.appeal.settledBy == .till(till.till.id))
            #expect(try await grant(world, ref).refusal == .wrongState)
            // Rejection is final for the shopper too, code or not.
            #expect(try await appeal(world, ref, shopper, code: shown(world, store)).value.appeal.state == .rejected)
            #expect(try await world.count("select count(*) from coupons") == 0)
        }
    }

    @Test("where a limit is reached the right code joins the list, and granting says which limit")
    func limits() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["limits": [["per": "campaign", "period": "campaign", "max": 1]]])
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            _ = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            let answer = try await appeal(world, ref, shopper, code: shown(world, store)).value
            #expect(answer.appeal.state == .open && answer.say.text.hasPrefix("We believe that you were there"))
            guard case .nothing(let reason) = try await grant(world, ref).value else { throw Unexpected("granted") }
            #expect(reason.reason == .limitCampaign)
            #expect(try await world.desk.database.appeal(ref.id, of: world.retailer)?.state == .open)
        }
    }

    @Test("what nobody doubts, what is too late and what is another's is not appealed against")
    func groundless() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let accepted = try await world.desk.checkIn(world.attempt(shopper, at: store)).value.record.id
            #expect(try await appeal(world, Ref(world.retailer, accepted), shopper).refusal == .notAppealable)
            let ref = try await refused(world, shopper, at: store)
            #expect(try await appeal(world, ref, world.shopper()).refusal == .notFound)
            #expect(try await world.desk.receipt(ref, for: world.shopper()).refusal == .notFound)
            world.clock.advance(seconds: 24 * 3_600)
            #expect(try await appeal(world, ref, shopper).refusal == .notAppealable)
        }
    }

    @Test("an offer for verified shoppers is not granted to one whom nobody vouches for")
    func identity() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["identity": "verified"])
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            _ = try await appeal(world, ref, shopper).value
            guard case .nothing(let reason) = try await grant(world, ref).value else { throw Unexpected("granted") }
            #expect(reason.reason == .identityRequired)
        }
    }

    @Test("a retry key with the same body answers the same after the code has changed; with another it is refused")
    func retries() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            let code = try shown(world, store)
            let first = try await appeal(world, ref, shopper, code: code, key: "k").value
            world.clock.advance(seconds: 600)
            let again = try await appeal(world, ref, shopper, code: code, key: "k").value
            #expect(again.appeal == first.appeal && again.coupons.count == 1)
            #expect(
                try await appeal(world, ref, shopper, key: "k", body: "other").refusal == .idempotencyMismatch)
        }
    }

    @Test("a process that died between taking the appeal and issuing is made up for")
    func halfDone() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let ref = try await refused(world, shopper, at: store)
            _ = try await appeal(world, ref, shopper).value
            let taken = try await world.desk.database.settle(
                ref.id, of: world.retailer, as: .granted, by: .retailer(world.keys.owner.key.actor), attempt: 1,
                at: world.clock.now)
            #expect(taken?.state == .granted)
            guard case .settled(let answer) = try await grant(world, ref).value else { throw Unexpected("nothing") }
            #expect(answer.coupons.count == 1)
        }
    }
}
