import Crypto
public import Promotions

/// The keys under signed coupons. They are derived from the installation's own: one for each quarter and generation, and
/// one root that signs the set of them. The root belongs to the first generation, which is never dropped.
extension Secrets {
    /// Coupons live a year as a rule, and a key is good for those of its quarter alone.
    private static let quartersBack = 8
    private static let generationsMax = 8
    private static let keySetSeconds = 7 * 86_400

    /// In the key's id the quarter has five bits and the generation three: none comes again within eight years and eight
    /// generations.
    static func couponKeyID(_ quarter: Quarter, generation: Int) -> UInt8 {
        UInt8(quarter.number & 31) << 3 | UInt8(generation & 7)
    }

    private func couponKey(_ quarter: Quarter, generation: Int) -> Curve25519.Signing.PrivateKey? {
        let seed = mac(.couponKey, Int64(quarter.number).bytes, generation: generation)
        return try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }

    private var couponRoot: Curve25519.Signing.PrivateKey? {
        try? Curve25519.Signing.PrivateKey(rawRepresentation: mac(.couponRoot, [], generation: founding))
    }

    /// The same bytes whenever it is asked: the key is that of the quarter of issue, and the generation is given.
    func sign(
        _ code: CouponCode, store: UInt32, revision: UInt32, issuedAt: Instant, expiresAt: Instant,
        benefit: SignedCoupon.Benefit, of retailer: ID<Retailer>, generation: Int
    ) -> SignedCoupon? {
        let quarter = Quarter(of: issuedAt)
        guard
            let body = SignedCoupon.Body(
                key: Self.couponKeyID(quarter, generation: generation), code: code, store: store, revision: revision,
                notBefore: issuedAt, expiry: expiresAt, benefit: benefit),
            let signature = try? couponKey(quarter, generation: generation)?
                .signature(for: SignedCoupon.message(body, of: retailer)),
            signature.count == SignedCoupon.signatureLength
        else { return nil }
        return SignedCoupon(body: body, signature: [UInt8](signature))
    }

    /// Whether a signature is one of ours, under whichever generation.
    func hasSigned(_ signed: SignedCoupon, of retailer: ID<Retailer>) -> Bool {
        let quarter = Quarter(of: signed.body.notBefore)
        let message = SignedCoupon.message(signed.body, of: retailer)
        return generations.contains { generation in
            Self.couponKeyID(quarter, generation: generation) == signed.body.key
                && couponKey(quarter, generation: generation)?.publicKey
                    .isValidSignature(signed.signature, for: message) == true
        }
    }

    /// Every key whose coupons may still be out, and that of the next quarter.
    /// - Parameter first: generations before it are left out; their coupons need the line.
    func couponKeys(at now: Instant, from first: Int = 1) -> OfflinePack.SignedKeys {
        let quarter = Quarter(of: now)
        var keys: [OfflineKeySet.Key] = []
        for generation in generations.suffix(Self.generationsMax) where generation >= first {
            for number in quarter.number - Self.quartersBack...quarter.number + 1 {
                let quarter = Quarter(number: number)
                guard let key = couponKey(quarter, generation: generation) else { continue }
                keys.append(
                    OfflineKeySet.Key(
                        id: Self.couponKeyID(quarter, generation: generation),
                        publicKey: [UInt8](key.publicKey.rawRepresentation), from: quarter.start, until: quarter.end))
            }
        }
        let set = OfflineKeySet(issuedAt: now, expiresAt: now.adding(seconds: Self.keySetSeconds), keys: keys)
        guard let root = couponRoot, let signature = try? root.signature(for: set.message) else {
            preconditionFailure("32 bytes are an Ed25519 seed")
        }
        return OfflinePack.SignedKeys(
            set: set.bytes, signature: [UInt8](signature), root: [UInt8](root.publicKey.rawRepresentation))
    }
}

/// Ed25519 as the reference verifier checks it.
public enum OfflineVerifier {
    public static func check(signature: [UInt8], message: [UInt8], key: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    /// What a till answers with nothing but its pack.
    public static func verdict(
        on scanned: String, pack: OfflinePack, root: [UInt8]?, memory: OfflineMemory, at now: Instant
    ) -> OfflineVerdict {
        OfflineRules.verdict(on: scanned, pack: pack, root: root, memory: memory, at: now, check: check)
    }
}
