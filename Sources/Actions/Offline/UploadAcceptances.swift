public import Promotions
import Records

/// What tills took while their lines were down. It was given, so it is booked whatever the coupon is by now: redeemed at
/// the original time, charged to the till's lease, or a loss with a name.
extension Desk {
    /// Belongs inside `once`. Of one coupon that was taken twice, whoever was booked first has redeemed it; in one upload
    /// that is the earlier one.
    public func upload(_ acceptances: [OfflineAcceptance], at till: TillToken) async throws -> [KeptAcceptance] {
        let (retailer, now) = (till.till.retailer, now)
        let codes = acceptances.map { try? readCode($0.scanned, of: retailer).get().code }
        let hashes = codes.map { code in code.map { secrets.codeHashes($0, of: retailer) } ?? [] }
        let sales = Set(acceptances.compactMap { $0.saleID.map { Sale(store: till.store, id: $0) } })
        let facts = try await database.claim(
            [], codeHashes: hashes.flatMap { $0 }, sales: sales, tills: [], of: retailer, at: now)
        let leases = try await database.lockLeases(of: till.till.id, at: retailer)
        // Read after the locks: a second upload of the same has waited here for the first.
        let known = try await database.acceptances(acceptances.map(\.name), of: till.till)
        let byHash = Dictionary(facts.coupons.map { ($0.codeHash, $0.coupon) }, uniquingKeysWith: { first, _ in first })
        var draft = UploadDraft(till: till, leases: leases, now: now)
        let order = acceptances.indices.sorted {
            (acceptances[$0].acceptedAt, $0) < (acceptances[$1].acceptedAt, $1)
        }
        for place in order where known[acceptances[place].name] == nil {
            let acceptance = acceptances[place]
            if draft.hasSettled(acceptance.name) { continue }
            let stored = hashes[place].lazy.compactMap { byHash[$0] }.first
            guard let coupon = draft.current(stored),
                let terms = try await terms(coupon.campaign, revision: coupon.revision, of: retailer)
            else {
                draft.settleUnknown(acceptance, id: ids.nextNumber(), isReadable: codes[place] != nil)
                continue
            }
            if let sale = acceptance.saleID, facts.sales[Sale(store: till.store, id: sale)]?.voidedAt != nil {
                draft.settleVoided(acceptance, coupon, id: ids.nextNumber())
                continue
            }
            let own = try await self.terms(of: coupon, retailer) ?? terms
            draft.settle(
                acceptance, coupon, reward: own, exposure: terms.exposurePerCoupon, id: ids.nextNumber(),
                visit: ids.next())
        }
        if !draft.settled.isEmpty {
            let batch = draft.batch
            do {
                try await database.record(
                    draft.settled, batch, entryIDs: (0..<batch.entryCount).map { _ in ids.nextNumber() },
                    of: till.till, in: till.store, at: now)
            } catch BatchSetback.repeated {
                // Decided again, with what the other upload has left.
                throw BatchSetback.overdrawn
            }
        }
        let new = Dictionary(
            draft.settled.map { ($0.acceptance.name, KeptAcceptance($0)) }, uniquingKeysWith: { first, _ in first })
        return acceptances.compactMap { known[$0.name] ?? new[$0.name] }
    }
}

/// An upload while it is decided.
private struct UploadDraft {
    private(set) var settled: [SettledAcceptance] = []
    private(set) var batch = TillBatch()
    private let till: TillToken
    private let now: Instant
    private var leases: [StoredLease]
    private var changed: [ID<Coupon>: Coupon] = [:]
    private var names: Set<String> = []

    init(till: TillToken, leases: [StoredLease], now: Instant) {
        self.till = till
        self.leases = leases
        self.now = now
    }

    func hasSettled(_ name: String) -> Bool { names.contains(name) }

    /// The coupon as this upload leaves it.
    func current(_ coupon: Coupon?) -> Coupon? {
        coupon.flatMap { changed[$0.id] ?? $0 }
    }

