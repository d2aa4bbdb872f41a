import Promotions
import Records

/// Asking about coupons without taking them.
extension Desk {
    /// Whether a coupon could be taken now, and for how much. Changes nothing.
    public func validate(_ sale: TillSale, at till: TillToken) async throws -> TillAnswer {
        var soFar = try await soFar(sale, at: till)
        return try await validate(sale, with: &soFar, at: till)
    }

    /// Several codes for one sale, one after the other: each for what those before it leave.
    public func validate(_ codes: [String], of sale: TillSale, at till: TillToken) async throws -> [TillAnswer] {
        var soFar = try await soFar(sale, at: till)
        var answers: [TillAnswer] = []
        for code in codes {
            answers.append(try await validate(sale.with(code: code), with: &soFar, at: till))
        }
        return answers
    }

    private func soFar(_ sale: TillSale, at till: TillToken) async throws -> SaleSoFar {
        guard let id = sale.saleID else { return SaleSoFar() }
        return try await database.soFar(Sale(store: till.store, id: id), of: till.till.retailer)
    }

    private func validate(
        _ sale: TillSale, with soFar: inout SaleSoFar, at till: TillToken
    ) async throws -> TillAnswer {
        let retailer = till.till.retailer
        let code: ReadCode
        switch readCode(sale.code, of: retailer) {
        case .failure(let no):
            try await write(no, .validate, sale, at: till)
            return .refused(no)
        case .success(let read): code = read
        }
        let looked = try await look(code, sale, at: till)
        if let no = looked.no { return .refused(no) }
        let answer = try await judge(looked.coupon, for: soFar, basket: sale.basket, till: till, at: now)
        switch answer {
        case .refused(let no): try await write(no, .validate, sale, at: till, coupon: looked.coupon?.id)
        case .usable(let outcome, _, _, _):
            if let coupon = looked.coupon { soFar.taken.append(TakenCoupon(coupon, outcome, sale.basket)) }
        case .reserved, .redeemed: break
        }
        return answer
    }

    /// The coupon behind a code; a code that does not exist is counted and written down.
    func look(
        _ read: ReadCode, _ sale: TillSale, at till: TillToken
    ) async throws -> (coupon: Coupon?, no: TillNo?) {
        let retailer = till.till.retailer
        let hashes = secrets.codeHashes(read.code, of: retailer)
        let (stored, misses) = try await database.look(codeHashes: hashes, by: till.till.id, of: retailer)
        watch(lookups: 1, misses: stored == nil ? 1 : 0)
        var no = read.isSigned ? nil : try await throttled(till, exists: stored != nil, misses)
        if no == nil, stored == nil { no = self.no(.unknownCode) }
        if let no { try await write(no, .validate, sale, at: till, coupon: stored?.coupon.id, codeHash: hashes.last) }
        return (stored?.coupon, no)
    }

    /// As `judge`, for a sale that may have coupons already.
    func judge(
        _ coupon: Coupon?, for sale: SaleSoFar, basket: Basket?, till: TillToken,
        committing: ID<Reservation>? = nil, at now: Instant
    ) async throws -> TillAnswer {
        let answer = try await judge(
            coupon, basket: sale.taken.isEmpty ? basket : basket?.after(sale.taken), till: till, committing: committing,
            at: now)
        guard case .usable(_, _, let terms, _) = answer, let coupon else { return answer }
        if sale.voidedAt != nil { return .refused(no(.saleVoided)) }
        var known: [ID<Coupon>: Combinable] = [:]
        for taken in sale.taken {
            let own = try await self.terms(taken.campaign, revision: taken.revision, of: till.till.retailer)
            known[taken.coupon] = own?.conditions.combinable
        }
        let mayJoin = SaleRules.mayJoin(coupon.campaign, terms.conditions.combinable, coupon.id, sale) {
            known[$0.coupon]
        }
        return mayJoin ? answer : .refused(no(.notStackable))
    }
}

extension TillSale {
    fileprivate func with(code: String) -> TillSale {
        TillSale(code: code, basket: basket, receiptNumber: receiptNumber, cashier: cashier, saleID: saleID)
    }
}

extension TakenCoupon {
    init(_ coupon: Coupon, _ outcome: DiscountOutcome, _ basket: Basket?) {
        var discount: Money?
        var lines: [LineDiscount] = []
        if case .amount(let money, let allocated) = outcome { (discount, lines) = (money, allocated) }
        self.init(
            coupon: coupon.id, campaign: coupon.campaign, revision: coupon.revision, discount: discount, lines: lines,
            basketTotal: basket?.total)
    }
}
