import Promotions

/// Codes that let people into a group: derived, so that nothing has to be kept, shown once or lost.
extension Secrets {
    /// - Parameter number: another number is another code.
    func joinCode(of audience: Ref<Audience>, number: Int) -> CouponCode {
        var dice = DerivedDice(self, seed: audience.bytes + number.bytes)
        return CouponCode.random(using: &dice)
    }

    /// The same numbers from the same seed, and nobody without the key knows which.
    private struct DerivedDice: RandomNumberGenerator {
        private let secrets: Secrets
        private let seed: [UInt8]
        private var count = 0

        init(_ secrets: Secrets, seed: [UInt8]) {
            self.secrets = secrets
            self.seed = seed
        }

        mutating func next() -> UInt64 {
            count += 1
            let mac = secrets.mac(.joining, seed + count.bytes, generation: secrets.founding)
            return mac.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