    mutating func settleUnknown(_ acceptance: OfflineAcceptance, id: Int64, isReadable: Bool) {
        add(
            SettledAcceptance(
                id: id, acceptance: acceptance,
                settlement: OfflineSettlement(
                    outcome: .unknown, reason: isReadable ? .unknownCode : .badCheckSymbol), coupon: nil))
    }

    mutating func settleVoided(_ acceptance: OfflineAcceptance, _ coupon: Coupon, id: Int64) {
        add(SettledAcceptance(id: id, acceptance: acceptance, settlement: .voided, coupon: coupon))
    }

    /// - Parameters:
    ///   - terms: by which the coupon is worth what it is.
    ///   - exposure: what it has reserved.
    mutating func settle(
        _ acceptance: OfflineAcceptance, _ coupon: Coupon, reward terms: Terms, exposure: Int64, id: Int64,
        visit: ID<CheckIn>
    ) {
        var discount: Money?
        var lines: [LineDiscount] = []
        if let basket = acceptance.basket,
            case .amount(let money, let allocated) = terms.reward.discount(on: basket, under: terms.conditions)
        {
            (discount, lines) = (money, allocated)
        }
        guard let reason = OfflineSettlement.obstacle(coupon, acceptedAt: acceptance.acceptedAt) else {
            redeem(acceptance, coupon, terms: terms, discount: discount, lines: lines, number: id, visit: visit)
            add(
                SettledAcceptance(
                    id: id, acceptance: acceptance, settlement: .redeemed, coupon: coupon, redemption: ID(id),
                    exposure: exposure, discount: discount))
            return
        }
        var loss: OfflineSettlement.Loss?
        var lease: ID<OfflineLease>?
        if let place = leases.firstIndex(where: { $0.campaign == coupon.campaign }) {
            let held = leases[place]
            if held.used < held.coupons, held.exposureUsed + exposure <= held.exposure {
                leases[place].used += 1
                leases[place].exposureUsed += exposure
                lease = held.id
            } else {
                loss = .leaseUsedUp
            }
        } else {
            loss = .noLease
        }
        add(
            SettledAcceptance(
                id: id, acceptance: acceptance,
                settlement: OfflineSettlement(outcome: loss == nil ? .charged : .lost, reason: reason, loss: loss),
                coupon: coupon, lease: lease, exposure: exposure, discount: discount))
    }

    private mutating func add(_ acceptance: SettledAcceptance) {
        names.insert(acceptance.acceptance.name)
        settled.append(acceptance)
    }

    private mutating func redeem(
        _ acceptance: OfflineAcceptance, _ coupon: Coupon, terms: Terms, discount: Money?, lines: [LineDiscount],
        number: Int64, visit: ID<CheckIn>
    ) {
        // Clocks of tills are a little off.
        let at = max(min(acceptance.acceptedAt, now), coupon.issuedAt)
        if let reservation = coupon.reservation {
            batch.ended.append(
                TillBatch.Ended(reservation, of: coupon.id, isLapsed: true, at: max(at, now)))
        }
        let isOld = now.seconds(since: at) > Double(BusinessDay.lookBackDays * 86_400)
        batch.redemptions.append(
            RedemptionRecord(
                id: ID(number), coupon: coupon.id, campaign: coupon.campaign, till: till.till.id, store: till.store,
                cashier: acceptance.cashier, receiptNumber: acceptance.receiptNumber,
                saleID: acceptance.saleID, basketTotal: acceptance.basket?.total, discount: discount,
                lines: lines, redeemedAt: at, voidableUntil: at.adding(seconds: terms.coupon.voidSeconds),
                bookedAt: isOld ? now : at))
        changed[coupon.id] = coupon.redeemed(at: at, in: till.store)
        if terms.presence.when == .toUse, let shopper = coupon.shopper, let session = coupon.session {
            batch.visits.append(
                CheckInRecord(
                    id: visit, shopper: shopper, session: session, store: till.store, verdict: .accepted, reasons: [],
                    source: .till, checkedAt: at))
        }
    }
}
