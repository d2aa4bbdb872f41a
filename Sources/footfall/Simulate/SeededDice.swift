import Foundation

/// SplitMix64: the same seed gives the same morning.
struct SeededDice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Normally distributed around 0 with deviation 1 (Box and Muller).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }

    /// Happens in so many of a thousand cases.
    mutating func happens(_ perMille: Int) -> Bool {
        Int.random(in: 0..<1_000, using: &self) < perMille
    }
}

/// Draws places of a list, each as often as its weight says.
struct WeightedDraw: Sendable {
    private let sums: [Double]

    /// - Parameter weights: not empty, none below 0 and not all 0.
    init(_ weights: [Double]) {
        var sum = 0.0
        sums = weights.map { weight in
            sum += weight
            return sum
        }
    }

    func draw(_ dice: inout SeededDice) -> Int {
        let goal = Double.random(in: 0..<(sums.last ?? 1), using: &dice)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if goal < sums[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
