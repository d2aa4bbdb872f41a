import Geofence
import Promotions
import Testing

@testable import Actions

@Suite("Signals of a check-in, through the desk")
struct SignalTests {
    private func told(_ answer: Answer<CheckInAnswer>) throws -> String {
        let value = try answer.value
        return ([value.record.verdict.rawValue] + value.reasons.map(\.reason.rawValue)).joined(separator: " ")
    }

    private func attempt(_ world: World, _ shopper: ShopperToken, code: String?, at store: Store? = nil) throws
        -> CheckInAttempt
    {
        let plain = world.attempt(shopper, at: store, meters: 5)
        return CheckInAttempt(
            caller: shopper, fix: plain.fix, store: nil, code: try code.map { try #require(PresenceCode(typed: $0)) },
            channel: nil, retry: nil)
    }

    @Test("the same fix again is refused, another shopper's same fix is not")
    func replayed() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            #expect(try await told(world.desk.checkIn(world.attempt(shopper, at: store))) == "accepted")
            let again = try await world.desk.checkIn(world.attempt(shopper, at: store))
            #expect(try told(again) == "refused replayed")
            #expect(try again.value.record.evidence.replayOf != nil)
            #expect(try await told(world.desk.checkIn(world.attempt(world.shopper(), at: store))) == "accepted")
        }
    }

    @Test("speed, repeats and rapid fire look at this retailer's own check-ins, across batches")
    func history() async throws {
        try await World.with { world in
            let store = try await world.store()
            let far = try await world.store("Far", latitude: World.here.latitude + 1)
            try await world.launch(changing: ["limits": []])
            let shopper = try await world.shopper()
            #expect(try await told(world.desk.checkIn(world.attempt(shopper, at: store))) == "accepted")
            world.clock.advance(seconds: 60)
            let jumped = try await world.desk.checkIn(world.attempt(shopper, at: far))
            #expect(try told(jumped) == "refused jumped")
            let speed = try #require(try jumped.value.record.evidence.speed)
            #expect(abs(speed.metersPerSecond - 111_000 / 60) < 20)
            let soon = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 21))
            #expect(try told(soon) == "accepted_no_reward too_soon")
            #expect(try soon.value.record.evidence.secondsSinceEarned == 60)
            world.clock.advance(seconds: 3_600)
            #expect(try await told(world.desk.checkIn(world.attempt(shopper, at: far))) == "accepted")
        }
    }

    @Test("of forty check-ins of one shopper at once, from two places, one place counts")
    func oneBatch() async throws {
        try await World.with { world in
            let here = try await world.store()
            let far = try await world.store("Far", latitude: World.here.latitude + 1)
            try await world.launch(changing: ["limits": []])
            let shopper = try await world.shopper()
            let verdicts = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await told(
                            world.desk.checkIn(
                                world.attempt(shopper, at: number % 2 == 0 ? here : far, meters: Double(number))))
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(verdicts["accepted"] == 1, "\(verdicts)")
            #expect(try await world.count("select count(distinct store_id) from coupons") == 1)
        }
    }

    @Test("the code on the screen proves presence without a position, and none is kept")
    func code() async throws {
        try await World.with { world in
            let store = try await world.store()
            _ = try await world.store("Other", latitude: World.here.latitude + 0.5)
            try await world.launch(changing: ["presence": ["proof": "either"]])
            let ref = Ref<Store>(world.retailer, store.id)
            let digits = world.desk.secrets.presenceCode(of: ref, at: world.clock.now)
            let scanned = PresenceCode.scanned(digits, at: ref)
            let first = try await world.desk.checkIn(attempt(world, world.shopper(), code: scanned))
            #expect(try told(first) == "accepted")
            #expect(try first.value.record.source == .code)
            // Typed, with a position only to tell which store is meant; without consent as well.
            let second = try await world.desk.checkIn(
                attempt(world, world.shopper(location: false), code: digits, at: store))
            #expect(try told(second) == "accepted")
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 0)
            let wrong = try await world.desk.checkIn(
                attempt(world, world.shopper(), code: PresenceCode.scanned("00000000", at: ref)))
            #expect(try told(wrong) == "refused code_wrong")
            world.clock.advance(seconds: 61)
            let late = try await world.desk.checkIn(attempt(world, world.shopper(), code: scanned))
            #expect(try told(late) == "refused code_wrong")
        }
    }

    @Test("where both are asked for, a position is held until the code comes")
    func both() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["presence": ["proof": "both"]])
            let shopper = try await world.shopper()
            let held = try await world.desk.checkIn(world.attempt(shopper, at: store))
            #expect(try told(held) == "held code_required")
            let ref = Ref<CheckIn>(world.retailer, try held.value.record.id)
            let digits = world.desk.secrets.presenceCode(of: Ref(world.retailer, store.id), at: world.clock.now)
            func resume(_ digits: String) async throws -> String {
                try await told(
                    world.desk.resume(
                        ref, by: shopper, fix: nil, store: nil, code: PresenceCode(typed: digits), retry: nil)
                )
            }
            #expect(try await resume(digits == "11111111" ? "22222222" : "11111111") == "held code_wrong")
            #expect(try await resume(digits) == "accepted")
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 1)
        }
    }

    @Test("staff earn nothing, wherever their phone is, and no position of theirs is kept")
    func staff() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let digits = world.desk.secrets.staffCode(
                of: Ref(world.retailer, store.id), step: PresenceCode.step(at: world.clock.now))
            let code = PresenceCode.scanned(digits, at: Ref(world.retailer, store.id))
            _ = try await world.desk.joinStaff(shopper, with: code).value
            let inside = try await world.desk.checkIn(world.attempt(shopper, at: store))
            #expect(try told(inside) == "accepted_no_reward staff")
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 0)
            #expect(try await world.count("select count(*) from coupons") == 0)
        }
    }
}
