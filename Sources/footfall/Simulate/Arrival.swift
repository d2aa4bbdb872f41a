import Foundation
import Geofence

/// What a simulated phone reports.
struct SimulatedFix: Hashable, Sendable {
    let latitude: Double
    let longitude: Double
    private(set) var accuracyMeters: Double
    let ageMS: Int

    init(_ position: Position, accuracyMeters: Double, ageMS: Int) {
        latitude = (position.latitude * 1e7).rounded() / 1e7
        longitude = (position.longitude * 1e7).rounded() / 1e7
        self.accuracyMeters = (accuracyMeters * 1e2).rounded() / 1e2
        self.ageMS = ageMS
    }

    /// The same place once more, told a little otherwise.
    func again(_ turn: Int) -> SimulatedFix {
        var fix = self
        fix.accuracyMeters += Double(turn) / 100
        return fix
    }
}

/// One who comes: all that chance decides about somebody beforehand.
struct Arrival: Hashable, Sendable {
    /// Which of the shoppers.
    let shopper: Int
    let manner: Manner
    /// In which phase.
    let phase: Int
    /// Comes once more, having been here before.
    let isAgain: Bool
    /// Where, by number.
    let place: Int
    /// For whoever is in two stores.
    let otherPlace: Int
    let fix: SimulatedFix
    /// What the phone reports a moment later.
    let laterFix: SimulatedFix
    let otherFix: SimulatedFix
    /// The process that is asked first.
    let server: Int
    let signsUp: Bool
    let joinsCrowd: Bool
    let channel: String?
    /// Takes the coupon to the till, if there is one.
    let redeems: Bool
    /// In so many phases from now; 0 is at once.
    let redeemsAfter: Int
    let basketCents: Int
    /// For what is still left to chance.
    let seed: UInt64
}

/// Makes all arrivals of a morning from its seed, and nothing else.
struct ArrivalMaker: Sendable {
    let plan: MorningPlan
    let places: SimulatedPlaces
    let servers: Int
    /// Where a till can take coupons, ascending.
    let tills: [Int]
    private let popularity: WeightedDraw
    private let tillPopularity: WeightedDraw
    private let phases: WeightedDraw
    private let manners: WeightedDraw

    /// One store of so many has tills, up to a number of stores that can be set up in some seconds.
    private static let storesPerTill = 8
    private static let storesWithTillsMax = 128

    init(_ plan: MorningPlan, _ places: SimulatedPlaces, servers: Int) {
        self.plan = plan
        self.places = places
        self.servers = servers
        var dice = SeededDice(seed: plan.seed)
        // Some stores have three times the visitors of others.
        let weights = places.all.map { _ in exp(0.55 * dice.normal()) }
        popularity = WeightedDraw(weights)
        let count = min(Self.storesWithTillsMax, max(2, places.all.count / Self.storesPerTill))
        tills = Array(places.all.indices.shuffled(using: &dice).prefix(count)).sorted()
        tillPopularity = WeightedDraw(tills.map { weights[$0] })
        phases = WeightedDraw(plan.phases.map { Double($0.share) })
        manners = WeightedDraw(Manner.allCases.map { Double($0.share) })
        typical = tills.sorted { weights[$0] < weights[$1] }[tills.count / 2]
    }

    /// A store with tills that as many visit as most others.
    let typical: Int

    /// For each phase those who come in it, in order.
    func make() -> [[Arrival]] {
        var coming: [[Arrival]] = plan.phases.map { _ in [] }
        var dice = SeededDice(seed: plan.seed &+ 1)
        for shopper in 0..<plan.shoppers {
            let first = arrival(shopper, &dice)
            coming[first.phase].append(first)
            guard first.manner == .returning, first.phase + 1 < plan.phases.count else { continue }
            let phase = Int.random(in: first.phase + 1..<plan.phases.count, using: &dice)
            coming[phase].append(arrival(shopper, &dice, againIn: phase))
        }
        return coming.map { $0.shuffled(using: &dice) }
    }

    private func arrival(_ shopper: Int, _ dice: inout SeededDice, againIn phase: Int? = nil) -> Arrival {
        let drawn = Manner.allCases[manners.draw(&dice)]
        let manner = phase == nil ? drawn : .returning
        let place = manner.needsTill ? tills[tillPopularity.draw(&dice)] : popularity.draw(&dice)
        let other = otherPlace(place, manner, &dice)
        let (fix, later) = fixes(at: place, manner, &dice)
        return Arrival(
            shopper: shopper, manner: manner, phase: phase ?? phases.draw(&dice), isAgain: phase != nil, place: place,
            otherPlace: other, fix: fix, laterFix: later, otherFix: inside(other, &dice),
            server: Int.random(in: 0..<servers, using: &dice), signsUp: phase == nil && dice.happens(20),
            joinsCrowd: phase == nil && shopper.isMultiple(of: 1_000 / MorningPlan.pledgersPerMille),
            channel: [nil, nil, "twitter", "poster", "instagram"][Int.random(in: 0..<5, using: &dice)],
            redeems: manner.needsTill || dice.happens(700),
            redeemsAfter: manner.needsTill || dice.happens(800) ? 0 : Int.random(in: 1...2, using: &dice),
            basketCents: Int.random(in: 180...1_900, using: &dice), seed: dice.next())
    }

