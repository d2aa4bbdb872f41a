import Geofence
import Promotions
import Records
import Testing

@testable import Actions

@Suite("A check-in")
struct CheckInTests {
    @Test("20 m from the pin at nine earns a pastry coupon that ends with the window")
    func earns() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let answer = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            #expect(answer.record.verdict == .accepted)
            #expect(answer.store.id == store.id)
            let coupon = try #require(answer.coupons.first)
            #expect(coupon.coupon.expiresAt.rfc3339 == "2026-07-21T17:30:00Z")
            #expect(answer.offers.map(\.outcome.state) == [.issued])
            #expect(try await world.count("select count(*) from coupons") == 1)
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 1)
        }
    }

    @Test("at 10:30:00 sharp the window is over; the visit is recorded and the reason given")
    func windowEnds() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            world.clock.set("2026-07-21T17:29:59Z")
            let before = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            #expect(before.record.verdict == .accepted)
            world.clock.set("2026-07-21T17:30:00Z")
            let after = try await world.desk.checkIn(world.attempt(world.shopper(), at: store)).value
            #expect(after.record.verdict == .acceptedNoReward)
            #expect(after.reasons.map(\.reason) == [.ended])
            #expect(after.coupons.isEmpty)
            #expect(try await world.count("select count(*) from check_ins") == 2)
        }
    }

    @Test("2 km away is outside the fence: recorded, nothing earned, and the distance is said")
    func farAway() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let answer = try await world.desk.checkIn(world.attempt(world.shopper(), at: store, meters: 2_000)).value
            #expect(answer.record.verdict == .refused)
            #expect(answer.reasons.first?.reason == .outsideFence)
            #expect(answer.reasons.first?.say.text.contains("km away") == true)
            #expect(try await world.count("select count(*) from check_ins") == 1)
            #expect(try await world.count("select count(*) from coupons") == 0)
        }
    }

    @Test("with no store within 5 km there is nothing to check in at, and nothing is recorded")
    func nowhere() async throws {
        try await World.with { world in
            let store = try await world.store()
            let answer = try await world.desk.checkIn(world.attempt(world.shopper(), at: store, meters: 9_000))
            #expect(answer.refusal == .noStoreNear)
            #expect(try await world.count("select count(*) from check_ins") == 0)
        }
    }

    @Test(
        "a bad fix is refused by its own name",
        arguments: [
            (300, false, 15.0, CheckInReason.staleFix), (-60, false, 15, .clockSkew), (1, true, 15, .mocked),
            (1, false, 400, .inaccurate),
        ])
    func badFix(age: Int, isMocked: Bool, accuracy: Double, reason: CheckInReason) async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let attempt = try await world.attempt(
                world.shopper(), at: store, accuracy: accuracy, naming: store, agedSeconds: age, isMocked: isMocked)
            let answer = try await world.desk.checkIn(attempt).value
            #expect(answer.record.verdict == .refused)
            #expect(answer.reasons.map(\.reason) == [reason])
        }
    }

    @Test("without consent no position is kept, and nothing is earned")
    func noConsent() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let attempt = try await world.attempt(world.shopper(location: false), at: store)
            let answer = try await world.desk.checkIn(attempt).value
            #expect(answer.reasons.map(\.reason) == [.noConsent])
            #expect(try await world.count("select count(*) from check_ins where latitude is null") == 1)
            #expect(
                try await world.count(
                    "select count(*) from check_ins where coalesce(distance_meters, containment) is not null")
                    == 0)
        }
    }

    @Test("a named store without a position is recorded as no_location")
    func noLocation() async throws {
        try await World.with { world in
            let store = try await world.store()
            let answer = try await world.desk.checkIn(world.attempt(world.shopper(), naming: store)).value
            #expect(answer.reasons.map(\.reason) == [.noLocation])
        }
    }

    @Test("a closed store refuses, one whose hours are not known does not")
    func hours() async throws {
        try await World.with { world in
            let closed = try await world.store(
                "Closed", hours: ["wed": [["from": "05:00", "to": "21:00"]]])
            let unknown = try await world.store("Unknown", latitude: 37.9)
            try await world.launch()
            let shopper = try await world.shopper()
            #expect(
                try await world.desk.checkIn(world.attempt(shopper, at: closed)).value.reasons.map(\.reason)
                    == [.storeClosed])
            #expect(
                try await world.desk.checkIn(world.attempt(shopper, at: unknown)).value.record.verdict == .accepted)
        }
    }

    @Test("the second visit of one shopper earns nothing more")
    func perShopper() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            _ = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
            let again = try await world.desk.checkIn(world.attempt(shopper, at: store, meters: 21)).value
            #expect(again.record.verdict == .acceptedNoReward)
            #expect(again.reasons.map(\.reason) == [.limitShopper])
        }
    }

    @Test("where the fences of two retailers overlap, a retry is answered by the one that answered first")
    func keyBetweenRetailers() async throws {
        try await World.with { world in
            let neighbour = try await world.desk.addRetailer("Neighbour").retailer.id
            let document: JSON = [
                "name": "Next door", "time_zone": "America/Los_Angeles",
                "location": ["latitude": .double(World.here.latitude), "longitude": .double(World.here.longitude)],
                "fence": ["type": "circle", "radius_meters": 75],
            ]
            _ = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).createStore(document, of: neighbour).value
            }
            try await world.desk.shelf.follow()
            let mine = try await world.store()
            let campaign = try await world.launch()
            let shopper = try await world.shopper()
            let first = try await world.desk.checkIn(world.attempt(shopper, at: mine, key: "mall")).value
            #expect(first.record.verdict == .accepted)
            // Nothing runs here any more, so without the key the older neighbour might come first.
            _ = try await world.change { try await $0.order(.pause, Ref(world.retailer, campaign.id)) }
            let again = try await world.desk.checkIn(world.attempt(shopper, at: mine, key: "mall")).value
            #expect(again.record.id == first.record.id)
            #expect(again.retailer == world.retailer)
            #expect(try await world.count("select count(*) from check_ins") == 1)
        }
    }

    @Test("a retry with the same key gets the same answer, another body does not")
    func retries() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let first = try await world.desk.checkIn(world.attempt(shopper, at: store, key: "k1")).value
            let again = try await world.desk.checkIn(world.attempt(shopper, at: store, key: "k1")).value
            #expect(first.record.id == again.record.id)
            #expect(first.coupons.map(\.code.grouped) == again.coupons.map(\.code.grouped))
            #expect(first.offers.map(\.outcome) == again.offers.map(\.outcome))
            #expect(try await world.count("select count(*) from check_ins") == 1)
            let other = try await world.desk.checkIn(world.attempt(shopper, at: store, key: "k1", body: "other"))
            #expect(other.refusal == .idempotencyMismatch)
        }
    }
}
