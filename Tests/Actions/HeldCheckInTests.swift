import Geofence
import Promotions
import Testing

@testable import Actions

@Suite("A held check-in")
struct HeldCheckInTests {
    private func fix(_ world: World, near store: Store, meters: Double, accuracy: Double) throws -> ReportedFix {
        try #require(world.attempt(world.shopperStub, at: store, meters: meters, accuracy: accuracy).fix)
    }

    @Test("two stores that both hold the fix let the shopper choose, and the coupon is good in both")
    func overlap() async throws {
        try await World.with { world in
            let first = try await world.store("Ground floor")
            let second = try await world.store("First floor", longitude: World.here.longitude + 0.0001)
            try await world.launch()
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: first, meters: 0)).value
            #expect(held.record.verdict == .held)
            #expect(held.reasons.map(\.reason) == [.severalStores])
            #expect(Set(held.candidates.map(\.store.id)) == [first.id, second.id])
            #expect(held.record.heldUntil == world.clock.now.adding(seconds: 60))

            let ref = Ref<CheckIn>(world.retailer, held.record.id)
            let chosen = try await world.desk.resume(
                ref, by: shopper, fix: nil, store: Ref(world.retailer, second.id), retry: nil
            ).value
            #expect(chosen.record.verdict == .accepted)
            #expect(chosen.store.id == second.id)
            #expect(chosen.coupons.first?.coupon.alsoValidAt == [first.id])
            #expect(try await world.count("select count(*) from check_ins") == 1)

            let again = try await world.desk.resume(
                ref, by: shopper, fix: nil, store: Ref(world.retailer, first.id), retry: nil)
            #expect(again.refusal == .notHeld)
        }
    }

    @Test("naming one of two overlapping stores settles it at once, and the coupon is good in both")
    func named() async throws {
        try await World.with { world in
            let first = try await world.store("Ground floor")
            let second = try await world.store("First floor", longitude: World.here.longitude + 0.0001)
            try await world.launch()
            let attempt = try await world.attempt(world.shopper(), at: first, meters: 0, naming: first)
            let answer = try await world.desk.checkIn(attempt).value
            #expect(answer.record.verdict == .accepted)
            #expect(answer.coupons.first?.coupon.alsoValidAt == [second.id])
        }
    }

    @Test("an uncertain fix is held and a better one settles it")
    func betterFix() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 75, accuracy: 30)).value
            #expect(held.record.verdict == .held)
            #expect(held.reasons.map(\.reason) == [.uncertain])
            let settled = try await world.desk.resume(
                Ref(world.retailer, held.record.id), by: shopper,
                fix: try fix(world, near: store, meters: 20, accuracy: 6), store: nil, retry: nil
            ).value
            #expect(settled.record.verdict == .accepted)
            #expect(settled.record.fixes == 2)
            #expect(settled.coupons.count == 1)
        }
    }

    @Test("a fix that says nothing and a store that was not offered leave it waiting")
    func mishaps() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 75, accuracy: 30)).value
            let ref = Ref<CheckIn>(world.retailer, held.record.id)
            let old = try #require(world.attempt(shopper, at: store, agedSeconds: 900).fix)
            let waiting = try await world.desk.resume(ref, by: shopper, fix: old, store: nil, retry: nil).value
            #expect(waiting.record.verdict == .held)
            #expect(waiting.reasons.map(\.reason) == [.staleFix])
            let other = try await world.store("Elsewhere", latitude: 38)
            await #expect(throws: Invalid.self) {
                _ = try await world.desk.resume(
                    ref, by: shopper, fix: nil, store: Ref(world.retailer, other.id), retry: nil)
            }
            let better = try fix(world, near: store, meters: 5, accuracy: 6)
            let settled = try await world.desk.resume(ref, by: shopper, fix: better, store: nil, retry: nil).value
            #expect(settled.record.verdict == .accepted)
        }
    }

    @Test("of continuations of every kind at once one is recorded")
    func mixedRace() async throws {
        try await World.with { world in
            let first = try await world.store("Ground floor")
            let second = try await world.store("First floor", longitude: World.here.longitude + 0.0001)
            try await world.launch(changing: ["limits": []])
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: first, meters: 0)).value
            let ref = Ref<CheckIn>(world.retailer, held.record.id)
            let better = try fix(world, near: first, meters: 0, accuracy: 5)
            _ = try await withThrowingTaskGroup(of: Void.self) { group in
                for place in 0..<24 {
                    group.addTask {
                        let chosen = place % 3 == 0 ? nil : Ref(world.retailer, place % 2 == 0 ? first.id : second.id)
                        _ = try await world.desk.resume(
                            ref, by: shopper, fix: place % 3 == 1 ? nil : better, store: chosen, retry: nil)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.count("select count(*) from coupons") <= 1)
        }
    }

    @Test("withdrawn consent ends it: no further position is looked at or kept")
    func consent() async throws {
        try await World.with { world in
            let store = try await world.store()
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 75, accuracy: 30)).value
            let changed = try await world.desk.changeShopper(
                shopper, locale: nil, location: false, marketing: nil, textVersion: "1"
            ).value
            let refused = try await world.desk.resume(
                Ref(world.retailer, held.record.id), by: world.token(changed.token),
                fix: try fix(world, near: store, meters: 5, accuracy: 6), store: nil, retry: nil
            ).value
            #expect(refused.reasons.map(\.reason) == [.noConsent])
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 0)
        }
    }

    @Test("it ends after 60 seconds, and is nobody else's")
    func limits() async throws {
        try await World.with { world in
            let store = try await world.store()
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 75, accuracy: 30)).value
            let ref = Ref<CheckIn>(world.retailer, held.record.id)
            let better = try fix(world, near: store, meters: 5, accuracy: 6)
            let stranger = try await world.shopper()
            #expect(
                try await world.desk.resume(ref, by: stranger, fix: better, store: nil, retry: nil).refusal == .notFound
            )
            world.clock.advance(seconds: 60)
            #expect(
                try await world.desk.resume(ref, by: shopper, fix: better, store: nil, retry: nil).refusal == .notHeld)
        }
    }

    @Test("of twenty continuations at once one is recorded")
    func race() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 75, accuracy: 30)).value
            let better = try fix(world, near: store, meters: 10, accuracy: 6)
            let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let answer = try await world.desk.resume(
                            Ref(world.retailer, held.record.id), by: shopper, fix: better, store: nil, retry: nil)
                        return answer.refusal == nil
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(accepted == 1)
            #expect(try await world.count("select count(*) from coupons") == 1)
        }
    }
}

extension World {
    /// For building fixes only.
    var shopperStub: ShopperToken {
        ShopperToken(
            shopper: ID(1), session: ID(1), generation: 1, expiresAt: clock.now, assurance: .anonymous,
            consents: Shopper.Consents(location: true, marketing: false), isGuest: false)
    }
}
