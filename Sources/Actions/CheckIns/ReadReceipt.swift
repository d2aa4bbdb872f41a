public import Geofence
public import Promotions
import Records

/// A receipt for its shopper: what was decided, and what to do about it.
public struct ShopperReceipt: Sendable {
    public let told: CheckInAnswer
    public let standing: CheckInRecord.AppealStanding
    public let appeal: Appeal?
    /// When it was asked for.
    public let readAt: Instant
}

/// A receipt for the retailer: every signal with its value and its threshold.
public struct RetailerReceipt: Sendable {
    public let retailer: ID<Retailer>
    public let receipt: Receipt
    public let store: Store
    public let appeal: Appeal?
    /// Offers of this store that are on now and that this shopper is kept from seeing.
    public let heldOutOf: [ID<Campaign>]
    public let fix: LivingFix?

    /// Where the shopper was, as it came: gone once its days are over, whether or not somebody has tidied up.
    public struct LivingFix: Sendable {
        public let fix: Fix
        public let until: Instant
    }
}

extension Desk {
    /// How far round a check-in another shopper's copy of its fix is looked for: an older one is stale by the defaults.
    private static let twinSeconds: Int64 = 120

    /// - Returns: refused with `notFound` for another's check-in, as for an unknown one.
    public func receipt(_ ref: Ref<CheckIn>, for caller: ShopperToken) async throws -> Answer<ShopperReceipt> {
        guard let record = try await ownCheckIn(ref, of: caller) else { return .refused(.notFound) }
        let coupons = try await issuedCoupons(record.offers.compactMap(\.coupon), of: ref.retailer)
        switch try await tell(record, coupons: coupons, of: ref.retailer) {
        case .refused(let refused): return .refused(refused)
        case .done(let told):
            return .done(
                ShopperReceipt(
                    told: told, standing: record.appealStanding(at: now),
                    appeal: try await database.appeal(ref.id, of: ref.retailer), readAt: now))
        }
    }

    public func receipt(_ ref: Ref<CheckIn>, for retailer: ID<Retailer>) async throws -> Answer<RetailerReceipt> {
        guard ref.retailer == retailer, let record = try await database.checkIn(ref.id, of: retailer),
            let book = shelf.current.book(retailer), let store = book.stores[record.store]
        else { return .refused(.notFound) }
        var policies: [Receipt.Policy] = []
        let named =
            record.offers.isEmpty
            ? record.evidence.policies.map { ($0.campaign, $0.revision) }
            : record.offers.map { ($0.campaign, $0.revision) }
        for (campaign, revision) in named {
            guard let terms = try await terms(campaign, revision: revision, of: retailer) else { continue }
            policies.append(Receipt.Policy(campaign: campaign, revision: revision, presence: terms.presence))
        }
        let twin = try await database.twin(of: record, at: retailer, withinSeconds: Self.twinSeconds)
        return .done(
            RetailerReceipt(
                retailer: retailer, receipt: Receipt(record, at: store, policies: policies, twin: twin), store: store,
                appeal: try await database.appeal(ref.id, of: retailer),
                heldOutOf: book.campaigns(at: store).filter { $0.terms.holdout.holds(record.shopper, of: $0.id) }
                    .map(\.id),
                fix: livingFix(record)))
    }

    private func livingFix(_ record: CheckInRecord) -> RetailerReceipt.LivingFix? {
        let days = Retention.exactPositionDays
        guard let fix = record.fix, record.id.rawValue >= ids.span(ofLastSeconds: days * 86_400).lowerBound else {
            return nil
        }
        return RetailerReceipt.LivingFix(fix: fix, until: record.checkedAt.adding(seconds: days * 86_400))
    }

    /// Whoever typed another's identity sees only what came of their own session.
    func ownCheckIn(_ ref: Ref<CheckIn>, of caller: ShopperToken) async throws -> CheckInRecord? {
        guard let record = try await database.checkIn(ref.id, of: ref.retailer), record.shopper == caller.shopper,
            !caller.isGuest || record.session == caller.session
        else { return nil }
        return record
    }
}
