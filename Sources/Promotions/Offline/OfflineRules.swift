/// Why a till with the line down does not take a coupon. The order is the precedence; the raw value is what tills and the
/// test vectors say.
public enum OfflineReason: String, CaseIterable, Sendable {
    case unreadable
    case unsigned
    case clockBackwards = "clock_backwards"
    case packStale = "pack_stale"
    case untrustedKeys = "untrusted_keys"
    case unknownKey = "unknown_key"
    case badSignature = "bad_signature"
    case unknownCampaign = "unknown_campaign"
    case revoked
    case notYet = "not_yet"
    case expired
    case wrongStore = "wrong_store"
    case alreadyUsed = "already_used"
    case maybeSpent = "maybe_spent"
    case noLease = "no_lease"
    case leaseEnded = "lease_ended"
    case leaseUsedUp = "lease_used_up"

    /// Whether the line would help: the server may know better. All else is final.
    public var isForServer: Bool {
        switch self {
        case .unreadable, .badSignature, .revoked, .notYet, .expired, .alreadyUsed: false
        case .unsigned, .clockBackwards, .packStale, .untrustedKeys, .unknownKey, .unknownCampaign, .wrongStore,
            .maybeSpent, .noLease, .leaseEnded, .leaseUsedUp:
            true
        }
    }
}

/// What the device itself knows, and must not lose.
public struct OfflineMemory: Sendable {
    /// The latest moment of which it has heard from the server or its own clock. Time does not go back behind it.
    public private(set) var lastSeen: Instant
    /// Accepted here and not answered by the server yet.
    private var open: [CouponCode: ID<Campaign>] = [:]
    /// Accepted here at any time.
    private var taken: Set<CouponCode> = []
    /// What the server has charged to the lease since the pack was made.
    private var charged: [ID<Campaign>: Int] = [:]

    public init(lastSeen: Instant) {
        self.lastSeen = lastSeen
    }

    public mutating func accept(_ code: CouponCode, of campaign: ID<Campaign>, at now: Instant) {
        open[code] = campaign
        taken.insert(code)
        lastSeen = max(lastSeen, now)
    }

    /// The server has answered for it. What is charged keeps its place until the next pack, which counts it.
    public mutating func settle(_ code: CouponCode, _ outcome: OfflineSettlement.Outcome) {
        guard let campaign = open.removeValue(forKey: code), outcome == .charged else { return }
        charged[campaign, default: 0] += 1
    }

    /// From now on the till goes by this pack, as it came from the server: whatever its own clock has shown before gives
    /// way to the server's, or a clock that was once a day ahead would stop the till for a day.
    public mutating func adopt(_ pack: OfflinePack) {
        charged = [:]
        lastSeen = pack.issuedAt
    }

    public func hasTaken(_ code: CouponCode) -> Bool { taken.contains(code) }

    /// Whether something waits to be uploaded: then no lease may be closed.
    public var isWaiting: Bool { !open.isEmpty }

    /// Places of the lease that are in use.
    func count(of campaign: ID<Campaign>) -> Int {
        open.values.count { $0 == campaign } + charged[campaign, default: 0]
    }
}

public enum OfflineVerdict: Sendable {
    case accepted(SignedCoupon.Body, OfflinePack.Offer, under: OfflineLease)
    case refused(OfflineReason)

    public var reason: OfflineReason? {
        if case .refused(let reason) = self { reason } else { nil }
    }
}

/// Whether a till may take a coupon with nothing but its pack.
public enum OfflineRules {
    /// Whether a signature of that message is the key's: Ed25519, RFC 8032.
    public typealias Check = (_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool

    /// - Parameters:
    ///   - scanned: as the scanner or the cashier gave it.
    ///   - root: the root key that the till has kept; nil: the pack's own, as with the first pack.
    public static func verdict(
        on scanned: String, pack: OfflinePack, root: [UInt8]? = nil, memory: OfflineMemory, at now: Instant,
        check: Check
    ) -> OfflineVerdict {
        let signed: SignedCoupon
        switch ScannedCoupon(scanned) {
        case .signed(let read): signed = read
        case .code: return .refused(.unsigned)
        case .badCheckSymbol, .malformed: return .refused(.unreadable)
        }
        if now < max(memory.lastSeen, pack.issuedAt) { return .refused(.clockBackwards) }
        if now >= pack.staleAt { return .refused(.packStale) }
        if let reason = doubt(of: signed, pack, root ?? pack.keys.root, at: now, check) { return .refused(reason) }
        return taking(signed.body, pack, memory, at: now)
    }

    /// Whether it was signed by us, for this retailer.
    private static func doubt(
        of signed: SignedCoupon, _ pack: OfflinePack, _ root: [UInt8], at now: Instant, _ check: Check
    ) -> OfflineReason? {
        guard let keys = OfflineKeySet(bytes: pack.keys.set), check(pack.keys.signature, keys.message, root) else {
            return .untrustedKeys
        }
        if now >= keys.expiresAt { return .packStale }
        let body = signed.body
        guard let key = keys.keys.first(where: { $0.id == body.key && $0.covers(body) }) else { return .unknownKey }
        let message = SignedCoupon.message(body, of: pack.till.retailer)
        return check(signed.signature, message, key.publicKey) ? nil : .badSignature
    }

    private static func taking(
        _ body: SignedCoupon.Body, _ pack: OfflinePack, _ memory: OfflineMemory, at now: Instant
    ) -> OfflineVerdict {
        guard let offer = pack.offers.first(where: { $0.number == body.revision }) else {
            return .refused(.unknownCampaign)
        }
        if let recall = offer.recalledAt, body.notBefore <= recall { return .refused(.revoked) }
        if pack.revoked.contains(body.code) { return .refused(.revoked) }
        if now < body.notBefore { return .refused(.notYet) }
        if now >= body.expiry { return .refused(.expired) }
        if body.store != 0, body.store != pack.place.number { return .refused(.wrongStore) }
        if memory.hasTaken(body.code) { return .refused(.alreadyUsed) }
        if pack.spent.mayContain(body.code) { return .refused(.maybeSpent) }
        guard let lease = pack.leases.first(where: { $0.campaign == offer.campaign }) else {
            return .refused(.noLease)
        }
        if now >= lease.endsAt { return .refused(.leaseEnded) }
        if memory.count(of: offer.campaign) >= lease.coupons { return .refused(.leaseUsedUp) }
        return .accepted(body, offer, under: lease)
    }
}
