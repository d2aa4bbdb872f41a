import Promotions
import Records
import Synchronization

/// Small numbers of stores and revisions, which never change: what this process has heard of.
final class OfflineNumbers: Sendable {
    private let stores = Mutex<[Ref<Store>: UInt32]>([:])
    private let revisions = Mutex<[ID<Retailer>: [RevisionKey: UInt32]]>([:])

    func number(of store: Ref<Store>) -> UInt32? {
        stores.withLock { $0[store] }
    }

    func number(of key: RevisionKey, at retailer: ID<Retailer>) -> UInt32? {
        revisions.withLock { $0[retailer]?[key] }
    }

    func keep(_ number: UInt32, of store: Ref<Store>) {
        stores.withLock { $0[store] = number }
    }

    func keep(_ number: UInt32, of key: RevisionKey, at retailer: ID<Retailer>) {
        revisions.withLock { $0[retailer, default: [:]][key] = number }
    }
}

extension Desk {
    private static let numberTriesMax = 20
    /// What a QR of version 7 holds at level M, in capitals, digits and the marks of a link.
    private static let qrLengthMax = 178

    /// What the QR of a coupon holds: where the campaign says so the signed form, which a till without a line can check.
    /// Behind a host too long for the symbol it stands alone, as tills read it too.
    public func qrContent(_ held: HeldCoupon) async throws -> String {
        let retailer = held.ref.retailer
        guard let signed = try await signed(held.issued, of: retailer) else {
            return codeLink(held.issued.code, of: retailer)
        }
        return Self.compactLink(signed.text, settings)
    }

    /// A signed coupon as a link, or alone where that would need a larger symbol.
    static func compactLink(_ signed: String, _ settings: Settings) -> String {
        let link = "\(settings.publicURLInCapitals)/K/\(signed)"
        return link.utf8.count <= qrLengthMax && link.utf8.allSatisfy(isCompact) ? link : signed
    }

    /// Whether a QR stores it in five and a half bits.
    private static func isCompact(_ character: UInt8) -> Bool {
        Base32.value(of: character) != nil || "ILOU$%*+-./:".utf8.contains(character)
    }

    /// Nil where the campaign does not ask for it. A private sale whose words are worth different things cannot be
    /// signed: its terms are not those of the revision.
    func signed(_ issued: IssuedCoupon, of retailer: ID<Retailer>) async throws -> SignedCoupon? {
        let coupon = issued.coupon
        guard issued.terms.coupon.offlineLease != nil, let benefit = SignedCoupon.Benefit(issued.terms.reward),
            let terms = try await terms(coupon.campaign, revision: coupon.revision, of: retailer), !terms.hasVariants
        else { return nil }
        let revision = try await number(of: RevisionKey(coupon.campaign, coupon.revision), at: retailer)
        var store: UInt32 = 0
        if issued.terms.coupon.place == .issuingStore, let place = coupon.store {
            store = try await number(of: Ref(retailer, place))
        }
        return secrets.sign(
            issued.code, store: store, revision: revision, issuedAt: coupon.issuedAt, expiresAt: coupon.expiresAt,
            benefit: benefit, of: retailer, generation: issued.keyGeneration)
    }

    func number(of store: Ref<Store>) async throws -> UInt32 {
        if let known = offlineNumbers.number(of: store) { return known }
        for _ in 0..<Self.numberTriesMax {
            if let number = try await database.numbers(of: [store.id], at: store.retailer)[store.id] {
                offlineNumbers.keep(number, of: store)
                return number
            }
            try await database.number([store.id], of: store.retailer)
        }
        throw Unnumbered()
    }

    func number(of key: RevisionKey, at retailer: ID<Retailer>) async throws -> UInt32 {
        if let known = offlineNumbers.number(of: key, at: retailer) { return known }
        for _ in 0..<Self.numberTriesMax {
            for (key, number) in try await database.numbers(ofRevisionsOf: [key.campaign], at: retailer) {
                offlineNumbers.keep(number, of: key, at: retailer)
            }
            if let number = offlineNumbers.number(of: key, at: retailer) { return number }
            try await database.number(key, of: retailer)
        }
        throw Unnumbered()
    }
}

/// Others took every number that was tried.
struct Unnumbered: Error {}
