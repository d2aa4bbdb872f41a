import Testing

@testable import Promotions

@Suite("Holdout")
struct HoldoutTests {
    private static func held(_ percent: Int, of campaign: Int64, among shoppers: ClosedRange<Int64>) -> Set<Int64> {
        let holdout = Holdout(percent: percent)
        return Set(shoppers.filter { holdout.holds(ID($0), of: ID(campaign)) })
    }

    @Test("it holds out the share it says, of ids that follow each other too", arguments: [1, 10, 50])
    func share(percent: Int) {
        let start = Int64.random(in: 1...Int64.max / 2)
        let count = Self.held(percent, of: 7, among: start...(start + 99_999)).count
        // Six standard deviations of a binomial: wrong once in 500 million runs.
        let share = Double(percent) / 100
        let reach = 6 * (100_000 * share * (1 - share)).squareRoot()
        #expect(abs(Double(count) - 100_000 * share) < reach, "\(count) of 100,000 from \(start)")
    }

    @Test("a larger share keeps those of the smaller one, and another campaign has others")
    func nested() {
        let ten = Self.held(10, of: 7, among: 1...10_000)
        #expect(ten.isSubset(of: Self.held(20, of: 7, among: 1...10_000)))
        let other = Self.held(10, of: 8, among: 1...10_000)
        #expect(ten.intersection(other).count < ten.count / 4)
        #expect(Self.held(0, of: 7, among: 1...10_000).isEmpty)
    }

    @Test("where others would tell of the offer, a launch refuses it and says why")
    func advertised() throws {
        func findings(_ changes: String) throws -> [String] {
            let text = """
                {"name": "A", "reward": {"kind": "free_item", "item": "Pastry"}, "coupon": {"valid": {"for": "PT1H"},
                 "headline": "Pastry", "terms": "One."}, "holdout": {"kind": "shoppers", "percent": 10}, \(changes)}
                """
            let terms = try Terms(reading: try JSON(parsing: text), retailer: ID(1))
            return LaunchCheck.holdoutFindings(terms).map { "\($0.field): \($0.reason)" }
        }
        #expect(try findings(#""unlock": {"kind": "nth_visit", "n": 3}"#) == [])
        #expect(
            try findings(#""unlock": {"kind": "swarm", "shoppers": 3}"#)
                == ["holdout: cannot be kept with swarm: others tell of the offer"])
        #expect(try findings(#""presence": {"when": "to_use"}"#).count == 1)
        #expect(try findings("\"fallback\": \"\(Ref<Campaign>(ID(1), ID(5)).text)\"").count == 1)
    }
}
