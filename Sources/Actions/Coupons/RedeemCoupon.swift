public import Promotions
import Records

/// What a till sends with a code.
public struct TillSale: Sendable {
    public let code: String
    public let basket: Basket?
    public let receiptNumber: String?
    public let cashier: String?
    public let saleID: String?

    public init(
        code: String, basket: Basket?, receiptNumber: String? = nil, cashier: String? = nil, saleID: String? = nil
    ) {
        self.code = code
        self.basket = basket
        self.receiptNumber = receiptNumber
        self.cashier = cashier
        self.saleID = saleID
    }
}

/// A final answer to a till.
public enum TillAnswer: Sendable {
    case usable(DiscountOutcome, coupon: Ref<Coupon>, terms: Terms, say: Sentence)
    case reserved(KeptReservation, say: Sentence)
    case redeemed(KeptRedemption, say: Sentence)
    case refused(TillNo)
}

/// A refusal that the cashier can say aloud.
public struct TillNo: Sendable {
    public let refusal: TillRefusal
    public let say: Sentence
    /// Where and when it was used, for `alreadyUsed`.
    public let usedAt: Instant?
    public let usedStore: Ref<Store>?
    public let usedStoreName: String?
    /// Where it is held and until when, for `reservedElsewhere`.
    public var held: Held?
    /// When the till takes codes again, for `throttled`.
    public var throttledUntil: Instant?

    public struct Held: Hashable, Sendable {
        public let until: Instant
        public let store: Ref<Store>
        public let storeName: String?
    }
}

/// What a till wants with a coupon.
enum TillWish: Hashable, Sendable {
    /// For good; under a reservation, if it names one.
    case take(under: ID<Reservation>?)
    case reserve

    var scanned: FailedScan.Wish {
        switch self {
        case .take: .redeem
        case .reserve: .reserve
        }
    }
}

struct RedemptionRequest: Sendable {
    let till: TillToken
    let wish: TillWish
    let sale: TillSale
    /// Of the coupon's code, under every generation of keys. Empty for a reservation that is gone.
    let hashes: [[UInt8]]
    /// The code came in a coupon that this installation signed.
    var isSigned = false
    let retry: RetryKey?
    /// Of the redemption or the reservation. What is taken under a reservation has the number of that.
    let number: Int64
    let at: Instant

    var id: ID<Redemption> { ID(number) }

    /// Codes are guessed; reservations and signatures are not.
    var isGuess: Bool { !hashes.isEmpty && committing == nil && !isSigned }

    var committing: ID<Reservation>? {
        if case .take(let reservation) = wish { reservation } else { nil }
    }

    /// The sale that the coupon would go with, if the till names it.
    var named: Sale? {
        sale.saleID.map { Sale(store: till.store, id: $0) }
    }
}

enum RedemptionOutcome: Sendable {
    case answered(TillAnswer)
    case repeated(ID<Redemption>)
    case mismatch
}

extension Desk {
    /// Takes a coupon, once. Of two hundred tills with one coupon one wins and the others hear where and when.
    public func redeem(_ sale: TillSale, at till: TillToken, retry: RetryRequest?) async throws -> Answer<TillAnswer> {
        try await answer(sale, .take(under: nil), at: till, retry: retry)
    }

    /// Looks for the coupon by its code.
    func answer(
        _ sale: TillSale, _ wish: TillWish, at till: TillToken, retry: RetryRequest?
    ) async throws -> Answer<TillAnswer> {
        switch readCode(sale.code, of: till.till.retailer) {
        case .failure(let no):
            try await write(no, wish.scanned, sale, at: till)
            return .done(.refused(no))
        case .success(let read):
            let number = ids.nextNumber()
            return try await answer(
                RedemptionRequest(
                    till: till, wish: wish, sale: sale, hashes: secrets.codeHashes(read.code, of: till.till.retailer),
                    isSigned: read.isSigned, retry: retry.map { secrets.retryKey($0, reference: number) },
                    number: number, at: now))
        }
    }

    func answer(_ request: RedemptionRequest) async throws -> Answer<TillAnswer> {
        let retailer = request.till.till.retailer
        let queue = queues.redemptions(of: retailer) {
            BatchQueue(waitingMax: queues.queueMax) { await self.runRedemptions($0, of: retailer) }
        }
        do {
            switch try await queue.submit(request) {
            case .answered(let answer): return .done(answer)
            case .mismatch: return .refused(.idempotencyMismatch)
            case .repeated(let id):
                guard let kept = try await database.redemptions([id], of: retailer)[id] else {
                    return .refused(.idempotencyMismatch)
                }
                return .done(try await told(kept, of: retailer))
            }
        } catch is BatchQueue<RedemptionRequest, RedemptionOutcome>.Full {
            return .refused(.busy)
        }
    }

    /// What a till scanned or typed.
    struct ReadCode {
        let code: CouponCode
        /// By this installation: nobody guesses that.
        var isSigned = false
    }

