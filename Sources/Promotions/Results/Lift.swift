/// What a campaign changed, as a mean with the interval that holds the truth 95 times in a hundred.
public struct Lift: Hashable, Sendable {
    public let mean: Double
    public let low: Double
    public let high: Double
    /// Pairs, or shoppers and stores of both sides together.
    public let count: Int

    static let confidence = 0.95

    /// Of differences between two that belong together: Student's paired interval (Student, "The probable error of a
    /// mean", Biometrika 6, 1908). Nil for fewer than two.
    public static func paired(_ differences: [Double]) -> Lift? {
        guard differences.count >= 2 else { return nil }
        let (mean, variance) = moments(differences)
        let error = (variance / Double(differences.count)).squareRoot()
        return Lift(mean: mean, error: error, degrees: Double(differences.count - 1), count: differences.count)
    }

    /// Between two groups of any sizes and spreads (Welch, "The generalization of Student's problem when several
    /// different population variances are involved", Biometrika 34, 1947). Nil if either has fewer than two.
    public static func between(_ treated: [Double], _ control: [Double]) -> Lift? {
        guard treated.count >= 2, control.count >= 2 else { return nil }
        let (one, other) = (moments(treated), moments(control))
        let (a, b) = (one.variance / Double(treated.count), other.variance / Double(control.count))
        let spread = a * a / Double(treated.count - 1) + b * b / Double(control.count - 1)
        let degrees = spread > 0 ? (a + b) * (a + b) / spread : Double(treated.count + control.count - 2)
        return Lift(
            mean: one.mean - other.mean, error: (a + b).squareRoot(), degrees: degrees,
            count: treated.count + control.count)
    }

    private init(mean: Double, error: Double, degrees: Double, count: Int) {
        let reach = StudentT.quantile((1 + Self.confidence) / 2, degrees: degrees) * error
        self.mean = mean
        low = mean - reach
        high = mean + reach
        self.count = count
    }

    private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, squares / Double(values.count - 1))
    }
}

/// Stores where an offer runs, each beside the store without it that was most like it before.
public struct MatchedStores: Sendable {
    /// Visits a day, before and while the offer ran.
    public struct Record: Hashable, Sendable {
        public let store: ID<Store>
        public let before: Double
        public let during: Double

        public init(store: ID<Store>, before: Double, during: Double) {
            self.store = store
            self.before = before
            self.during = during
        }
    }

    public let pairs: [(treated: Record, control: Record)]

    /// The closest two become a pair, then the closest two of the rest; each control is used once.
    public init(treated: [Record], controls: [Record]) {
        var candidates: [(treated: Int, control: Int, distance: Double)] = []
        let sorted = controls.sorted { ($0.before, $0.store) < ($1.before, $1.store) }
        for (place, record) in treated.enumerated() {
            for near in Self.nearest(sorted, to: record.before) {
                candidates.append((place, near, abs(sorted[near].before - record.before)))
            }
        }
        candidates.sort { ($0.distance, $0.treated, $0.control) < ($1.distance, $1.treated, $1.control) }
        var isPaired = Set<Int>()
        var isTaken = Set<Int>()
        var pairs: [(treated: Record, control: Record)] = []
        for candidate in candidates where !isPaired.contains(candidate.treated) && !isTaken.contains(candidate.control)
        {
            isPaired.insert(candidate.treated)
            isTaken.insert(candidate.control)
            pairs.append((treated[candidate.treated], sorted[candidate.control]))
        }
        self.pairs = pairs
    }

    private static let lookedAt = 50

    /// Places around where the value would stand: of thousands only near ones can become a pair.
    private static func nearest(_ sorted: [Record], to value: Double) -> Range<Int> {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].before < value { low = middle + 1 } else { high = middle }
        }
        return max(0, low - lookedAt)..<min(sorted.count, low + lookedAt)
    }

    /// Visits a day that the offer brought to a store: what changed there beyond what changed in its pair.
    public var lift: Lift? {
        Lift.paired(pairs.map { ($0.treated.during - $0.treated.before) - ($0.control.during - $0.control.before) })
    }
}
