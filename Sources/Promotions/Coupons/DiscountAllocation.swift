/// Splits `discount` in proportion to `amounts`, exactly: each gets its share rounded down, and what is left goes, one
/// minor unit each, to the largest remainders (equal ones: the earlier first). No part exceeds its amount as long as
/// `discount` does not exceed their sum. Empty for no amounts.
func allocate(_ discount: Int64, over amounts: [Int64]) -> [Int64] {
    let sum = amounts.reduce(0, +)
    guard sum > 0 else { return amounts.map { _ in 0 } }
    var parts: [Int64] = []
    var remainders: [Int64] = []
    for amount in amounts {
        // The product of two amounts needs up to 80 bits.
        let (part, remainder) = sum.dividingFullWidth(discount.multipliedFullWidth(by: amount))
        parts.append(part)
        remainders.append(remainder)
    }
    let missing = Int(discount - parts.reduce(0, +))
    let largestFirst = amounts.indices.sorted { (-remainders[$0], $0) < (-remainders[$1], $1) }
    for place in largestFirst.prefix(missing) {
        parts[place] += 1
    }
    return parts
}
