import Promotions

@testable import Actions

/// A pack and coupons that are the same every time, and what a till must say of each.
struct OfflineVectors {
    static let noon = Instant(seconds: 1_786_708_800)
    private static let retailer = ID<Retailer>(1_001)
    private static let campaign = ID<Campaign>(3_001)
    private static let recalled = ID<Campaign>(3_002)
    private static let idle = ID<Campaign>(3_003)
    private static let ended = ID<Campaign>(3_004)
    private static let store: UInt32 = 7
    private static let numbers: [UInt64] = [0x0123_4567_89AB_CD, 0x5A5A_5A5A_5A5A_5A, 0x0F0F_0F0F_0F0F_0F]

    let now = noon
    let pack: OfflinePack
    private let signer: Secrets

    init(signer: Secrets? = World.secrets, keys: Secrets? = World.secrets) throws {
        guard let signer, let keys, let zone = Zone(identifier: "America/Los_Angeles") else {
            throw Unexpected("test keys that are no good")
        }
        self.signer = signer
        let (till, now) = (Ref(Self.retailer, ID<Till>(5_001)), Self.noon)
        let offer = { (number: UInt32, campaign: ID<Campaign>, recalledAt: Instant?) in
            OfflinePack.Offer(
                number: number, campaign: campaign, revision: 1, recalledAt: recalledAt, headline: "Free pastry",
                reward: ["kind": "free_item", "item": "Pastry", "skus": [], "with_purchase": true, "value": .null],
                conditions: Conditions().json)
        }
        let lease = { (id: Int64, campaign: ID<Campaign>, coupons: Int, seconds: Int) in
            OfflineLease(id: ID(id), campaign: campaign, coupons: coupons, endsAt: now.adding(seconds: seconds))
        }
        pack = OfflinePack(
            till: till,
            place: OfflinePack.Place(store: ID(4_001), number: Self.store, name: "West Portal", zone: zone),
            issuedAt: now.adding(seconds: -600), staleAt: now.adding(seconds: 71 * 3_600),
            keys: keys.couponKeys(at: now.adding(seconds: -600)),
            offers: [
                offer(11, Self.campaign, nil), offer(12, Self.recalled, now.adding(seconds: -60)),
                offer(13, Self.idle, nil), offer(14, Self.ended, nil),
            ],
            revoked: [Self.code(1)], spent: SpentFilter([Self.code(2)]),
            leases: [lease(6_001, Self.campaign, 2, 12 * 3_600), lease(6_002, Self.ended, 2, -1)])
    }

    private static func code(_ place: Int) -> CouponCode {
        guard let code = CouponCode(number: numbers[place]) else { preconditionFailure("55 bits are a code") }
        return code
    }

    /// - Parameter start: seconds from noon.
    private func signed(
        _ code: CouponCode = OfflineVectors.code(0), store: UInt32 = OfflineVectors.store, revision: UInt32 = 11,
        start: Int = -3_600, end: Int = 7_200, by secrets: Secrets? = nil, generation: Int? = nil,
        of retailer: ID<Retailer> = OfflineVectors.retailer
    ) -> SignedCoupon {
        let secrets = secrets ?? signer
        guard
            let signed = secrets.sign(
                code, store: store, revision: revision, issuedAt: now.adding(seconds: start),
                expiresAt: now.adding(seconds: end), benefit: SignedCoupon.Benefit(kind: .freeItem, value: 0),
                of: retailer, generation: generation ?? secrets.current)
        else { preconditionFailure("a body that is good") }
        return signed
    }

    var good: String { signed().text }

    private struct Vector {
        let name: String
        let scanned: String
        var reason: OfflineReason?
        var now = OfflineVectors.noon
        var lastSeen = OfflineVectors.noon.adding(seconds: -30)
        var accepted: [CouponCode] = []
    }