    /// One more honest person in the middle of a store, beyond those who were planned.
    func probe(at place: Int, shopper: Int) -> Arrival {
        let fix = SimulatedFix(places.all[place].position, accuracyMeters: 5, ageMS: shopper % 1_000)
        return Arrival(
            shopper: shopper, manner: .honest, phase: 0, isAgain: false, place: place, otherPlace: place, fix: fix,
            laterFix: fix, otherFix: fix, server: shopper % servers, signsUp: false, joinsCrowd: false, channel: nil,
            redeems: false, redeemsAfter: 0, basketCents: 900, seed: 0)
    }

    private func otherPlace(_ place: Int, _ manner: Manner, _ dice: inout SeededDice) -> Int {
        // Too near, it would be no jump; a retailer whose stores are all near each other has none.
        for _ in 0..<20 {
            let other =
                manner.needsTill
                ? tills[Int.random(in: tills.indices, using: &dice)]
                : Int.random(in: places.all.indices, using: &dice)
            let meters = places.all[other].position.distanceMeters(to: places.all[place].position)
            if other != place, manner != .jumping || meters > 20_000 { return other }
        }
        return place
    }

    private func fixes(
        at place: Int, _ manner: Manner, _ dice: inout SeededDice
    ) -> (SimulatedFix, SimulatedFix) {
        switch manner {
        case .outside:
            let fix = outside(place, &dice)
            return (fix, fix)
        case .lost:
            let sea = Position(latitude: .random(in: 30...36, using: &dice), longitude: -150)
            let fix = SimulatedFix(sea ?? places.all[place].position, accuracyMeters: 20, ageMS: 500)
            return (fix, fix)
        case .vague:
            let accuracy = Double.random(in: 400...2_000, using: &dice)
            let fix = SimulatedFix(around(place, meters: 30, &dice), accuracyMeters: accuracy, ageMS: 900)
            return (fix, fix)
        case .stale:
            let accuracy = Double.random(in: 5...30, using: &dice)
            let fix = SimulatedFix(
                around(place, meters: 20, &dice), accuracyMeters: accuracy,
                ageMS: .random(in: 300_000...900_000, using: &dice))
            return (fix, fix)
        case .honest, .returning, .retrying, .hangingUp, .racing, .mocked, .replaying, .jumping, .firing, .twoTills,
            .wrongStore, .copying, .guessing:
            return (inside(place, &dice), inside(place, &dice))
        }
    }

    /// Somebody in the store, whose phone errs as much as it says: mostly 5 to 25 m, now and then more.
    private func inside(_ place: Int, _ dice: inout SeededDice) -> SimulatedFix {
        let accuracy = min(90, 12 * exp(0.6 * dice.normal()))
        let truth = around(place, meters: places.all[place].radiusMeters * 0.45, &dice)
        // The accuracy is the radius that holds 68 of 100: 1.5 deviations in the plane.
        let error = accuracy / 1.51
        let east = error * dice.normal()
        let north = error * dice.normal()
        let bearing = atan2(east, north)
        let seen = SimulatedPlaces.position((east * east + north * north).squareRoot(), from: truth, bearing: bearing)
        return SimulatedFix(
            seen ?? truth, accuracyMeters: max(3, accuracy), ageMS: .random(in: 0...4_000, using: &dice))
    }

    /// Evenly over a disc.
    private func around(_ place: Int, meters: Double, _ dice: inout SeededDice) -> Position {
        let center = places.all[place].position
        let distance = meters * Double.random(in: 0...1, using: &dice).squareRoot()
        return SimulatedPlaces.position(distance, from: center, bearing: .random(in: 0..<2 * .pi, using: &dice))
            ?? center
    }

    /// Some streets away, and in no other store either.
    private func outside(_ place: Int, _ dice: inout SeededDice) -> SimulatedFix {
        let center = places.all[place].position
        let accuracy = Double.random(in: 5...25, using: &dice)
        var meters = Double.random(in: 250...1_500, using: &dice)
        for _ in 0..<100 {
            let bearing = Double.random(in: 0..<2 * .pi, using: &dice)
            if let position = SimulatedPlaces.position(meters, from: center, bearing: bearing),
                !places.isNear(position, withinMeters: 4 * accuracy)
            {
                return SimulatedFix(position, accuracyMeters: accuracy, ageMS: 700)
            }
            meters *= 1.1
        }
        return SimulatedFix(
            Position(latitude: 36, longitude: -150) ?? center, accuracyMeters: accuracy, ageMS: 700)
    }
}
