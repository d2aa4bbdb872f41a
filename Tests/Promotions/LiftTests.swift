import Promotions
import Testing

@Suite("Lift")
struct LiftTests {
    /// Hours of sleep gained by ten patients under two drugs, as Student published them in 1908.
    static let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    static let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

    private func isNear(_ one: Double, _ other: Double, within: Double = 1e-6) -> Bool {
        abs(one - other) < within
    }

    @Test("Student's own data give the interval that every textbook prints")
    func paired() throws {
        let lift = try #require(Lift.paired(zip(Self.second, Self.first).map { $0 - $1 }))
        #expect(isNear(lift.mean, 1.58) && lift.count == 10)
        #expect(isNear(lift.low, 0.7001142) && isNear(lift.high, 2.4598858), "\(lift)")
    }

    @Test("unpaired, Welch's interval of the same data is the one that R prints")
    func welch() throws {
        let lift = try #require(Lift.between(Self.first, Self.second))
        #expect(isNear(lift.mean, -1.58))
        #expect(isNear(lift.low, -3.3654832) && isNear(lift.high, 0.2054832), "\(lift)")
    }

    @Test("too little is no lift, and what never varies has no spread")
    func edges() throws {
        #expect(Lift.paired([]) == nil && Lift.paired([1]) == nil)
        #expect(Lift.between([1], [1, 2]) == nil)
        let still = try #require(Lift.paired([2, 2, 2]))
        #expect(still.mean == 2 && still.low == 2 && still.high == 2)
    }

    @Test("of a hundred trials with a known effect, about 95 intervals hold it")
    func coverage() throws {
        var dice = Dice(seed: UInt64.random(in: 0...UInt64.max))
        let seed = dice.state
        var held = 0
        for _ in 0..<1_000 {
            // Sums of twelve are all but normal.
            let differences = (0..<12).map { _ in
                3 + (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &dice) }
            }
            guard let lift = Lift.paired(differences) else { continue }
            if lift.low <= 3, 3 <= lift.high { held += 1 }
        }
        #expect((920...975).contains(held), "\(held) of 1,000, seed \(seed)")
    }

    private struct Dice: RandomNumberGenerator {
        private(set) var state: UInt64

        init(seed: UInt64) {
            state = seed
        }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("each store is set beside the one most like it, and only the change beyond the pair's counts")
    func matched() throws {
        func record(_ store: Int64, _ before: Double, _ during: Double) -> MatchedStores.Record {
            MatchedStores.Record(store: ID(store), before: before, during: during)
        }
        let matched = MatchedStores(
            treated: [record(1, 100, 130), record(2, 50, 72), record(3, 10, 21)],
            controls: [record(4, 11, 12), record(5, 52, 54), record(6, 99, 110), record(7, 500, 900)])
        #expect(matched.pairs.map { $0.treated.store.rawValue }.sorted() == [1, 2, 3])
        let pairs = Dictionary(
            uniqueKeysWithValues: matched.pairs.map { ($0.treated.store.rawValue, $0.control.store.rawValue) })
        #expect(pairs == [1: 6, 2: 5, 3: 4])
        let lift = try #require(matched.lift)
        #expect(isNear(lift.mean, (19.0 + 20 + 10) / 3))
        #expect(MatchedStores(treated: [record(1, 1, 1)], controls: []).lift == nil)
    }
}