    private var vectors: [Vector] {
        let stranger = Secrets(roots: [2: [UInt8](repeating: 3, count: 32)])
        let hour = { (hours: Int) in Self.noon.adding(seconds: hours * 3_600) }
        return [
            Vector(name: "good", scanned: good),
            Vector(name: "good, as the link of a QR", scanned: "HTTPS://C.EXAMPLE.COM/K/\(good)"),
            Vector(name: "good in every store", scanned: signed(store: 0).text),
            Vector(name: "the first minute", scanned: signed(start: 0).text),
            Vector(name: "flipped bit in the body", scanned: flipped(bit: 3 * 8), reason: .badSignature),
            Vector(name: "flipped bit in the signature", scanned: flipped(bit: 40 * 8 + 7), reason: .badSignature),
            Vector(name: "another version", scanned: flipped(bit: 0), reason: .unreadable),
            Vector(name: "non-canonical tail", scanned: tail, reason: .unreadable),
            Vector(name: "a symbol too few", scanned: String(good.dropLast()), reason: .unreadable),
            Vector(name: "typed code", scanned: Self.code(0).grouped, reason: .unsigned),
            Vector(name: "wrong key of that id", scanned: signed(by: stranger).text, reason: .badSignature),
            Vector(name: "a key that is in no set", scanned: unknownKey, reason: .unknownKey),
            Vector(
                name: "a key of another quarter", scanned: signed(start: -4 * 366 * 86_400).text, reason: .unknownKey),
            Vector(name: "another retailer's", scanned: signed(of: ID(1_002)).text, reason: .badSignature),
            Vector(name: "not yet", scanned: signed(start: 60).text, reason: .notYet),
            Vector(name: "expired, at the very minute", scanned: signed(end: 0).text, reason: .expired),
            Vector(name: "wrong scope", scanned: signed(store: 8).text, reason: .wrongStore),
            Vector(name: "a campaign not in the pack", scanned: signed(revision: 99).text, reason: .unknownCampaign),
            Vector(name: "recalled", scanned: signed(revision: 12).text, reason: .revoked),
            Vector(name: "withdrawn", scanned: signed(Self.code(1)).text, reason: .revoked),
            Vector(name: "in the spent filter", scanned: signed(Self.code(2)).text, reason: .maybeSpent),
            Vector(name: "taken here before", scanned: good, reason: .alreadyUsed, accepted: [Self.code(0)]),
            Vector(name: "no lease", scanned: signed(revision: 13).text, reason: .noLease),
            Vector(name: "the lease has ended", scanned: signed(revision: 14).text, reason: .leaseEnded),
            Vector(
                name: "the lease is used up", scanned: good, reason: .leaseUsedUp,
                accepted: [Self.code(1), Self.code(2)]),
            Vector(
                name: "the last of the lease", scanned: good, accepted: [Self.code(1)]),
            Vector(
                name: "clock backwards", scanned: good, reason: .clockBackwards, lastSeen: hour(0).adding(seconds: 1)),
            Vector(
                name: "clock behind the pack", scanned: good, reason: .clockBackwards, now: hour(-1),
                lastSeen: hour(-2)),
            Vector(
                name: "stale pack", scanned: signed(end: 100 * 3_600).text, reason: .packStale, now: hour(71)),
        ]
    }

    private func flipped(bit: Int) -> String {
        var bytes = Base32.decode(good) ?? []
        bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        return Base32.encode(bytes)
    }

    /// The same bytes with a padding bit set.
    private var tail: String {
        let last = good.utf8.last.flatMap { Base32.value(of: $0) } ?? 0
        return good.dropLast() + String(UnicodeScalar(Base32.alphabet[Int(last | 1)]))
    }

    private var unknownKey: String {
        let strange = Secrets(roots: [5: [UInt8](repeating: 3, count: 32)])
        return signed(by: strange).text
    }

    var json: JSON {
        let campaign = Ref(Self.retailer, Self.campaign).text
        return [
            "about": "See offline.md. Every vector is to be judged with this pack and nothing else.",
            "pack": pack.json,
            "vectors": .array(
                vectors.map { vector in
                    [
                        "name": .string(vector.name), "scanned": .string(vector.scanned),
                        "now": .string(vector.now.rfc3339), "last_seen": .string(vector.lastSeen.rfc3339),
                        "accepted_before": .array(
                            vector.accepted.map {
                                ["code": .string($0.symbols), "campaign_id": .string(campaign)]
                            }),
                        "verdict": vector.reason.map { $0.isForServer ? "ask" : "refuse" } ?? "accept",
                        "reason": JSON(vector.reason?.rawValue),
                    ]
                }),
        ]
    }
}
