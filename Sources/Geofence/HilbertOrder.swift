/// Order along a Hilbert curve, which keeps near boxes near each other in memory.
enum HilbertOrder {
    /// 24 bits a side: steps of about two metres.
    private static let bits = 24

    /// Place of a lattice point on the curve, below 2^48.
    static func place(x: UInt32, y: UInt32) -> UInt64 {
        var x = x >> UInt32(32 - bits)
        var y = y >> UInt32(32 - bits)
        let mask = (UInt32(1) << UInt32(bits)) - 1
        var place: UInt64 = 0
        var shift = bits - 1
        while shift >= 0 {
            let rx = (x >> UInt32(shift)) & 1
            let ry = (y >> UInt32(shift)) & 1
            place = (place << 2) | UInt64((3 &* rx) ^ ry)
            // Turn the quadrant so that the curve inside it starts where the last one ended.
            let flip = 0 &- (rx & (ry ^ 1))
            x ^= flip & mask
            y ^= flip & mask
            let swap = (x ^ y) & ((ry ^ 1) &* .max)
            x ^= swap
            y ^= swap
            shift -= 1
        }
        return place
    }

    /// Below this the 65,536 buckets of a pass cost more than comparing.
    static let radixCountMin = 10_000

    /// Indices of the places in ascending order, stable: a radix sort, 16 bits at a time.
    static func sorted(_ places: [UInt64]) -> [UInt32] {
        if places.count < radixCountMin {
            return places.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { UInt32($0) }
        }
        var from = places.indices.map { (place: places[$0], index: UInt32($0)) }
        var to = from
        for pass in 0..<3 {
            let shift = UInt64(16 * pass)
            var starts = [Int](repeating: 0, count: 65_537)
            for item in from { starts[Int((item.place >> shift) & 0xFFFF) + 1] += 1 }
            for digit in 1...65_536 { starts[digit] += starts[digit - 1] }
            for item in from {
                let digit = Int((item.place >> shift) & 0xFFFF)
                to[starts[digit]] = item
                starts[digit] += 1
            }
            swap(&from, &to)
        }
        return from.map(\.index)
    }
}
