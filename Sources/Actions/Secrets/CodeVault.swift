import Promotions

/// Coupon codes at rest: a keyed hash for the till's look-up, and a sealed copy for reprints. A stolen database holds
/// no spendable code.
extension Secrets {
    func codeHash(_ code: CouponCode, of retailer: ID<Retailer>) -> [UInt8] {
        codeHash(code, of: retailer, generation: current)
    }

    /// Under every generation: how an older coupon is found after a rotation.
    func codeHashes(_ code: CouponCode, of retailer: ID<Retailer>) -> [[UInt8]] {
        generations.reversed().map { codeHash(code, of: retailer, generation: $0) }
    }

    private func codeHash(_ code: CouponCode, of retailer: ID<Retailer>, generation: Int) -> [UInt8] {
        mac(.code, [UInt8](retailer.rawValue, then: code.symbols), generation: generation, length: 20)
    }

    /// Bound to its coupon: a sealed code copied into another row does not open.
    func seal(_ code: CouponCode, for coupon: Ref<Coupon>) throws -> [UInt8] {
        try seal(.codeSeal, Array(code.symbols.utf8), bound: coupon.bytes)
    }

    func openCode(_ sealed: [UInt8], for coupon: Ref<Coupon>) -> CouponCode? {
        open(.codeSeal, sealed, bound: coupon.bytes).map { CouponCode(kept: String(decoding: $0, as: UTF8.self)) }
    }
}

extension Ref {
    var bytes: [UInt8] {
        [UInt8](retailer.rawValue, id.rawValue)
    }
}

extension [UInt8] {
    /// The numbers, big-endian, then the text in UTF-8: what is hashed has this form, in one piece of memory.
    init(_ numbers: Int64..., then text: String = "") {
        self.init()
        reserveCapacity(numbers.count * 8 + text.utf8.count)
        for number in numbers {
            Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
        }
        append(contentsOf: text.utf8)
    }
}