    /// Another retailer's link is no guess at a code of this one.
    func readCode(_ typed: String, of retailer: ID<Retailer>) -> Result<ReadCode, TillNo> {
        let (owner, code) = Self.code(in: typed)
        switch ScannedCoupon(typed) {
        case .code(let code):
            if let owner, owner != retailer { return .failure(no(.unknownCode)) }
            // Nobody guesses with what is printed on a brief.
            if secrets.specimenCase(of: code, at: retailer) != nil { return .failure(no(.unknownCode)) }
            return .success(ReadCode(code: code))
        // With the line up the code alone counts: it is good or not, whatever became of the key that signed it.
        case .signed(let signed):
            return .success(ReadCode(code: signed.body.code, isSigned: secrets.hasSigned(signed, of: retailer)))
        case .badCheckSymbol, .malformed: break
        }
        // Where the retailer brought codes of its own, whatever can be one is looked for.
        if shelf.current.book(retailer)?.hasBroughtCodes == true, owner == nil || owner == retailer,
            let own = CouponCode(own: code)
        {
            return .success(ReadCode(code: own))
        }
        return .failure(no(.badCheckSymbol))
    }

    /// A scanner may send the whole link of the QR instead of the code.
    private static func code(in typed: String) -> (owner: ID<Retailer>?, code: String) {
        guard let marker = typed.firstRange(of: "/K/") ?? typed.firstRange(of: "/k/"),
            let dot = typed[marker.upperBound...].firstIndex(of: ".")
        else { return (nil, typed) }
        let owner = Base32.decode(typed[marker.upperBound..<dot].uppercased()).flatMap { Int64(bytes: $0) }
        return (owner.map { ID($0) }, String(typed[typed.index(after: dot)...]))
    }

    func no(_ refusal: TillRefusal, facts: TillFacts? = nil, detail: DiscountRefusal? = nil) -> TillNo {
        let used = refusal == .alreadyUsed ? facts?.usedStore : nil
        return TillNo(
            refusal: refusal, say: TillWords.say(refusal, facts: facts, detail: detail, at: now),
            usedAt: refusal == .alreadyUsed ? facts?.coupon.redeemedAt : nil, usedStore: nil, usedStoreName: used?.name)
    }

    /// The facts about one coupon, and what the rules say of them.
    /// - Parameter committing: the reservation under which the till takes it.
    func judge(
        _ coupon: Coupon?, basket: Basket?, till: TillToken, committing: ID<Reservation>? = nil, at now: Instant
    ) async throws -> TillAnswer {
        let retailer = till.till.retailer
        guard let book = shelf.current.book(retailer), let store = book.store(till.store) else {
            return .refused(no(.storeClosed))
        }
        guard let coupon, let terms = try await terms(of: coupon, retailer) else {
            return .refused(no(committing == nil ? .unknownCode : .reservationEnded))
        }
        let held = coupon.reservation(at: now)
        let facts = TillFacts(
            coupon: coupon, terms: terms, store: store, usedStore: coupon.redeemedStore.flatMap { book.stores[$0] },
            isStoreStopped: book.isStopped(for: coupon, at: now),
            standing: book.campaigns[coupon.campaign]?.standing ?? Campaign.Standing(), till: till.till.id,
            committing: committing, reservedStore: held.flatMap { book.stores[$0.store] })
        switch RedemptionRules.decide(facts, basket: basket, at: now) {
        case .usable(let outcome):
            return .usable(
                outcome, coupon: Ref(retailer, coupon.id), terms: terms,
                say: TillWords.say(outcome, reward: terms.reward))
        case .refused(let refusal, let detail):
            var answer = no(refusal, facts: facts, detail: detail)
            if refusal == .alreadyUsed {
                answer = answer.used(at: coupon.redeemedStore.map { Ref(retailer, $0) })
            }
            if refusal == .reservedElsewhere, let held {
                answer.held = TillNo.Held(
                    until: held.until, store: Ref(retailer, held.store), storeName: facts.reservedStore?.name)
            }
            return .refused(answer)
        }
    }

    private func told(_ kept: KeptRedemption, of retailer: ID<Retailer>) async throws -> TillAnswer {
        let coupon = try await database.coupons([kept.coupon], of: retailer).first?.coupon
        guard let coupon, let terms = try await terms(of: coupon, retailer) else {
            return .refused(no(.unknownCode))
        }
        let outcome = kept.discount.map { DiscountOutcome.amount($0, lines: kept.lines) } ?? .tillComputes(atMost: nil)
        return .redeemed(kept, say: TillWords.say(outcome, reward: terms.reward))
    }
}

extension TillNo {
    fileprivate func used(at store: Ref<Store>?) -> TillNo {
        TillNo(refusal: refusal, say: say, usedAt: usedAt, usedStore: store, usedStoreName: usedStoreName)
    }
}

extension TillNo: Error {}
