/// Tells two contents apart in an entity tag or an address; need not withstand anybody.
enum Fingerprint {
    /// FNV-1a in 64 bits, with the length.
    static func of(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 32) + "-" + String(bytes.count, radix: 32)
    }
}
