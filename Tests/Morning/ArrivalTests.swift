import Geofence
import Promotions
import Support
import Testing

@testable import footfall

@Suite("Arrivals of a simulated morning")
struct ArrivalTests {
    @Test("the same seed gives the same arrivals, another seed gives others")
    func seeded() throws {
        let seed = SeededRandom().seed
        let first = try MadeUp.arrivals(seed: seed, shoppers: 500).make()
        #expect(try MadeUp.arrivals(seed: seed, shoppers: 500).make() == first, "seed \(seed)")
        #expect(try MadeUp.arrivals(seed: seed &+ 1, shoppers: 500).make() != first, "seed \(seed)")
    }

    @Test("everybody comes once, and whoever comes again has been there in an earlier phase")
    func everybody() throws {
        let seed = SeededRandom().seed
        let coming = try MadeUp.arrivals(seed: seed, shoppers: 5_000).make()
        let first = coming.joined().filter { !$0.isAgain }
        #expect(first.map(\.shopper).sorted() == Array(0..<5_000), "seed \(seed)")
        let phases = Dictionary(uniqueKeysWithValues: first.map { ($0.shopper, $0.phase) })
        let again = coming.joined().filter(\.isAgain)
        #expect(!again.isEmpty, "seed \(seed)")
        #expect(again.allSatisfy { $0.phase > phases[$0.shopper] ?? .max }, "seed \(seed)")
        for (number, phase) in coming.enumerated() { #expect(phase.allSatisfy { $0.phase == number }) }
    }

    @Test("manners and phases come as often as planned, give or take chance")
    func shares() throws {
        let seed = SeededRandom().seed
        let maker = try MadeUp.arrivals(seed: seed, shoppers: 20_000)
        let first = maker.make().joined().filter { !$0.isAgain }
        #expect(Manner.allCases.map(\.share).reduce(0, +) == 10_000)
        #expect(maker.plan.phases.map(\.share).reduce(0, +) == 100)
        let honest = first.count { $0.manner == .honest }
        #expect((15_500...16_500).contains(honest), "\(honest), seed \(seed)")
        let early = first.count { $0.phase == 1 }
        #expect((6_000...6_800).contains(early), "\(early), seed \(seed)")
        #expect(first.contains { $0.manner.isCheat && $0.manner.needsTill })
    }

    @Test("an honest fix is mostly inside its store, one from outside is in no store at all")
    func whereabouts() throws {
        let seed = SeededRandom().seed
        let maker = try MadeUp.arrivals(seed: seed, shoppers: 5_000)
        let places = maker.places.all
        var chances: [Double] = []
        for arrival in maker.make().joined() {
            let position = try #require(
                Position(latitude: arrival.fix.latitude, longitude: arrival.fix.longitude))
            let fix = try #require(Fix(position: position, accuracyMeters: arrival.fix.accuracyMeters))
            let fence = Fence.circle(center: places[arrival.place].position, radiusMeters: 75)
            switch arrival.manner {
            case .honest: chances.append(fence.containment(of: fix))
            case .outside, .lost:
                for place in places {
                    let fence = Fence.circle(center: place.position, radiusMeters: 75)
                    #expect(fence.containment(of: fix) < 0.01, "seed \(seed)")
                }
            case .returning, .retrying, .hangingUp, .racing, .vague, .stale, .mocked, .replaying, .jumping, .firing,
                .twoTills, .wrongStore, .copying, .guessing:
                break
            }
        }
        let sure = Double(chances.count { $0 >= 0.8 }) / Double(chances.count)
        // Most, not all: phones err, and then a shopper is asked for another fix.
        #expect(sure > 0.85 && sure < 1, "\(sure), seed \(seed)")
    }

    @Test("those who are about a till go where one is, and who jumps goes far")
    func placesThatFit() throws {
        let seed = SeededRandom().seed
        let maker = try MadeUp.arrivals(seed: seed, shoppers: 5_000)
        #expect(maker.tills.count == 5 && maker.tills.contains(maker.typical))
        for arrival in maker.make().joined() {
            if arrival.manner.needsTill { #expect(maker.tills.contains(arrival.place), "seed \(seed)") }
            guard arrival.manner == .jumping, arrival.place != arrival.otherPlace else { continue }
            let places = maker.places.all
            let meters = places[arrival.place].position.distanceMeters(to: places[arrival.otherPlace].position)
            #expect(meters > 20_000, "seed \(seed)")
        }
    }

    @Test("a weighted draw gives each as often as its weight says, and nothing for no weight")
    func weights() {
        var dice = SeededDice(seed: 3)
        let draw = WeightedDraw([1, 0, 3])
        var counts = [0, 0, 0]
        for _ in 0..<4_000 { counts[draw.draw(&dice)] += 1 }
        #expect(counts[1] == 0 && (850...1_150).contains(counts[0]), "\(counts)")
    }

    @Test("what a request says is the same each time it is sent")
    func requests() throws {
        let fix = SimulatedFix(
            try #require(Position(latitude: 37.123_456_789, longitude: -122)), accuracyMeters: 12.345, ageMS: 900)
        let request = SimulatedRequest.checkIn(fix, token: "t", key: "k", channel: "poster", isMocked: true)
        let body = try JSON(parsing: request.body)
        #expect(body["position"]?["latitude"]?.numberValue == 37.123_456_8)
        #expect(body["position"]?["accuracy_meters"]?.numberValue == 12.35)
        #expect(body["position"]?["mocked"] == true && body["channel"] == "poster")
        #expect(request.headers.contains { $0 == ("Idempotency-Key", "k") })
        let moment = try #require(Instant(rfc3339: "2026-07-21T14:00:00Z"))
        let dated = SimulatedRequest.checkIn(fix, token: "t", key: "k", channel: nil, capturedAt: moment)
        #expect(try JSON(parsing: dated.body)["position"]?["captured_at"] == "2026-07-21T14:00:00Z")
    }
}
