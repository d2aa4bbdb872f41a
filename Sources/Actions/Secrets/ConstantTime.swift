extension Collection where Element == UInt8 {
    /// Whether the bytes are the same. The time it takes depends on their number alone, so nobody can tell by it how near
    /// a guess was.
    func isSame(inConstantTime other: some Collection<UInt8>) -> Bool {
        count == other.count && zip(self, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
